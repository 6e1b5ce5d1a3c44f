"""The verb: times and places to claims, parties to speakers, bounds to counts - each by a rule that names itself."""

import pytest
from tests.resolve.made import article, profile

from allegata.records import (
    Act,
    Actor,
    ActorKind,
    Article,
    Bound,
    Claim,
    Extracted,
    Factuality,
    Period,
    Quantity,
    Span,
    Speaker,
    Statement,
    Wording,
    ZoneKind,
)
from allegata.resolve import resolve
from allegata.resolve.attach import sentences
from allegata.work.gazetteer import open_gazetteer

GAZETTEER = open_gazetteer()


def at(article: Article, words: str) -> Span:
    """Where the words stand."""
    start = article.text.index(words)
    return Span(start, start + len(words))


def claim(article: Article, clause: str, trigger: str, **more: object) -> Claim:
    """A claim on a clause of the article."""
    return Claim(
        id=f"c-{clause[:12]}",
        statement=None,
        span=at(article, clause),
        event="shelling",
        trigger=(at(article, trigger),),
        factuality=more.pop("factuality", Factuality.ASSERTED),  # type: ignore[arg-type]
        rule="made",
        **more,  # type: ignore[arg-type]
    )


def resolved(article: Article, *claims: Claim, statements: tuple[Statement, ...] = ()) -> Extracted:
    """Resolved with the invented war's profile."""
    given = Extracted(statements=statements, claims=claims)
    return resolve(article, given, gazetteer=GAZETTEER, profile=profile)


def names(claim: Claim) -> list[str]:
    """The claim's places as written."""
    return [p.name for p in claim.places]


def test_a_clauses_own_place_and_time_win() -> None:
    report = article("On Saturday morning shells fell on Ganja. On Sunday shells fell on Mataghis.", published="2031-03-05")
    saturday = claim(report, "On Saturday morning shells fell on Ganja", "shells fell on Ganja")
    sunday = claim(report, "On Sunday shells fell on Mataghis", "fell on Mataghis")
    first, second = resolved(report, saturday, sunday).claims
    assert (names(first), first.when and first.when.start) == (["Ganja"], "2031-03-01T06:00")
    assert (names(second), second.when and second.when.start) == (["Mataghis"], "2031-03-02")
    assert first.rule == "made; place from clause; time from clause"


def test_all_places_of_one_list_are_taken() -> None:
    report = article("Shells fell on Ganja, Mataghis and Hadrut.")
    (found,) = resolved(report, claim(report, "Shells fell on Ganja, Mataghis and Hadrut", "fell")).claims
    assert names(found) == ["Ganja", "Mataghis", "Hadrut"]


def test_where_it_was_fired_from_is_no_place_of_harm() -> None:
    report = article("Rockets fired from the territory of Armenia hit Ganja.")
    (found,) = resolved(report, claim(report, "Rockets fired from the territory of Armenia hit Ganja", "hit")).claims
    assert names(found) == ["Ganja"]


def test_a_country_around_a_town_is_not_a_second_place() -> None:
    report = article("Rockets hit the city of Ganja in Azerbaijan.")
    (found,) = resolved(report, claim(report, "Rockets hit the city of Ganja in Azerbaijan", "hit")).claims
    assert names(found) == ["Ganja"]


BACK = [
    ("There are casualties in both cities.", ["Mataghis", "Hadrut"], "words", "the two named last"),
    ("One civilian was killed in the attack.", ["Hadrut"], "words", "the event told last"),
    ("One civilian was killed there.", ["Hadrut"], "words", "the place named last"),
    ("One civilian was killed.", ["Hadrut"], "paragraph", "nothing points back: the paragraph's last"),
]


@pytest.mark.parametrize(("clause", "expected", "rule", "reason"), BACK, ids=[b[3] for b in BACK])
def test_words_that_point_back(clause: str, expected: list[str], rule: str, reason: str) -> None:
    report = article(f"Shells fell on Ganja. Shells fell on Mataghis. Shells fell in Hadrut. {clause}")
    (found,) = resolved(report, claim(report, clause.rstrip("."), clause.split()[-1].rstrip("."))).claims
    assert (names(found), f"place from {rule}" in found.rule) == (expected, True), reason


