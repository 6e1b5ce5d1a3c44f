"""What is different between two articles of one address: zones that came, went, or say something else."""

from enum import StrEnum

from .article import HeadingField, ZoneKind
from .base import Record
from .span import Span


class ChangeKind(StrEnum):
    """`moved`: the same words at another place in the order. `recast`: the same words in another role, as a caption that was body."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    RECAST = "recast"


class ZoneChange(Record):
    """One zone's change. `before` and `after` are spans of the older and the newer article's text; None where it does not stand.

    `kind` is the newer role, or the older one of what was removed. `removed` and `added`: within a changed zone, the words that differ.
    """

    change: ChangeKind
    kind: ZoneKind
    before: Span | None = None
    after: Span | None = None
    removed: tuple[Span, ...] = ()
    added: tuple[Span, ...] = ()


class FieldChange(Record):
    """A field of the heading that differs; None or () where it is not stated."""

    field: HeadingField
    before: str | None
    after: str | None


class ArticleChanges(Record):
    """All that differs, in the order of the newer text; removed zones stand where they stood."""

    before: str
    """SHA-256 of the older capture."""
    after: str
    fields: tuple[FieldChange, ...]
    zones: tuple[ZoneChange, ...]
    same: int
    """Zones that both have, word by word, in the same role and order."""
