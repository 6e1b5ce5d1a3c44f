"""Readings made by hand, spans taken from the text by the words, so that store and pages are tested on what real rooms make.

The places and parties are invented: North and South, Alder and Birch.
"""

import hashlib
from datetime import UTC, datetime

from allegata.records import (
    Act,
    Actor,
    ActorKind,
    Article,
    Bound,
    Candidate,
    Capture,
    Channel,
    Claim,
    DateEvidence,
    Factuality,
    Failure,
    FailureStage,
    Incident,
    Interval,
    Linked,
    Origin,
    Period,
    Place,
    PlaceName,
    Precision,
    Quantity,
    Range,
    Reading,
    Relation,
    RelationKind,
    SourceRun,
    Span,
    Speaker,
    Statement,
    Tally,
    TallyPoint,
    When,
    Wording,
    Zone,
    ZoneKind,
    identify,
)

NOW = datetime(2031, 3, 5, 9, 30, tzinfo=UTC)

ALDER = Candidate(
    id="geonames:1001",
    name="Alder",
    lat=40.7,
    lon=46.4,
    score=0.9,
    feature="town",
    names=(PlaceName(name="Alder", used_by="North"), PlaceName(name="Ալդեր", language="hy", used_by="South")),
)
BIRCH = Candidate(id="geonames:1002", name="Birch", lat=39.8, lon=46.75, score=0.8, feature="town")

ALDER_TEXT = """Shells fall on Alder

The market of Alder after the strike (Photo: Agency, March 4, 2031)

Rockets hit the market of Alder on Tuesday morning. \
The Northern Foreign Ministry claimed that one person was killed, four were wounded in Alder. \
The Southern Ministry of Defence denied that any fire was directed toward Alder.

“We struck them because they forced us,” President Rowan said in a video address. \
According to Northern officials, at least five houses were destroyed. 😀 <script>alert(1)</script>

Jane Doe is an editor.

A reader: this is all a lie & 100 were killed."""

WIRE_TEXT = """Northern ministry: one killed in Alder

The Northern Foreign Ministry claimed that one person was killed, four were wounded in Alder, the agency reports. \
Since 1 March the North has lost 12 vehicles, the Southern command said."""

LATER_TEXT = """Toll in Alder rises

Alder hospital said on Wednesday that two civilians were killed. \
Southern command: the North has lost 20 vehicles since 1 March. A shell fell near Birch, officials said."""


def at(text: str, words: str) -> Span:
    """The span of the first occurrence of the words; the words have to be there."""
    start = text.index(words)
    return Span(start, start + len(words))


def zones_of(text: str, *kinds: ZoneKind) -> tuple[Zone, ...]:
    """One zone for each block of the text, with these roles; the rest is body."""
    made, start = [], 0
    for number, block in enumerate(text.split("\n\n")):
        kind = kinds[number] if number < len(kinds) else ZoneKind.BODY
        made.append(Zone(kind=kind, start=start, end=start + len(block)))
        start += len(block) + 2
    return tuple(made)


def capture_of(raw: bytes, *, url: str | None = None, failure: Failure | None = None) -> Capture:
    """A capture of these bytes."""
    return Capture(
        sha256=hashlib.sha256(raw).hexdigest(),
        size=len(raw),
        media_type="text/plain",
        fetched_at=NOW,
        channel=Channel.FILE,
        url=url,
        name="report.txt",
        failure=failure,
    )


def runs_of(text: str) -> tuple[SourceRun, ...]:
    """Where each character stands in the UTF-8 of the text: runs of one width."""
    made: list[SourceRun] = []
    byte = 0
    for number, character in enumerate(text):
        width = len(character.encode())
        if made and made[-1].width == width:
            made[-1] = SourceRun(made[-1].start, number + 1, made[-1].at, width)
        else:
            made.append(SourceRun(number, number + 1, byte, width))
        byte += width
    return tuple(made)


