"""Source, cue and content by PolNeAR's conventions, on sentences written for these tests about places that do not exist."""

from typing import TYPE_CHECKING

import pytest

from allegata.extract import extract
from allegata.extract.attribution import attribute
from allegata.extract.parsed import parse_zones
from allegata.records import Act, Statement, Wording, ZoneKind, quote

from .conftest import written

if TYPE_CHECKING:
    from allegata.extract.parsed import Parse


def told(parse: "Parse", *paragraphs: str, headline: str | None = None) -> tuple[str, tuple[Statement, ...]]:
    article = written(*paragraphs, headline=headline)
    return article.text, attribute(article, parse_zones(article, parse))


def shown(text: str, s: Statement) -> tuple[str, str, str]:
    return quote(s.source, text), quote(s.cue, text), quote(s.content, text)


ROWS = [
    # (text, source, cue, content), the reason beside it
    ("The ministry said that two people died.", "The ministry", "said", "that two people died"),  # `that` belongs, the stop does not
    ("The ministry says two people died.", "The ministry", "says", "two people died"),  # without `that`
    ("“Two people died,” the mayor said.", "the mayor", "said", "“Two people died,”"),  # marks and comma belong
    ("“Two people died,” said the mayor.", "the mayor", "said", "“Two people died,”"),  # inverted
    ("Two people died, the mayor said on Monday.", "the mayor", "said", "Two people died"),  # indirect, cue behind
    ("The bridge, officials said, was destroyed.", "officials", "said", "The bridge … was destroyed"),  # cue in the middle
    ("According to the army, two tanks were hit.", "the army", "According to", "two tanks were hit"),
    ("Two tanks were hit, according to the army.", "the army", "according to", "Two tanks were hit"),
    ("The army has denied that it fired.", "The army", "has denied", "that it fired"),  # auxiliary in the cue
    ("The army denied having fired at the town.", "The army", "denied", "having fired at the town"),  # gerund
    ("The army did not confirm the report.", "The army", "did not confirm", "the report"),  # negation in the cue
    ("The mayor urged residents to leave.", "The mayor", "urged", "residents to leave"),  # object and infinitive
    ("The mayor called on residents to leave.", "The mayor", "called on", "residents to leave"),
    ("The mayor called for a ceasefire.", "The mayor", "called for", "a ceasefire"),  # preposition in the cue
    ("The mayor accused the army of shelling the market.", "The mayor", "accused", "the army of shelling the market"),
    ("The mayor vowed to rebuild the school.", "The mayor", "vowed", "to rebuild the school"),
    ("The mayor condemned the attack on the market.", "The mayor", "condemned", "the attack on the market"),
    ("The council demanded that the army withdraw.", "The council", "demanded", "that the army withdraw"),
    ("The governor issued a statement calling for calm.", "The governor", "issued a statement calling for", "calm"),  # carriers join
    ("It was reported that two people died.", "", "was reported", "that two people died"),  # passive, nobody named
    ("John Gray, the mayor of Westbridge, said that two people died.", "John Gray, the mayor of Westbridge,", "said",
     "that two people died"),  # apposition and its comma
    ("The army claimed that two bridges fell, and said that roads were open.", "The army", "claimed", "that two bridges fell"),
    ("He accused them.", "He", "accused", "them"),
    ("The ministries of Westland and Eastland state that ten people have died.", "The ministries of Westland and Eastland",
     "state", "that ten people have died"),  # a verb that taggers take for a noun
    ("Ten were killed, and six were wounded, according to the mayor.", "the mayor", "according to", "six were wounded"),
    ("Ten people were killed and six were wounded, according to the mayor.", "the mayor", "according to",
     "Ten people were killed and six were wounded"),  # no comma between: told in one breath
    ("The agency reported the attack differently: it came at seven, and two people died.", "The agency", "reported",
     "the attack … it came at seven, and two people died"),  # behind a colon
    ("The mayor spoke of two dead; in a second statement, of three dead.", "The mayor", "spoke of",
     "two dead … three dead"),  # beyond a semicolon
    ("The ministry has raised its count: ten people killed and six wounded.", "The ministry", "has raised",
     "its count: ten people killed and six wounded"),  # who changes a count gives figures
    ("The army denied the attack, and so did John Gray.", "John Gray", "so did", "the attack"),  # the same words by another
]  # fmt: skip


