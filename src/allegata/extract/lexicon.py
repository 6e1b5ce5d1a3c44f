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
            complements=_complements(row["complements"], Act(row["act"])),
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
            complements=_complements(row["complements"], Act(row["act"])),
            hedge=row["hedge"],
        )
        for row in rows("speech_nouns.csv")
    }


def _complements(written: str, act: Act) -> Mapping[str, Act]:
    parts = (part.partition("=") for part in written.split())
    return {shape: Act(other) if other else act for shape, _, other in parts}
