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
_ASKING_WH = frozenset({"WP", "WRB", "WDT", "WP$"})
"""Who, why, when: such a question takes what it asks about for granted."""
_NO = frozenset({"no", "neither"})
_NOBODY = frozenset({"nobody", "none", "nothing", "neither"})
_ANYONE = frozenset({"whoever", "anyone", "anybody", "whosoever"})
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
    if _last(token).text == "?" and token.sent[0].tag_ not in _ASKING_WH:
        return Factuality.UNKNOWN
    if _is_commanded(token):
        return Factuality.HYPOTHETICAL
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
        if by_head is Factuality.ASSERTED:
            return by_head
        if by_head is Factuality.HYPOTHETICAL and verdict in {Factuality.POSSIBLE, Factuality.DENIED}:
            verdict = by_head
        verdict = verdict or by_head
        if head is None:
            break
        if not carries_negation:
            own, no = _of_verb(head, here)
            return _settle(token, verdict or own, negated != (no and by_head is Factuality.DENIED))
        came, here = here, head
    return _settle(token, verdict, negated)


def _settle(token: "Token", verdict: Factuality | None, negated: bool) -> Factuality:
    """The verdict with its negations; "will not shell" denies, "there will be no ceasefire" is still of the future."""
    if verdict is Factuality.DENIED:
        return Factuality.ASSERTED if negated else Factuality.DENIED
    if verdict is None:
        return Factuality.DENIED if negated else Factuality.ASSERTED
    return Factuality.DENIED if verdict is Factuality.FUTURE and negated and not _has_no(token) else verdict


def _is_commanded(verb: "Token") -> bool:
    """ "Shell the village at noon!": an imperative opens its sentence and has neither subject nor auxiliary."""
    alone = not any(c.dep_ in {"nsubj", "nsubjpass", "aux", "auxpass", "csubj"} for c in verb.children)
    let = verb.dep_ == "ccomp" and verb.head.lower_ == "let"
    return let or (verb.tag_ == "VB" and verb.dep_ == "ROOT" and verb.i == verb.sent.start and alone)


def _last(token: "Token") -> "Token":
    sent = token.sent
    last = sent[-1]
    if last.text in {'"', "”", "'", "’", "»"} and len(sent) > 1:
        last = sent[-2]
    return last


def _of_verb(verb: "Token", came: "Token") -> tuple[Factuality | None, bool]:
    """What the words on a verb say; a subject that was come from ("no attack took place") has had its say."""
    known = words()
    verdict: Factuality | None = _conditional(verb)
    negated = _is_instead(verb)
    for child in verb.children:
        word = child.lower_
        if _negates(child):
            negated = True
        elif child.dep_ in {"aux", "auxpass"}:
            verdict = verdict or _would_of_report(child, verb) or _must(child, verb) or known["aux"].get(word) or _going(child)
        elif child.dep_ == "advmod":
            verdict = verdict or known["adverb"].get(word)
        elif child.dep_ == "mark":
            verdict = verdict or known["mark"].get(word)
        elif child.dep_ in {"nsubj", "nsubjpass"}:
            verdict = verdict or (Factuality.HYPOTHETICAL if word in _ANYONE else None)
            negated = negated or (child.i != came.i and (word in _NOBODY or _has_no(child)))
    if negated and verdict is Factuality.POSSIBLE and any(c.dep_ == "aux" and c.lower_ in _ABLE for c in verb.children):
        verdict = None
    if verdict is Factuality.HYPOTHETICAL and any(c.dep_ == "aux" and c.lower_ == "would" for c in verb.children) and negated:
        negated = False
    return verdict, negated


_ABLE = frozenset({"can", "could", "ca"})


def _negates(word: "Token") -> bool:
    """Whether an adverb or conjunction turns its verb round; "not only" does not."""
    known = words()["negation"]
    after = word.doc[word.i + 1 : word.i + 2]
    if word.lower_ == "not" and after and after[0].lower_ in {"only", "just", "merely"}:
        return False
    return word.dep_ == "neg" or (word.lower_ in known and word.dep_ in {"advmod", "preconj", "cc"} and word.lower_ != "nor")


def _is_instead(verb: "Token") -> bool:
    """ "rather than bomb the town"."""
    return [t.lower_ for t in verb.doc[max(0, verb.i - 2) : verb.i]] in (["rather", "than"], ["instead", "of"])


