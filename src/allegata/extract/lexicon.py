"""The reviewed words of reporting: verbs, nouns and media from data/, read once."""

from collections.abc import Mapping
from functools import cache

from ..data import rows
from ..records import Act, Record


class Reporting(Record, frozen=True, kw_only=True):
    """One row of speech_verbs.csv or speech_nouns.csv.

    `complements` maps a complement's shape to the act that it makes: `q` a quotation, `that` and `wh` clauses, `inf`
    infinitive, `np` noun, `ing` gerund, `np-inf` noun and infinitive ("urged them to leave"), `np-of` noun and
    preposition ("accused them of"), `np-y` noun and what it is called, `on+inf` ("calls on them to"), any other word a
    preposition that belongs to the cue ("called for").
    """

    word: str
    kind: str
    act: Act
    complements: Mapping[str, Act]
    polarity: str = "+"
    hedge: str = "none"


@cache
def verbs() -> Mapping[str, Reporting]:
    """Lemma, with its particle after a space, to the row: `point out`."""
    return {
        row["verb"]: Reporting(
            word=row["verb"],
            kind=row["class"],
            act=Act(row["act"]),
            complements=complements_of(row["complements"], Act(row["act"])),
            polarity=row["polarity"],
            hedge=row["hedge"],
        )
        for row in rows("speech_verbs.csv")
    }


@cache
def nouns() -> Mapping[str, Reporting]:
    """Lemma to the row: `allegation`."""
    return {
        row["noun"]: Reporting(
            word=row["noun"],
            kind="noun",
            act=Act(row["act"]),
            complements=complements_of(row["complements"], Act(row["act"])),
            hedge=row["hedge"],
        )
        for row in rows("speech_nouns.csv")
    }


def complements_of(written: str, act: Act) -> Mapping[str, Act]:
    """`q that np=deny` as shapes with the act of each; the row's own act where none is given."""
    parts = (part.partition("=") for part in written.split())
    return {shape: Act(other) if other else act for shape, _, other in parts}


@cache
def carriers() -> frozenset[str]:
    """Lemmas of verbs that carry a noun of speech and add no act of their own: `issue` a statement, `submit` a request."""
    return frozenset(row["verb"] for row in rows("speech_carriers.csv"))


@cache
def counts() -> frozenset[str]:
    """Lemmas of what someone keeps figures in: `raised its toll`."""
    return frozenset(row["word"] for row in rows("speech_counts.csv"))


@cache
def falsehoods() -> frozenset[str]:
    """Lemmas by which a statement is called untrue: `a lie`, `groundless`."""
    return frozenset(row["word"] for row in rows("speech_falsehoods.csv"))


@cache
def judgements() -> Mapping[str, str]:
    """Lemmas that judge, own or threaten harm, to their kind: `blame`, `fault`, `harm` or `vengeance`."""
    return {row["word"]: row["kind"] for row in rows("speech_judgements.csv")}


_ATTACKS = frozenset({"strike", "person", "truce"})


@cache
def harms() -> frozenset[str]:
    """Lemmas that by themselves tell of an attack or of harm to persons: `shell`, `killing`."""
    families = {row["code"]: row["family"] for row in rows("events.csv")}
    triggers = (row for row in rows("event_triggers.csv") if " " not in row["trigger"])
    return frozenset(row["trigger"] for row in triggers if families.get(row["event"]) in _ATTACKS)


@cache
def media(*, voiced: bool = False) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Words of a medium and its code, longest first; with `voiced` only those that people speak by (`in a statement`), not
    those that are also spoken about (`in a report`)."""
    found = ((tuple(row["words"].split()), row["code"]) for row in rows("media.csv") if not voiced or row["voiced"] == "yes")
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


@cache
def titles() -> Mapping[str, frozenset[str]]:
    """A title, body word, generic or document noun, in lower case, to its kinds in titles.csv."""
    held: dict[str, set[str]] = {}
    for row in rows("titles.csv"):
        held.setdefault(row["word"], set()).add(row["kind"])
    return {word: frozenset(kinds) for word, kinds in held.items()}


@cache
def genders() -> Mapping[str, str]:
    """A title that tells a person's gender to `m` or `f`."""
    return {row["word"]: row["gender"] for row in rows("titles.csv") if row["gender"]}


@cache
def countries() -> Mapping[str, str]:
    """A country's name, demonym or seat of government, in lower case, to its ISO code."""
    columns = ("name", "names", "demonyms", "seats")
    return {n.lower(): row["iso"] for row in rows("countries.csv") for c in columns for n in row[c].split("|") if n}
