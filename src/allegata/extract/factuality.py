"""How a speaker stands to an event: asserted, denied, possible, future, hypothetical, unknown. Words from data/factuality.csv.

Invariant: only words of the same statement speak for an event; that a whole statement is a denial is claims.py's to add.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from ..data import rows
from ..records import Factuality
from .vocabulary import word_list

if TYPE_CHECKING:
    from spacy.tokens import Token

_STEPS = 8
_NOUNS = frozenset({"NOUN", "PROPN"})
_VERBS = frozenset({"VERB", "AUX"})


@cache
def words() -> Mapping[str, Mapping[str, Factuality | None]]:
    """Where a word stands to the word's verdict; None: as real as its governing verb says."""
    held: dict[str, dict[str, Factuality | None]] = {}
    for row in rows("factuality.csv"):
        held.setdefault(row["where"], {})[row["words"]] = Factuality(row["value"]) if row["value"] else None
    return held


def stance(token: "Token", lemmas: Sequence[str], inside: "Callable[[Token], bool]") -> Factuality:
    """The factuality of the event at `token`. `inside`: whether a token belongs to the same statement.

    "may have shelled" POSSIBLE; "did not fire" DENIED; "will strike" FUTURE; "to avoid casualties" HYPOTHETICAL.
    """
    if _last(token).text == "?":
        return Factuality.UNKNOWN
    verdict: Factuality | None = None
    negated, here, came = False, token, token
    for _ in range(_STEPS):
        own, no = _of_noun(here, lemmas) if here.pos_ in _NOUNS and here.tag_ != "VBG" else _of_verb(here, came)
        verdict = verdict or own
        negated = negated != no
        above = _above(here, lemmas, inside)
        if above is None:
            break
        head, by_head, carries_negation = above
        if by_head is Factuality.HYPOTHETICAL and verdict is Factuality.POSSIBLE:
            verdict = by_head
        verdict = verdict or by_head
        if head is None:
            break
        if not carries_negation:
            own, no = _of_verb(head, here)
            return _settle(verdict or own, negated != (no and by_head is Factuality.DENIED))
        came, here = here, head
    return _settle(verdict, negated)


def _settle(verdict: Factuality | None, negated: bool) -> Factuality:
    if verdict is Factuality.DENIED:
        return Factuality.ASSERTED if negated else Factuality.DENIED
    if verdict is None:
        return Factuality.DENIED if negated else Factuality.ASSERTED
    return verdict


def _last(token: "Token") -> "Token":
    sent = token.sent
    last = sent[-1]
    if last.text in {'"', "”", "'", "’", "»"} and len(sent) > 1:
        last = sent[-2]
    return last


def _of_verb(verb: "Token", came: "Token") -> tuple[Factuality | None, bool]:
    """What the words on a verb say; a subject that was come from ("no attack took place") has had its say."""
    known = words()
    verdict: Factuality | None = None
    negated = False
    for child in verb.children:
        word = child.lower_
        if child.dep_ == "neg" or (word in known["negation"] and child.dep_ in {"advmod", "preconj", "cc"} and word != "nor"):
            negated = True
        elif child.dep_ in {"aux", "auxpass"}:
            verdict = verdict or _would_of_report(child, verb) or known["aux"].get(word) or _going(child)
        elif child.dep_ == "advmod":
            verdict = verdict or known["adverb"].get(word)
        elif child.dep_ == "mark" or (child.dep_ == "advmod" and word == "whether"):
            verdict = verdict or known["mark"].get(word)
        elif (
            child.i != came.i
            and child.dep_ in {"nsubj", "nsubjpass"}
            and (child.lower_ in {"nobody", "none"} or _has_no(child))
        ):
            negated = True
    if verdict is Factuality.HYPOTHETICAL and any(c.dep_ == "aux" and c.lower_ == "would" for c in verb.children) and negated:
        negated = False
    return verdict, negated


def _would_of_report(aux: "Token", verb: "Token") -> Factuality | None:
    """ "said that the army would strike": the future as told in the past, unless a condition stands beside it."""
    if aux.lower_ != "would" or verb.dep_ != "ccomp" or verb.head.tag_ not in {"VBD", "VBN", "JJ"}:
        return None
    return None if any(t.lower_ in {"if", "unless"} for t in verb.sent) else Factuality.FUTURE


def _going(aux: "Token") -> Factuality | None:
    return Factuality.FUTURE if aux.lower_ == "going" else None


def _has_no(noun: "Token") -> bool:
    return any(c.lower_ == "no" and c.dep_ in {"det", "neg"} for c in noun.children)


def _of_noun(noun: "Token", lemmas: Sequence[str]) -> tuple[Factuality | None, bool]:
    known = words()["adjective"]
    verdict = next((known[c.lower_] for c in noun.children if c.dep_ in {"amod", "advmod"} and c.lower_ in known), None)
    return verdict, _has_no(noun)


Above = "tuple[Token | None, Factuality | None, bool] | None"