class Report:
    """One report in the making."""

    def __init__(self, text: str, *kinds: ZoneKind, published: str, outlet: str, url: str) -> None:
        self.text = text
        self.capture = capture_of(text.encode(), url=url)
        self.published = published
        self.outlet = outlet
        self.kinds = kinds
        self.statements: list[Statement] = []
        self.claims: list[Claim] = []

    def says(
        self,
        content: str,
        speaker: Speaker,
        *,
        act: Act = Act.ASSERT,
        source: str | None = None,
        cue: str | None = None,
        direct: bool = False,
    ) -> str:
        """Add a statement; returns its id."""
        made = identify("statement", self.capture.sha256, content)
        self.statements.append(
            Statement(
                id=made,
                zone=ZoneKind.BODY,
                source=(at(self.text, source),) if source else (),
                cue=(at(self.text, cue),) if cue else (),
                content=(at(self.text, content),),
                act=act,
                wording=Wording.DIRECT if direct else Wording.INDIRECT,
                direct=direct,
                speaker=speaker,
                rule="verb-complement",
            )
        )
        return made

    def alleges(
        self,
        words: str,
        event: str,
        *quantities: Quantity,
        statement: str | None = None,
        place: Candidate | None = ALDER,
        when: When | None = None,
        factuality: Factuality = Factuality.ASSERTED,
        perpetrators: tuple[Actor, ...] = (),
        victims: tuple[Actor, ...] = (),
    ) -> str:
        """Add a claim; returns its id."""
        made = identify("claim", self.capture.sha256, words, event)
        name = place.name if place else ""
        places = (
            (Place(name=name, spans=(at(self.text, name),), candidates=(place,), precision=Precision.TOWN),) if place else ()
        )
        self.claims.append(
            Claim(
                id=made,
                statement=statement,
                span=at(self.text, words),
                event=event,
                factuality=factuality,
                quantities=quantities,
                places=places,
                when=when,
                perpetrators=perpetrators,
                victims=victims,
            )
        )
        return made

    def number(
        self,
        words: str,
        measure: str,
        low: int | None,
        *,
        who: str,
        bound: Bound = Bound.EXACT,
        period: Period = Period.INCIDENT,
    ) -> Quantity:
        """A figure that stands in the text."""
        high = None if bound in (Bound.AT_LEAST, Bound.UNKNOWN) else low
        return Quantity(
            measure=measure,
            low=low,
            high=high,
            bound=bound,
            spans=(at(self.text, words),),
            who=who,
            of_party="North",
            period=period,
        )

    @property
    def reading(self) -> Reading:
        """The record."""
        article = Article(
            sha256=hashlib.sha256(self.text.encode()).hexdigest(),
            capture=self.capture.sha256,
            text=self.text,
            zones=zones_of(self.text, *self.kinds),
            title=self.text.split("\n")[0],
            outlet=self.outlet,
            authors=("Jane Doe",),
            published=self.published,
            published_from="caption",
            dates=(DateEvidence(value=self.published, found_in="caption"),),
            language="en",
            encoding="utf-8",
            runs=runs_of(self.text),
            warnings=("the address gives another date than the caption",),
        )
        return Reading(capture=self.capture, article=article, statements=tuple(self.statements), claims=tuple(self.claims))


NORTH_MFA = Speaker(
    name="Northern Foreign Ministry", kind=ActorKind.ORGANISATION, organisation="Northern Foreign Ministry", party="North"
)
SOUTH_MOD = Speaker(name="Southern Ministry of Defence", kind=ActorKind.ORGANISATION, party="South")
SOUTH = Actor(name="Southern forces", party="South", kind=ActorKind.ORGANISATION)
TUESDAY = When(
    text="Tuesday morning",
    spans=(),
    start="2031-03-04T05:00",
    end="2031-03-04T11:59",
    rule="weekday-before-anchor",
    anchor="published 2031-03-04",
)


