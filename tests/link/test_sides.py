"""What all reports together tell of their speakers: the side of a town's mayor, a body's full name, whose page it is."""

from datetime import UTC, datetime

import pytest

from allegata.link import link
from allegata.link.items import Item, items_of
from allegata.link.lands import is_of
from allegata.preserve import preserve
from allegata.records import Channel, Reading
from allegata.work.pipeline import follow
from allegata.work.readers import load_readers


def read(text: str, outlet: str, published: str = "2031-05-02T12:00:00+00:00") -> Reading:
    raw = text.encode()
    capture = preserve(raw, media_type="text/plain; charset=utf-8", now=datetime.now(UTC), channel=Channel.PASTE)
    return follow(raw, capture=capture, readers=load_readers(), published=published, outlet=outlet)


def by_words(readings: tuple[Reading, ...], words: str) -> Item:
    return next(i for i in items_of(readings) if words in i.claim.span.of(i.reading.article.text))


WIRE = """Shells hit market

Shells hit a market in the Veldran town of Osteny on Friday, killing seven people, the Osteny Regional Prosecutor's Office said.

Brask's Defence Ministry denied that its forces had fired on Osteny. Veldra's army said that it would answer.
"""
LOCAL = """Toll rises

The number of people killed by the shells in Osteny on Friday has risen to nine, mayor Ilya Torm said. Another 14 were wounded.

Prosecutors in Osteny said that eight people were killed in the market.
"""
MONITOR = """Statement

Plain Count has recorded that eight civilians were killed in the market of Osteny on 2 May. We call on both sides to spare towns.

Our researchers said that a school in Osteny was destroyed.
"""


@pytest.fixture(scope="module")
def readings() -> tuple[Reading, ...]:
    return read(WIRE, "Far Wire"), read(LOCAL, "Osteny Today"), read(MONITOR, "Plain Count")


def test_a_mayor_speaks_for_the_side_that_another_report_gives_his_town_to(readings: tuple[Reading, ...]) -> None:
    item = by_words(readings, "has risen to nine")
    assert item.party == "Veldra", item.speaker
    assert item.speaker is not None
    assert "local office" in (item.speaker.rule or "")


def test_alone_the_same_report_tells_no_side(readings: tuple[Reading, ...]) -> None:
    assert by_words((readings[1],), "has risen to nine").party == "unknown"


def test_those_who_work_for_a_body_go_by_its_full_name(readings: tuple[Reading, ...]) -> None:
    assert by_words(readings, "eight people were killed").claimant == "Osteny Regional Prosecutor's Office"


def test_a_place_that_reports_give_to_two_sides_is_of_none(readings: tuple[Reading, ...]) -> None:
    other = read(
        "Fire\n\nShells fell on the Braskan town of Osteny on Friday, killing seven people, the army said.", "Hill Wire"
    )
    assert by_words((*readings, other), "has risen to nine").party not in ("Brask", "Braskan", "Veldra", "Veldran")


def test_a_side_that_speaks_for_itself_is_not_given_to_another() -> None:
    """What one report calls another's region has a ministry of its own: its police are its own, too."""
    one = read(
        "War\n\nThe Osteny Defence Ministry said that shells killed two people in Brask.\n\nBrask's army said nothing was fired.",
        "Far Wire",
    )
    other = read(
        "War\n\nShells fell in Brask's Osteny region on Friday, killing three people, Osteny police said.", "Hill Wire"
    )
    assert by_words((one, other), "Shells fell").party == "Osteny"


def test_a_monitor_speaks_for_itself(readings: tuple[Reading, ...]) -> None:
    assert by_words(readings, "eight civilians were killed").party == "Plain Count"
    assert by_words(readings, "a school in Osteny").claimant == "Plain Count"


def test_a_figure_that_counts_on_is_of_who_spoke_before(readings: tuple[Reading, ...]) -> None:
    item = by_words(readings, "Another 14 were wounded")
    assert item.claimant.startswith("Ilya Torm")
    assert "goes on with" in item.claim.rule


def test_what_is_told_again_contradicts_nobody_anew(readings: tuple[Reading, ...]) -> None:
    again = read(WIRE.replace("Shells hit market", "Market shelled"), "Sea Wire", "2031-05-02T18:00:00+00:00")
    linked = link((*readings, again))
    clashes = [r for r in linked.relations if r.kind.value == "contradicts"]
    copy = {i.id for i in items_of((*readings, again)) if i.reading is not None and i.report == again.capture.sha256}
    assert not [r for r in clashes if r.a in copy]


@pytest.mark.parametrize(
    ("word", "noun"), [("Redlandic", "Redland"), ("Veldran", "Veldra"), ("Braskan", "Brask"), ("Ilbrian", "Ilbria")]
)
def test_words_for_a_lands_people(word: str, noun: str) -> None:
    assert is_of(word, noun)


@pytest.mark.parametrize(("word", "noun"), [("Monday", "Mond"), ("Market", "Mark"), ("Portuguese", "Port"), ("Aylton", "Ayl")])
def test_words_that_are_none(word: str, noun: str) -> None:
    assert not is_of(word, noun)
