"""A statement that is nothing but a list of counts ("he later wrote of four missiles"): it counts what was told before it.

Invariant: nothing is taken over but from a claim in the same paragraph that counts things of the same sort.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ..data import rows
from ..records import Act, Article, Claim, Quantity, Statement, identify
from .drafts import Reader
from .numbers import Number, find_numbers
from .units import Unit, unit_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_SAYING = frozenset({Act.ASSERT, Act.ANNOUNCE, Act.ADMIT})
_BESIDE = frozenset({"ADJ", "NOUN", "PROPN", "CCONJ", "PUNCT", "ADV", "SYM", "DET", "NUM"})
_NEAR = 6
"""Tokens from a number to the end of what it counts: "four Smerch multiple rocket launchers"."""


def listed(article: Article, reader: Reader, statements: Sequence[Statement], made: Sequence[Claim]) -> list[Claim]:
    """A claim for each statement of a paragraph that only lists counts, with the event and measure of the claim before it."""
    taken = {c.statement for c in made}
    found: list[Claim] = []
    for statement in statements:
        if statement.act not in _SAYING or statement.id in taken or len(statement.content) != 1:
            continue
        content = statement.content[0]
        if not reader.zone.zone.span.covers(content):
            continue
        tokens = [t for t in reader.zone.tokens(content) if content.start <= reader.zone.offset + t.idx]
        counts = _counts(reader, tokens)
        if not counts:
            continue
        before = [c for c in (*made, *found) if c.span.end <= content.start and reader.zone.zone.span.covers(c.span)]
        told = next((c for c in reversed(before) if _same_sort(c, counts[0][1])), None)
        if told is not None:
            found.append(_claim(article, reader, statement, told, counts))
    return found


def _counts(reader: Reader, tokens: "Sequence[Token]") -> list[tuple[Number, Unit]]:
    """Numbers with what they count; empty unless the words are numbers and things alone, all of one sort."""
    if not tokens or any(t.pos_ not in _BESIDE and not t.like_num and t.lower_ not in {"of", "than", "at"} for t in tokens):
        return []
    numbers = [n for n in find_numbers(reader.zone.doc, reader.words) if tokens[0].i <= n.first and n.last <= tokens[-1].i]
    held: list[tuple[Number, Unit]] = []
    for at, number in enumerate(numbers):
        stop = numbers[at + 1].first if at + 1 < len(numbers) else tokens[-1].i + 1
        nouns = [t for t in reader.zone.doc[number.last_core + 1 : min(stop, number.last_core + 1 + _NEAR)] if t.tag_ == "NNS"]
        unit = next((u for t in nouns if (u := unit_of(t, reader.lemmas)) is not None), None)
        if unit is None:
            return []
        held.append((number, unit))
    return held if len({u.kind for _, u in held}) == 1 else []


def _same_sort(claim: Claim, unit: Unit) -> bool:
    return any(_kind(q.who) == unit.kind for q in claim.quantities)


def _kind(code: str | None) -> str | None:
    return next((row["kind"] for row in rows("units_of_harm.csv") if row["code"] == code), None)


def _claim(article: Article, reader: Reader, statement: Statement, told: Claim, counts: Sequence[tuple[Number, Unit]]) -> Claim:
    span = statement.content[0]
    model = next(q for q in told.quantities if _kind(q.who) == counts[0][1].kind)
    quantities = tuple(
        Quantity(
            measure=model.measure,
            low=n.low,
            high=n.high,
            bound=n.bound,
            spans=(reader.zone.span(n.first, n.last),),
            who=unit.code,
            of_party=model.of_party,
            period=model.period,
        )
        for n, unit in counts
    )
    return replace(
        told,
        id=identify("claim", article.sha256, [span.start, span.end], told.event, statement.id, "listed"),
        statement=statement.id,
        span=span,
        trigger=(),
        victims=(),
        weapons=(),
        quantities=quantities,
        answers=(),
        rule=f"counts as before: {told.rule}",
    )
