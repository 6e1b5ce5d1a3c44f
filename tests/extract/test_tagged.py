"""Rules and model together, with the weights that ship: what it finds, what it keeps of both, and that nothing breaks it."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from allegata.extract.attribution import find_drafts
from allegata.extract.decode import Heard
from allegata.extract.parsed import parse_zones
from allegata.extract.quotes import find_quotes
from allegata.extract.tagged import SIGNS, alike, attribute_with, join, signs, tidy
from allegata.records import Act, Article, Span, Statement
from allegata.work.attribution import FOLDER, load_attribution, load_model

from .conftest import written
from .test_hostile import SINS

if TYPE_CHECKING:
    from allegata.extract.parsed import Parse

Attribute = Callable[[Article], tuple[Statement, ...]]


@pytest.fixture(scope="module")
def attribute(parse: "Parse") -> Attribute:
    by = load_attribution()
    return lambda article: by(article, parse_zones(article, parse))


def words(article: Article, spans: tuple[Span, ...]) -> str:
    return " … ".join(s.of(article.text) for s in spans)


REPORT = (
    "The regional governor, Anna Example, said on Monday that shells had hit a school in Northtown and killed two teachers.",
    "The defence ministry of Westland rejected allegations that its forces had fired at the town. “We did not shell Northtown,” "
    "a spokesman told reporters. “These reports are a provocation.”",
    "According to the hospital, eleven people were being treated. Residents feared that the shelling would go on.",
    "The governor called on aid agencies to send doctors.",
)


def test_each_voice_of_a_report_is_heard(attribute: Attribute) -> None:
    article = written(*REPORT)
    told = [(words(article, s.source), words(article, s.cue), s.act) for s in attribute(article) if s.parent is None]
    assert ("The regional governor, Anna Example", "said", Act.ASSERT) in [(w.rstrip(","), c, a) for w, c, a in told]
    assert ("The defence ministry of Westland", "rejected", Act.DENY) in told
    assert ("the hospital", "According to", Act.ASSERT) in told
    assert ("The governor", "called on", Act.CALL) in told
    assert any(source == "Residents" for source, _, _ in told)


@pytest.mark.parametrize(
    ("sentence", "cue", "heard", "made"),
    [
        ("He said the guns fell silent at dawn on Monday in the town.", "said", ["the guns fell", "at dawn on Monday in the town"],
         ["the guns fell silent at dawn on Monday in the town"]),
        ("“We left,” he said, “and we came back.”", "said", ["“We left,”", "“and we came back."], ["“We left,”", "“and we came back.”"]),
        ("She made it clear that nobody had left.", "clear", ["it", "that nobody had left"], ["that nobody had left"]),
        ("The list names 22 killed; it also names 31 wounded.", "names", ["22 killed", "31 wounded"], ["22 killed", "31 wounded"]),
        ("He told of the raid in the town.", "told", ["of the raid in"], ["of the raid"]),
    ],
)  # fmt: skip
def test_what_is_heard_is_made_whole(parse: "Parse", sentence: str, cue: str, heard: list[str], made: list[str]) -> None:
    article = written(sentence)
    zone = parse_zones(article, parse)[0]

    def place(part: str) -> Span:
        at = article.text.index(part)
        return Span(at, at + len(part))

    one = Heard(source=(), cue=(place(cue),), content=tuple(map(place, heard)), chance=(1.0, 1.0, 1.0), inner=False)
    assert [c.of(article.text) for c in tidy(article.text, zone, one).content] == made


def test_a_statement_inside_another_names_it(attribute: Attribute) -> None:
    article = written(*REPORT)
    found = attribute(article)
    inner = next(s for s in found if words(article, s.cue) == "allegations")
    outer = next(s for s in found if s.id == inner.parent)
    assert words(article, outer.cue) == "rejected"


def test_a_quotation_that_goes_on_is_part_of_it(attribute: Attribute) -> None:
    article = written(*REPORT)
    spokesman = next(s for s in attribute(article) if words(article, s.source) == "a spokesman")
    assert words(article, spokesman.content) == "“We did not shell Northtown,” … “These reports are a provocation.”"


def test_all_are_judged_and_ids_are_stable(attribute: Attribute) -> None:
    article = written(*REPORT)
    first, second = attribute(article), attribute(article)
    assert first == second
    assert all(s.confidence is not None and 0 < s.confidence < 1 for s in first)
    assert len({s.id for s in first}) == len(first)


def test_where_both_differ_both_are_kept_and_trusted_less(parse: "Parse", attribute: Attribute) -> None:
    found = attribute(
        written(*REPORT, *(f"Officials in ward {n} said, after a day of calls, that it was hit." for n in range(3)))
    )
    for statement in found:
        if statement.alternative is not None:
            mine = (statement.source, statement.cue, statement.content)
            assert (statement.alternative.source, statement.alternative.cue, statement.alternative.content) != mine


def test_what_only_the_rules_see_is_judged_too(parse: "Parse") -> None:
    article = written("The mayor said that two people died.")
    zones = parse_zones(article, parse)
    ruled = find_drafts(article.text, zones, find_quotes(zones))
    alone = join(article.text, zones, (), ruled)
    assert [(j.heard, j.ruled is not None) for j in alone] == [(None, True)]
    assert len(signs(alone[0])) == SIGNS


def test_the_judge_decides_what_is_left_out(parse: "Parse") -> None:
    model = load_model(FOLDER)
    refuse = replace(model, least=1.1, least_inner=1.1)
    article = written(*REPORT)
    assert attribute_with(refuse)(article, parse_zones(article, parse)) == ()


@pytest.mark.parametrize("sin", SINS, ids=str)
def test_a_result_and_no_crash(attribute: Attribute, sin: str) -> None:
    article = written(SINS[sin])
    for statement in attribute(article):
        for span in (*statement.source, *statement.cue, *statement.content, *statement.addressee):
            assert 0 <= span.start < span.end <= len(article.text)


def test_ten_thousand_words_without_a_full_stop(attribute: Attribute) -> None:
    article = written("the minister said that the army attacked the town and " * 1_000)
    began = time.process_time()
    attribute(article)
    assert time.process_time() - began < 60  # a hundred thousand take ten times as long


def test_likeness_is_of_characters_shared() -> None:
    assert alike((), ()) == 1
    assert alike((Span(0, 10),), (Span(5, 10),)) == 0.5
    assert alike((Span(0, 1),), ()) == 0
