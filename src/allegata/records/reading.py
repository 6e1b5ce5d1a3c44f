"""All that came out of one report, ready for linking, storing or printing."""

from .actor import Speaker
from .article import Article
from .base import Record
from .capture import Capture
from .claim import Claim
from .statement import Statement


class Extracted(Record):
    """What extraction marked in an article, before dates, places and parties are resolved.

    `entities`: `(label, start, end)` of named-entity hints from the parse, for place recognition. `warnings`: what was not
    read, for the article's own.
    """

    statements: tuple[Statement, ...]
    claims: tuple[Claim, ...]
    entities: tuple[tuple[str, int, int], ...] = ()
    warnings: tuple[str, ...] = ()


class Reading(Record):
    """One report from bytes to claims."""

    capture: Capture
    article: Article
    statements: tuple[Statement, ...]
    claims: tuple[Claim, ...]

    def statement(self, id: str | None) -> Statement | None:
        """The statement with that id, or None."""
        return next((s for s in self.statements if s.id == id), None)

    def speaker(self, statement: Statement | None) -> Speaker | None:
        """Who a claim of that statement is alleged by; without one the body whose page it is, or None: a medium's own voice."""
        return statement.speaker if statement else self.article.voice
