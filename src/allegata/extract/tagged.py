"""Who says what, by the trained model and the rules together: the model's statements in the rules' terms, each with a confidence.

The model says where source, cue and content are; the rules say the same from the parse, and besides what the model never
learnt: statements inside statements, acts, whom words stand for. Where the two differ the statement keeps both readings, and is
trusted less.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec

from ..records import Act, Article, Record, Span, Spans, Statement, hull
from .attribution import find_drafts, settle
from .cues import REPORTED, Draft, own_complement
from .decode import Heard, Read, Tag, hear
from .grammar import children, is_negated, subtree
from .hints import shared
from .lexicon import Reporting, nouns, verbs
from .nesting import keep_telling
from .parsed import ParsedZone
from .pieces import Tokenize, cut
from .quotes import find_quotes
from .standins import under_one_name

if TYPE_CHECKING:
    from spacy.tokens import Token

EXTRACTOR = "model-1"

Judge = Callable[[Sequence[float]], float]
"""The signs of a statement (see `signs`) to the chance that it is whole: source, cue and content as people would mark them."""


class Model(Record, frozen=True, kw_only=True):
    """The trained model as the room is given it. Statements that `judge` gives less than `least` are left out, those inside another
    less than `least_inner`."""

    tokenize: Tokenize
    tag: Tag
    read: Read
    judge: Judge
    least: float
    least_inner: float
    name: str = EXTRACTOR


def attribute_with(model: Model) -> Callable[[Article, tuple[ParsedZone, ...]], tuple[Statement, ...]]:
    """The room's attribution, by this model and the rules."""

    def attribute(article: Article, zones: tuple[ParsedZone, ...]) -> tuple[Statement, ...]:
        quotes = find_quotes(zones)
        ruled = find_drafts(article.text, zones, quotes)
        pieces = cut(article.text, [Span(z.offset, z.end) for z in zones], under_one_name(model.tokenize))
        heard = hear(pieces, ruled, model.tag, model.read)
        return settle(article, zones, quotes, judged(join(article.text, zones, heard, ruled), model), extractor=model.name)

    return attribute


class Joined(Record, frozen=True, kw_only=True):
    """One statement as heard and as ruled, one of which may be missing; `draft` is what goes on."""

    draft: Draft
    heard: Heard | None
    ruled: Draft | None
    inner: bool
    told: bool
    """Whether the rules alone would give it."""
    contested: bool
    """Whether its content shares words with that of a heard statement that it does not stand in."""


def judged(joined: Sequence[Joined], model: Model) -> list[Draft]:
    """The drafts worth keeping, with their confidence and, where rules and model differ, the other reading."""
    held = []
    for one in joined:
        confidence = model.judge(signs(one))
        sure = confidence >= (model.least_inner if one.inner else model.least)
        if (sure or _weighs(one)) and not _is_deed(one) and not _is_nobodys(one):
            held.append(msgspec.structs.replace(one.draft, confidence=round(confidence, 3), other=_differing(one)))
    return held


_WEIGHTY = frozenset({Act.DENY, Act.ADMIT, Act.DEMAND, Act.THREATEN})


def _weighs(one: Joined) -> bool:
    """A denial, admission, demand or threat that the rules give is kept however little the judge makes of it: to lose one is
    worse than to show a doubtful one, and its confidence says that it is."""
    return one.heard is None and one.told and one.draft.act in _WEIGHTY


def _is_nobodys(one: Joined) -> bool:
    """`the number was not known`, `it could not be verified`: nobody says it."""
    head = one.draft.head
    return one.ruled is None and bool(children(head, {"auxpass"})) and is_negated(head) and not children(head, {"agent"})


def _is_deed(one: Joined) -> bool:
    """`admitted that he had ordered the launch`: an order that is told of inside a statement is a deed, and no announcement."""
    return one.inner and not one.told and one.draft.act is Act.ANNOUNCE


