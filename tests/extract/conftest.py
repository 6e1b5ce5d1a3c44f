"""The parser, loaded once for the room's tests, and articles made of plain paragraphs."""

from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from allegata.records import Article, Zone, ZoneKind
from allegata.work.readers import load_parser

if TYPE_CHECKING:
    from allegata.extract.parsed import Parse

Write = Callable[..., Article]


@pytest.fixture(scope="session")
def parse() -> "Parse":
    return load_parser()


def written(*paragraphs: str, headline: str | None = None, caption: str | None = None) -> Article:
    """An article with one body zone for each paragraph."""
    kinds = [(ZoneKind.HEADLINE, headline)] if headline else []
    kinds += [(ZoneKind.BODY, p) for p in paragraphs]
    kinds += [(ZoneKind.CAPTION, caption)] if caption else []
    text, zones = "", []
    for kind, part in kinds:
        assert part is not None
        zones.append(Zone(kind=kind, start=len(text), end=len(text) + len(part)))
        text += part + "\n"
    return Article(
        sha256=sha256(text.encode(errors="surrogatepass")).hexdigest(), capture="0" * 64, text=text, zones=tuple(zones)
    )
