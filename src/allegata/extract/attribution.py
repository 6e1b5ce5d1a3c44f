"""Who says what: the rules that find statements in the parsed paragraphs. `attribute` is the room's default attribution."""

from ..records import Article, Statement
from .parsed import ParsedZone

EXTRACTOR = "rules-1"


def attribute(article: Article, zones: tuple[ParsedZone, ...]) -> tuple[Statement, ...]:
    """The statements of an article, in text order."""
    return ()