def test_two_speakers_of_one_cue_have_a_statement_each(parse: "Parse") -> None:
    _, statements = told(parse, "Westland and Eastland deny the attack.")
    assert [s.speaker.name for s in statements] == ["Westland", "Eastland"]
    assert len({(s.source, s.cue, s.content) for s in statements}) == 1
    assert len({s.id for s in statements}) == 2


@pytest.mark.parametrize(("text", "source", "cue", "content"), ROWS)
def test_one_statement(parse: "Parse", text: str, source: str, cue: str, content: str) -> None:
    whole, statements = told(parse, text)
    assert (source, cue, content) in [shown(whole, s) for s in statements]


@pytest.mark.parametrize(
    "text",
    [
        "Two people died in the market on Monday.",  # the author's own voice
        "Read also: five questions about the talks.",  # page furniture
        "Share this: Facebook | Twitter",
        "The army shelled the town in order to take the bridge.",
        "The town is called Eastmark.",  # a name, said by nobody
    ],
)
def test_no_statement(parse: "Parse", text: str) -> None:
    assert told(parse, text)[1] == ()


def test_split_quotation_is_one_statement_with_two_pieces(parse: "Parse") -> None:
    text, statements = told(parse, "“We will stay,” the mayor said. “Nobody will make us leave.”")
    assert [shown(text, s)[2] for s in statements] == ["“We will stay,” … “Nobody will make us leave.”"]
    assert statements[0].direct and statements[0].wording is Wording.DIRECT


def test_quotation_without_a_cue_continues_the_speaker_before(parse: "Parse") -> None:
    text, statements = told(
        parse, "Mayor John Gray implored the army to stop the shelling. “We have buried forty people. Do not look away.”"
    )
    last = statements[-1]
    assert "Do not look away" in shown(text, last)[2] and last.speaker.name == "John Gray"


def test_quotation_that_runs_over_paragraphs(parse: "Parse") -> None:
    text, statements = told(parse, "“We will stay,” the mayor said.", "“Nobody will make us leave this town.”")
    assert len(statements) == 1 and "Nobody" in shown(text, statements[0])[2]


def test_mixed_wording(parse: "Parse") -> None:
    _, statements = told(parse, "The minister dismissed the claim as “one more lie”.")
    assert statements[0].wording is Wording.MIXED and not statements[0].direct


def test_two_speakers_of_one_sentence_keep_their_own_words(parse: "Parse") -> None:
    text, statements = told(
        parse, "The mayor had warned that they were targets, and had called on civilians to leave the town."
    )
    found = {shown(text, s)[1:] for s in statements}
    assert ("had called on", "civilians to leave the town") in found
    assert ("had warned", "that they were targets") in found


def test_nested_in_a_noun_phrase(parse: "Parse") -> None:
    text, statements = told(parse, "The army refuted allegations that any shell was fired from the hill.")
    outer, inner = statements
    assert outer.act is Act.DENY and outer.parent is None
    assert inner.parent == outer.id and inner.act is Act.ACCUSE and inner.speaker.name is None
    assert shown(text, inner) == ("", "allegations", "that any shell was fired from the hill")


def test_nested_in_a_content(parse: "Parse") -> None:
    text, statements = told(parse, "The mayor said that the army denied the attack.")
    inner = next(s for s in statements if s.parent is not None)
    assert shown(text, inner) == ("the army", "denied", "the attack")


def test_counter_claim_behind_a_claim(parse: "Parse") -> None:
    """`claims that are ...` after a comma speaks about what was said before, and denies it."""
    text, statements = told(
        parse,
        "The governor stated that his men captured the towns of Westmark and Eastmark, claims that are falsified by video footage according to Gray.",
    )
    outer, inner = statements
    assert shown(text, outer)[2] == "that his men captured the towns of Westmark and Eastmark"
    assert shown(text, inner) == ("Gray", "according to", "claims that are falsified by video footage")
    assert inner.parent == outer.id and inner.act is Act.DENY


