"""Charges that are told without a word for them, and the answers to them: `said it was the other side that fired`, `nobody fired`."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..records import hull
from .grammar import children, is_infinitive, is_negated
from .lexicon import falsehoods, harms, nouns
from .vocabulary import word_list

if TYPE_CHECKING:
    from spacy.tokens import Token

    from .cues import Draft

_MINE = frozenset({"we", "our", "i", "its", "their"})
_NOBODY = frozenset({"no", "none", "nobody", "nothing", "neither"})
_WORD = re.compile(r"[\w-]+")
_SHORT, _EXCLAIMED = 8, 3
"""Words of a content that does no more than call something untrue, with a word for what was said (`the claim`) and without."""
_HURT = frozenset({"death", "damage", "blast", "explosion", "fire"})
_PASSIVE = frozenset({"nsubjpass"})


def answers_charge(draft: "Draft", drafts: "Sequence[Draft]") -> bool:
    """Whether the words say no to a charge that somebody else made before, in the same report: `insists that no homes are hit`,
    `not one missile was launched`, `its army does not shell towns`."""
    inside = inside_of(draft)
    return _clears(inside) and any(_is_charged(draft, d) for d in drafts)


def begins_with_no(draft: "Draft") -> bool:
    """`“Not so,” he said`, `I said: no, I sell cattle`."""
    words = [t.lower_ for t in inside_of(draft) if t.is_alpha][:2]
    return words[:2] in (["not", "so"], ["not", "true"]) or (words[:1] == ["no"] and _is_interjection(inside_of(draft)))


def is_untrue(draft: "Draft") -> bool:
    """`branded such reports “fakes”`, `ruled the claims non-credible`, `“Ridiculous,” she retorted`: what is said is short and calls
    what was said before untrue."""
    inside = inside_of(draft)
    if any(t.pos_ == "VERB" and children(t, {"nsubj"}) and t.lemma_.lower() in falsehoods() for t in inside):
        return False  # `21 children lie in the hospital`
    words = [
        w
        for s in draft.content
        for w in _WORD.findall(draft.zone.text[s.start - draft.zone.offset : s.end - draft.zone.offset].lower())
    ]
    told = any(t.lemma_.lower() in nouns() for t in inside)
    untrue = {w.removesuffix("s") for w in words} & falsehoods() or set(words) & falsehoods()
    refused = any(w in {"not", "no", "never", "neither"} for w in words)
    return bool(untrue) and not refused and len(words) <= (_SHORT if told else _EXCLAIMED)


def is_charge(draft: "Draft") -> bool:
    """Whether another is said to have done harm: `it was Westland which had fired`, and, at a distance, `claimed that homes were
    hit at random`, `the assertion that its forces were responsible`."""
    inside = inside_of(draft)
    if any(_is_cleft(t) for t in inside):
        return True
    if draft.head.lemma_.lower() == "attribute":  # `attributed the blast to an air strike`
        return any(t.lemma_.lower() in harms() | _HURT for t in inside)
    if draft.word.hedge != "distancing" or draft.shape == "inf":
        return False
    return any(_is_done_to(t) or _is_held_responsible(t) for t in inside)


def inside_of(draft: "Draft") -> "list[Token]":
    """The tokens of what is said."""
    return [t for span in draft.content for t in draft.zone.tokens(span)]


def _clears(inside: "Sequence[Token]") -> bool:
    for token in inside:
        if token.pos_ not in {"VERB", "AUX"} or is_infinitive(token):
            continue
        subjects = children(token, {"nsubj", "nsubjpass"})
        no = is_negated(token) or any(
            w.lower_ in _NOBODY for s in subjects for w in (s, *children(s, {"det"})) if s.dep_ in {"nsubj", "nsubjpass"}
        )
        no = no or any(_is_not_one(s) for s in subjects)
        if not no:
            continue
        of_deed = token.lemma_.lower() in word_list("deeds") or any(
            n.lemma_.lower() in word_list("deeds") for s in subjects for n in (s, *children(s, {"compound"}))
        )
        own = any(w.lower_ in _MINE for s in subjects for w in (s, *children(s, {"poss"})))
        if of_deed or (own and token.lemma_.lower() in harms()):
            return True
    return False


def _is_not_one(subject: "Token") -> bool:
    """`not one missile`, `not a single shot`."""
    first = next(iter(subject.subtree))
    return first.lower_ == "not"


def _is_charged(draft: "Draft", other: "Draft") -> bool:
    """Whether somebody else told of harm before, in the same report."""
    if other is draft or other.paragraph > draft.paragraph or not other.content:
        return False
    another = draft.speaker is None or other.speaker is None or draft.speaker.lower_ != other.speaker.lower_
    return (
        another
        and hull(other.cue or other.content).start < hull(draft.cue or draft.content).start
        and any(t.lemma_.lower() in harms() for t in inside_of(other))
    )


def _is_interjection(inside: "Sequence[Token]") -> bool:
    """`no` by itself, not the `no` of `no missile`."""
    no = next(t for t in inside if t.is_alpha)
    return no.dep_ not in {"det", "neg"} and no.i + 1 < len(no.doc) and no.doc[no.i + 1].lower_ in {",", "–", "—"}


def _is_cleft(token: "Token") -> bool:
    """The `was` of `it was Westland which had fired missiles`."""
    if token.lemma_ != "be" or not any(s.lower_ == "it" for s in children(token, {"nsubj"})) or is_negated(token):
        return False
    named = children(token, {"attr"})
    below = [v for n in (token, *named) for v in children(n, {"relcl", "ccomp", "advcl", "acl"})]
    return bool(named) and any(v.lemma_.lower() in harms() | word_list("deeds") and not is_negated(v) for v in below)


def _is_done_to(token: "Token") -> bool:
    """`homes were hit`, `that some were hung from ceilings`: a deed, not what came of it (`people had died`, `were killed`)."""
    return token.tag_ == "VBN" and bool(children(token, _PASSIVE)) and token.lemma_.lower() in word_list("deeds")


def _is_held_responsible(token: "Token") -> bool:
    """`its forces were responsible`, `Westland was behind it`."""
    return (
        token.lower_ in {"responsible", "behind"}
        and token.dep_ in {"acomp", "attr", "prep"}
        and token.head.lemma_ == "be"
        and not is_negated(token.head)
    )