def alder() -> Reading:
    """The fullest: every zone, a denial, an admission, a figure at least, an emoji and markup in the text."""
    r = Report(
        ALDER_TEXT, ZoneKind.HEADLINE, ZoneKind.CAPTION, ZoneKind.BODY, ZoneKind.BODY, ZoneKind.BIO, ZoneKind.COMMENT,
        published="2031-03-04", outlet="Alder Courier", url="https://courier.example/alder",
    )  # fmt: skip
    when = TUESDAY
    r.alleges("Rockets hit the market of Alder on Tuesday morning", "shelling", when=when)
    toll = "one person was killed, four were wounded in Alder"
    said = r.says(toll, NORTH_MFA, act=Act.ACCUSE, source="The Northern Foreign Ministry", cue="claimed")
    r.alleges(
        toll, "shelling", r.number("one person was killed", "killed", 1, who="civilians"),
        r.number("four were wounded", "wounded", 4, who="civilians"),
        statement=said, when=when, perpetrators=(SOUTH,), victims=(Actor(name="civilians", party="North", status="civilian"),),
    )  # fmt: skip
    denial = "any fire was directed toward Alder"
    said = r.says(denial, SOUTH_MOD, act=Act.DENY, source="The Southern Ministry of Defence", cue="denied")
    r.alleges(denial, "shelling", statement=said, when=when, factuality=Factuality.DENIED, perpetrators=(SOUTH,))
    rowan = Speaker(name="President Rowan", kind=ActorKind.PERSON, role="President", party="South")
    said = r.says(
        "“We struck them because they forced us,”", rowan, act=Act.ADMIT, source="President Rowan", cue="said", direct=True
    )
    r.alleges("We struck them", "shelling", statement=said, when=when, perpetrators=(SOUTH,))
    houses = "at least five houses were destroyed"
    said = r.says(
        houses,
        Speaker(name="Northern officials", kind=ActorKind.GENERIC, party="North"),
        source="Northern officials",
        cue="According to",
    )
    r.alleges(
        houses,
        "destruction",
        r.number("at least five", "destroyed", 5, who="houses", bound=Bound.AT_LEAST),
        statement=said,
        when=when,
    )
    return r.reading


def wire() -> Reading:
    """A copy of the same press release, and a running count."""
    r = Report(WIRE_TEXT, ZoneKind.HEADLINE, published="2031-03-04", outlet="Wire", url="https://wire.example/1")
    toll = "one person was killed, four were wounded in Alder"
    said = r.says(toll, NORTH_MFA, act=Act.ACCUSE, source="The Northern Foreign Ministry", cue="claimed")
    r.alleges(
        toll, "shelling", r.number("one person was killed", "killed", 1, who="civilians"),
        r.number("four were wounded", "wounded", 4, who="civilians"),
        statement=said, when=TUESDAY, perpetrators=(SOUTH,),
    )  # fmt: skip
    lost = "the North has lost 12 vehicles"
    said = r.says(
        lost,
        Speaker(name="Southern command", kind=ActorKind.ORGANISATION, party="South"),
        source="the Southern command",
        cue="said",
    )
    r.alleges(
        lost,
        "loss",
        r.number("12 vehicles", "destroyed", 12, who="vehicles", period=Period.CUMULATIVE),
        statement=said,
        place=None,
    )
    return r.reading