def _differing(one: Joined) -> Draft | None:
    ruled = one.ruled
    if one.heard is None or ruled is None:
        return None
    same = ruled.source == one.draft.source and ruled.cue == one.draft.cue and ruled.content == one.draft.content
    return None if same else ruled


def join(text: str, zones: tuple[ParsedZone, ...], heard: Sequence[Heard], ruled: Sequence[Draft]) -> list[Joined]:
    """Each heard statement with the rules' draft of the same cue, then what only the rules see."""
    told = {id(d) for d in keep_telling(ruled)}
    by_paragraph: dict[int, list[Draft]] = {}
    for draft in ruled:
        by_paragraph.setdefault(draft.paragraph, []).append(draft)
    pairs: list[tuple[Draft, Heard | None, Draft | None]] = []
    taken: set[int] = set()
    at = 0
    for one in heard:
        while at < len(zones) - 1 and zones[at].end <= one.cue[0].start:
            at += 1
        near = [d for d in by_paragraph.get(at, ()) if id(d) not in taken and shared(d.cue, one.cue)]
        match = max(near, key=lambda d: shared(d.cue, one.cue), default=None)
        one = tidy(text, zones[at], one)
        if one.content:
            pairs.append((_draft(text, zones[at], at, one, match), one, match))
            taken |= {id(match)} if match is not None else set()
    contents = _by_zone(zones, [d for d, _, _ in pairs])
    pairs += [(d, None, d) for d in ruled if id(d) not in taken]
    return [
        Joined(
            draft=draft,
            heard=one,
            ruled=match,
            inner=any(c.covers(hull(draft.cue)) for d, c in contents[draft.paragraph] if d is not draft and draft.cue),
            told=id(match) in told,
            contested=_contested(draft, [pair for n in _zones_of(zones, draft) for pair in contents[n]]),
        )
        for draft, one, match in pairs
    ]


def _zones_of(zones: Sequence[ParsedZone], draft: Draft) -> range:
    """The paragraphs from the first to the last in which something of its content stands."""
    if not draft.content:
        return range(0)
    whole = hull(draft.content)
    return range(
        max(0, bisect_right(zones, whole.start, key=lambda z: z.offset) - 1),
        bisect_left(zones, whole.end, key=lambda z: z.offset),
    )


def _by_zone(zones: Sequence[ParsedZone], drafts: Sequence[Draft]) -> list[list[tuple[Draft, Span]]]:
    """For each paragraph the pieces of contents that may stand in it."""
    held: list[list[tuple[Draft, Span]]] = [[] for _ in zones]
    for draft in drafts:
        for n in _zones_of(zones, draft):
            held[n] += [(draft, c) for c in draft.content]
    return held


MARKS = "“”\"„«»''"


def tidy(text: str, zone: ParsedZone, heard: Heard) -> Heard:
    """The statement with its content made whole: a last word left behind comes in; a stray word, and unquoted words of another
    sentence than the cue's, go, when something else is left."""
    content = tuple(_to_the_last_word(zone, c, heard) for c in heard.content)
    if len(content) > 1:
        kept = tuple(c for c in content if any(m in c.of(text) for m in MARKS) or _belongs(text, zone, c, heard.cue[0]))
        content = kept or content
        content = _without_it(text, content)
        content = _closed(text, content, (*heard.source, *heard.cue))
    if content:
        last = _to_the_mark(text, _less_loose_word(zone, content[-1]))
        content = (*content[:-1], last)
    return msgspec.structs.replace(heard, content=content)


def _without_it(text: str, content: Spans) -> Spans:
    """`made it clear that they would leave`: the `it` before what is said is none of it."""
    return content[1:] if len(content) > 1 and content[0].of(text).lower() == "it" else content


GAP = 40
"""Characters between two pieces of a content that are one, where neither cue nor source stands between them."""


def _closed(text: str, content: Spans, others: Spans) -> Spans:
    """Pieces with a few words between them that are nobody else's are one: `voice [in government.] This election`."""
    held: list[Span] = []
    for span in content:
        gap = Span(held[-1].end, span.start) if held else None
        if gap is not None and len(gap) <= GAP and ";" not in gap.of(text) and not any(o.touches(gap) for o in others):
            held[-1] = Span(held[-1].start, span.end)
        else:
            held.append(span)
    return tuple(held)


