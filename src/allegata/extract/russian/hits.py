"""Words that may be a cue in a paragraph: reporting verbs, alone or in a phrase, with their negation and auxiliaries."""

from collections.abc import Iterator

from ...records import Act, Record
from ..lexicon import Reporting
from .lexicon import verb_phrases, verbs
from .words import VERBAL, Paragraph, Word

MODAL = frozenset(
    [
        "мочь",
        "смочь",
        "стать",
        "хотеть",
        "захотеть",
        "пожелать",
        "желать",
        "поспешить",
        "спешить",
        "продолжать",
        "продолжить",
        "начать",
        "начинать",
    ]
)
"""Verbs that stand before the cue's infinitive and lend it subject and negation: `не смог подтвердить`."""

SURE = {"уверить": "уверенный", "убедить": "убежденный", "обеспокоить": "обеспокоенный", "озаботить": "обеспокоенный"}
"""Verbs whose short participle says what somebody holds, not what was done to him: `уверены, что`."""

SPOKEN = Reporting(word="said", kind="say", act=Act.ASSERT, complements={"q": Act.ASSERT})
FINITE = ("т", "л", "ла", "ло", "ли")
"""Endings of a verb that the tagger has taken for a noun: `передаёт «Агентство»`."""

BEHIND = 3
"""Words that direct speech with its marks has at least."""

APART = 4
"""Words that may stand between the parts of a phrase: `взяли вчера на себя ответственность`."""


class Hit(Record, frozen=True, kw_only=True):
    """A reporting verb. `top` is the word that carries its subject (the modal before an infinitive, else the verb itself)."""

    head: int
    top: int
    row: Reporting
    cue: frozenset[int]
    negated: bool = False


def find_hits(p: Paragraph) -> tuple[Hit, ...]:
    """The reporting verbs of a paragraph, in text order."""
    return tuple(hit for word in p.words if (hit := _hit(p, word)) is not None)


def _hit(p: Paragraph, word: Word) -> Hit | None:
    if word.lemma in verb_phrases():
        for rest, phrase in verb_phrases()[word.lemma]:
            found = _phrase(p, word, rest)
            if found:
                return _with_helpers(p, word, phrase, found)
    if word.lemma not in verbs() and _breaks_in(p, word):
        return Hit(head=word.i, top=word.i, row=SPOKEN, cue=frozenset({word.i}))
    row = verbs().get(SURE.get(word.lemma, "") if word.feats.get("Variant") == "Short" else "") or verbs().get(word.lemma)
    if row is None or not _tells(p, word):
        return None
    return _with_helpers(p, word, row, {word.i})


def _breaks_in(p: Paragraph, word: Word) -> bool:
    """Whether any verb stands where only one of speech can: `«...», — отрезал полковник`."""
    if (
        word.pos != "VERB"
        or word.feats.get("VerbForm") != "Fin"
        or word.i < BEHIND
        or p.words[word.i - 1].text not in {"—", "–"}
    ):
        return False
    before = p.words[word.i - 2]
    quoted = before.i in p.mates or p.words[word.i - 3].i in p.mates or any(a < word.i < b for a, b in p.mates.items())
    spoken = before.text in {",", "!", "?", "…", "..."} or before.i in p.mates
    after = p.words[word.i + 1] if word.i + 1 < len(p.words) else None
    named = after is not None and after.pos in {"NOUN", "PROPN", "PRON"} and after.feats.get("Case") == "Nom"
    return spoken and named and (quoted or p.words[0].text in {"—", "–"})


def _tells(p: Paragraph, word: Word) -> bool:
    """Whether the form can carry a statement: no order to speak, no passive participle before a noun, no bare infinitive."""
    if word.lemma == "видно":
        return word.pos in {"ADV", "ADJ", "VERB"}
    if verbs()[word.lemma if word.lemma in verbs() else SURE.get(word.lemma, word.lemma)].kind == "state":
        return word.pos in {"ADJ", "VERB"} and word.feats.get("Variant") == "Short"
    if SURE.get(word.lemma) and word.feats.get("Variant") == "Short":
        return True
    if word.pos not in VERBAL:
        return (
            word.pos in {"NOUN", "PROPN", "ADJ", "ADV", "X"}
            and word.lemma.endswith(("ть", "ться"))
            and word.lower.endswith(FINITE)
        )
    if word.feats.get("Mood") == "Imp":
        return False
    form = word.feats.get("VerbForm")
    if form == "Part" and word.feats.get("Variant") != "Short":
        aside = word.rel in {"acl", "root"} and word.i > 0 and p.words[word.i - 1].text == ","
        return aside or word.feats.get("Voice") == "Act"
    return form != "Inf" or _modal(p, word) is not None


def _modal(p: Paragraph, word: Word) -> Word | None:
    head = p.words[word.head] if word.head >= 0 else None
    return head if head is not None and head.lemma in MODAL and head.i < word.i <= head.i + APART else None


def _phrase(p: Paragraph, word: Word, rest: tuple[str, ...]) -> set[int]:
    """The words of the phrase behind (or, of one word, before) its verb; empty when it does not stand there."""
    if len(rest) > 1 and (before := _last_before(p, word, rest)) is not None:
        found = _phrase(p, word, rest[:-1])
        return found | {before} if found else set()
    held, at, end = {word.i}, word.i + 1, min(p.ends[word.i], word.i + 1 + APART + len(rest))
    for lemma in rest:
        place = next((i for i in range(at, end) if lemma in {p.words[i].lemma, p.words[i].lower}), None)
        if place is None or any(p.words[i].text in {",", ";", ":"} for i in range(at, place)):
            return set()
        held.add(place)
        at = place + 1
    return held


def _last_before(p: Paragraph, word: Word, rest: tuple[str, ...]) -> int | None:
    """The phrase's last word where it stands before the verb: `ответственность за взрыв взяла на себя`."""
    here = range(p.begins[word.i], p.ends[word.i])
    if any(p.words[i].lemma == rest[-1] for i in here if i > word.i):
        return None
    return next((c.i for c in p.children(word) if c.lemma == rest[-1] and c.i < word.i), None)


def _with_helpers(p: Paragraph, word: Word, row: Reporting, cue: set[int]) -> Hit:
    modal = _modal(p, word) if word.feats.get("VerbForm") == "Inf" else None
    top = modal or word
    held = cue | ({modal.i} if modal else set())
    held |= {c.i for c in p.children(word, "aux", "cop") if abs(c.i - word.i) <= APART}
    negations = set(_negations(p, min(held)))
    negations |= {i - 1 for i in held if i and p.words[i - 1].lower == "не"}
    if negations and row.act is Act.DENY:
        negations |= _nor(p, min(negations))
    return Hit(head=word.i, top=top.i, row=row, cue=frozenset(held | negations), negated=bool(negations))


def _nor(p: Paragraph, first: int) -> set[int]:
    """`не подтвердили и` before `не опровергли`: one cue."""
    before = p.words[max(first - 3, 0) : first]
    both = len(before) == 3 and before[0].lower == "не" and before[1].lemma in verbs() and before[2].lower in {"и", ","}
    return {w.i for w in before if not w.is_punct} if both else set()


def _negations(p: Paragraph, first: int) -> Iterator[int]:
    if first > p.begins[first] and p.words[first - 1].lower == "не":
        yield first - 1