def test_what_is_asked_for_is_no_statement_of_its_own(parse: "Parse") -> None:
    _, statements = told(parse, "The mayor urged the army to admit the attack.")
    assert [s.act for s in statements] == [Act.CALL]


def test_headline(parse: "Parse") -> None:
    text, statements = told(parse, "Two people died.", headline="Ministry claims attack on town was repelled")
    assert [shown(text, s) for s in statements] == [("Ministry", "claims", "attack on town was repelled")]
    assert statements[0].zone is ZoneKind.HEADLINE


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("President Gray demands timetable for withdrawal before any ceasefire",
         ("President Gray", "demands", "timetable for withdrawal before any ceasefire")),
        ("Gray: rockets at the airport were launched on my order",
         ("Gray", ":", "rockets at the airport were launched on my order")),
        ("Westland army says 16 servicemen killed", ("Westland army", "says", "16 servicemen killed")),
    ],
)  # fmt: skip
def test_headlines_own_grammar(parse: "Parse", headline: str, expected: tuple[str, str, str]) -> None:
    text, statements = told(parse, "Two people died.", headline=headline)
    assert [shown(text, s) for s in statements] == [expected]


def test_two_sides_in_one_headline(parse: "Parse") -> None:
    text, statements = told(
        parse, "Two died.", headline="Missiles hit town, Westland says; Eastland denies firing from its territory"
    )
    assert [shown(text, s) for s in statements] == [
        ("Westland", "says", "Missiles hit town"),
        ("Eastland", "denies", "firing from its territory"),
    ]


def test_another_verb_by_its_particle(parse: "Parse") -> None:
    assert told(parse, "The general called off the attack.")[1] == ()


def test_a_headline_that_tells_nothing(parse: "Parse") -> None:
    assert told(parse, "Two people died.", headline="Shell kills one near courthouse")[1] == ()


def test_dateline_is_no_part_of_the_source(parse: "Parse") -> None:
    text, statements = told(parse, "WESTBRIDGE, October 4 (Sample Wire) — An assistant to the mayor said that two people died.")
    assert shown(text, statements[0])[0] == "An assistant to the mayor"


def test_a_caption_states_but_alleges_nothing_itself(parse: "Parse") -> None:
    article = written("Two people died.", caption="Shells hit the school, the mayor said (Photo: Gray)")
    found = extract(article, parse=parse)
    assert [s.zone for s in found.statements] == [ZoneKind.CAPTION]
    assert all(c.span.end <= len("Two people died.") for c in found.claims)


def test_a_credit_in_a_caption_is_no_statement(parse: "Parse") -> None:
    article = written("Two people died.", caption="The damage left in the town (Photo by the Ombudsman, 4 October)")
    assert attribute(article, parse_zones(article, parse)) == ()


def test_same_text_same_ids(parse: "Parse") -> None:
    one, other = (told(parse, "The mayor said that two people died.")[1] for _ in range(2))
    assert [s.id for s in one] == [s.id for s in other]


def test_swapped_parties_are_read_alike(parse: "Parse") -> None:
    """Neutrality: exchanging the two sides' names exchanges them in what is extracted, and changes nothing else."""
    report = (
        "The {a} Ministry of Defense denied that its forces shelled {b}. {a} officials accused {b} of firing first. "
        "“We did not start this,” the {a} minister said."
    )
    one = told(parse, report.format(a="Westland", b="Eastland"))
    other = told(parse, report.format(a="Eastland", b="Westland"))

    def swapped(text: str) -> str:
        return text.replace("Westland", "#").replace("Eastland", "Westland").replace("#", "Eastland")

    assert [tuple(map(swapped, shown(one[0], s))) for s in one[1]] == [shown(other[0], s) for s in other[1]]
    assert [s.act for s in one[1]] == [s.act for s in other[1]]
