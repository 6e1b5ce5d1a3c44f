"""Cues in a paragraph: reporting verbs, nouns of speech, `по словам X`, `якобы`, a headline's colon, each with source and content."""

from collections.abc import Iterator, Sequence

import msgspec

from ...records import Act, Record
from ..lexicon import Reporting
from .contents import THAT, Frame, clause_end, complement, limits
from .hits import Hit, find_hits
from .lexicon import carriers, nouns, phrases, titles
from .phrases import NOBODY, Source, extent, preposition, subject_of
from .speech import DASHES, Stretch, find_speech
from .words import VERBAL, Paragraph, Word

REPORTED = Reporting(word="phrase", kind="phrase", act=Act.ASSERT, complements={"that": Act.ASSERT})
ALLEGEDLY = Reporting(word="якобы", kind="hedge", act=Act.ASSERT, complements={"that": Act.ASSERT}, hedge="distancing")
COLON = Reporting(word=":", kind="colon", act=Act.ASSERT, complements={"q": Act.ASSERT})

OWNERS = frozenset({"его", "ее", "её", "их"})
EMPTY = frozenset({"что", "чего", "чём", "который", "которое", "которую", "которые", "себя", "ничего"})
BETWEEN = 3
"""Words that may stand between the preposition and the noun of a phrase: `по последним официальным данным`."""

SIGNED = 7
"""Words behind the dash of a headline at most: `Десятки погибших в городе — губернатор`."""

HEADLINE = 12
"""Words before the colon of a headline at most."""


class Draft(Record, frozen=True, kw_only=True):
    """A statement in the making; sources, cues and contents are word indices of its paragraph."""

    p: Paragraph
    head: int
    row: Reporting
    shape: str
    negated: bool
    cue: frozenset[int]
    source: frozenset[int]
    content: frozenset[int]
    speaker: int | None
    rule: str
    whom: frozenset[int] = frozenset()
    group: frozenset[int] = frozenset()


def find_drafts(p: Paragraph) -> tuple[list[Draft], tuple[Stretch, ...]]:
    """All cues of a paragraph with a content, in no order, and the direct speech that was found on the way."""
    hits = find_hits(p)
    speech = find_speech(p, hits)
    drafts = [d for hit in hits if (d := _of_verb(p, hit, limits(p, hits, speech, hit.head))) is not None]
    drafts = [_same_speaker(p, d, drafts) for d in drafts]
    taken = frozenset(i for d in drafts for i in d.cue)
    named = [_as_passed_on(p, d, drafts) for d in _of_phrases(p, hits, speech)]
    taken |= {i for d in named for i in d.cue}
    drafts += named
    drafts = [_as_evidence(p, d, drafts) for d in drafts]
    drafts += [d for word in p.words if word.i not in taken and (d := _of_noun(p, word, hits, speech)) is not None]
    carried = {d.head: d for d in drafts if d.row.kind == "noun"}
    drafts = [d for d in drafts if not _is_swallowed(d, carried)]
    drafts += [d for word in p.words if word.lower == "якобы" and (d := _allegedly(p, word, drafts, hits, speech)) is not None]
    if (headline := _headline(p, drafts, speech)) is not None:
        drafts.append(headline)
    return drafts, speech


def _same_speaker(p: Paragraph, d: Draft, drafts: Sequence[Draft]) -> Draft:
    """`рассказала, что ..., и попросила ...`: a verb without subject has that of the last cue with its form."""
    verb = p.words[d.head]
    if (
        d.speaker is not None
        or verb.feats.get("VerbForm") != "Fin"
        or verb.feats.get("Number") != "Sing"
        or d.row.kind == "passive"
    ):
        return d
    same = [
        o
        for o in drafts
        if o.head < d.head
        and o.speaker is not None
        and p.begins[o.head] == p.begins[d.head]
        and p.words[o.head].feats.get("Gender") == verb.feats.get("Gender")
        and p.words[o.head].feats.get("Tense") == verb.feats.get("Tense")
        and p.words[o.head].feats.get("Number") == "Sing"
        and not d.cue <= o.content
    ]
    if not same or verb.feats.get("Voice") == "Pass":
        return d
    last = max(same, key=lambda o: o.head)
    return msgspec.structs.replace(d, source=last.source, speaker=last.speaker)


def _is_swallowed(d: Draft, carried: dict[int, Draft]) -> bool:
    return d.row.kind != "noun" and any(d.head in c.cue and c is not d for c in carried.values())


def _of_verb(p: Paragraph, hit: Hit, f: Frame) -> Draft | None:
    if hit.row.kind == "exclude" and not hit.negated:
        return None
    source = subject_of(p, hit, f.low, f.high)
    if source[1] is None and p.words[hit.top].feats.get("Person") == "2":
        return None
    found = complement(f, hit, source)
    if found is None:
        return None
    content = found.words - hit.cue - source[0]
    if not any(not p.words[i].is_punct for i in content):
        return None
    told = [p.words[i] for i in content if not p.words[i].is_punct]
    if len(told) == 1 and told[0].lower in EMPTY | OWNERS:
        return None
    if _is_thing(p, hit, source, found.shape) or (hit.row.word == "следовать" and found.shape == "q" and source[1] is None):
        return None
    source = (source[0] - content, source[1]) if not source[0] <= content else NOBODY
    own = p.subtree(p.words[hit.head]) | p.subtree(p.words[hit.top])
    group = frozenset(i for i in own if f.low <= i < f.high and i not in content)
    return Draft(
        p=p,
        head=hit.head,
        row=hit.row,
        shape=found.shape,
        negated=hit.negated,
        cue=hit.cue,
        source=frozenset(source[0]),
        content=frozenset(content),
        speaker=source[1],
        rule=f"verb {hit.row.word} {found.shape}",
        whom=found.whom,
        group=group,
    )


def _is_thing(p: Paragraph, hit: Hit, source: Source, shape: str) -> bool:
    """A thing that says nothing: `тип ракеты не указывает на стрелявшего`."""
    if source[1] is None or hit.row.kind == "evidence" or shape in {"q", "that", "wh"}:
        return False
    head = p.words[source[1]]
    return head.feats.get("Animacy") == "Inan" and head.pos == "NOUN" and not head.entity and head.lemma not in titles()


def _of_phrases(p: Paragraph, hits: Sequence[Hit], speech: tuple[Stretch, ...]) -> Iterator[Draft]:
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


def _as_passed_on(p: Paragraph, d: Draft, drafts: Sequence[Draft]) -> Draft:
    """`передаёт агентство со ссылкой на X`: X said what the agency passes on."""
    if len(d.cue) < 3 or p.words[min(d.cue)].lower != "со":
        return d
    near = [o for o in drafts if p.begins[o.head] == p.begins[d.head] and not d.cue & o.content]
    if not near:
        return d
    over = min(near, key=lambda o: abs(o.head - d.head))
    return msgspec.structs.replace(d, content=over.content - d.cue - d.source)


def _as_evidence(p: Paragraph, d: Draft, drafts: Sequence[Draft]) -> Draft:
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


def _of_noun(p: Paragraph, word: Word, hits: Sequence[Hit], speech: tuple[Stretch, ...]) -> Draft | None:
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


def _allegedly(
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


def _headline(p: Paragraph, drafts: Sequence[Draft], speech: tuple[Stretch, ...]) -> Draft | None:
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
