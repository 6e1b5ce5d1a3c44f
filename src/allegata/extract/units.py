"""What a noun phrase counts or names among the harmed: persons by kind, equipment by class, structures, places."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from ..data import rows
from ..records import Record
from .vocabulary import word_list

if TYPE_CHECKING:
    from spacy.tokens import Token

_LONGEST = 4
"""Words of the longest name in units_of_harm.csv that anyone is likely to add; more only costs time."""

_STEPS = 3
"""Nested `of` phrases looked into: "a group of members of" is as deep as reports go."""

LEFT = frozenset({"compound", "amod", "nmod", "nummod", "npadvmod", "punct", "det", "poss", "quantmod", "advmod"})


class Unit(Record):
    """A row of data/units_of_harm.csv. `status`, `sex` and `age` are None unless the word itself says them."""

    code: str
    kind: str
    status: str | None = None
    sex: str | None = None
    age: str | None = None


@cache
def units() -> Mapping[tuple[str, ...], Unit]:
    """Lower-case lemma tuples to what they name."""
    held: dict[tuple[str, ...], Unit] = {}
    for row in rows("units_of_harm.csv"):
        unit = Unit(
            code=row["code"], kind=row["kind"], status=row["status"] or None, sex=row["sex"] or None, age=row["age"] or None
        )
        for words in row["words"].split("|"):
            held.setdefault(tuple(words.split()), unit)
            held.setdefault(tuple(words.replace("-", " - ").split()), unit)
    return held


def unit_of(noun: "Token", lemmas: Sequence[str]) -> Unit | None:
    """The unit that a noun and the words before it name, the longest name first; None when the data has none.

    "four Smerch multiple rocket launchers" at `launchers` is `mlrs`; "residential buildings" at `buildings` is `house`.
    """
    here: Token | None = noun
    for _ in range(_STEPS):
        if here is None:
            return None
        found = _of_named_group(here, lemmas) or _named(here, lemmas)
        if found is not None:
            return found
        here = _grouped(here, lemmas)
    return None


def _named(noun: "Token", lemmas: Sequence[str]) -> Unit | None:
    """By the noun and the words before it within the sentence."""
    known = units()
    for length in range(_LONGEST, 0, -1):
        start = noun.i - length + 1
        if start >= 0 and "of" not in lemmas[start : noun.i]:
            found = known.get(tuple(lemmas[start : noun.i + 1]))
            if found is not None:
                return found
    return None


def _of_named_group(noun: "Token", lemmas: Sequence[str]) -> Unit | None:
    """ "members of one family" at `members`."""
    run = lemmas[noun.i : noun.i + _LONGEST]
    if "of" not in run[1:2]:
        return None
    return next((u for n in range(_LONGEST, 2, -1) if (u := units().get(tuple(run[:n]))) is not None), None)


def _grouped(noun: "Token", lemmas: Sequence[str]) -> "Token | None":
    """ "pieces of artillery", "units of military equipment": what stands after `of`, for the unit is told there."""
    if lemmas[noun.i] not in word_list("groups"):
        return None
    return next(
        (c for of in noun.children if of.lower_ == "of" for c in of.children if c.dep_ == "pobj" and c.i > noun.i), None
    )


def civilian_status(noun: "Token", lemmas: Sequence[str]) -> str | None:
    """The status that an adjective gives: "civilian casualties", "military losses"."""
    for child in noun.children:
        if child.i < noun.i and child.dep_ in LEFT:
            if lemmas[child.i] in {"civilian", "non-combatant"}:
                return "civilian"
            if lemmas[child.i] in {"military", "combat", "army", "troop"}:
                return "combatant"
    return None
