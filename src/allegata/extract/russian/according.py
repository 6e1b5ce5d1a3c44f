"""Phrases that name a source (`по словам X`, `согласно документу`, `со ссылкой на X`) and the clause that they stand in."""

from collections.abc import Iterator, Sequence

import msgspec

from .clauses import clause_end
from .drafts import BETWEEN, OWNERS, REPORTED, Draft
from .frames import THAT, Frame, limits
from .hits import Hit
from .lexicon import phrases, titles
from .phrases import NOBODY, Source, extent
from .speech import DASHES, Stretch
from .words import Paragraph, Word


def of_phrases(p: Paragraph, hits: Sequence[Hit], speech: tuple[Stretch, ...]) -> Iterator[Draft]:
    """`по словам X`, `по его словам`, `согласно документу`, `со ссылкой на X`."""
    at = 0
    while at < len(p.words):
        found = _phrase_at(p, at)
        if found is None:
            at += 1
            continue
        cue, source, end = found
        f = limits(p, hits, speech, at)
        content = _clause_about(f, at, end, hits)
        if any(not p.words[i].is_punct for i in content):
            yield Draft(
                p=p,
                head=max(cue),
                row=REPORTED,
                shape="that",
                negated=False,
                cue=cue,
                source=source[0],
                content=frozenset(content) - cue - source[0],
                speaker=source[1],
                rule=f"phrase {' '.join(p.words[i].lower for i in sorted(cue))}",
                group=frozenset(range(at, end)),
            )
        at = max(end, at + 1)


def as_passed_on(p: Paragraph, d: Draft, drafts: Sequence[Draft]) -> Draft:
    """`передаёт агентство со ссылкой на X`: X said what the agency passes on."""
    if len(d.cue) < 3 or p.words[min(d.cue)].lower != "со":
        return d
    near = [o for o in drafts if p.begins[o.head] == p.begins[d.head] and not d.cue & o.content]
    if not near:
        return d
    over = min(near, key=lambda o: abs(o.head - d.head))
    return msgspec.structs.replace(d, content=over.content - d.cue - d.source)


def as_evidence(p: Paragraph, d: Draft, drafts: Sequence[Draft]) -> Draft:
    """`Исследователи, ссылаясь на видео, уверены, что ...`: the video says so too; `сославшись на аварию` stays a statement."""
    if d.row.word not in {"сослаться", "ссылаться"} or d.shape != "на":
        return d
    nouns_there = [p.words[i] for i in sorted(d.content) if p.words[i].pos in {"NOUN", "PROPN"}]
    near = [o for o in drafts if o is not d and p.begins[o.head] == p.begins[d.head] and o.source == d.source]
    if not nouns_there or not near or not (titles().get(nouns_there[0].lemma) or nouns_there[0].entity):
        return d
    prep = min(d.content)
    over = min(near, key=lambda o: abs(o.head - d.head))
    return msgspec.structs.replace(
        d, cue=d.cue | {prep}, source=d.content - {prep}, speaker=nouns_there[0].i, content=over.content - d.content - d.cue
    )


def _phrase_at(p: Paragraph, at: int) -> tuple[frozenset[int], Source, int] | None:
    first = p.words[at]
    for lemmas in phrases():
        if first.lower != lemmas[0]:
            continue
        cue, owner, i = [at], None, at
        for lemma in lemmas[1:]:
            place = _next(p, i + 1, lemma)
            if place is None:
                break
            between = p.words[i + 1 : place]
            owner = next((w for w in between if w.lower in OWNERS), owner)
            cue += [w.i for w in between if w.lower not in OWNERS] + [place]
            i = place
        else:
            return _named_by(p, frozenset(cue), owner, i, lemmas)
    return None


def _next(p: Paragraph, start: int, lemma: str) -> int | None:
    for i in range(start, min(start + BETWEEN, p.ends[start - 1])):
        word = p.words[i]
        if word.lemma == lemma or (word.lower == lemma):
            return i
        if word.is_punct or word.pos not in {"ADJ", "DET", "PRON", "VERB", "ADV"}:
            return None
    return None


def _named_by(
    p: Paragraph, cue: frozenset[int], owner: Word | None, last: int, lemmas: tuple[str, ...]
) -> tuple[frozenset[int], Source, int] | None:
    if owner is not None:
        return cue, (frozenset({owner.i}), owner.i), last + 1
    high = p.ends[last]
    following = p.words[last + 1] if last + 1 < high else None
    if following is None:
        return None
    if following.is_punct and following.i not in p.mates:
        return (cue, NOBODY, last + 1) if len(cue) > len(lemmas) else None
    head = _genitive(p, last, high)
    if head is None:
        return None
    words = extent(p, head, low=last + 1, high=high)
    return cue, (words, head.i), max(words) + 1


def _genitive(p: Paragraph, last: int, high: int) -> Word | None:
    """The head of the noun phrase right behind the phrase's last word."""
    for i in range(last + 1, min(last + 6, high)):
        word = p.words[i]
        if word.pos == "ADP" or (word.is_punct and i not in p.mates) or word.is_finite:
            return None
        if word.lower in OWNERS and p.words[i + 1 : i + 2] and p.words[i + 1].pos in {"NOUN", "ADJ"}:
            continue
        if word.pos in {"NOUN", "PROPN", "PRON"} or (word.pos == "X" and word.head < i):
            return word
    return None


def _clause_about(f: Frame, start: int, end: int, hits: Sequence[Hit]) -> set[int]:
    """The clause that a phrase stands in, without the phrase and without the author's `как сообщает X`."""
    p, low = f.p, f.low
    for i in range(start - 1, f.low - 1, -1):
        word = p.words[i]
        if word.lemma in {"который", "чей"} and i > f.low + 1 and "," in {p.words[i - 1].text, p.words[i - 2].text}:
            low = i if p.words[i - 1].text == "," else i - 1
            break
        if word.text in {";", ":"} or (word.lower in THAT and i > f.low and p.words[i - 1].text == ","):
            low = i + 1
            break
        if word.text in DASHES and i > 0 and p.words[i - 1].text in {",", ".", "»"}:
            low = i + 1
            break
    if (
        start - 1 > low
        and p.words[start - 1].text == ","
        and p.words[start - 2].lower in {"но", "а", "однако", "и"}
        and start - 3 > low
    ):
        low = start - 1
    high = clause_end(f, end, None) if end < f.high else f.high
    high = next((i for i in range(end, high) if p.words[i].text == ";" and not _in_speech(f, i)), high)
    high = min(high, _next_clause(f, end, high, hits))
    return set(range(low, start)) | set(range(end, high))


def _in_speech(f: Frame, i: int) -> bool:
    return any(s.quoted and s.first < i < s.end for s in f.speech)


def _next_clause(f: Frame, start: int, high: int, hits: Sequence[Hit]) -> int:
    """Where another speaker's own clause begins: `по данным X, A, а Y заявил, что B`."""
    p = f.p
    for hit in hits:
        word = p.words[hit.head]
        if not start < hit.head < high or _in_speech(f, hit.head):
            continue
        for i in range(hit.head - 1, start, -1):
            if p.words[i].lower in {"а", "но", "однако"} and p.words[i - 1].text == ",":
                return i - 1
            if p.words[i].text == "," or (p.words[i].is_finite and i != word.i):
                break
    return high