def _less_loose_word(zone: ParsedZone, content: Span) -> Span:
    """Without a last `in` or `but` whose phrase does not stand in the content."""
    tokens = zone.tokens(content)
    last = tokens[-1] if len(tokens) > 1 else None
    if last is None or last.pos_ not in {"ADP", "CCONJ"} or last.dep_ not in {"prep", "cc"}:
        return content
    follows = last.i + 1 < len(zone.doc) and zone.doc[last.i + 1].is_alpha
    before = next((t for t in reversed(tokens[:-1]) if not t.is_punct), None)
    return Span(content.start, zone.place(before).end) if follows and before is not None else content


def _to_the_mark(text: str, content: Span) -> Span:
    """A quotation mark that was opened comes in with its last words; one that was not stays out."""
    said = content.of(text)
    opened, closed = said.count("“"), said.count("”")
    if opened > closed and text[content.end : content.end + 1] == "”":
        return Span(content.start, content.end + 1)
    if closed > opened and said.endswith("”"):
        return Span(content.start, content.end - 1)
    return content


def _belongs(text: str, zone: ParsedZone, content: Span, cue: Span) -> bool:
    tokens, first = zone.tokens(content), zone.tokens(cue)
    if not tokens or not first:
        return False
    stray = len(content.of(text).split()) < 2 and tokens[0].pos_ not in {"PRON", "NOUN", "PROPN", "ADJ", "NUM"}
    return tokens[0].sent.start == first[0].sent.start and not stray


def _to_the_last_word(zone: ParsedZone, content: Span, heard: Heard) -> Span:
    tokens = zone.tokens(content)
    if not tokens:
        return content
    last = tokens[-1]
    rest = [t for t in zone.doc[last.i + 1 : last.sent.end] if not t.is_space]
    words = [t for t in rest if not t.is_punct]
    if (
        len(words) != 1
        or rest[0] is not words[0]
        or last.is_punct
        or any(c.touches(zone.place(words[0])) for c in heard.content)
    ):
        return content
    own = any(r.touches(zone.place(words[0])) for r in (*heard.source, *heard.cue))
    return content if own else Span(content.start, zone.place(words[0]).end)


def _contested(draft: Draft, contents: Sequence[tuple[Draft, Span]]) -> bool:
    if not draft.cue:
        return False
    own = hull(draft.cue)
    return any(
        d is not draft and c.touches(mine) and not c.covers(own) and not mine.covers(hull(d.cue))
        for d, c in contents
        for mine in draft.content
    )


def _draft(text: str, zone: ParsedZone, paragraph: int, heard: Heard, match: Draft | None) -> Draft:
    source = zone.tokens(heard.source[0]) if heard.source else ()
    speaker = zone.doc[source[0].i : source[-1].i + 1].root if source else None
    if match is not None:
        # half a name is none: "the Westland" of "the Westland prime minister John Smith"
        cut_short = (
            bool(heard.source)
            and match.source != heard.source
            and all(any(m.covers(h) for m in match.source) for h in heard.source)
            and match.speaker is not None
            and not any(h.covers(zone.place(match.speaker)) for h in heard.source)
        )
        source_of = match.source if cut_short or (not heard.source and _subject_of(match)) else heard.source
        inside = match.speaker is not None and any(s.covers(zone.place(match.speaker)) for s in source_of)
        return msgspec.structs.replace(
            match,
            cue=heard.cue,
            source=source_of,
            content=heard.content,
            speaker=match.speaker if inside else speaker,
            rule=f"model and {match.rule}",
            outer=frozenset(match.outer - _within(zone, heard.content)),
        )
    head, word = _word(zone, heard.cue[0])
    shape = _shape(text, head, word, heard.content)
    outer = {t.i for t in zone.tokens(heard.cue[0])} | {t.i for t in source}
    outer |= {i for c in children(head, {"prep", "npadvmod", "advmod", "dative", "dobj"}) for i in subtree(c)}
    return Draft(
        paragraph=paragraph,
        zone=zone,
        head=head,
        word=word,
        shape=shape,
        act=word.complements.get(shape, word.act),
        cue=heard.cue,
        source=heard.source,
        content=heard.content,
        speaker=speaker,
        rule=f"model, {word.word}",
        outer=frozenset(outer - _within(zone, heard.content)),
    )