def _conditional(verb: "Token") -> Factuality | None:
    """ "Had the army shelled", "were they to bomb", "should it attack": a condition by the order of its words."""
    subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    if subject is None or _last(verb).text == "?":
        return None
    first = next((c for c in verb.children if c.dep_ in {"aux", "auxpass"} and c.i < subject.left_edge.i), None)
    here = first if first is not None else verb if verb.lower_ == "were" and verb.i < subject.i else None
    if here is None or here.lower_ not in {"had", "should", "were"}:
        return None
    return Factuality.HYPOTHETICAL if here.i == here.sent.start or here.nbor(-1).text == "," else None


def _must(aux: "Token", verb: "Token") -> Factuality | None:
    """ "must have shelled" concludes, "must shell" demands."""
    if aux.lower_ != "must":
        return None
    done = any(c.dep_ == "aux" and c.lower_ == "have" for c in verb.children)
    return Factuality.POSSIBLE if done else Factuality.HYPOTHETICAL


def _would_of_report(aux: "Token", verb: "Token") -> Factuality | None:
    """ "said that the army would strike": the future as told in the past, unless a condition stands beside it."""
    if aux.lower_ != "would" or verb.dep_ != "ccomp" or verb.head.tag_ not in {"VBD", "VBN", "JJ"}:
        return None
    return None if any(t.lower_ in {"if", "unless"} for t in verb.sent) else Factuality.FUTURE


def _going(aux: "Token") -> Factuality | None:
    return Factuality.FUTURE if aux.lower_ == "going" else None


def _has_no(noun: "Token") -> bool:
    return any(c.lower_ in _NO and c.dep_ in {"det", "neg", "preconj", "cc"} for c in noun.children)


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
    lemma = lemmas[head.i]
    if noun.dep_ in {"dobj", "nsubjpass", "attr", "nsubj"} and lemma in word_list("ceasing"):
        return head, Factuality.ASSERTED, False
    if noun.dep_ in {"dobj", "nsubjpass", "attr"} and head.pos_ in _VERBS:
        verdict = _of_object(head, lemma)
        return head, verdict, lemma in word_list("happening") or verdict is not None
    if noun.dep_ == "nsubj" and head.pos_ in _VERBS:
        return head, _complement(head), lemma in word_list("happening")
    if noun.dep_ in {"conj", "appos"}:
        return head, None, True
    if noun.dep_ == "pobj":
        return _above_prep(head, lemmas)
    return None


def _of_object(verb: "Token", lemma: str) -> Factuality | None:
    """What a verb makes of its object, alone or with its particle; what was averted, and not only meant to be, has not been."""
    known = words()
    particle = next((c.lower_ for c in verb.children if c.dep_ == "prt"), "")
    if verb.tag_ in {"VBD", "VBN", "VBZ"} and lemma in known["object-of-done"]:
        return known["object-of-done"][lemma]
    return known["object-of"].get(f"{lemma} {particle}") or known["object-of"].get(lemma)


def _telling(noun: "Token", lemmas: Sequence[str]) -> "Factuality | None":
    """What is said of reports, claims or evidence that an event is told in: "reports that ... are false", "no evidence of"."""
    known = words()
    if lemmas[noun.i] not in word_list("tellings"):
        return None
    head = noun.head
    if _has_no(noun) or (noun.dep_ == "attr" and any(c.lower_ == "no" for c in noun.children)):
        return Factuality.UNKNOWN if lemmas[noun.i] in word_list("reports") else None
    if head.lower_ in known["complement"]:
        return known["complement"][head.lower_]
    if noun.dep_ not in {"dobj", "nsubj", "nsubjpass", "attr"}:
        return None
    said = _complement(head)
    if said is not None:
        return said
    negated = any(_negates(c) for c in head.children)
    if lemmas[head.i] in word_list("establishing"):
        return Factuality.UNKNOWN if negated else None
    verdict = known["object-of"].get(lemmas[head.i]) if noun.dep_ != "nsubj" else None
    return (Factuality.ASSERTED if negated else verdict) if verdict is Factuality.DENIED else None


def _complement(verb: "Token") -> Factuality | None:
    """What a clause is said to be: "the reports are false", "it is not true that", "it is possible that"."""
    known = words()["complement"]
    said = [c for c in verb.children if c.dep_ in {"acomp", "attr", "oprd"}]
    said += [g for c in said if c.dep_ == "attr" for g in c.children if g.dep_ == "amod"]
    found = next((c for c in said if c.lower_ in known), verb if verb.lower_ in known else None)
    if found is None:
        return None
    verdict = known[found.lower_]
    copula = verb.head if found is verb and verb.dep_ in {"acomp", "attr"} else verb
    if not any(_negates(c) for c in (*verb.children, *copula.children)):
        return verdict
    return {None: Factuality.DENIED, Factuality.POSSIBLE: Factuality.DENIED, Factuality.DENIED: Factuality.ASSERTED}.get(
        verdict, verdict
    )


