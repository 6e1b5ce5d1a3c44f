"""Noun phrases as the rules need them: how far one reaches, who is a verb's subject, who stands in an impersonal verb's place."""

from .hits import Hit
from .lexicon import titles, verbs
from .words import NOMINAL, VERBAL, Paragraph, Word

RELATIVE = frozenset({"который", "кто"})
THERE = frozenset({"там", "здесь", "тут"})
_EDGES = frozenset({"и", "же", "также", "а", "но", "однако", "ранее", "тоже", "позже", "в", "на"})
_COUNTED = frozenset({"человек", "большинство", "часть", "ряд", "группа", "несколько", "двое", "трое", "минобороны"})
_CLIMB = frozenset({"conj", "xcomp", "advcl", "parataxis"})

Source = tuple[frozenset[int], int | None]
NOBODY: Source = (frozenset(), None)


def extent(p: Paragraph, head: Word, *, low: int, high: int, stop: frozenset[int] = frozenset()) -> frozenset[int]:
    """The words of a noun phrase from `low` up to `high`: all that hangs on its head and stands around it without a gap."""
    drop = [c for c in p.children(head) if _is_clause_beside(c)]
    held = p.subtree(head, drop)
    first = last = head.i
    while first - 1 >= low and first - 1 in held and first - 1 not in stop:
        first -= 1
    while last + 1 < high and last + 1 not in stop and (last + 1 in held or _goes_on(p, last, held)):
        last += 1
    if any(p.words[i].text == "," for i in range(head.i, last)) or (last + 1 < high and _apposed(p, head, last + 1)):
        last = _to_comma(p, last, high)
    while first < head.i and ((p.words[first].is_punct and first not in p.mates) or p.words[first].lower in _EDGES):
        first += 1
    return frozenset(range(first, last + 1))


def _to_comma(p: Paragraph, last: int, high: int) -> int:
    """The end of a clause or apposition within a source: up to the mark before the next word that is not its own."""
    for i in range(last + 2, min(high + 1, len(p.words))):
        if p.words[i].text in {",", ".", "—", ":"} and i - 1 > last and not any(w.is_finite for w in p.words[last + 1 : i]):
            return i - 1
        if p.words[i].is_punct and i not in p.mates:
            break
    return last


def _apposed(p: Paragraph, head: Word, comma: int) -> bool:
    """`Валентина, продавщица с рынка`: a noun in the same case behind the comma that the parse has cut off."""
    if p.words[comma].text != "," or comma + 1 >= p.ends[head.i] or head.pos not in {"PROPN", "NOUN"}:
        return False
    following = p.words[comma + 1]
    same = following.feats.get("Case") == head.feats.get("Case") == "Nom" and following.pos == "NOUN"
    if following.feats.get("VerbForm") == "Part" and following.feats.get("Variant") != "Short":
        same = following.feats.get("Case") in {head.feats.get("Case"), p.words[comma - 1].feats.get("Case")}
        return same and following.feats.get("Number") == head.feats.get("Number")
    person = "title" in titles().get(following.lemma, ()) or following.feats.get("Animacy") == "Anim"
    return same and person and following.rel in {"nsubj", "appos", "parataxis"}


def _is_clause_beside(word: Word) -> bool:
    """What hangs on a noun in the parse but is a clause of its own."""
    return word.rel in {"parataxis", "ccomp", "advcl", "discourse"} or (word.rel == "conj" and word.pos in VERBAL)


def _goes_on(p: Paragraph, last: int, held: set[int]) -> bool:
    """A name, or a quotation mark, that the parse has cut off from its noun."""
    here, following = p.words[last], p.words[last + 1]
    if following.entity == "PER" and here.entity == "PER":
        return True
    if following.text in {"«", "»", '"'}:
        return last + 2 in held or p.mates.get(last + 1, -1) in held
    return here.pos == "NOUN" and following.entity == "PER" and following.rel != "nsubj" and here.lemma in titles()


def preposition(p: Paragraph, word: Word) -> str:
    """The preposition of a noun phrase in its short form (`о` for об, `в` for во); empty when it has none."""
    found = next((c for c in p.children(word, "case") if c.i < word.i), None)
    return plain(found.lower) if found is not None else ""


def plain(word: str) -> str:
    """A preposition without its euphonic vowel."""
    return {"об": "о", "обо": "о", "во": "в", "ко": "к", "со": "с", "про": "о", "ото": "от"}.get(word, word)


def subject_of(p: Paragraph, hit: Hit, low: int, high: int) -> Source:
    """Who speaks by a verb: subject, the noun of its participle, the subject of the verb above, or those in an impersonal verb's place."""
    top = p.words[hit.top]
    form = top.feats.get("VerbForm")
    if form == "Part" and top.feats.get("Variant") != "Short" and top.head >= 0 and p.words[top.head].pos in NOMINAL:
        head = p.words[top.head]
        return extent(p, head, low=low, high=hit.head, stop=frozenset(p.subtree(top))), head.i
    if hit.row.kind == "document" or hit.row.word == "видно":
        return _place(p, top, low, high, document=True) or NOBODY
    if hit.row.kind == "passive" or hit.row.word == "следовать":
        return _place(p, top, low, high, document=True) or NOBODY
    if _is_passive(top) and hit.row.kind != "state":
        agent = next((c for c in p.children(top) if c.feats.get("Case") == "Ins" and not preposition(p, c)), None)
        return (
            (extent(p, agent, low=low, high=high, stop=hit.cue), agent.i)
            if agent is not None and agent.pos in NOMINAL
            else NOBODY
        )
    return _subject(p, top, hit, low, high)


