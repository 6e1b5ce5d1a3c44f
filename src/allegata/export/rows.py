"""One claim as a reader sees it in a row: who alleges what, in whose words, with which figures, cited, denied by whom."""

from collections import defaultdict
from collections.abc import Iterable

from ..data import rows as data_rows
from ..records import (
    Claim,
    Dossier,
    Position,
    PositionKind,
    Quantity,
    Reading,
    Record,
    RelationKind,
    Standing,
    Statement,
    quote,
)


class Row(Record):
    """One claim, flattened. `cite` is `sha256:<64 hex>#<start>-<end>`: code points into the text read from that capture."""

    claim: str
    statement: str | None
    incident: str | None
    claimant: str
    party: str | None
    act: str
    factuality: str
    event: str
    words: str
    said: str | None
    perpetrators: tuple[str, ...]
    victims: tuple[str, ...]
    weapons: tuple[str, ...]
    law_tags: tuple[str, ...]
    """Rules of law that a person tagged the claim or its incident with."""
    conflict: str | None
    """Whether the conflict is international, as a person set it of the incident."""
    law_invoked: tuple[str, ...]
    """Law that the claimant speaks of; that it was broken is said by nobody but the claimant."""
    places: tuple[str, ...]
    place_names: tuple[str, ...]
    """Of each place all its names: the report's own first, the others in alphabetical order."""
    precision: tuple[str, ...]
    """Of each place how closely it is told, on the scales of UCDP, ACLED and Airwars."""
    when: str | None
    start: str | None
    end: str | None
    figures: tuple[str, ...]
    denied_by: tuple[str, ...]
    position: tuple[str, ...]
    """Of an accused party's own statement: its position by HURIDOCS MT28 on what it is accused of."""
    standing: str
    outlet: str | None
    published: str | None
    url: str | None
    capture: str
    span_start: int
    span_end: int

    @property
    def cite(self) -> str:
        """Where the words stand."""
        return f"sha256:{self.capture}#{self.span_start}-{self.span_end}"

    @property
    def short(self) -> str:
        """The citation for print; the list of sources gives the whole hash."""
        return f"{self.capture[:8]}:{self.span_start}–{self.span_end}"


class Same(Record):
    """Rows that say the same of one claimant: the first one to be said, and where else it stands."""

    first: Row
    others: tuple[Row, ...]

    @property
    def reports(self) -> int:
        """In how many reports it stands."""
        return len({r.capture for r in (self.first, *self.others)})


def same_rows(held: Iterable[Row]) -> tuple[Same, ...]:
    """The rows in the order said, those that say the same of one claimant put together; every citation is kept."""
    found: dict[tuple[object, ...], list[Row]] = {}
    for r in sorted(held, key=lambda r: (r.said or "", r.published or "", r.claim)):
        found.setdefault((r.claimant, r.party, r.act, r.factuality, r.event, r.figures, r.standing), []).append(r)
    return tuple(Same(first=group[0], others=tuple(group[1:])) for group in found.values())


def rows(dossier: Dossier) -> tuple[Row, ...]:
    """All claims in the order of publication and text."""
    incident = {c: i.id for i in dossier.linked.incidents for c in i.claims}
    deniers = who_denies(dossier)
    ordered = sorted(dossier.readings, key=lambda r: (r.article.published or "", r.capture.sha256))
    return tuple(
        row(dossier, reading, claim, incident.get(claim.id), deniers.get(claim.id, ()))
        for reading in ordered
        for claim in sorted(reading.claims, key=lambda c: c.span)
    )


def row(dossier: Dossier, reading: Reading, claim: Claim, incident: str | None, denied_by: tuple[str, ...]) -> Row:
    """One claim's row."""
    statement = reading.statement(claim.statement)
    article = reading.article
    when = claim.when
    return Row(
        claim=claim.id,
        statement=claim.statement,
        incident=incident,
        claimant=claimant(reading, statement),
        party=speaker.party if (speaker := reading.speaker(statement)) else None,
        act=statement.act.value if statement else "reported without attribution",
        factuality=claim.factuality.value,
        event=claim.event,
        words=" ".join(claim.span.of(article.text).split()),
        said=said(reading, statement),
        perpetrators=tuple(a.name for a in claim.perpetrators),
        victims=tuple(a.name for a in claim.victims),
        weapons=tuple(w.name for w in claim.weapons),
        law_tags=tuple(dict.fromkeys((*dossier.law_tags.get(claim.id, ()), *dossier.law_tags.get(incident or "", ())))),
        conflict=dossier.characters.get(incident or ""),
        law_invoked=law_invoked(statement, claim),
        places=tuple(p.name for p in claim.places),
        place_names=tuple(" / ".join(p.shown) for p in claim.places),
        precision=tuple(str(p.scales) for p in claim.places),
        when=when.text if when else None,
        start=when.start if when else None,
        end=when.end if when else None,
        figures=tuple(figure(q) for q in claim.quantities),
        denied_by=denied_by,
        position=tuple(
            position_words(p.kind)
            for i in dossier.linked.incidents
            if i.id == incident
            for p in i.positions
            if claim.statement in p.statements
        ),
        standing=dossier.standing.get(claim.id, Standing.UNREVIEWED).value,
        outlet=article.outlet,
        published=article.published,
        url=reading.capture.url,
        capture=reading.capture.sha256,
        span_start=claim.span.start,
        span_end=claim.span.end,
    )


