"""Where and to whom something was said: the medium ("in a video address") and the addressee ("calls on the community to")."""

from typing import TYPE_CHECKING

from ..records import Spans
from .grammar import children, pieces, subtree
from .lexicon import media

if TYPE_CHECKING:
    from spacy.tokens import Token

    from .cues import Draft

_CARRYING = frozenset({"in", "on", "at", "during", "via", "through", "over", "by"})
_TOLD = frozenset({"inform", "ask", "request", "urge", "demand", "warn", "talk", "promise", "think"})


def find_medium(draft: "Draft") -> str | None:
    """The code of data/media.csv for the medium that the cue's own clause names; None when it names none."""
    doc = draft.zone.doc
    words = [doc[i].lower_ for i in sorted(draft.outer | _carrying(draft))]
    held = set(words)
    for phrase, code in media():
        if phrase[0] in held and any(tuple(words[i : i + len(phrase)]) == phrase for i in range(len(words))):
            return code
    return None


def _carrying(draft: "Draft") -> set[int]:
    """The prepositional phrases of the cue, of the verb above it, and of the noun that its clause describes, less the content."""
    head = draft.head
    held = {
        i for verb in {head, head.head} for p in children(verb, {"prep"}) if p.lower_ in _CARRYING for i in subtree(p, [head])
    }
    if head.dep_ == "relcl" and head.head.dep_ == "pobj" and head.head.head.lower_ in _CARRYING:
        held |= subtree(head.head, [head])
    content = [(c.start - draft.zone.offset, c.end - draft.zone.offset) for c in draft.content]
    doc = draft.zone.doc
    return {i for i in held if not any(start <= doc[i].idx < end for start, end in content)}


def find_addressee(draft: "Draft") -> Spans:
    """The spans of whom it is said to: `the community` in `calls on the community to act`, `reporters` in `told reporters`."""
    head = draft.head
    if head.pos_ not in {"VERB", "AUX"} or draft.word.kind == "phrase":
        return ()
    if draft.shape.endswith("+inf"):
        for prep in children(head, {"prep"}):
            if draft.shape.startswith(prep.lower_):
                return _only(draft, children(prep, {"pobj"}))
    if draft.shape == "np-inf":
        return _only(draft, children(head, {"nsubjpass"}) or children(head, {"dobj", "dative"}) or _inner_subject(head))
    if draft.word.kind in {"inform", "ask", "warn"} and draft.shape in {"that", "wh", "q"}:
        return _only(draft, children(head, {"dobj", "dative"}) or children(head, {"nsubjpass"}))
    if draft.shape in {"that", "wh", "q", "inf", "np"}:
        for prep in children(head, {"prep", "dative"}):
            if prep.lower_ == "to" and prep.i > head.i and prep.i not in {t.i for t in children(head, {"aux"})}:
                return _only(draft, children(prep, {"pobj"}))
    return ()


def _inner_subject(head: "Token") -> "list[Token]":
    return [s for c in children(head, {"ccomp", "xcomp"}) for s in children(c, {"nsubj"})]


def _only(draft: "Draft", heads: "list[Token]") -> Spans:
    if not heads or heads[0].pos_ not in {"NOUN", "PROPN", "PRON"}:
        return ()
    first = heads[0]
    return pieces(draft.zone, subtree(first, children(first, {"relcl", "acl", "advcl"})))