def _subject_of(ruled: Draft) -> bool:
    """Whether the rules' speaker stands before the cue in its sentence: `It called the claim false and said that ...`."""
    who = ruled.speaker
    return who is not None and who.sent.start == ruled.head.sent.start and who.i < ruled.head.i


def _within(zone: ParsedZone, spans: Spans) -> set[int]:
    return {t.i for s in spans for t in zone.tokens(s)}


def _word(zone: ParsedZone, cue: Span) -> "tuple[Token, Reporting]":
    """The word of the cue that the lexicon knows, the last one first; else its last verb, as a plain `say`."""
    tokens = zone.tokens(cue)
    for token in reversed(tokens):
        lemma = token.lemma_.lower()
        if token.lower_ == "according":
            return token, REPORTED
        particle = next((c for c in tokens if c.i == token.i + 1), None)
        for known in (f"{lemma} {particle.lower_}" if particle is not None else lemma, lemma):
            if known in verbs() and token.dep_ not in {"aux", "auxpass"}:
                return token, verbs()[known]
        if lemma in nouns() and token.pos_ in {"NOUN", "PROPN"}:
            return token, nouns()[lemma]
    head = next((t for t in reversed(tokens) if t.pos_ == "VERB"), tokens[-1])
    return head, Reporting(word=head.lemma_.lower(), kind="say", act=Act.ASSERT, complements={})


def _shape(text: str, head: "Token", word: Reporting, content: Spans) -> str:
    """The complement's shape: the parse's, or by how the content begins."""
    if word.kind not in {"noun", "phrase"}:
        found = own_complement(head, word)
        if found is not None:
            return found
    first = content[0].of(text).lstrip()[:12].lower()
    if first[:1] in '“"«„‘':
        return "q"
    return "inf" if first.startswith("to ") else "np" if word.kind == "noun" and not first.startswith("that ") else "that"


SHAPES = ("that", "q", "wh", "np", "inf", "np-inf", "np-y")
SIGNS = 25
"""How many numbers `signs` gives."""


def signs(one: Joined) -> list[float]:
    """What the judge goes by: the model's chances, what the rules see, where they agree, and what kind of statement it is."""
    heard, ruled = one.heard, one.ruled
    cue, source, content = heard.chance if heard is not None else (0.0, 0.0, 0.0)
    both = heard is not None and ruled is not None
    shape = one.draft.shape
    kind = one.draft.word.kind
    return [
        float(heard is not None),
        float(ruled is not None),
        float(one.inner),
        cue,
        source,
        content,
        cue * source * content,
        float(both and ruled is not None and alike(ruled.source, one.draft.source) >= 0.5),
        float(both and ruled is not None and alike(ruled.content, one.draft.content) >= 0.5),
        alike(ruled.content, one.draft.content) if both and ruled is not None else 0.0,
        alike(ruled.cue, one.draft.cue) if both and ruled is not None else 0.0,
        float(not one.draft.source),
        float(len(one.draft.content) > 1),
        *(float(shape == s) for s in SHAPES),
        float(one.told),
        float(one.contested),
        float(heard is not None and heard.inner),
        float(kind == "noun"),
        float(kind == "phrase"),
    ]


def alike(some: Spans, others: Spans) -> float:
    """Shared characters over all characters of two roles; two empty ones are alike."""
    if not some and not others:
        return 1.0
    both = shared(some, others)
    return both / (sum(map(len, some)) + sum(map(len, others)) - both)