def _above(
    here: "Token", lemmas: Sequence[str], inside: "Callable[[Token], bool]"
) -> "tuple[Token | None, Factuality | None, bool] | None":
    """The word that governs, its verdict, and whether its negation reaches down; None when nothing above speaks for it."""
    head = here.head
    if head.i == here.i or not inside(head):
        return None
    if here.pos_ in _NOUNS and here.dep_ not in {"relcl", "acl", "ccomp", "advcl", "xcomp"}:
        return _above_noun(here, head, lemmas)
    return _above_verb(here, head, lemmas)


def _above_noun(noun: "Token", head: "Token", lemmas: Sequence[str]) -> "tuple[Token | None, Factuality | None, bool] | None":
    known = words()
    lemma = lemmas[head.i]
    if noun.dep_ in {"dobj", "nsubjpass", "attr"} and head.pos_ in _VERBS:
        verdict = known["object-of"].get(lemma)
        return head, verdict, lemma in word_list("happening") or verdict is not None
    if noun.dep_ == "nsubj" and head.pos_ in _VERBS:
        return head, _complement(head), lemma in word_list("happening")
    if noun.dep_ in {"conj", "appos"}:
        return head, None, True
    if noun.dep_ == "pobj":
        return _above_prep(head, lemmas)
    return None


def _complement(verb: "Token") -> Factuality | None:
    """ "the reports are false": what a clause is said to be."""
    known = words()["complement"]
    found = next((known[c.lower_] for c in verb.children if c.dep_ in {"acomp", "attr", "oprd"} and c.lower_ in known), None)
    return found or next(
        (
            known[g.lower_]
            for c in verb.children
            if c.dep_ == "attr"
            for g in c.children
            if g.dep_ == "amod" and g.lower_ in known
        ),
        None,
    )


def _above_prep(prep: "Token", lemmas: Sequence[str]) -> "tuple[Token | None, Factuality | None, bool] | None":
    known = words()
    head = prep.head
    lemma = lemmas[head.i]
    if prep.lower_ == "without":
        unreal = any(t.lower_ == "would" for t in prep.sent)
        return None, Factuality.HYPOTHETICAL if unreal else Factuality.DENIED, False
    if head.pos_ in _NOUNS:
        if _has_no(head) and lemma in word_list("reports"):
            return None, Factuality.UNKNOWN, False
        verdict = known["noun-of"].get(lemma) if prep.lower_ in {"of", "for", "to", "on"} else None
        if verdict is None and prep.lower_ == "of" and head.dep_ in {"dobj", "nsubjpass"} and head.head.pos_ in _VERBS:
            return head, known["object-of"].get(lemmas[head.head.i]), False
        return None, verdict, False
    verdict = known["object-of"].get(f"{lemma} {prep.lower_}")
    return None, verdict, False


def _above_verb(verb: "Token", head: "Token", lemmas: Sequence[str]) -> "tuple[Token | None, Factuality | None, bool] | None":
    known = words()
    lemma, dep = lemmas[head.i], verb.dep_
    infinitive = any(c.dep_ == "aux" and c.tag_ == "TO" for c in verb.children)
    if dep == "conj":
        alone = not any(c.dep_ in {"aux", "nsubj", "nsubjpass"} for c in verb.children)
        but = any(c.lower_ == "but" for c in head.children if c.dep_ == "cc")
        return (head, None, not but) if alone or _is_elliptical(verb, head) else None
    if infinitive and dep in {"xcomp", "advcl", "ccomp", "acl", "relcl"}:
        if dep in {"xcomp", "ccomp"} and lemma in known["infinitive"]:
            return head, known["infinitive"][lemma], True
        if head.pos_ in _NOUNS:
            return head, known["noun-of"].get(lemma, Factuality.HYPOTHETICAL), False
        return head, Factuality.FUTURE if lemma in {"be", "ready", "set", "due", "prepared"} else Factuality.HYPOTHETICAL, True
    if dep == "pcomp":
        holder = head.head
        if holder.pos_ in _NOUNS:
            return None, known["noun-of"].get(lemmas[holder.i]) if head.lower_ in {"of", "for", "to"} else None, False
        if head.lower_ == "without":
            return None, Factuality.DENIED, False
        return None, known["object-of"].get(f"{lemmas[holder.i]} {head.lower_}") or _gerund(lemmas[holder.i]), False
    if dep == "xcomp":
        return head, _gerund(lemma) if verb.tag_ == "VBG" else None, True
    if dep in {"ccomp", "csubj", "csubjpass"}:
        if lemma in {"deny", "refute", "reject", "dismiss"}:
            return head, Factuality.DENIED, False
        return (
            None,
            _complement(head) or (known["object-of"].get(lemma) if lemma in {"fear", "risk", "demand", "propose"} else None),
            False,
        )
    return None


def _gerund(lemma: str) -> Factuality | None:
    return words()["gerund-of"].get(lemma) or (Factuality.DENIED if lemma in {"deny"} else None)


def _is_elliptical(verb: "Token", head: "Token") -> bool:
    """ "might be killed or wounded", "will be killed and four wounded": a participle that leaves its auxiliary to the first."""
    return verb.tag_ == "VBN" and not any(c.dep_ in {"aux", "auxpass"} for c in verb.children) and head.tag_ == "VBN"
