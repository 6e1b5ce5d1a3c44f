"""Nouns of speech with what was said (`обвинения в обстреле`), alone or carried by a verb (`выступил с призывом`)."""

from collections.abc import Sequence

from ..lexicon import Reporting
from .clauses import clause_end
from .drafts import BETWEEN, OWNERS, Draft
from .frames import Frame, limits
from .hits import Hit
from .lexicon import carriers, nouns, titles
from .phrases import NOBODY, Source, extent, preposition, subject_of
from .speech import Stretch
from .words import VERBAL, Paragraph, Word


def of_noun(p: Paragraph, word: Word, hits: Sequence[Hit], speech: tuple[Stretch, ...]) -> Draft | None:
    """`обвинения в умышленном отключении`, `утверждения Баку о пуске ракет`, `выступил с призывом прекратить огонь`."""
    row = nouns().get(word.lemma)
    if row is None or word.pos != "NOUN":
        return None
    f = limits(p, hits, speech, word.i)
    maker = _maker(p, word, f.high)
    after = max(maker[0]) + 1 if maker[0] and max(maker[0]) > word.i else word.i + 1
    shape, content = _noun_content(f, word, row, after, maker[0])
    light = p.words[word.head] if word.head >= 0 else None
    if not content and light is not None and light.lemma in carriers() and light.i < word.i:
        shape, content = _beside(f, word, light, row, after)
    if not content:
        return None
    cue = frozenset({word.i})
    rule = f"noun {word.lemma} {shape}"
    if (
        light is not None
        and light.lemma in carriers()
        and light.pos in VERBAL
        and f.low <= light.i < word.i
        and maker[1] is None
    ):
        known = next((h for h in hits if h.head == light.i), None)
        hit = known or Hit(head=light.i, top=light.i, row=row, cue=frozenset({light.i}))
        maker = subject_of(p, hit, f.low, f.high)
        if light.i + BETWEEN >= word.i and not maker[0] & set(range(light.i, word.i)):
            cue = frozenset(range(light.i, word.i + 1))
        else:
            cue = frozenset({light.i, *(c.i for c in p.children(word, "case")), word.i})
    return Draft(
        p=p,
        head=word.i,
        row=row,
        shape=shape,
        negated=False,
        cue=cue,
        source=frozenset(maker[0]) - content,
        content=content - cue - maker[0],
        speaker=maker[1],
        rule=rule,
        group=frozenset(range(min(cue), word.i + 1)) - content,
    )


def _maker(p: Paragraph, noun: Word, high: int) -> Source:
    """Whose words they are: `его обвинения`, `утверждения Баку`."""
    for child in p.children(noun):
        if child.lower in OWNERS and child.i < noun.i:
            return frozenset({child.i}), child.i
        genitive = child.rel == "nmod" and child.i > noun.i and not preposition(p, child) and child.pos in {"NOUN", "PROPN"}
        if genitive and child.i - noun.i <= BETWEEN and (child.entity or child.lemma in titles()):
            drop = [c for c in p.children(child) if preposition(p, c) or c.rel in {"acl", "acl:relcl"}]
            edge = min((min(p.subtree(d)) for d in drop), default=high)
            return extent(p, child, low=noun.i + 1, high=max(edge, child.i + 1)), child.i
    return NOBODY


def _noun_content(f: Frame, noun: Word, row: Reporting, after: int, maker: frozenset[int]) -> tuple[str, frozenset[int]]:
    p = f.p
    rest = p.words[after : min(after + 4, f.high)]
    if "that" in row.complements:
        for word in rest:
            if word.lower in {"что", "чтобы", "будто"} and p.words[word.i - 1].text == ",":
                pointer = p.words[word.i - 2]
                start = word.i
                if pointer.lower in {"том", "тем", "то"} and pointer.i >= after:
                    start = pointer.i - 1 if p.words[pointer.i - 1].pos == "ADP" and pointer.i - 1 >= after else pointer.i
                if start - after <= 1:
                    return "that", frozenset(
                        range(start, clause_end(f, word.i, Hit(head=noun.i, top=noun.i, row=row, cue=frozenset())))
                    )
    for child in p.children(noun):
        if child.i < after or child.i in maker:
            continue
        prep = preposition(p, child)
        inf = child.feats.get("VerbForm") == "Inf" and "inf" in row.complements
        gen = "gen" in row.complements and child.rel == "nmod" and not prep
        if inf or gen or (prep and prep in row.complements):
            return ("inf" if inf else prep or "gen"), _run(f, child, after)
    if rest and "inf" in row.complements and rest[0].feats.get("VerbForm") == "Inf":
        return "inf", _run(f, rest[0], after)
    if rest and rest[0].pos == "ADP" and rest[0].lower in row.complements and rest[0].head > rest[0].i:
        return rest[0].lower, _run(f, p.words[rest[0].head], after)
    return "", frozenset()


def _beside(f: Frame, noun: Word, light: Word, row: Reporting, after: int) -> tuple[str, frozenset[int]]:
    """`выразил обеспокоенность в связи с обстрелами`: what stands right behind the noun but hangs on its verb."""
    for child in f.p.children(light):
        prep = preposition(f.p, child)
        if prep in row.complements and min(f.p.subtree(child)) == after:
            return prep, _run(f, child, after)
    return "", frozenset()


def _run(f: Frame, word: Word, low: int) -> frozenset[int]:
    p = f.p
    held = p.subtree(word, [c for c in p.children(word) if c.i in f.hits and c.rel == "conj"])
    first = last = word.i
    while first - 1 >= low and first - 1 in held:
        first -= 1
    while last + 1 < f.high and (last + 1 in held or (last + 2 in held and p.words[last + 1].is_punct)):
        last += 1
    return frozenset(range(first, last + 1))
