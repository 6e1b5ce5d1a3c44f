"""What the parse leaves out of a statement: words before an inverted cue, behind a colon, beyond a semicolon; who says so too."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from ..records import Span, hull
from .cues import Draft
from .grammar import SUBJECTS, children, noun_phrase, pieces
from .names import has_kind

if TYPE_CHECKING:
    from spacy.tokens import Token

_SILENT = frozenset({"noun", "phrase", "think", "evidence", "call"})
"""Kinds of cue behind which a colon does not open what is said."""

_JOINTS = 4
"""Speakers that one cue has at most; longer lists are names in a headline or a bad parse."""


def reach(draft: Draft, drafts: Sequence[Draft]) -> Draft:
    """The draft with what belongs to its content but hangs elsewhere in the parse; `drafts` are all of its paragraph."""
    if not draft.cue or not draft.source:
        return draft
    return _beyond_semicolon(_behind_colon(_up_to_cue(draft, drafts), drafts), drafts)


def _cues_in(span: Span, drafts: Sequence[Draft]) -> bool:
    return any(c.touches(span) for d in drafts for c in d.cue)


def _up_to_cue(draft: Draft, drafts: Sequence[Draft]) -> Draft:
    """`Two people died, children among them, when the market was hit, X said`: all up to the comma before X."""
    core = hull((*draft.cue, *draft.source))
    if draft.shape != "that" or not draft.content or draft.content[-1].end >= core.start:
        return draft
    gap = Span(draft.content[-1].end, core.start)
    words = draft.zone.of(gap)
    if not (words.startswith(", ") and words.endswith(", ")) or _cues_in(gap, drafts) or any(c in words for c in ".;:"):
        return draft
    tokens = [t for t in draft.zone.tokens(gap) if not t.is_punct]
    if not tokens or any(t.i in draft.outer for t in tokens):
        return draft
    last = draft.content[-1]
    return msgspec.structs.replace(draft, content=(*draft.content[:-1], Span(last.start, gap.end - len(", "))))


def _behind_colon(draft: Draft, drafts: Sequence[Draft]) -> Draft:
    """`reported it differently: it came at seven, and two people died`: the clause behind the colon is said too."""
    if draft.word.kind in _SILENT or draft.speaker is None:
        return draft
    doc, after = draft.zone.doc, draft.cue[-1].end - draft.zone.offset
    end = draft.head.sent.end
    colon = next((t for t in doc[draft.head.i + 1 : end] if t.text == ":" and t.idx >= after), None)
    if colon is None or colon.i + 2 >= len(doc) or doc[colon.i + 1].is_quote:
        return draft
    stop = doc[colon.i + 1].sent.end
    clause = doc[colon.i + 1 : stop]
    between = Span(draft.cue[-1].end, draft.zone.offset + colon.idx)
    told = draft.zone.span(colon.i + 1, stop - 1)
    if _cues_in(between, drafts) or _cues_in(told, drafts) or not any(t.pos_ in {"VERB", "AUX"} for t in clause):
        return draft
    if any(c.touches(told) for c in draft.content):
        return draft
    return msgspec.structs.replace(draft, content=(*draft.content, *pieces(draft.zone, range(colon.i + 1, stop))))


def _beyond_semicolon(draft: Draft, drafts: Sequence[Draft]) -> Draft:
    """`spoke of two dead; in the second statement, of three`: the preposition taken up again goes on with what is said."""
    if not draft.content or not draft.zone.of(draft.cue[-1]).endswith(f" {draft.shape}"):
        return draft
    doc, end = draft.zone.doc, draft.content[-1].end - draft.zone.offset
    at = next((t.i for t in doc if t.idx >= end), len(doc))
    if at >= len(doc) or doc[at].text != ";":
        return draft
    stop = next((t.i for t in doc[at + 1 :] if t.text == ";" or t.i >= doc[at].sent.end - 1), len(doc))
    part = doc[at + 1 : stop]
    again = next((t.i for t in part if t.lower_ == draft.shape), None)
    if (
        again is None
        or any(s.tag_ != "CD" for t in part for s in children(t, SUBJECTS))
        or _cues_in(draft.zone.span(at, stop - 1), drafts)
    ):
        return draft
    return msgspec.structs.replace(draft, content=(*draft.content, *pieces(draft.zone, range(again + 1, stop))))


def echoes(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """`..., and so did X`; `So does Y.`: the same words once more, said by another."""
    zone = drafts[0].zone if drafts else None
    for token in zone.doc if zone else ():
        if token.lower_ != "so" or token.i + 1 >= len(token.doc) or token.nbor(1).lemma_.lower() not in {"do", "have"}:
            continue
        verb = token.nbor(1)
        who = next((c for c in children(verb, {"nsubj"}) if c.i > verb.i), None)
        here = drafts[0].zone.place(token).start
        before = [d for d in drafts if d.cue and hull(d.cue).end < here]
        if who is None or not before:
            continue
        last = max(before, key=lambda d: hull(d.cue))
        yield msgspec.structs.replace(
            last,
            cue=(last.zone.span(token.i, verb.i),),
            source=pieces(last.zone, noun_phrase(who)),
            speaker=who,
            rule=f"so did: {last.rule}",
            outer=frozenset(),
        )


def jointly(drafts: Sequence[Draft]) -> list[Draft]:
    """A statement for each of several named speakers of one cue: `The army and the ministry deny it`."""
    return [
        m for d in drafts for m in (d, *(msgspec.structs.replace(d, speaker=t, joint=n) for n, t in enumerate(_others(d), 1)))
    ]


def _others(draft: Draft) -> "list[Token]":
    first = draft.speaker
    held: list[Token] = []
    here = first
    while here is not None and len(held) < _JOINTS:
        found = children(here, {"conj"})
        joined = any(c.lower_ == "and" or c.text == "," for c in children(here, {"cc", "punct"}))
        if not found or not joined or not any(s.covers(draft.zone.place(found[0])) for s in draft.source):
            break
        here = _owned(found[0], draft)
        held.append(here)
    named = first is not None and all(_is_someone(t) for t in (first, *held))
    return held if named else []


def _owned(token: "Token", draft: Draft) -> "Token":
    """The body behind a possessor that the parse took for the speaker: `Smith and Westland’s Ministry of Defence`."""
    if not children(token, {"case"}):
        return token
    end = draft.source[-1].end - draft.zone.offset
    return next((t for t in token.doc[token.i + 1 :] if t.idx < end and has_kind(t, "body")), token)


def _is_someone(token: "Token") -> bool:
    """A name, or one body or office by its word; several unnamed ones are one group."""
    return token.pos_ == "PROPN" or (token.tag_ == "NN" and (has_kind(token, "body") or has_kind(token, "title")))
