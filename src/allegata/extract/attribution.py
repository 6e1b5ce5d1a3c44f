"""Who says what: the rules that find statements in the parsed paragraphs. `attribute` is the room's default attribution.

Cues come from the parse (cues.py), quotations from the marks (quotes.py); here the two are joined, quotations without a cue
go to who spoke before, and what says nothing is dropped. PolNeAR's conventions: quotation marks, `that` and `to` belong to
the content, auxiliaries and negation to the cue, title and apposition to the source.
"""

from collections.abc import Iterable, Sequence

import msgspec

from ..records import Act, Alternative, Article, Span, Spans, Speaker, Statement, Wording, ZoneKind, hull, identify
from .acts import SAYS_NO, find_act
from .circumstances import find_addressee, find_medium
from .cues import Draft, find_cues, find_headline_cue
from .denials import tie_denials
from .nesting import find_parents, keep_telling
from .parsed import ParsedZone
from .quotes import Quotation, find_quotes
from .reach import echoes, jointly, reach
from .speakers import resolve_speakers

EXTRACTOR = "rules-1"

ASIDE = 60
"""Characters of a cue's own clause (medium, place, day) that may stand between the cue and its quotation."""


def attribute(article: Article, zones: tuple[ParsedZone, ...]) -> tuple[Statement, ...]:
    """The statements of an article by the rules alone, in text order; ids depend on its text, the spans and EXTRACTOR only.

    A statement inside another's content (or about it) names that one as its parent. Several named speakers of one cue have
    a statement each, with the same spans.
    """
    quotes = find_quotes(zones)
    return settle(article, zones, quotes, find_drafts(article.text, zones, quotes), extractor=EXTRACTOR)


Quotes = tuple[tuple[Quotation, ...], ...]


def find_drafts(text: str, zones: tuple[ParsedZone, ...], quotes: Quotes) -> list[Draft]:
    """What the rules see in each paragraph, outer and inner statements alike, before they are put in order."""
    return [d for n, zone in enumerate(zones) for d in _of_paragraph(text, zone, n, quotes[n])]


def settle(
    article: Article, zones: tuple[ParsedZone, ...], quotes: Quotes, drafts: list[Draft], *, extractor: str
) -> tuple[Statement, ...]:
    """Drafts to statements: quotations without a cue, nesting, joint speakers, who they are, acts, wording, ids."""
    drafts = jointly(sorted(keep_telling(_continue(article.text, drafts, quotes)), key=_first))
    parents = find_parents(drafts)
    speakers = resolve_speakers(article.text, zones, drafts, parents)
    ids = [_id(article, d, extractor) for d in drafts]
    held: dict[str, Statement] = {}
    for draft, parent, speaker, key in zip(drafts, parents, speakers, ids, strict=True):
        outer = ids[parent] if parent is not None else None
        act = find_act(draft, drafts)
        held.setdefault(key, _statement(draft, key, act, outer, speaker, quotes[draft.paragraph]))
    found = tuple(held.values())
    tied = tie_denials(zones, found)
    return tuple(msgspec.structs.replace(s, denies=tied[s.id]) if s.id in tied else s for s in found)


def _first(draft: Draft) -> tuple[int, int]:
    whole = hull((*draft.source, *draft.cue, *draft.content))
    return whole.start, -whole.end


def _of_paragraph(text: str, zone: ParsedZone, paragraph: int, quotes: Sequence[Quotation]) -> list[Draft]:
    drafts = [_with_quotes(text, d, quotes) for d in find_cues(zone, paragraph)]
    if zone.zone.kind is ZoneKind.HEADLINE and not any(d.content and d.cue for d in drafts):
        drafts = list(find_headline_cue(zone, paragraph))
    drafts = [_own_part(text, d, drafts) for d in drafts]
    drafts = _one_claimant([d for d in drafts if d.content and d.cue], quotes)
    drafts = [reach(d, drafts) for d in drafts if d.content]
    return [*drafts, *echoes(drafts)]


