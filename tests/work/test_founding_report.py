"""The report that the project was founded on, read whole. It is not part of the repository: without it these tests skip."""

from functools import cache
from pathlib import Path

import pytest

from allegata import read_report
from allegata.records import REPORTING, Act, Bound, Claim, Factuality, Period, Reading, Statement, ZoneKind

REPORT = Path(__file__).parents[3] / "shared/reports/founding-report.txt"
pytestmark = pytest.mark.skipif(not REPORT.exists(), reason="the founding report is not beside this checkout")


@cache
def reading() -> Reading:
    return read_report(REPORT.read_bytes())


def says(words: str) -> list[Statement]:
    """Statements whose content holds the words."""
    text = reading().article.text
    return [s for s in reading().statements if any(words in x.of(text) for x in s.content)]


def alleges(words: str) -> list[Claim]:
    """Claims whose clause holds the words."""
    return [c for c in reading().claims if words in c.span.of(reading().article.text)]


def test_zones_and_date() -> None:
    article = reading().article
    count = {k: sum(z.kind is k for z in article.zones) for k in ZoneKind}
    assert (article.published, article.published_from) == ("2020-10-04", "caption")
    assert (count[ZoneKind.CAPTION], count[ZoneKind.BIO], count[ZoneKind.COMMENT]) == (2, 1, 3)
    outside = [z.span for z in article.zones if z.kind not in REPORTING]
    assert not [s for s in reading().statements for x in (*s.source, *s.cue, *s.content) for z in outside if x.touches(z)]
    assert article.authors == ("Lillian Avedian",)


@pytest.mark.parametrize(
    ("words", "name", "party", "act"),
    [
        ("one civilian was killed", "Ministry of Foreign Affairs", "Azerbaijan", Act.ASSERT),
        ("any fire was directed", "Ministry of Defence", "Armenia", Act.DENY),
        ("attacks launched", "Ministry of Defence", "Armenia", Act.DENY),
        ("permanent military locations", "Harutyunyan", "Artsakh", Act.ADMIT),
        ("a list of conditions", "Aliyev", "Azerbaijan", Act.DEMAND),
        ("specific timeline", "Aliyev", "Azerbaijan", Act.DEMAND),
        ("formal apology", "Aliyev", "Azerbaijan", Act.DEMAND),
        ("Mataghis and Jabrayil", "leadership", "Azerbaijan", Act.ASSERT),
        ("falsified by video footage", "Hovhannisyan", "Armenia", Act.DENY),
        ("13 armored vehicles", "Hovhannisyan", "Armenia", Act.ASSERT),
        ("124 UAVs", "Government", "Armenia", Act.ASSERT),
        ("3,154", "officials", "Armenia", Act.ASSERT),
        ("there are casualties in both cities", "Foreign", "Artsakh", Act.ASSERT),
        ("humanitarian disaster", "Beglaryan", "Artsakh", None),
        ("military facilities permanently", "Harutyunyan", "Artsakh", None),
        ("a ceasefire", "Harutyunyan", "Artsakh", Act.CALL),
        ("does not care about", "Hovhannisyan", "Armenia", None),
        ("necessary retaliation", "Harutyunyan", "Artsakh", None),
        ("interim measures", "Armenia", "Armenia", Act.REQUEST),
        ("Karabakh is Armenia", "Pashinyan", "Armenia", None),
    ],
)
def test_who_says_what(words: str, name: str, party: str, act: Act | None) -> None:
    found = [s for s in says(words) if name in (s.speaker.name or "") and s.speaker.party == party]
    assert found, [(s.speaker.name, s.speaker.party) for s in says(words)]
    assert act is None or any(s.act is act for s in found), [s.act for s in found]


def test_at_least_28_statements_have_speaker_and_party() -> None:
    assert sum(bool(s.speaker.name and s.speaker.party) for s in reading().statements) >= 28


def figures(claim: Claim) -> set[tuple[str, int | None, str, str | None]]:
    return {(q.measure, q.low, q.period.value, q.who) for q in claim.quantities}


def test_figures_of_the_strike_on_the_city() -> None:
    (claim,) = [c for c in alleges("one civilian was killed") if c.quantities]
    assert figures(claim) == {("killed", 1, "incident", "civilians"), ("wounded", 4, "incident", "civilians")}
    assert "Ganja" in [p.name for p in claim.places]


def test_losses_of_the_day_and_since_the_start() -> None:
    (day,) = [c for c in alleges("13 armored vehicles") if c.quantities]
    assert {(q.low, q.period) for q in day.quantities} == {(13, Period.WINDOW), (3, Period.WINDOW), (1, Period.WINDOW)}
    (since,) = [c for c in alleges("124 UAVs") if c.quantities]
    assert {(q.low, q.period) for q in since.quantities} == {(n, Period.CUMULATIVE) for n in (124, 14, 17, 368, 4)}
    assert {q.of_party for q in since.quantities} == {"Azerbaijan"}
    (people,) = [c for c in alleges("3,154") if c.quantities]
    assert [(q.low, q.period, q.of_party) for q in people.quantities] == [(3154, Period.CUMULATIVE, "Azerbaijan")]


def test_a_number_said_to_be_unknown() -> None:
    (claim,) = alleges("yet unknown")
    assert [q.bound for q in claim.quantities] == [Bound.UNKNOWN]


def test_falsified_by_video_footage_denies_the_capture() -> None:
    (captured,) = [c for c in alleges("captured the towns") if c.event == "capture_of_place"]
    denied = [c for c in reading().claims if captured.id in c.answers]
    assert denied and all(c.factuality is Factuality.DENIED for c in denied)
    assert {p.name for p in captured.places} >= {"Mataghis", "Jabrayil"}


def test_the_capital_on_saturday_morning() -> None:
    (claim,) = [c for c in alleges("Polonez") if c.when and "morning" in c.when.text]
    assert claim.when and (claim.when.start or "").startswith("2020-10-03T0")
    assert "Stepanakert" in [p.name for p in claim.places]
    assert {w.code for w in claim.weapons} >= {"polonez", "smerch"}


def test_one_town_under_three_names() -> None:
    ids = {p.best.id for c in reading().claims for p in c.places if p.best and p.name in ("Ganja", "Gandzak", "Kirovabad")}
    names = {p.name for c in reading().claims for p in c.places}
    assert {"Ganja", "Gandzak", "Kirovabad"} <= names
    assert len(ids) == 1
