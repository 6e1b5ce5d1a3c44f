"""The reviewed Russian words of reporting from data/*_ru.csv, read once. Lemmas are written with е for ё."""

from collections.abc import Mapping
from functools import cache

from ...data import rows
from ...records import Act
from ..lexicon import Reporting, complements_of


@cache
def verbs() -> Mapping[str, Reporting]:
    """Lemma to the row. Complements: `q` a quotation or a clause around the cue, `that` a clause with что, чтобы, будто, `wh`
    with a question word, `inf`, `np` an object, `ins` and `gen` a noun in that case, `np-ins` object and what it is called,
    any other word a preposition; with `np-` before it both an object and the preposition may stand."""
    return {row["verb"]: _reporting(row["verb"], row) for row in rows("speech_verbs_ru.csv")}


@cache
def verb_phrases() -> Mapping[str, tuple[tuple[tuple[str, ...], Reporting], ...]]:
    """The first lemma of a phrase (`взять`) to the lemmas that follow (`на себя ответственность`) and the row."""
    held: dict[str, list[tuple[tuple[str, ...], Reporting]]] = {}
    for row in rows("speech_verb_phrases_ru.csv"):
        first, *rest = row["words"].split()
        held.setdefault(first, []).append((tuple(rest), _reporting(row["words"], row)))
    return {first: tuple(found) for first, found in held.items()}


@cache
def nouns() -> Mapping[str, Reporting]:
    """Lemma of a noun of speech to the row: `обвинение`."""
    return {row["noun"]: _reporting(row["noun"], row | {"class": "noun"}) for row in rows("speech_nouns_ru.csv")}


def _reporting(word: str, row: Mapping[str, str]) -> Reporting:
    act = Act(row["act"])
    return Reporting(
        word=word,
        kind=row["class"],
        act=act,
        complements=complements_of(row["complements"], act),
        polarity=row.get("polarity", "+"),
        hedge=row["hedge"],
    )


@cache
def carriers() -> frozenset[str]:
    """Lemmas of verbs that carry a noun of speech: `выступить` с заявлением."""
    return frozenset(row["verb"] for row in rows("speech_carriers_ru.csv"))


@cache
def phrases() -> tuple[tuple[str, ...], ...]:
    """Lemmas of phrases that name a source, the longest first: `по слово`."""
    return tuple(sorted((tuple(row["words"].split()) for row in rows("speech_phrases_ru.csv")), key=len, reverse=True))


@cache
def media() -> tuple[tuple[tuple[str, ...], str], ...]:
    """Lemmas of a medium and its code, the longest first."""
    found = ((tuple(row["words"].split()), row["code"]) for row in rows("media_ru.csv"))
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


@cache
def titles() -> Mapping[str, frozenset[str]]:
    """Lemma to its kinds: title, body, generic, outlet, document, group."""
    return _kinds("titles_ru.csv")


@cache
def signs() -> Mapping[str, frozenset[str]]:
    """Lemma within what is said to what it is a sign of: false, crime, harm, must, should."""
    return _kinds("speech_signs_ru.csv")


def _kinds(name: str) -> Mapping[str, frozenset[str]]:
    held: dict[str, set[str]] = {}
    for row in rows(name):
        held.setdefault(row["word"], set()).add(row["kind"])
    return {word: frozenset(kinds) for word, kinds in held.items()}