def _above_prep(prep: "Token", lemmas: Sequence[str]) -> "tuple[Token | None, Factuality | None, bool] | None":
    known = words()
    head = prep.head
    lemma = lemmas[head.i]
    if prep.lower_ == "without":
        unreal = any(t.lower_ == "would" for t in prep.sent)
        return None, Factuality.HYPOTHETICAL if unreal else Factuality.DENIED, False
    if prep.lower_ in {"in", "with"} and _is_disowned(prep):
        return None, Factuality.DENIED, False
    if head.pos_ in _NOUNS:
        if _has_no(head) and lemma in word_list("reports"):
            return None, Factuality.UNKNOWN, False
        told = _telling(head, lemmas) if prep.lower_ in {"of", "about"} else None
        if told is not None:
            return None, told, False
        verdict = known["noun-of"].get(lemma) if prep.lower_ in {"of", "for", "to", "on"} else None
        if verdict is not None and _has_no(head) and lemma in word_list("intentions"):
            return None, Factuality.DENIED, False
        if verdict is None and prep.lower_ == "of" and head.dep_ in {"dobj", "nsubjpass"} and head.head.pos_ in _VERBS:
            return head, known["object-of"].get(lemmas[head.head.i]), False
        return None, verdict, False
    verdict = known["object-of"].get(f"{lemma} {prep.lower_}")
    if verdict is None and prep.dep_ == "agent" and _of_verb(head, prep)[0] is Factuality.POSSIBLE:
        verdict = Factuality.POSSIBLE
    return (head, verdict, True) if verdict is Factuality.DENIED else (None, verdict, False)


def _is_disowned(prep: "Token") -> bool:
    """ "was not involved in", "had no part in", "has nothing to do with": the speaker's hand in it is denied."""
    head = prep.head
    if head.lemma_ in {"part", "role", "hand", "involvement", "participation"}:
        return _has_no(head)
    if head.lemma_ in {"involve", "participate", "partake", "involved"}:
        return any(_negates(c) for h in (head, head.head) for c in h.children)
    return head.lemma_ == "do" and any(t.lower_ == "nothing" for t in prep.doc[max(0, head.i - 3) : head.i])


def _above_verb(verb: "Token", head: "Token", lemmas: Sequence[str]) -> "tuple[Token | None, Factuality | None, bool] | None":
    known = words()
    lemma, dep = lemmas[head.i], verb.dep_
    infinitive = any(c.dep_ == "aux" and c.tag_ == "TO" for c in verb.children)
    if dep == "conj":
        alone = not any(c.dep_ in {"aux", "nsubj", "nsubjpass"} for c in verb.children)
        but = any(c.lower_ == "but" for c in head.children if c.dep_ == "cc")
        return (head, None, not but) if alone or _is_elliptical(verb, head) else None
    if dep == "acomp":
        return head, None, True
    if dep in {"xcomp", "pcomp", "ccomp"} and lemma in word_list("ceasing") and not infinitive:
        return head, Factuality.ASSERTED, False
    if infinitive and dep in {"xcomp", "advcl", "ccomp", "acl", "relcl"}:
        return _above_infinitive(verb, head, lemmas)
    if dep == "pcomp":
        return _above_gerund(head, lemmas)
    if dep == "acl" and head.pos_ in _NOUNS and any(c.dep_ == "mark" for c in verb.children):
        return None, _telling(head, lemmas) or known["noun-of"].get(lemma), False
    if dep == "acl" and lemma in {"case", "event"}:
        return None, Factuality.HYPOTHETICAL, False
    if dep in {"xcomp", "oprd"}:
        guessed = known["guessed"].get(lemma) if verb.tag_ == "VBN" and not infinitive else None
        return head, guessed or (_gerund(lemma) if _is_gerund(verb) else None), True
    if dep == "csubj" or dep == "csubjpass":
        return head, _complement(head) or (Factuality.HYPOTHETICAL if infinitive else None), False
    return _above_clause(head, lemmas) if dep == "ccomp" else None


