"""A mail as an article: the subject over it, who sent it when, then its text; and the page inside an MHTML file.

Of a text that is sent in several forms one is read: the plain one, unless it only says to look at the other. Attachments are
captures of their own.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import getaddresses, parsedate_to_datetime

from msgspec.structs import replace

from ..errors import Unreadable
from ..records import DateEvidence, ZoneKind
from .days import day_of
from .decoding import Decoded
from .heading import Heading
from .mime import Field, Part, head_of, parts_of, text_of, value, words_of
from .whole import Page, joined, line

HTML = frozenset({"text/html", "application/xhtml+xml"})
SHORT = 200
"""Characters of a plain form below which the HTML form, if there is one, is read instead."""
SHOWN = (("subject", ZoneKind.HEADLINE), ("from", ZoneKind.BYLINE), ("date", ZoneKind.BYLINE))

Form = Callable[[Decoded], Page]


def read_mail(raw: bytes, *, plain: Form, html: Form) -> Page:
    """The mail's page. `plain` and `html` read a text of that form. Raises Unreadable for a mail without any text."""
    fields, _ = head_of(raw)
    pages = [line(words_of(raw, field.start, field.end), kind) for name, kind in SHOWN for field in _first(fields, name)]
    subject = value(raw, fields, "subject")
    bodies = [(html if part.media_type in HTML else plain)(text) for part, text in _chosen(raw)]
    bodies = [_without_headline(page) for page in bodies] if subject else bodies
    if not bodies and not subject:
        raise Unreadable("the mail has neither a subject nor a text; what it carries is kept beside it")
    return joined([*pages, *bodies], _heading(raw, fields, bodies))


def _without_headline(page: Page) -> Page:
    """The subject is the headline: a mail's first line is its beginning."""
    zones = (replace(zone, kind=ZoneKind.BODY) if zone.kind is ZoneKind.HEADLINE else zone for zone in page.zones)
    return replace(page, zones=tuple(zones))


def read_saved_page(raw: bytes, *, html: Form) -> Page:
    """The page of an MHTML file: its first HTML part. Raises Unreadable when it holds none."""
    for part in parts_of(raw):
        if part.media_type in HTML:
            return html(text_of(raw, part))
    raise Unreadable("the MHTML file holds no HTML page; save the page again")


def _first(fields: Sequence[Field], name: str) -> list[Field]:
    return [field for field in fields if field.name == name][:1]


def _chosen(raw: bytes) -> list[tuple[Part, Decoded]]:
    """The parts to read, in order: of each alternative one, and every other text that is not attached."""
    texts: list[tuple[Part, Decoded]] = []
    for part in parts_of(raw):
        if part.is_attached or not (part.media_type == "text/plain" or part.media_type in HTML) or "name" in part.parameters:
            continue
        try:
            texts.append((part, text_of(raw, part)))
        except Unreadable:
            continue
    return [(part, text) for part, text in texts if part.alternative is None or part is _best(part.alternative, texts)]


def _best(alternative: int, texts: Sequence[tuple[Part, Decoded]]) -> Part | None:
    forms = [(part, text) for part, text in texts if part.alternative == alternative]
    plain = next((part for part, text in forms if part.media_type not in HTML and len(text.text.strip()) >= SHORT), None)
    rich = next((part for part, _ in forms if part.media_type in HTML), None)
    return plain or rich or (forms[0][0] if forms else None)


def _heading(raw: bytes, fields: tuple[Field, ...], bodies: Sequence[Page]) -> Heading:
    name, address = next(iter(getaddresses([value(raw, fields, "from")])), ("", ""))
    sent = _sent(value(raw, fields, "date"))
    dates = (DateEvidence(value=day_of(sent), found_in="mail", at=sent if sent.tzinfo else None),) if sent else ()
    return Heading(
        title=value(raw, fields, "subject") or None,
        outlet=next((page.heading.outlet for page in bodies if page.heading.outlet), None),
        authors=(name or address,) if name or address else (),
        dates=(*dates, *(date for page in bodies for date in page.heading.dates)),
    )


def _sent(text: str) -> datetime | None:
    """The time of a Date header (RFC 5322); naive when it gives no zone, which it says by -0000."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo is None or moment.year > 1 else moment.astimezone(UTC)
