"""READ THIS FIRST: one report's whole way, from bytes to resolved claims. Everything else stores, links or shows what this gives."""

from datetime import UTC, datetime

import msgspec

from ..errors import AllegataError, TooLarge, Unreadable
from ..extract import extract
from ..preserve import preserve
from ..records import REPORTING, Article, Capture, Channel, Day, Moment, Reading
from ..resolve import resolve, voice_of
from .readers import Readers, load_readers

DAY = len("2020-10-04")

MOST_TEXT = 2_000_000
"""Characters of reporting in one report: a book of 330,000 words, some 80 s of parsing; no news report is near it."""


def follow(
    raw: bytes, *, capture: Capture, readers: Readers, published: Moment | None = None, outlet: str | None = None
) -> Reading:
    """One capture's reading. `published` (ISO 8601, a day or more) and `outlet`: as the user gives them; they win over the page.

    Raises Unreadable or TooLarge when nothing can be read from the bytes.
    """
    article = readers.read(capture, raw, published=published[:DAY] if published else None)
    return reading_of(capture, as_given(article, published, outlet), readers=readers)


def reading_of(capture: Capture, article: Article, *, readers: Readers) -> Reading:
    """What is alleged in an article that was read already."""
    words = sum(z.end - z.start for z in article.zones if z.kind in REPORTING)
    if words > MOST_TEXT:
        raise TooLarge(f"the report has {words:,} characters of text; above {MOST_TEXT:,} it is not read: add it in parts")
    extracted = extract(article, parse=readers.parse, attribution=readers.attribution, others=readers.others)
    profile = readers.profile_for(article)
    resolved = resolve(article, extracted, gazetteer=readers.gazetteer, profile=profile)
    warnings = (*article.warnings, *extracted.warnings)
    article = msgspec.structs.replace(article, voice=voice_of(article, profile=profile), warnings=warnings)
    return Reading(capture=capture, article=article, statements=resolved.statements, claims=resolved.claims)


def as_given(article: Article, published: Moment | None, outlet: str | None) -> Article:
    """The article with the outlet and the time of publication that the user states; a time of day without a zone is taken as UTC."""
    at = datetime.fromisoformat(published) if published and len(published) > DAY else None
    if at is not None and at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return msgspec.structs.replace(article, outlet=outlet or article.outlet, published_at=at or article.published_at)


def read_report(
    report: bytes | str,
    *,
    published: Day | None = None,
    url: str | None = None,
    media_type: str | None = None,
    readers: Readers | None = None,
) -> Reading:
    """Read one report with no casebook.

    `report`: the page's bytes as received, or its text. `published`: ISO day, overrides what the page says.
    `media_type`: as declared by the source; found by looking at the bytes when None.
    Returns the Reading: capture, article (text, zones, metadata), statements, claims; spans are code points into `article.text`.
    Raises AllegataError subclasses only: Unreadable when nothing can be read, TooLarge past a limit.

    >>> read_report("Ganja hit\\n\\nThe ministry said one civilian was killed.", published="2020-10-04").claims[0].event
    'killing'
    """
    raw = report.encode("utf-8", "replace") if isinstance(report, str) else report
    kind = media_type or ("text/plain; charset=utf-8" if isinstance(report, str) else None)
    capture = preserve(raw, media_type=kind, now=datetime.now(UTC), channel=Channel.PASTE, url=url)
    try:
        return follow(raw, capture=capture, readers=readers or load_readers(), published=published)
    except AllegataError:
        raise
    except Exception as error:
        raise Unreadable(f"the reader failed on it ({type(error).__name__}); this is a fault of Allegata's") from error
