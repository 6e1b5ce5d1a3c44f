"""Who speaks, who is alleged to have acted, who was harmed: as written first, as resolved beside it."""

from enum import StrEnum

from .base import Record
from .span import Spans


class ActorKind(StrEnum):
    """GENERIC: "officials", "local residents". AUTHOR: the article's own voice. OUTLET: a medium. UNKNOWN: not said."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"
    OUTLET = "outlet"
    GENERIC = "generic"
    AUTHOR = "author"
    UNKNOWN = "unknown"


class Actor(Record):
    """A perpetrator alleged, a victim, a body named. `name` as in the profile when it is known there, else as written."""

    name: str
    spans: Spans = ()
    kind: ActorKind = ActorKind.UNKNOWN
    party: str | None = None
    status: str | None = None
    """For victims, only when said: civilian, combatant, medical, journalist, child ..."""
    key: str | None = None
    """The profile's row that it was matched to."""


class Speaker(Record):
    """Who a statement is attributed to, as resolved.

    `as_written` are the words of the source span ("he", "the ministry"); `name` what they stand for within the article;
    `antecedent` where in the article that name stands.
    """

    name: str | None
    kind: ActorKind = ActorKind.UNKNOWN
    role: str | None = None
    organisation: str | None = None
    party: str | None = None
    as_written: str | None = None
    antecedent: Spans = ()
    key: str | None = None
    rule: str | None = None
    """How the words were tied to the name: `name`, `surname`, `title`, `pronoun`, `body`, `quote-continues`, `profile`, `none`."""

    @property
    def full_name(self) -> str | None:
        """`Person / Organisation`, or the name alone, or the words as written; None when nothing names anybody."""
        if self.name is None:
            return self.as_written
        return f"{self.name} / {self.organisation}" if self.organisation and self.organisation != self.name else self.name
