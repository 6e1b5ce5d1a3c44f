"""Attribution by a word or mark alone: `якобы`, a headline's colon or dash."""

from collections.abc import Sequence

from .drafts import ALLEGEDLY, COLON, Draft
from .frames import limits
from .hits import Hit
from .lexicon import titles
from .speech import DASHES, Stretch
from .words import VERBAL, Paragraph, Word

SIGNED = 7
"""Words behind the dash of a headline at most: `Десятки погибших в городе — губернатор`."""


HEADLINE = 12
"""Words before the colon of a headline at most."""


def allegedly(
    p: Paragraph, word: Word, drafts: Sequence[Draft], hits: Sequence[Hit], speech: tuple[Stretch, ...]
) -> Draft | None:
    """`беспилотник, якобы сбитый над городом`: said by somebody, not by whom."""
    if any(word.i in d.content or word.i in d.cue for d in drafts):
        return None
    f = limits(p, hits, speech, word.i)
    head = p.words[word.head] if word.head >= 0 else None
    held = p.subtree(head) if head is not None and head.i >= f.low else set()
    following = p.words[word.i + 1] if word.i + 1 < f.high else word
    full = following.feats.get("VerbForm") == "Part" and following.feats.get("Variant") != "Short"
    whole = not full and (
        following.is_finite or following.feats.get("Variant") == "Short" or (head is not None and head.is_finite)
    )
    held |= p.subtree(following) if following.feats.get("Variant") == "Short" else set()
    if full:
        comma = next((i for i in range(word.i, f.high) if p.words[i].text == ","), f.high)
        held = {i for i in p.subtree(following) if i < comma}
    first = word.i
    while whole and first - 1 >= f.low and p.words[first - 1].text not in {";", ":", "—"}:
        first -= 1
    last = word.i
    while last + 1 < f.high and (last + 1 in held or not (p.words[last + 1].is_punct or held)):
        last += 1
    if last == word.i:
        return None
    return Draft(
        p=p,
        head=word.i,
        row=ALLEGEDLY,
        shape="that",
        negated=False,
        cue=frozenset({word.i}),
        source=frozenset(),
        content=frozenset(range(first, last + 1)) - {word.i},
        speaker=None,
        rule="hedge якобы",
        group=frozenset({word.i}),
    )


def headline(p: Paragraph, drafts: Sequence[Draft], speech: tuple[Stretch, ...]) -> Draft | None:
    """`Мэр: трое погибших`, in a paragraph of one sentence that no mark ends."""
    if not p.words:
        return None
    closed = p.words[-1].text in {".", "?", "!", "…", ";"}
    colon = next((w.i for w in p.words[:HEADLINE] if w.text == ":"), None)
    if colon is not None and 0 < colon < len(p.words) - 2 and colon < p.ends[0]:
        stretch = next((s for s in speech if s.first == colon + 1), None)
        if stretch is not None:
            return _by_colon(p, range(colon), colon, stretch.spoken(), drafts)
        if not closed and p.ends[0] == len(p.words):
            return _by_colon(p, range(colon), colon, frozenset(range(colon + 1, len(p.words))), drafts)
    dash = next((w.i for w in reversed(p.words[-SIGNED:]) if w.text in DASHES), None)
    if dash is not None and not closed and p.ends[0] == len(p.words) and 2 < dash < len(p.words) - 1:
        return _by_colon(p, range(dash + 1, len(p.words)), dash, frozenset(range(dash)), drafts)
    return None


def _by_colon(p: Paragraph, who: range, mark: int, content: frozenset[int], drafts: Sequence[Draft]) -> Draft | None:
    """The statement whose cue is a colon, or the dash before a headline's last words, if what names the speaker can name one."""
    words = [p.words[i] for i in who]
    if any(w.pos in VERBAL or w.text in {",", ";", "«"} for w in words) or any(d.cue & set(who) for d in drafts):
        return None
    if any(mark in d.content and d.shape != "np" for d in drafts if max(d.cue) < mark):
        return None
    named = (w for w in words if w.pos in {"NOUN", "PROPN", "X"})
    head = next((w for w in named if w.feats.get("Case") in {"Nom", None} or w.text.isupper() or w.text == w.nominative), None)
    if head is None or not (head.entity or head.lemma in titles() or head.pos == "PROPN"):
        return None
    return Draft(
        p=p,
        head=mark,
        row=COLON,
        shape="q",
        negated=False,
        cue=frozenset({mark}),
        source=frozenset(who),
        content=content,
        speaker=head.i,
        rule=f"headline {p.words[mark].text}",
        group=frozenset(who),
    )