def _above_infinitive(
    verb: "Token", head: "Token", lemmas: Sequence[str]
) -> "tuple[Token | None, Factuality | None, bool] | None":
    known = words()
    lemma, dep = lemmas[head.i], verb.dep_
    if dep in {"xcomp", "ccomp"} and lemma in known["infinitive"]:
        value = known["infinitive"][lemma]
        if lemma == "able" and head.head.tag_ in {"VBZ", "VBP"} and not any(_negates(c) for c in head.head.children):
            value = Factuality.POSSIBLE
        return head, value, True
    if head.pos_ in _NOUNS:
        value = known["noun-of"].get(lemma, Factuality.HYPOTHETICAL)
        failed = head.dep_ == "nsubj" and lemmas[head.head.i] in {"fail", "collapse"}
        denied = failed or (_has_no(head) and lemma in word_list("intentions"))
        return (None, Factuality.DENIED, False) if denied else (head, value, False)
    if lemma == "be":
        subject = next((lemmas[c.i] for c in head.children if c.dep_ == "nsubj"), "")
        return head, known["noun-of"].get(subject) or Factuality.FUTURE, True
    return head, Factuality.HYPOTHETICAL, True


def _above_gerund(prep: "Token", lemmas: Sequence[str]) -> "tuple[Token | None, Factuality | None, bool] | None":
    """ "the risk of shelling", "refrained from bombing", "instead of storming", "without firing"."""
    known = words()
    holder = prep.head
    if prep.lower_ == "without" or holder.lower_ in {"instead", "short"}:
        return None, Factuality.DENIED, False
    if prep.lower_ in {"in", "with"} and _is_disowned(prep):
        return None, Factuality.DENIED, False
    if holder.pos_ in _NOUNS:
        value = known["noun-of"].get(lemmas[holder.i]) if prep.lower_ in {"of", "for", "to"} else None
        value = value or (_telling(holder, lemmas) if prep.lower_ == "of" else None)
        if value is not None and _has_no(holder) and lemmas[holder.i] in word_list("intentions"):
            return None, Factuality.DENIED, False
        if value is None and holder.dep_ == "dobj":
            value = known["object-of"].get(lemmas[holder.head.i])
            return None, value if value is Factuality.DENIED else None, False
        return None, value, False
    value = known["object-of"].get(f"{lemmas[holder.i]} {prep.lower_}") or _gerund(lemmas[holder.i])
    return (holder, value, True) if value is Factuality.DENIED else (None, value, False)


def _above_clause(head: "Token", lemmas: Sequence[str]) -> "tuple[Token | None, Factuality | None, bool] | None":
    """A clause told by a verb or an adjective: "denied that", "it seems that", "it is not true that", "did not confirm that"."""
    known = words()
    lemma = lemmas[head.i]
    negated = any(_negates(c) for c in head.children) or any(
        c.lower_ in _NOBODY or _has_no(c) for c in head.children if c.dep_ == "nsubj"
    )
    if (lemma == "rule" and any(c.lower_ == "out" for c in head.children)) or lemma == "exclude":
        return None, Factuality.POSSIBLE if negated else Factuality.DENIED, False
    if lemma in word_list("establishing") and negated:
        return None, Factuality.UNKNOWN, False
    if known["object-of"].get(lemma) is Factuality.DENIED or lemma == "reject":
        if any(lemmas[c.i] == "confirm" for c in head.conjuncts):
            return None, Factuality.UNKNOWN, False
        return head, Factuality.DENIED, False
    value = _complement(head) or (known["clause-of"].get(lemma) if not negated else None)
    if value is None and lemma == "be":
        value = next((known["aux"].get(c.lower_) for c in head.children if c.dep_ == "aux"), None)
        value = value or next((known["clause-of"].get(lemmas[c.i]) for c in head.children if c.dep_ == "nsubj"), None)
    return None, value, False


def _is_gerund(verb: "Token") -> bool:
    return verb.tag_ == "VBG" or any(c.dep_ == "aux" and c.tag_ == "VBG" for c in verb.children)


def _gerund(lemma: str) -> Factuality | None:
    return words()["gerund-of"].get(lemma) or words()["object-of"].get(lemma)


def _is_elliptical(verb: "Token", head: "Token") -> bool:
    """ "might be killed or wounded", "will be killed and four wounded": a participle that leaves its auxiliary to the first."""
    return verb.tag_ == "VBN" and not any(c.dep_ in {"aux", "auxpass"} for c in verb.children) and head.tag_ == "VBN"
