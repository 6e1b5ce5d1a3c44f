"""The attack that an article alleges: harm words with whom they harm, people under all their names, places and days tied to harm."""

import msgspec
import pytest

from allegata.extract.attacks.days import as_fine
from allegata.extract.attacks.people import find_persons
from allegata.extract.attacks.scorer import NEVER, Ranker, Scorer
from allegata.extract.attacks.telling import day_parts, tell_attack
from allegata.extract.attacks.violations import find_violations
from allegata.extract.parsed import ParsedZone, parse_zones
from allegata.records import Article, Harm, Span, When, Zone, ZoneKind
from allegata.work.attacks import attack_in, hear_in, load_weights
from allegata.work.readers import load_parser, load_readers


def article(text: str, title: str = "", published: str | None = "2020-10-05") -> Article:
    whole = f"{title}\n\n{text}" if title else text
    start = len(whole) - len(text)
    zones = [Zone(kind=ZoneKind.HEADLINE, start=0, end=len(title))] if title else []
    zones.append(Zone(kind=ZoneKind.BODY, start=start, end=len(whole)))
    return Article(
        sha256="0", capture="", text=whole, zones=tuple(zones), published=published, published_from="given", language="en"
    )


def parsed(text: str) -> tuple[ParsedZone, ...]:
    return parse_zones(article(text), load_parser())


@pytest.mark.parametrize(
    ("text", "kind", "harmed", "doers"),
    [
        ("Police arrested the reporter Ada Bell.", "detention", {"Bell"}, {"Police"}),  # active
        ("Ada Bell was arrested by soldiers.", "detention", {"Bell"}, {"soldiers"}),  # passive
        ("Two lawyers, Ada Bell and Tom Carr, were kidnapped.", "abduction", {"lawyers", "Bell", "Carr"}, set()),  # apposition
        ("They protested against the murder of Ada Bell.", "killing", {"Bell"}, set()),  # noun and of
        ("Ada Bell's arrest caused anger.", "detention", {"Bell"}, set()),  # noun and owner
        ("Masked men shot Ada Bell dead.", "killing", {"Bell"}, {"men"}),  # a verb of two words
        ("Ada Bell disappeared in May.", "disappearance", {"Bell"}, set()),  # the subject suffers
        ("The guards tortured prisoners.", "torture", {"prisoners"}, {"guards"}),
    ],
)
def test_words_of_harm_say_whom_they_harm(text: str, kind: str, harmed: set[str], doers: set[str]) -> None:
    found = [v for v in find_violations(parsed(text)) if v.kind == kind]
    assert {t.text for v in found for t in v.harmed} == harmed
    assert {t.text for v in found for t in v.doers} == doers


def test_a_person_is_found_under_surname_and_pronoun() -> None:
    zones = parsed("The journalist Ada Bell was held for a week. Bell said that she was beaten. Tom Carr waited.")
    people = {p.name: p for p in find_persons(zones)}
    assert set(people) == {"Ada Bell", "Tom Carr"}
    assert [place.how for place in people["Ada Bell"].places] == ["full", "part", "pronoun"]
    assert "f" in people["Ada Bell"].genders


def test_a_day_answers_only_as_finely_as_it_is_said() -> None:
    week = When(text="last week", spans=(Span(0, 9),), start="2020-09-28", end="2020-10-04")
    assert as_fine(week, 4) == "2020"
    assert as_fine(week, 7) is None
    assert as_fine(When(text="May", spans=(Span(0, 3),), start="2020-05-01", end="2020-05-31"), 7) == "2020-05"
    assert day_parts("2020-05") == ("2020", "05", None)
    assert day_parts(None) == (None, None, None)


def test_signs_without_a_weight_say_nothing() -> None:
    scorer = Scorer(bias=0.0, weights={"harmed": 2.0})
    assert scorer.chance({"unheard of": 9.0}) == 0.5
    assert scorer.chance({"harmed": 1.0}) > 0.85


def test_options_and_none_of_them_share_one() -> None:
    ranker = Ranker(none=1.0, weights={"hangs": 2.0})
    near, far = ranker.chances([{"hangs": 1.0}, {}])
    none = 1 - near - far
    assert near > none > far > 0
    assert Ranker(none=0.0, weights={}).chances([]) == []


def test_what_is_not_sure_stays_unknown() -> None:
    told, weights = article(TEXT), load_weights()
    heard = hear_in(told, load_readers(), weights)
    unsure = {f: msgspec.structs.replace(r, sure=NEVER) for f, r in [*weights.places.items(), *weights.times.items()]}
    strict = msgspec.structs.replace(
        weights,
        places={f: unsure[f] for f in weights.places},
        times={f: unsure[f] for f in weights.times},
        victim=msgspec.structs.replace(weights.victim, sure=NEVER),
        doer_sure=NEVER,
        harms={},
    )
    assert heard.fields["city"][0].value == "Lagos", "the likeliest is heard all the same"
    attack = tell_attack(heard, strict)
    assert (attack.city, attack.country, attack.day, attack.doer, attack.harms, attack.victims) == (
        None,
        None,
        None,
        None,
        (),
        (),
    )


def test_a_word_of_harm_weighs_the_same_in_a_short_text() -> None:
    once = article("The reporter Ada Bell was killed in Lagos.")
    more = article("The reporter Ada Bell was killed in Lagos. " * 6)
    chances = [hear_in(a, load_readers()).harms[Harm.KILLING] for a in (once, more)]
    assert min(chances) > 0.8


TEXT = """The reporter Ada Bell was arrested in Lagos on 2 October 2020, her newspaper said. Bell was beaten by police officers in Lagos.

"We want her back," her editor Tom Carr said in Nairobi on Monday.

Police arrested the journalist after she wrote about bribes. Bell, 34, remains in detention in Nigeria."""


def test_an_article_gives_its_attack() -> None:
    attack = attack_in(article(TEXT, title="Police arrest reporter Ada Bell"), load_readers())
    assert [v.name for v in attack.victims] == ["Ada Bell"]
    assert attack.victims[0].sex == "woman"
    assert "journalist" in attack.victims[0].kinds
    assert "detention" in attack.harms
    assert attack.day == "2020-10-02"
    assert (attack.city, attack.country) == ("Lagos", "Nigeria")
    assert attack.doer == "state"


def test_spans_are_the_names_own() -> None:
    told = article(TEXT)
    attack = attack_in(told, load_readers())
    assert told.text[attack.victims[0].spans[0].start : attack.victims[0].spans[0].end] == "Ada Bell"


def test_nothing_told_is_nothing_given() -> None:
    attack = attack_in(article("The bakery opened early. Bread was cheap.", published=None), load_readers())
    assert (attack.victims, attack.day, attack.city, attack.country) == ((), None, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "The writer Ada Bell died in Lagos on Thursday. She was 91 and wrote forty novels. A service will be held at the town hall.",
        "The striker Tom Carr was suspended for three games after a late attack in Nairobi on 2 October 2020. The club protested.",
        "Prices rose by 3 percent in Kenya in September, killing hopes of a cut. The minister was accused of doing too little.",
    ],
)
def test_a_death_a_game_or_a_budget_is_no_attack(text: str) -> None:
    attack = attack_in(article(text), load_readers())
    assert (attack.harms, attack.victims, attack.doer, attack.day, attack.city) == ((), (), None, None, None)