def _subject(p: Paragraph, top: Word, hit: Hit, low: int, high: int) -> Source:
    own = _own_subject(p, top)
    if own is not None and not low <= own.i < high:
        own = None
    if (
        own is None
        and (top.rel == "conj" or top.rel.startswith("acl"))
        and (above := _subject_above(p, top, hit, low, high)) is not None
    ):
        return above
    if own is None and top.feats.get("VerbForm") != "Conv":
        own = _nearby(p, top, hit, low, high)
    if own is not None and top.feats.get("Number") == "Plur" and any(w.text == "," for w in p.words[own.i : top.i]):
        near = _place(p, top, low, high)
        if near is not None and near[1] is not None and own.i < near[1] < top.i:
            return near
    if own is not None:
        return _of_side(p, own, top, hit, low, high), own.i
    if top.feats.get("VerbForm") != "Conv" and (place := _place(p, top, low, high)) is not None:
        return place
    return _subject_above(p, top, hit, low, high) or NOBODY


def _subject_above(p: Paragraph, top: Word, hit: Hit, low: int, high: int) -> Source | None:
    """The subject of the verb that this one goes on from: `сообщил о гибели и призвал ...`, `..., добавив, что`."""
    if top.rel.startswith("acl") and top.head >= 0:
        noun = p.words[top.head]
        verb = p.words[noun.head] if noun.head >= 0 else None
        found = _own_subject(p, verb) if verb is not None and verb.pos in VERBAL and noun.rel in {"obj", "obl"} else None
        if verb is not None and found is not None and _agrees(found, top):
            return _of_side(p, found, verb, hit, low, high), found.i
    if not (top.rel in _CLIMB or top.rel == "root" or is_taken_up(p, top)):
        return None
    if top.feats.get("VerbForm") == "Fin" and (place := _place(p, top, low, high)) is not None:
        return place
    for above in p.above(top):
        if above.pos not in VERBAL and not p.children(above, "nsubj"):
            break
        found = _own_subject(p, above)
        if found is not None and top.rel == "conj" and _several(p, found) != (top.feats.get("Number") == "Plur"):
            found = _earlier_subject(p, top, low) or found
        if found is not None and _agrees(found, top):
            return _of_side(p, found, above, hit, low, high), found.i
        if found is None and above.feats.get("VerbForm") == "Fin" and (place := _place(p, above, low, high)) is not None:
            return place
        if found is not None or not (above.rel in _CLIMB or is_taken_up(p, above)):
            break
    return None


def is_taken_up(p: Paragraph, verb: Word) -> bool:
    """A clause that the parse gives to the verb above as its object, though a conjunction joins it: `заявило, что ..., а их назвало`."""
    joining = [c.i for c in p.children(verb, "cc") if c.i < verb.i]
    return verb.rel == "ccomp" and bool(joining) and not any(c.i > joining[-1] for c in p.children(verb, "mark"))


def _several(p: Paragraph, noun: Word) -> bool:
    """Whether a verb in the plural goes with the noun."""
    return noun.feats.get("Number") == "Plur" or bool(p.children(noun, "conj", "nummod"))


def _earlier_subject(p: Paragraph, verb: Word, low: int) -> Word | None:
    """The subject of the last verb before that has the number of this one: `людей, которые называют себя ... и требуют`."""
    for i in range(verb.i - 1, low - 1, -1):
        word = p.words[i]
        if word.is_finite and word.feats.get("Number") == verb.feats.get("Number"):
            return _own_subject(p, word)
    return None


def _of_side(p: Paragraph, head: Word, verb: Word, hit: Hit, low: int, high: int) -> frozenset[int]:
    """The phrase on the verb's one side, without what a lexical relative pronoun would bring along."""
    if head.lemma in RELATIVE:
        return frozenset({head.i})
    stop = hit.cue | {verb.i}
    return extent(
        p, head, low=low if head.i < verb.i else verb.i + 1, high=verb.i if head.i < verb.i else high, stop=frozenset(stop)
    )


def _own_subject(p: Paragraph, verb: Word) -> Word | None:
    found = [c for c in p.children(verb, "nsubj") if (c.pos in NOMINAL or c.lemma in RELATIVE) and not _is_object(p, c, verb)]
    found = [c for c in found if c.rel == "nsubj" or not _is_passive(verb)]
    found = [c for c in found if not _is_one_for_many(p, c, verb)]
    fits = [c for c in found if _agrees(c, verb)]
    rest = [c for c in found if _number_agrees(c, verb)]
    return min(fits or rest, key=lambda c: abs(c.i - verb.i), default=None)


