"""The speech act of a draft: the cue decides first, then what is said."""

from itertools import pairwise

from ...records import Act
from .drafts import Draft
from .lexicon import signs
from .phrases import preposition
from .words import VERBAL, Word

SAYS_NO = "says no"

_NEGATED = {
    Act.DENY: Act.ADMIT,
    Act.ADMIT: Act.DENY,
    Act.PROMISE: Act.DECLINE,
    Act.ANNOUNCE: Act.DECLINE,
}
ASSURING = frozenset({"заверить", "заверять", "уверить", "уверять"})
"""Verbs that promise when what is said lies ahead."""

_OPEN = frozenset({Act.ASSERT, Act.ANNOUNCE})


def find_act(d: Draft) -> Act:
    """The act of a draft, as docs/annotation.md has them."""
    act = d.row.complements.get(d.shape, d.row.act)
    if d.row.kind == "exclude":
        return Act.ASSERT
    if d.negated:
        return _negated(d, act)
    if d.row.kind in {"evidence", "hedge"}:
        return act
    inside = [d.p.words[i] for i in sorted(d.content)]
    if act is Act.PROMISE:
        return Act.THREATEN if _holds(inside, "vow") else act
    if act not in _OPEN and d.row.kind not in {"call"}:
        return act
    if d.row.kind == "think" and not _says(d, inside, "false"):
        return act
    if d.row.word in ASSURING and any(w.feats.get("Tense") == "Fut" for w in inside):
        return Act.PROMISE
    return _by_content(d, inside, act)


def _negated(d: Draft, act: Act) -> Act:
    if sum(d.p.words[i].lower == "не" for i in d.cue) > 1:
        return Act.DECLINE
    if act in _NEGATED:
        return _NEGATED[act]
    if d.row.kind in {"think", "evidence", "state"}:
        return Act.DENY if d.row.word == "согласный" else act
    return Act.DECLINE if act is Act.ASSERT else act


def _by_content(d: Draft, inside: list[Word], act: Act) -> Act:
    if _says(d, inside, "false"):
        return Act.DENY
    if _says(d, inside, "crime"):
        return Act.CONDEMN
    if _denies_harm(d, inside) or _has_none(inside):
        return Act.DENY
    if (
        d.row.hedge == "distancing"
        and d.row.kind == "say"
        and _holds(inside, "harm")
        and d.shape == "that"
        and not _of_oneself(d, inside)
    ):
        return Act.ACCUSE
    if d.row.kind != "phrase" and act is Act.ASSERT:
        return _modal(d, inside) or act
    return act


def _of_oneself(d: Draft, inside: list[Word]) -> bool:
    """`утверждает, что наносит удары только по целям`: the clause has the speaker for its subject."""
    verb = next((w for w in inside if w.is_finite), None)
    return verb is not None and not d.p.children(verb, "nsubj", "csubj") and verb.feats.get("Number") == "Sing"


def _holds(words: list[Word], kind: str) -> bool:
    return any(kind in signs().get(w.lemma, ()) for w in words)


def _says(d: Draft, words: list[Word], kind: str) -> bool:
    """Whether the content's predicate (or what something is called) is such a word: `это ложь`, `назвал террором`."""
    for word in words:
        if kind not in signs().get(word.lemma, ()):
            continue
        if d.row.kind == "call" or d.shape == "np-ins":
            return True
        own = {c.lower for c in d.p.children(word)}
        predicate = word.rel in {"root", "ccomp", "conj", "parataxis"} and word.pos not in VERBAL
        if (predicate or own & {"это", "является"}) and "не" not in own:
            return True
    return False


def _denies_harm(d: Draft, words: list[Word]) -> bool:
    """`огня не вели`, `удар не наносился`, `не причастны`: the clause of harm itself is negated."""
    for word in words:
        if word.lower != "не" or word.i + 1 >= len(d.p.words):
            continue
        verb = d.p.words[word.i + 1]
        if word.head >= 0 and d.p.words[word.head].i in d.content:
            verb = d.p.words[word.head]
        if verb.lemma.startswith("причаст"):
            return True
        near = [d.p.words[i] for i in d.p.subtree(verb) if i in d.content]
        aimed = [c for c in d.p.children(verb, "obl") if preposition(d.p, c) in {"", "по"}]
        deed = [
            verb,
            *d.p.children(verb, "obj", "nsubj"),
            *aimed,
            *[w for w in near if 0 < word.i - w.i <= 2 and w.feats.get("Case") in {"Gen", "Acc"} and not preposition(d.p, w)],
        ]
        if any("deed" in signs().get(w.lemma, ()) for w in deed) and verb.feats.get("Tense") != "Fut":
            return True
    return False


def _has_none(words: list[Word]) -> bool:
    """`Наших систем там нет`: one's own things were not there."""
    lowers = [w.lower for w in words]
    own = any(w.startswith("наш") for w in lowers)
    return own and ("нет" in lowers or any(a == "не" and b == "было" for a, b in pairwise(lowers)))


def _modal(d: Draft, words: list[Word]) -> Act | None:
    """`должны прекратить` demands, `следует прекратить` calls."""
    for word in words:
        kinds = signs().get(word.lemma, frozenset())
        infinitive = any(w.feats.get("VerbForm") == "Inf" and 0 < w.i - word.i <= 5 for w in words)
        if not infinitive or "не" in {c.lower for c in d.p.children(word)}:
            continue
        if "must" in kinds and word.feats.get("Tense") != "Past":
            return Act.DEMAND
        if "should" in kinds and word.feats.get("Number") != "Plur":
            return Act.CALL
    return None