def _own_part(text: str, draft: Draft, drafts: Sequence[Draft]) -> Draft:
    """The content without what another speaker says beyond a semicolon: `A was hit, X says; Y denies it`."""
    if not draft.cue:
        return draft
    here = draft.cue[0].start
    cut = draft.content
    for other in drafts:
        if other is draft or not other.cue or not other.source or other.source == draft.source:
            continue
        there = other.cue[0].start
        at = text.find(";", here, there) if here < there else text.rfind(";", there, here)
        if at >= 0:
            limit = Span(draft.zone.offset, at) if here < there else Span(at + 1, draft.zone.end)
            cut = tuple(s for c in _within(cut, limit) if (s := _bare(text, c)) is not None)
    return draft if cut == draft.content else msgspec.structs.replace(draft, content=cut)


def _bare(text: str, span: Span) -> Span | None:
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    end = span.start + len(words.rstrip())
    return Span(start, end) if start < end else None


def _one_claimant(drafts: list[Draft], quotes: Sequence[Quotation]) -> list[Draft]:
    """A quotation that two cues of one level claim goes to the nearer one, the parse deciding first."""
    held = list(drafts)
    for quote in quotes:
        claims = [n for n, d in enumerate(held) if d.word.kind != "phrase" and any(c.covers(quote.span) for c in d.content)]
        if len(claims) < 2:
            continue
        best = min(claims, key=lambda n: (held[n].shape not in {"that", "wh"}, _gap(held[n], quote)))
        for n in claims:
            if n != best and not _holds(held[n], held[best]) and not _holds(held[best], held[n]):
                held[n] = msgspec.structs.replace(held[n], content=_less(held[n].content, (quote.span,)))
    return held


def _holds(outer: Draft, inner: Draft) -> bool:
    return any(c.touches(hull(inner.cue)) for c in outer.content)


def _gap(draft: Draft, quote: Quotation) -> int:
    core = hull((*draft.cue, *draft.source))
    return max(quote.span.start - core.end, core.start - quote.span.end)


def _with_quotes(text: str, draft: Draft, quotes: Sequence[Quotation]) -> Draft:
    """Grow the content to the whole of each quotation it touches, and take the quotations that stand against the cue."""
    at = draft.cue[0].start if draft.cue else 0
    own = next((q for q in quotes if q.span.start <= at < q.span.end), None)
    if own is not None:
        return msgspec.structs.replace(draft, content=_within(draft.content, own.inner))
    content = list(draft.content)
    core = hull((*draft.cue, *draft.source)) if draft.cue or draft.source else None
    for quote in quotes:
        touched = [c for c in content if c.touches(quote.span)]
        if touched:
            content = _grow(content, quote.span)
        elif core is not None and "q" in draft.word.complements and _stands_against(text, draft, core, quote, content):
            content.append(quote.span)
            if draft.shape == "np":
                content = [c for c in content if c.touches(quote.span)]
    spans = _less(_joined(text, content), (*draft.cue, *draft.source))
    return msgspec.structs.replace(draft, content=spans)


def _within(content: Spans, limit: Span) -> Spans:
    cut = (Span(max(c.start, limit.start), min(c.end, limit.end)) for c in content)
    return tuple(c for c in cut if c.start < c.end)


def _grow(content: list[Span], quote: Span) -> list[Span]:
    touched = [c for c in content if c.touches(quote)]
    rest = [c for c in content if not c.touches(quote)]
    return sorted([*rest, hull([*touched, quote])])


def _stands_against(text: str, draft: Draft, core: Span, quote: Quotation, content: Sequence[Span]) -> bool:
    zone = draft.zone
    if quote.span.end <= core.start:
        between = text[quote.span.end : core.start]
        return (len(between) <= 3 and not between.strip(" ,\n") and text[quote.inner.end - 1] in ",?!—-….") or (
            between.strip() == "" and not content
        )
    if quote.span.start < core.end:
        return False
    between = text[core.end : quote.span.start]
    if content or ("\n" in between and not text[: quote.span.start].rstrip().endswith(":")):
        return False
    if len(between) > ASIDE:
        return False
    words = [t.i for t in zone.tokens(Span(core.end, quote.span.start)) if not t.is_punct and not t.is_space]
    return all(i in draft.outer for i in words)