def _is_passive(verb: Word) -> bool:
    return verb.feats.get("Voice") == "Pass" and verb.feats.get("VerbForm") == "Part"


def _agrees(noun: Word, verb: Word) -> bool:
    """Whether number and gender allow the noun to be the verb's subject; what the tags do not say allows it."""
    if not _number_agrees(noun, verb):
        return False
    number, wanted = noun.feats.get("Number"), verb.feats.get("Number")
    if wanted == "Plur" and number == "Sing" and noun.lemma in RELATIVE:
        return False
    gender, needed = noun.feats.get("Gender"), verb.feats.get("Gender")
    return (
        gender is None
        or needed is None
        or wanted == "Plur"
        or gender == needed
        or noun.lemma in titles()
        or noun.pos == "PROPN"
    )


def _number_agrees(noun: Word, verb: Word) -> bool:
    """A noun in the plural is no subject of a verb in the singular, except behind a number."""
    several = noun.feats.get("Number") == "Plur" and verb.feats.get("Number") == "Sing"
    return not several or noun.pos in {"NUM", "PRON"} or noun.feats.get("Case") == "Gen"


def _is_object(p: Paragraph, noun: Word, verb: Word) -> bool:
    """A thing that cannot speak beside a verb that wants an object and has no other: `обстрел назвал делом рук врага`."""
    row = verbs().get(verb.lemma)
    wants = row is not None and row.kind not in {"evidence", "say"} and any(s.startswith("np") for s in row.complements)
    thing = noun.feats.get("Animacy") == "Inan" and noun.pos == "NOUN" and not noun.entity and noun.lemma not in titles()
    return wants and thing and not p.children(verb, "obj")


def _is_one_for_many(p: Paragraph, noun: Word, verb: Word) -> bool:
    """A single noun beside a verb in the plural: not its subject."""
    single = noun.feats.get("Number") == "Sing" and verb.feats.get("Number") == "Plur"
    return (
        single
        and noun.pos in {"NOUN", "PROPN"}
        and not noun.text.isupper()
        and noun.lemma not in _COUNTED
        and not p.children(noun, "conj", "nummod")
    )


def _nearby(p: Paragraph, verb: Word, hit: Hit, low: int, high: int) -> Word | None:
    """A noun in the nominative in the verb's own clause that the parse has hung elsewhere."""
    for step, stop in ((-1, low - 1), (1, high)):
        i = verb.i + step
        while i != stop and 0 <= i < len(p.words):
            word = p.words[i]
            if step < 0 and word.text == "," and (skipped := _before_aside(p, i, low)) is not None:
                i = skipped
                continue
            if (word.is_punct and i not in p.mates) or (word.is_finite and i not in hit.cue):
                break
            if _may_speak(p, word, verb):
                return word
            i += step
    return None


def _before_aside(p: Paragraph, comma: int, low: int) -> int | None:
    """The word before a relative or participle clause that ends with this comma."""
    for i in range(comma - 1, low, -1):
        word = p.words[i]
        if word.text == ",":
            inside = p.words[i + 1 : comma]
            aside = any(w.lemma in RELATIVE or w.feats.get("VerbForm") in {"Part", "Conv"} for w in inside[:4])
            return i - 1 if aside else None
    return None


def _may_speak(p: Paragraph, word: Word, verb: Word) -> bool:
    fixed = (
        word.entity in {"LOC", "ORG"}
        and word.text == word.nominative
        and word.rel not in {"nmod", "obl", "obj"}
        and word.i < verb.i
    )
    if word.pos not in {"NOUN", "PROPN", "PRON"} or not (word.feats.get("Case") == "Nom" or fixed) or preposition(p, word):
        return False
    if word.feats.get("Animacy") == "Inan" and word.pos == "NOUN" and word.lemma not in titles():
        return False
    return (
        word.rel not in {"nmod", "flat:name", "appos", "flat"}
        and _agrees(word, verb)
        and (word.feats.get("Number") == verb.feats.get("Number") or word.pos == "PROPN")
    )


def _place(p: Paragraph, verb: Word, low: int, high: int, *, document: bool = False) -> Source | None:
    """`в ведомстве` in `в ведомстве сообщили`, `там` in `там утверждают`, `на видео` in `на видео видно`."""
    if not document and verb.feats.get("Number") != "Plur":
        return None
    for child in p.children(verb):
        if not low <= child.i < high:
            continue
        if child.lower in THERE and not document:
            return frozenset({child.i}), child.i
        if preposition(p, child) not in {"в", "на", "из"} or child.pos not in NOMINAL:
            continue
        kinds = titles().get(child.lemma, frozenset())
        if preposition(p, child) == "из" and not document:
            continue
        speaks = verb.lemma == "следовать" or bool(kinds & ({"document", "outlet"} if document else {"body", "outlet"}))
        if speaks or (
            not document and (child.entity in {"ORG", "LOC"} or child.lemma in RELATIVE) and preposition(p, child) == "в"
        ):
            prep = next(c for c in p.children(child, "case"))
            return extent(p, child, low=prep.i + 1, high=verb.i if child.i < verb.i else high), child.i
    return None