def test_another_paragraph_gives_no_place_unless_words_point_back() -> None:
    report = article("Shells fell on Ganja.", "One civilian was killed.", "Two were hurt in the shelling.")
    bare, pointing = resolved(
        report, claim(report, "One civilian was killed", "killed"), claim(report, "Two were hurt in the shelling", "hurt")
    ).claims
    assert (names(bare), names(pointing)) == ([], ["Ganja"])


def test_what_is_only_called_for_takes_no_place_from_afar() -> None:
    report = article("Shells fell on Ganja. She called for a ceasefire.")
    (found,) = resolved(report, claim(report, "a ceasefire", "ceasefire", factuality=Factuality.HYPOTHETICAL)).claims
    assert (names(found), found.when) == ([], None)


def test_no_time_in_the_text_is_no_time_and_never_the_publication_date() -> None:
    report = article("Shells fell on Ganja.", published="2031-03-05")
    (found,) = resolved(report, claim(report, "Shells fell on Ganja", "fell")).claims
    assert found.when is None


def quantity(article: Article, words: str, period: Period, **more: object) -> Quantity:
    """A count of killed on the words."""
    return Quantity(measure="killed", low=5, high=5, bound=Bound.EXACT, spans=(at(article, words),), period=period, **more)  # type: ignore[arg-type]


def test_a_window_is_bounded_by_its_words_and_a_running_count_by_the_wars_first_day() -> None:
    report = article("Five were killed in the past day. Five soldiers fell in all.", published="2031-03-05")
    window = claim(report, "Five were killed in the past day", "killed", quantities=(quantity(report, "Five", Period.WINDOW),))
    running = claim(
        report, "Five soldiers fell in all", "fell", quantities=(quantity(report, "Five soldiers", Period.CUMULATIVE),)
    )
    one, all_ = (c.quantities[0] for c in resolved(report, window, running).claims)
    assert (one.start, one.end) == ("2031-03-04", "2031-03-05")
    assert (all_.start, all_.end) == ("2031-03-01", None)


def test_whose_losses_the_words_say() -> None:
    report = article("Five Northlandic soldiers were killed near Ganja.")
    counted = quantity(report, "Five", Period.INCIDENT, who="Northlandic soldiers")
    harmed = Actor(name="Northlandic soldiers", kind=ActorKind.GROUP, spans=(at(report, "Northlandic soldiers"),))
    (found,) = resolved(
        report,
        claim(report, "Five Northlandic soldiers were killed near Ganja", "killed", quantities=(counted,), victims=(harmed,)),
    ).claims
    assert (found.quantities[0].of_party, found.victims[0].party) == ("Northland", "Northland")


def test_speakers_and_the_time_of_saying() -> None:
    report = article(
        "During a Saturday evening press briefing, spokeswoman Ada Holm said that shells fell on Ganja on Friday.",
        published="2031-03-05",
    )
    said = Statement(
        id="s-1",
        zone=ZoneKind.BODY,
        source=(at(report, "spokeswoman Ada Holm"),),
        cue=(at(report, "said"),),
        content=(at(report, "that shells fell on Ganja on Friday"),),
        act=Act.ASSERT,
        wording=Wording.INDIRECT,
        direct=False,
        speaker=Speaker(name="Ada Holm", kind=ActorKind.PERSON, role="spokeswoman"),
    )
    found = resolved(report, claim(report, "shells fell on Ganja on Friday", "fell"), statements=(said,))
    (statement,) = found.statements
    assert (statement.speaker.party, statement.said and statement.said.start) == ("Northland", "2031-03-01T18:00")
    assert (names(found.claims[0]), found.claims[0].when and found.claims[0].when.start) == (["Ganja"], "2031-02-28")


def test_nothing_extracted_gives_nothing() -> None:
    assert resolve(article(""), Extracted(statements=(), claims=()), gazetteer=GAZETTEER, profile=None) == Extracted(
        statements=(), claims=()
    )


def test_sentences_end_at_full_stops_and_not_at_initials() -> None:
    text = "Gen. A. Holm spoke at 5 p.m. in Ganja. “We won.” He left the U.S. Army."
    assert [s.of(text).strip() for s in sentences(text, Span(0, len(text)))] == [
        "Gen. A. Holm spoke at 5 p.m. in Ganja.",
        "“We won.”",
        "He left the U.S. Army.",
    ]
