"""What an accused party says itself of an incident: HURIDOCS MT28's five positions, told by the words of data/positions.csv.

Invariant: a position rests on statements of the accused party alone; what others say that it said is theirs. Where no words tell a
position it is unknown. No finding: a party that denies may have done it, one that claims it may not.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from msgspec.structs import replace

from ..data import rows
from ..records import (
    Act,
    Incident,
    Position,
    PositionKind,
    Reading,
    Record,
    Relation,
    RelationKind,
    Speaker,
    Statement,
    hull,
    quote,
)
from .items import Item

NEAR = 1200
"""Characters behind an accusation in which an answer that names no event is looked for; as extract's answers do."""


class _Words(Record):
    """A row of the data as patterns."""

    kind: PositionKind
    words: str
    unless: str


class _Said(NamedTuple):
    """A statement of the accused party, and why it is about the incident."""

    reading: Reading
    statement: Statement
    why: str


def with_positions(incidents: Iterable[Incident], items: Sequence[Item], relations: Iterable[Relation]) -> tuple[Incident, ...]:
    """The incidents with the positions of those accused; of the claims only those in an incident's own reports are gone through."""
    by_id = {i.id: i for i in items}
    by_report: dict[str, list[Item]] = {}
    for item in items:
        by_report.setdefault(item.report, []).append(item)
    denials: dict[str, list[Relation]] = {}
    for relation in relations:
        if relation.kind is RelationKind.DENIES and relation.a in by_id:
            denials.setdefault(relation.b, []).append(relation)
    made = []
    for incident in incidents:
        answering = [r for c in incident.claims for r in denials.get(c, ())]
        reports = {by_id[c].report for c in (*incident.claims, *(r.a for r in answering)) if c in by_id}
        near = [i for report in sorted(reports) for i in by_report[report]]
        made.append(replace(incident, positions=positions(incident, near, answering)))
    return tuple(made)


def positions(incident: Incident, items: Sequence[Item], relations: Iterable[Relation]) -> tuple[Position, ...]:
    """The positions of each party that others accuse of the incident, in the order of the parties' names.

    `items` are all claims that still hold. The party's answers need not be of the incident themselves: a denial that names nothing is
    joined to it by a relation, or stands next to the accusation.
    """
    inside = set(incident.claims)
    own = [i for i in items if i.id in inside]
    answers = {r.a for r in relations if r.kind is RelationKind.DENIES and r.b in inside}
    answers |= {i.id for i in items if set(i.claim.answers) & inside}
    made: list[Position] = []
    for party, names in sorted(accused(own).items()):
        told: dict[PositionKind, list[tuple[str, str]]] = {}
        for said in _statements(party, names, own, items, answers):
            found = position_in(said.reading, said.statement)
            if found is not None:
                told.setdefault(found[0], []).append((said.statement.id, f"{found[1]}; {said.why}"))
        made += [
            Position(party=party, kind=kind, statements=tuple(dict.fromkeys(key for key, _ in held)), rule=held[0][1])
            for kind, held in sorted(told.items(), key=lambda pair: list(PositionKind).index(pair[0]))
        ] or [Position(party=party, kind=PositionKind.UNKNOWN)]
    return tuple(made)


def accused(items: Iterable[Item]) -> dict[str, set[str]]:
    """Party (or name, where none is known) that a claimant of another side blames, with the names it goes by."""
    found: dict[str, set[str]] = {}
    for item in items:
        if item.denies or item.speaker is None:
            continue
        for actor in item.claim.perpetrators:
            key = actor.party or actor.name
            if (
                actor.name
                and key not in {item.party, item.speaker.name, item.speaker.organisation}
                and actor.name[:1].isupper()
            ):
                found.setdefault(key, set()).update({key, actor.name})
    return found


def _statements(party: str, names: set[str], own: Sequence[Item], items: Sequence[Item], answers: set[str]) -> Iterator[_Said]:
    """The party's statements about the incident, each with the ground."""
    of_incident = {i.claim.statement for i in own}
    answering = {i.claim.statement for i in items if i.id in answers}
    here = {p for i in own for p in i.place_ids}
    elsewhere = {i.claim.statement for i in items if i.is_of_an_incident and i.place_ids - here} - of_incident - answering
    for reading in {i.report: i.reading for i in (*own, *(i for i in items if i.id in answers))}.values():
        blaming = [i for i in own if i.report == reading.capture.sha256 and _blames(i, party)]
        for statement in reading.statements:
            if not _speaks_for(statement.speaker, party, names):
                continue
            if statement.id in of_incident:
                yield _Said(reading, statement, "of the incident itself")
            elif statement.id in answering:
                yield _Said(reading, statement, "answers a claim of the incident")
            elif statement.id not in elsewhere and any(_is_next(statement, i) for i in blaming):
                yield _Said(reading, statement, "stands next to the accusation")


def _blames(item: Item, party: str) -> bool:
    return not item.denies and any((a.party or a.name) == party for a in item.claim.perpetrators)


def _is_next(statement: Statement, accusation: Item) -> bool:
    spans = statement.content or statement.cue
    return bool(spans) and 0 < hull(spans).start - accusation.claim.span.start <= NEAR


def _speaks_for(speaker: Speaker, party: str, names: set[str]) -> bool:
    """Whether the speaker is of the accused party: by its party, or by a name that holds the accused one's."""
    if speaker.party is not None:
        return speaker.party == party
    written = " ".join(filter(None, (speaker.name, speaker.organisation, speaker.as_written)))
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", written) for name in names)


def position_in(reading: Reading, statement: Statement) -> tuple[PositionKind, str] | None:
    """The position that a statement tells, and the words that told it; None where none do."""
    words = " ".join(quote((*statement.cue, *statement.content), reading.article.text).split())
    for row in _rows():
        found = next((m for m in _pattern(row.words).finditer(words) if not _is_off(row, words[: m.start()])), None)
        if found is not None:
            return row.kind, f"“{found.group().strip()}”"
    if statement.act is Act.DENY:
        return PositionKind.DENIES_ACT, "a denial"
    return (PositionKind.ACKNOWLEDGES_CIRCUMSTANCES, "an admission") if statement.act is Act.ADMIT else None


def _is_off(row: _Words, before: str) -> bool:
    near = " ".join(before.split()[-3:])
    return bool(row.unless) and _pattern(row.unless).search(near) is not None


@cache
def _rows() -> tuple[_Words, ...]:
    ordered = sorted(rows("positions.csv"), key=lambda r: int(r["rank"]))
    return tuple(_Words(kind=PositionKind(r["position"]), words=r["words"], unless=r["unless"]) for r in ordered)


@cache
def _pattern(words: str) -> re.Pattern[str]:
    """Phrases as one pattern: `*` more letters, or one word where it stands alone; `..` up to six words between."""
    forms = [
        re.escape(p.strip())
        .replace(r"\ \.\.\ ", r"(?: [^ .]+){0,6}? ")
        .replace(r"\ \*\ ", r" [\w’'-]+ ")
        .replace(r"\*", r"[\w’'-]*")
        for p in words.split("|")
        if p.strip()
    ]
    return re.compile(rf"(?i)(?<![\w-])(?:{'|'.join(forms)})(?![\w])")
