"""Who says what in a Russian article: cues, direct speech and quotations joined, nested, with act and speaker."""

from collections.abc import Sequence

import msgspec

from ...records import Act, Article, Span, Speaker, Statement, Wording, hull, identify
from .acts import find_act
from .circumstances import find_medium
from .cues import find_drafts
from .drafts import Draft
from .nesting import find_parents, keep_telling
from .paragraphs import read_paragraphs
from .speakers import resolve_speakers
from .speech import Stretch
from .words import Paragraph, Read

EXTRACTOR = "rules-ru-1"

FEWEST = 3
"""Words of a quotation that can stand for itself as a sentence."""


def attribute(article: Article, read: Read) -> tuple[Statement, ...]:
    """The statements of a Russian article, in text order; ids depend on its text, the spans and EXTRACTOR only.

    `read` is `work.russian.load_russian()`. Spans are code points into `article.text`.
    """
    paragraphs = read_paragraphs(article, read)
    drafts: list[Draft] = []
    for p in paragraphs:
        found, speech = find_drafts(p)
        kept = keep_telling(sorted((_marks(d) for d in found), key=_first))
        drafts += _continue(p, kept, speech, drafts)
    drafts.sort(key=_first)
    parents = _parents(drafts)
    speakers = resolve_speakers(paragraphs, drafts, parents)
    ids = [_id(article, d) for d in drafts]
    held: dict[str, Statement] = {}
    for draft, parent, speaker, key in zip(drafts, parents, speakers, ids, strict=True):
        outer = ids[parent] if parent is not None else None
        made = _statement(draft, key, find_act(draft), outer, speaker)
        if made.content:
            held.setdefault(key, made)
    return tuple(held.values())


def _parents(drafts: Sequence[Draft]) -> list[int | None]:
    by_paragraph: dict[int, list[int]] = {}
    for n, draft in enumerate(drafts):
        by_paragraph.setdefault(draft.p.number, []).append(n)
    held: list[int | None] = [None] * len(drafts)
    for near in by_paragraph.values():
        for n, parent in zip(near, find_parents([drafts[i] for i in near]), strict=True):
            held[n] = near[parent] if parent is not None else None
    return held


def _first(d: Draft) -> tuple[int, int]:
    words = d.source | d.cue | d.content
    return d.p.words[min(words)].start, d.p.words[min(d.cue)].start


def _marks(d: Draft) -> Draft:
    """The content with the quotation marks that stand at its edges."""
    held = set(d.content)
    for i in (min(held) - 1, max(held) + 1):
        mate = d.p.mates.get(i)
        if mate is not None and mate in held and i < len(d.p.words):
            held.add(i)
    return msgspec.structs.replace(d, content=frozenset(held))


def _continue(p: Paragraph, drafts: list[Draft], speech: Sequence[Stretch], earlier: Sequence[Draft]) -> list[Draft]:
    """Give each quotation without a cue to the statement before it."""
    held = list(drafts)
    for stretch in speech:
        spoken = stretch.spoken()
        if not stretch.quoted or any(spoken & (d.content | d.cue | d.source) for d in held):
            continue
        if not _is_sentence(p, stretch):
            continue
        before = [n for n, d in enumerate(held) if max(d.cue | d.content) < stretch.first and "q" in d.row.complements]
        if before:
            last = max(before, key=lambda n: max(held[n].cue | held[n].content))
            held[last] = msgspec.structs.replace(held[last], content=held[last].content | spoken)
    return held


def _is_sentence(p: Paragraph, stretch: Stretch) -> bool:
    words = [i for i in range(stretch.first, stretch.end) if not p.words[i].is_punct]
    before = p.words[stretch.first - 1].text if stretch.first else "."
    if before in {"—", "–"} and stretch.first > 1:
        before = p.words[stretch.first - 2].text
    return len(words) >= FEWEST and before in {".", "!", "?", ":", "»", "…"}


def _id(article: Article, d: Draft) -> str:
    spans = [[[s.start, s.end] for s in d.p.pieces(role)] for role in (d.source, d.cue, d.content)]
    return identify("statement", article.sha256, spans, EXTRACTOR)


def _statement(d: Draft, key: str, act: Act, parent: str | None, speaker: Speaker) -> Statement:
    content = d.p.pieces(d.content)
    wording = _wording(d, content)
    return Statement(
        id=key,
        zone=d.p.zone.kind,
        source=d.p.pieces(d.source),
        cue=_cue(d),
        content=content,
        act=act,
        wording=wording,
        direct=wording is Wording.DIRECT,
        speaker=speaker,
        parent=parent,
        medium=find_medium(d),
        addressee=d.p.pieces(d.whom),
        rule=d.rule,
    )


def _cue(d: Draft) -> tuple[Span, ...]:
    """The cue's pieces; a colon that carries the attribution by itself is a piece too."""
    return d.p.pieces(d.cue) or tuple(d.p.span(i, i) for i in sorted(d.cue))


def _wording(d: Draft, content: Sequence[Span]) -> Wording:
    """Direct when all pieces are quoted (or stand behind a dash), mixed when quotation marks are among the words, else indirect."""
    if d.p.words[0].text in {"—", "–"} and d.shape == "q" and min(d.content) > 0:
        return Wording.DIRECT
    marked = [
        hull((d.p.span(a, min(b, len(d.p.words) - 1)),))
        for a, b in d.p.mates.items()
        if a < b and (min(b, len(d.p.words) - 1) - a) > 1
    ]
    touched = [m for m in marked if any(c.touches(m) for c in content)]
    if not touched or all(any(m.start < c.start and c.end < m.end for m in touched) and d.shape != "q" for c in content):
        return Wording.INDIRECT
    return Wording.DIRECT if all(any(m.covers(c) for m in touched) for c in content) else Wording.MIXED
