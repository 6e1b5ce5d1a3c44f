"""What holds now, applied: records less those that a person rejected, with the fields that a person corrected."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from ..records import Claim, Relation, Standing, Statement
from ..records.wire import from_plain, to_plain
from ..review import Held

R = TypeVar("R", Statement, Claim, Relation)


def rejected(id: str, held: Mapping[str, Held]) -> bool:
    """Whether a person rejected the record."""
    return id in held and held[id].standing is Standing.REJECTED


def corrected(record: R, held: Mapping[str, Held]) -> R:
    """The record with the fields that a person corrected; its id stays, as it names what was corrected."""
    change = held[record.id].change if record.id in held else {}
    return from_plain({**to_plain(record), **change}, type(record)) if change else record


def relations_now(relations: Iterable[Relation], held: Mapping[str, Held]) -> tuple[Relation, ...]:
    """Relations less the rejected ones, with corrected kinds."""
    return tuple(corrected(r, held) for r in relations if not rejected(r.id, held))


def grades_now(held: Mapping[str, Held]) -> dict[str, str]:
    """Incident id -> the grade that a person gave it last."""
    return {subject: h.grade for subject, h in held.items() if h.grade is not None}


def law_now(held: Mapping[str, Held]) -> dict[str, tuple[str, ...]]:
    """Claim or incident id -> the rules of law that a person tagged it with."""
    return {subject: h.law_tags for subject, h in held.items() if h.law_tags}


def characters_now(held: Mapping[str, Held]) -> dict[str, str]:
    """Incident id -> whether the conflict is international, as a person set it."""
    return {subject: h.character for subject, h in held.items() if h.character is not None}