def _joined(text: str, spans: Iterable[Span]) -> Spans:
    held: list[Span] = []
    for span in sorted(spans):
        if held and (span.start <= held[-1].end or not text[held[-1].end : span.start].strip(" ")):
            held[-1] = Span(held[-1].start, max(held[-1].end, span.end))
        else:
            held.append(span)
    return tuple(held)


def _less(content: Spans, cut: Spans) -> Spans:
    """The content without cue and source, in as many pieces as that makes."""
    held = list(content)
    for hole in cut:
        parts: list[Span] = []
        for span in held:
            if not span.touches(hole):
                parts.append(span)
                continue
            parts += [Span(span.start, hole.start), Span(hole.end, span.end)]
        held = [p for p in parts if p.start < p.end]
    return tuple(held)


def _continue(text: str, drafts: list[Draft], quotes: tuple[tuple[Quotation, ...], ...]) -> list[Draft]:
    """Give each quotation that has no cue to the statement before it, when nobody else spoke in between."""
    held = list(drafts)
    numbers: dict[int, list[int]] = {}
    for n, draft in enumerate(held):
        numbers.setdefault(draft.paragraph, []).append(n)
    for paragraph, found in enumerate(quotes):
        near = [*numbers.get(paragraph - 1, ()), *numbers.get(paragraph, ())]
        for quote in found:
            if any(
                c.touches(quote.span) and not quote.inner.covers(hull(d.cue))
                for d in (held[n] for n in near)
                for c in (*d.content, *d.cue, *d.source)
            ):
                continue
            before = [
                n
                for n in near
                if hull((*held[n].cue, *held[n].content)).end <= quote.span.start
                and not any(q.inner.covers(hull(held[n].cue)) for q in quotes[held[n].paragraph])
            ]
            if not before or not _is_sentence(text, quote):
                continue
            last = max(before, key=lambda n: ("q" in held[n].word.complements, hull((*held[n].cue, *held[n].content)).end))
            held[last] = msgspec.structs.replace(held[last], content=(*held[last].content, quote.span))
    return held


def _is_sentence(text: str, quote: Quotation) -> bool:
    inner = quote.inner.of(text).strip()
    before = text[: quote.span.start].rstrip(" ")[-1:]
    return len(inner.split()) >= 3 and (not before or before in ".!?:\n”\"'’»")


def _id(article: Article, draft: Draft, extractor: str) -> str:
    spans = [[[s.start, s.end] for s in role] for role in (draft.source, draft.cue, draft.content)]
    return identify("statement", article.sha256, spans, extractor, *([draft.joint] if draft.joint else []))


def _statement(
    draft: Draft, key: str, act: Act, parent: str | None, speaker: Speaker, quotes: Sequence[Quotation]
) -> Statement:
    wording, other = _wording(draft, quotes), draft.other
    return Statement(
        id=key,
        zone=draft.zone.zone.kind,
        source=draft.source,
        cue=draft.cue,
        content=draft.content,
        act=act,
        wording=wording,
        direct=wording is Wording.DIRECT,
        speaker=speaker,
        parent=parent,
        medium=find_medium(draft),
        addressee=find_addressee(draft),
        rule=draft.rule if act is find_act(draft) else f"{draft.rule}, {SAYS_NO}",
        confidence=draft.confidence,
        alternative=None
        if other is None
        else Alternative(source=other.source, cue=other.cue, content=other.content, rule=other.rule),
    )


def _wording(draft: Draft, quotes: Sequence[Quotation]) -> Wording:
    """Direct when quotations make up all pieces, mixed when they are among the words, else indirect."""
    marked = [q for q in quotes if any(c.touches(q.span) for c in draft.content)]
    if not marked or any(q.inner.covers(c) for q in marked for c in draft.content):
        return Wording.INDIRECT
    return Wording.DIRECT if all(any(q.span.covers(c) for q in marked) for c in draft.content) else Wording.MIXED