def law_invoked(*records: Statement | Claim | None) -> tuple[str, ...]:
    """The law that is invoked in the records, each once: `Rome Statute, 8(2)(b)(i)`."""
    return tuple(dict.fromkeys(law.shown for record in records if record for law in record.law))


def tag_words(code: str) -> str:
    """A tag of law in words: `Rome Statute art. 8(2)(b)(i), attacks on civilians`."""
    row = next((r for r in data_rows("law_tags.csv") if r["code"] == code), None)
    if row is None:
        return code
    number = code.partition(":")[2]
    name = f"Rome Statute art. {number}" if code.startswith("rome:") else f"ICRC customary rule {number}"
    return f"{name}, {row['words']}"


class Answer(Record):
    """The position of one accused party in a table. `said`: each statement that it rests on as (claimant, words, capture, start, end)."""

    party: str
    position: str
    codes: str
    said: tuple[tuple[str, str, str, int, int], ...]
    rule: str


def answers(positions: Iterable[Position], readings: Iterable[Reading]) -> tuple[Answer, ...]:
    """The positions on an incident, with the words that they rest on; statements that may not be shown are left out."""
    known = {s.id: (r, s) for r in readings for s in r.statements}
    return tuple(
        Answer(
            party=p.party,
            position=position_words(p.kind),
            codes="/".join(dict.fromkeys(p.kind.codes)),
            said=tuple(_said(*known[key]) for key in p.statements if key in known),
            rule=p.rule,
        )
        for p in positions
    )


def _said(reading: Reading, statement: Statement) -> tuple[str, str, str, int, int]:
    spans = statement.content or statement.cue or statement.source
    words = claimant(reading, statement), statement_words(reading, statement)
    return (*words, reading.capture.sha256, spans[0].start, spans[-1].end)


def position_words(kind: PositionKind) -> str:
    """The position in MT28's own terms."""
    return {
        PositionKind.ACKNOWLEDGES_CIRCUMSTANCES: "acknowledges the circumstances",
        PositionKind.DENIES_ACT: "denies the act",
        PositionKind.DENIES_RESPONSIBILITY: "acknowledges the act, denies responsibility",
        PositionKind.GIVES_EXPLANATION: "gives another explanation",
        PositionKind.ACCEPTS_RESPONSIBILITY: "acknowledges the act, accepts responsibility",
        PositionKind.UNKNOWN: "not known from its own statements",
    }[kind]


def claimant(reading: Reading, statement: Statement | None) -> str:
    """`Person / Organisation`; a medium's own voice says so."""
    speaker = reading.speaker(statement)
    if speaker is None:
        return f"{reading.article.outlet or 'the report'} (own voice)"
    return speaker.full_name or "unknown speaker"


def said(reading: Reading, statement: Statement | None) -> str | None:
    """When it was said, as far as the report tells; else the day of publication."""
    if statement and statement.said and statement.said.start:
        return statement.said.start
    return reading.article.published


def figure(q: Quantity) -> str:
    """`killed: at least 5 (civilians)`, with the stretch it counts when that is not the incident."""
    value = {
        "unknown": "number said to be unknown",
        "at_least": f"at least {q.low}",
        "at_most": f"at most {q.high}",
        "about": f"about {q.low}",
        "range": f"{q.low} to {q.high}",
        "exact": f"{q.low}",
    }[q.bound.value]
    who = ", ".join(w for w in (q.who, q.of_party) if w)
    stretch = {"incident": "", "window": ", in a stretch of time", "cumulative": ", running total"}[q.period.value]
    until = f" {q.start or '…'} to {q.end or '…'}" if stretch and (q.start or q.end) else ""
    return f"{q.measure.replace('_', ' ')}: {value}{f' ({who})' if who else ''}{stretch}{until}"


def who_denies(dossier: Dossier) -> dict[str, tuple[str, ...]]:
    """Claim id -> the claimants that deny it."""
    found: dict[str, list[str]] = defaultdict(list)
    named = dict(claimants(dossier.readings))
    for relation in dossier.linked.relations:
        if relation.kind is RelationKind.DENIES and named.get(relation.a):
            found[relation.b].append(named[relation.a])
    return {claim: tuple(dict.fromkeys(names)) for claim, names in found.items()}


def claimants(readings: Iterable[Reading]) -> Iterable[tuple[str, str]]:
    """(claim id, claimant's name)."""
    for reading in readings:
        for claim in reading.claims:
            yield claim.id, claimant(reading, reading.statement(claim.statement))


def statement_words(reading: Reading, statement: Statement) -> str:
    """What was said, in the report's words."""
    return " ".join(quote(statement.content or statement.cue, reading.article.text).split())
