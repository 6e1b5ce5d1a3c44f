"""Law as invoked by a speaker: which instrument, crime or body of law, with which article, and by whom."""

import hashlib
import json

import msgspec
import pytest

from allegata import read_report
from allegata.data import rows
from allegata.extract.invoked import _find
from allegata.records import Claim, Reading, Statement
from allegata.records.wire import digest, to_plain

NAMED = [
    ("a war crime", [("war_crime", None)], "one crime"),
    ("War crimes and crimes against humanity", [("war_crime", None), ("crime_against_humanity", None)], "capitals, two"),
    ("the war crimes tribunal in The Hague", [], "a court bears the name and invokes nothing"),
    ("a war crimes prosecutor spoke", [], "so does an office"),
    ("violates international humanitarian law", [("ihl", None)], "the longer name, once"),
    ("a breach of humanitarian law", [("ihl", None)], "without `international`"),
    ("breaches customary international humanitarian law", [("customary_ihl", None)], "longer still"),
    ("Article 8 of the Rome Statute", [("rome", "8")], "article before"),
    ("Article 8 (2)(b)(iv) of the Rome Statute", [("rome", "8(2)(b)(iv)")], "a deep article in one spelling"),
    ("the Rome Statute, article 7", [("rome", "7")], "article behind"),
    ("the UN Charter (Article 51)", [("un_charter", "51")], "in brackets"),
    ("UN Charter, Article 2(4)", [("un_charter", "2(4)")], "it ends with a bracket"),
    ("under article 51 of the Charter of the United Nations", [("un_charter", "51")], "another name"),
    ("Chapter VII of the UN Charter", [("un_charter", "chapter VII")], "a chapter"),
    ("Articles 2, 3 and 5 of the European Convention on Human Rights", [("echr", "2, 3 and 5")], "several"),
    ("Articles 2 and article 3 of the European Convention on Human Rights", [("echr", "2 and 3")], "the word again"),
    ("under Article 2 ECHR", [("echr", "2")], "the abbreviation with an article"),
    ("the ECHR ruled on Friday", [], "without one it is the Court"),
    ("Rule 39 of the Rules of Court", [("echr_rules", "rule 39")], "a rule"),
    ("the rules of court were read", [], "no instrument named in small letters"),
    ("common Article 3 of the Geneva Conventions", [("geneva", "common 3")], "common article"),
    ("the Geneva Conventions, common article 3", [("geneva", "common 3")], "the same behind"),
    ("Common Article 3 forbids it", [("geneva", "common 3")], "it is cited alone"),
    ("Article 147 of the Fourth Geneva Convention", [("geneva_iv", "147")], "one of the four"),
    ("Additional Protocol I, article 51", [("ap1", "51")], "a protocol"),
    ("Article 13 of Additional Protocol II", [("ap2", "13")], "the other one, not the first"),
    ("Security Council resolution 1701", [("unsc_resolution", "1701")], "a resolution by number"),
    ("UN Security Council Resolution 822 (1993)", [("unsc_resolution", "822 (1993)")], "with its year"),
    ("customary humanitarian law, rule 14", [("customary_ihl", "rule 14")], "a customary rule"),
    ("the principle of proportionality", [("distinction", None)], "a principle"),
    (
        "its right to self-defence under Article 51 of the UN Charter",
        [("right_self_defence", None), ("un_charter", "51")],
        "two",
    ),
    ("paragraph 1 of the trilateral statement of 9 November 2020", [("ceasefire", "paragraph 1")], "an agreement's paragraph"),
    ("the Convention on Cluster Munitions", [("ccm", None)], "an instrument alone"),
    ("a genocide", [("genocide", None)], "a crime"),
    ("the Genocide Convention", [("genocide_convention", None)], "and the convention of its name"),
    ("the article on war and crime", [], "words apart"),
    ("a law firm; the rule of law; Article 8 of the lease", [], "no law of war"),
]


@pytest.mark.parametrize(("words", "wanted", "why"), NAMED)
def test_law_is_named(words: str, wanted: list[tuple[str, str | None]], why: str) -> None:
    assert [(f.row.code.removesuffix("_short"), f.article) for f in _find(words)] == wanted, why


def test_an_agreement_is_told_by_its_day() -> None:
    (found,) = _find("broke the ceasefire agreement of 10 October 2020 again")
    assert found.dated == "10 October 2020"
    assert found.span.of("broke the ceasefire agreement of 10 October 2020 again") == "ceasefire agreement of 10 October 2020"


@pytest.mark.parametrize("row", rows("instruments.csv"), ids=lambda row: str(row["code"]))
def test_every_name_of_the_data_is_found(row: dict[str, str]) -> None:
    assert row["source"]
    for name in row["names"].split("|"):
        written = name.replace("#", "1701").replace("*", "s")
        text = f"It spoke of Article 2 of the {written}." if row["needs"] else f"It spoke of the {written}."
        codes = [f.row.code for f in _find(text)]
        if row["kind"] == "not":
            assert not codes
        else:
            assert codes and (codes == [row["code"]] or row["code"].startswith(codes[0]) or row["code"] in codes), name


REPORT = """Ministries trade words of law

The Ministry of Defence of Norland accused Sudria of war crimes. Its army chief denied that the strike violated
the Geneva Conventions.

"We acted under Article 51 of the UN Charter," minister Ada Holm said.

A prosecutor at the war crimes tribunal said that two people were killed.

Two civilians were killed in Tarn, a grave breach of the Fourth Geneva Convention.
"""


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_report(REPORT, published="2020-10-12")


def test_it_is_recorded_with_who_invokes_it(reading: Reading) -> None:
    told = [(s.act.value, s.speaker.name, law.shown) for s in reading.statements for law in s.law]
    assert ("accuse", "war crime") in {(act, law) for act, _, law in told}
    assert ("deny", "Geneva Conventions") in {(act, law) for act, _, law in told}
    assert ("Ada Holm", "UN Charter, 51") in {(who, law) for _, who, law in told}
    assert not any("tribunal" in law for _, _, law in told)


def test_the_reports_own_voice_has_it_on_the_claim(reading: Reading) -> None:
    own = [law for c in reading.claims if c.statement is None for law in c.law]
    assert [(x.instrument, x.rule) for x in own if x.instrument] == [
        ("Geneva Convention IV", "in the report's own voice:geneva_iv")
    ]


def test_spans_are_the_words(reading: Reading) -> None:
    text = reading.article.text
    records: tuple[Statement | Claim, ...] = (*reading.statements, *reading.claims)
    held = [law for r in records for law in r.law]
    assert held
    for law in held:
        for span in law.spans:
            assert law.name.split()[0].lower() in span.of(text).lower() or law.code in {"geneva_iv", "un_charter"}


def test_a_reading_kept_before_there_was_law_has_its_edition() -> None:
    """Casebooks have the digest in their logs: a field that came later must not change it where it is empty."""
    plain = read_report("Tarn\n\nThe ministry said two civilians were killed.", published="2020-10-12")
    assert not any(s.law for s in plain.statements) and not any(c.law for c in plain.claims)
    bare = to_plain(plain)
    for record in (*bare["statements"], *bare["claims"]):
        assert record.pop("law") == ()
    as_it_was = json.dumps(bare, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    assert digest(plain) == hashlib.sha256(as_it_was).hexdigest()


def test_law_that_is_invoked_is_part_of_the_digest(reading: Reading) -> None:
    other = tuple(msgspec.structs.replace(s, law=()) for s in reading.statements)
    assert digest(msgspec.structs.replace(reading, statements=other)) != digest(reading)