def later() -> Reading:
    """The next day: a higher number, another source, another place."""
    r = Report(LATER_TEXT, ZoneKind.HEADLINE, published="2031-03-05", outlet="Birch Daily", url="https://daily.example/2")
    toll = "two civilians were killed"
    said = r.says(
        toll, Speaker(name="Alder hospital", kind=ActorKind.ORGANISATION, party="North"), source="Alder hospital", cue="said"
    )
    r.alleges(
        toll, "shelling", r.number("two civilians were killed", "killed", 2, who="civilians"), statement=said, when=TUESDAY
    )
    lost = "the North has lost 20 vehicles since 1 March"
    said = r.says(lost, Speaker(name="Southern command", kind=ActorKind.ORGANISATION, party="South"), source="Southern command")
    r.alleges(
        lost,
        "loss",
        r.number("20 vehicles", "destroyed", 20, who="vehicles", period=Period.CUMULATIVE),
        statement=said,
        place=None,
    )
    said = r.says(
        "A shell fell near Birch",
        Speaker(name=None, kind=ActorKind.GENERIC, as_written="officials"),
        source="officials",
        cue="said",
    )
    r.alleges(
        "A shell fell near Birch",
        "shelling",
        statement=said,
        place=BIRCH,
        when=When(text="", spans=(), start="2031-03-05", end="2031-03-05"),
    )
    return r.reading


def unread() -> Capture:
    """Bytes that were kept and could not be read."""
    failure = Failure(
        stage=FailureStage.READ, error="Unreadable", reason="no text was found in application/zip; give the page itself"
    )
    return capture_of(b"PK\x03\x04", failure=failure)


NO_LINKS = Linked(incidents=(), relations=(), origins=(), tallies=())


def linked(readings: tuple[Reading, ...]) -> Linked:
    """Links over `alder`, `wire`, `later`, as linking would make them."""
    first, copy, new = readings
    told, toll, denied, admitted, _houses = first.claims
    repeated, lost = copy.claims
    updated, lost_later, birch = new.claims
    ids = (told.id, toll.id, denied.id, admitted.id, repeated.id, updated.id)

    def range_of(by: str, low: int, high: int, *claims: str) -> Range:
        return Range(
            by=by, measure="killed", who="civilians", low=low, high=high, latest_low=high, latest_high=high, claims=claims
        )

    def relation(kind: RelationKind, a: Claim, b: Claim, why: str) -> Relation:
        return Relation(id=identify("relation", kind, a.id, b.id), kind=kind, a=a.id, b=b.id, why=why)

    def point(claim: Claim, said: str) -> TallyPoint:
        quantity = claim.quantities[0]
        return TallyPoint(
            claim=claim.id, said=said, start="2031-03-01", end=said, low=quantity.low, high=quantity.high, bound="exact"
        )

    alder_incident = Incident(
        id=identify("incident", ids[0]),
        event="shelling",
        claims=ids,
        place=ALDER,
        when=Interval(start="2031-03-04T05:00", end="2031-03-04T11:59"),
        place_names=("Alder", "Ալդեր"),
        by_party=(range_of("North", 1, 2, toll.id, repeated.id, updated.id),),
        by_source=(
            range_of("Northern Foreign Ministry", 1, 1, toll.id, repeated.id),
            range_of("Alder hospital", 2, 2, updated.id),
        ),
    )
    birch_incident = Incident(
        id=identify("incident", birch.id),
        event="shelling",
        claims=(birch.id,),
        place=BIRCH,
        when=Interval(start="2031-03-05", end="2031-03-05"),
        place_names=("Birch",),
    )
    return Linked(
        incidents=(alder_incident, birch_incident),
        relations=(
            relation(RelationKind.DENIES, denied, toll, "the same fire toward the same town on the same day"),
            relation(RelationKind.REPEATS, repeated, toll, "the same figures from the same ministry"),
            relation(RelationKind.UPDATES, updated, toll, "a later figure of the same measure"),
        ),
        origins=(
            Origin(
                id=identify("origin", first.capture.sha256),
                reports=(first.capture.sha256, copy.capture.sha256),
                name="Northern Foreign Ministry",
                why="both give one press release of the ministry",
            ),
        ),
        tallies=(
            Tally(
                id=identify("tally", lost.id),
                claimant="Southern command",
                party="South",
                measure="destroyed",
                who="vehicles",
                of_party="North",
                period="cumulative",
                points=(point(lost, "2031-03-04"), point(lost_later, "2031-03-05")),
            ),
        ),
    )
