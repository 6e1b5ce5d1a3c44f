"""What is said: the complement of a reporting verb (clause, infinitive, object, preposition), or the clause around it."""

from collections.abc import Mapping

from .clauses import CONTRAST, clause_end, inside_speech, is_verb
from .frames import THAT, WHICH, Complement, Frame
from .hanging import hanging, objects
from .hits import Hit
from .lexicon import nouns
from .phrases import Source, plain, preposition
from .speech import DASHES, Stretch
from .words import Paragraph, Word

LEAD = 2
"""Words that may stand between the comma and a cue that only a comma marks off: `, ранее сообщила прокуратура`."""


RELATING = frozenset({"чей", "где", "куда", "откуда", "когда", "какой", "кто"})


_POINTERS = frozenset({"том", "тем", "то", "этом", "тому", "того"})


_JOINING = frozenset({"и", "а", "но", "однако", "при", "также", "тогда", "хотя", "же", "тем"})


def complement(f: Frame, hit: Hit, source: Source) -> Complement | None:
    """What the verb says, None when nothing can be found."""
    found = _clause(f, hit, source)
    if f.inside is not None and found is None and "q" in hit.row.complements and f.is_first(hit):
        return Complement(shape="q", words=f.inside.spoken())
    found = found or _quoted_behind(f, hit, source)
    if found is None and "q" in hit.row.complements and _closes_speech(f, hit, source):
        found = _around(f, hit, source)
    found = found or hanging(f, hit, source)
    if found is None and "q" in hit.row.complements:
        found = _behind_colon(f, hit, source) or _around(f, hit, source)
    return found


def _clause(f: Frame, hit: Hit, source: Source) -> Complement | None:
    """`, что ...`, `о том, что ...`, `, как ...` behind the verb, with no other verb in between."""
    p = f.p
    shapes = hit.row.complements
    for i in range(max(hit.cue) + 1, f.high):
        word = p.words[i]
        if (is_verb(word) or i in f.hits) and i not in source[0] and word.i not in hit.cue:
            return None
        kind = "that" if word.lower in THAT else "wh" if word.lower in WHICH or word.lemma in WHICH else ""
        if not kind or not (kind in shapes or word.lower in shapes or _pointed(p, i, shapes)):
            continue
        comma = _mark_before(p, i)
        if kind == "wh" and word.lemma in RELATING and comma is not None and _describes(p, hit, source, comma.i):
            continue
        if comma is None or i in source[0] or (word.lower == "как" and _is_aside(f, i)):
            continue
        start = i if comma.text == "," else None
        pointed = _pointed(p, i, shapes)
        if comma.i and p.words[comma.i - 1].lower in _POINTERS:
            start = _pointer_start(p, comma.i - 1)
        if start is None:
            continue
        if pointed.startswith("np-") and (whole := objects(p, hit, start)):
            start = min(whole)
        noun = _speech_noun(p, hit, start, source)
        if noun is not None and "np" not in shapes:
            return None
        first = start if noun is None else _left_end(p, noun, hit.head + 1)
        end = clause_end(f, i, hit)
        whom = _whom(p, hit, source, hit.head + 1, first)
        act = "np" if noun is not None else pointed or (kind if kind in shapes else word.lower)
        return Complement(shape=act, words=frozenset(range(first, end)), whom=whom)
    return None


def _pointed(p: Paragraph, i: int, shapes: Mapping[str, object]) -> str:
    """The complement that `в том, что` fills, where the row has it: `np-в` for `обвинил X в том, что`."""
    if i < 3 or p.words[i - 1].text != "," or p.words[i - 2].lower not in _POINTERS:
        return ""
    prep = plain(p.words[i - 3].lower) if p.words[i - 3].pos == "ADP" else "ins" if p.words[i - 2].lower == "тем" else ""
    return next((s for s in (prep, f"np-{prep}") if prep and s in shapes), "")


def _describes(p: Paragraph, hit: Hit, source: Source, comma: int) -> bool:
    """Whether `чей`, `где` after a noun describes it: `сообщили о гибели солдат, чей автомобиль ...`."""
    between = (w for w in p.words[max(hit.cue) + 1 : comma] if w.i not in source[0])
    return any(w.pos in {"NOUN", "PROPN"} and w.feats.get("Case") != "Dat" for w in between)


def _is_aside(f: Frame, i: int) -> bool:
    """`как сообщает X`: no clause that somebody says but an author's aside."""
    return any(j in f.hits for j in range(i + 1, min(i + 3, f.high)))


def _mark_before(p: Paragraph, i: int) -> Word | None:
    at = i - 1
    while at >= 0 and at in p.mates:
        at -= 1
    return p.words[at] if at >= 0 and p.words[at].is_punct else None


def _pointer_start(p: Paragraph, i: int) -> int:
    """Where `о том` begins."""
    return i - 1 if i and p.words[i - 1].pos == "ADP" else i


def _speech_noun(p: Paragraph, hit: Hit, before: int, source: Source) -> Word | None:
    """A noun of speech between verb and clause that the clause belongs to: `опровергло сообщения о том, что`."""
    for i in range(before - 1, hit.head, -1):
        word = p.words[i]
        if word.lemma in nouns() and word.pos == "NOUN" and i not in source[0] and not preposition(p, word):
            return word
    return None


def _left_end(p: Paragraph, noun: Word, low: int) -> int:
    held = p.subtree(noun)
    first = noun.i
    while first - 1 >= low and first - 1 in held:
        first -= 1
    return first


def _quoted_behind(f: Frame, hit: Hit, source: Source) -> Complement | None:
    """`заявил: «...»`: the whole quotation, over sentences."""
    if "q" not in hit.row.complements:
        return None
    colon = _colon(f, hit, source)
    if colon is None:
        return None
    stretch = f.stretch_from(colon + 1)
    if stretch is None:
        return None
    words = stretch.spoken() | _goes_on(f, hit, stretch)
    return Complement(shape="q", words=words, whom=_whom(f.p, hit, source, hit.head + 1, colon))


def _goes_on(f: Frame, hit: Hit, stretch: Stretch) -> frozenset[int]:
    """`добавили: «Это наша земля», а за всё ответит враг`: what follows in the same sentence is said too."""
    rest = range(stretch.end, f.high)
    if stretch.inserts or len(rest) < LEAD or f.p.words[stretch.end].text != "," or any(_opens(f, i) for i in rest):
        return frozenset()
    return frozenset(rest)


def _opens(f: Frame, i: int) -> bool:
    """Whether word i is a cue that has something to say of its own."""
    if i not in f.hits:
        return False
    rest = f.p.words[i + 1 : f.high]
    before = f.p.words[i - 1].text
    return (
        before == ","
        or before in DASHES
        or any(w.text == ":" or w.lower in THAT for w in rest)
        or f.p.words[i].feats.get("VerbForm") == "Conv"
    )


def _colon(f: Frame, hit: Hit, source: Source) -> int | None:
    for i in range(max(hit.cue) + 1, f.high):
        word = f.p.words[i]
        if word.text == ":":
            return i
        if i not in source[0] and (word.is_finite or word.text == ";"):
            return None
    return None


def _behind_colon(f: Frame, hit: Hit, source: Source) -> Complement | None:
    colon = _colon(f, hit, source)
    if colon is None or colon + 1 >= f.high:
        return None
    return Complement(shape="q", words=frozenset(range(colon + 1, clause_end(f, colon + 1, hit))))


def _group_start(f: Frame, hit: Hit, source: Source) -> int:
    """Where the author's own clause begins: the cue with what stands right before it and hangs on it."""
    p, at = f.p, min(hit.cue)
    held = p.subtree(p.words[hit.head]) | source[0]
    while at > f.low and at - 1 in held and not p.words[at - 1].is_punct and not is_verb(p.words[at - 1]):
        at -= 1
    if at > f.low and p.words[at - 1].lower in {"как", "о", "об"}:
        at -= 1
    return at


def _group_end(f: Frame, hit: Hit, source: Source) -> int:
    """Where it ends: at the mark behind what hangs on the cue."""
    p = f.p
    own = p.subtree(p.words[hit.head], [c for c in p.children(p.words[hit.head]) if c.rel in {"ccomp", "conj", "parataxis"}])
    at = max(hit.cue) + 1
    while at < f.high:
        word = p.words[at]
        if at in source[0]:
            at += 1
        elif word.is_punct and at not in p.mates:
            following = at + 1
            if (
                word.text != ","
                or following >= f.high
                or not (following in source[0] or (following in own and _is_own_aside(p, following, hit, own)))
            ):
                break
            at += 1
        else:
            at += 1
    return at


def _is_own_aside(p: Paragraph, i: int, hit: Hit, own: set[int]) -> bool:
    """Whether what follows a comma is the cue's own participle clause or apposition rather than more of what is said."""
    word = p.words[i]
    return word.feats.get("VerbForm") in {"Conv", "Part"} or word.lemma == "который" or word.pos == "ADP"


def _closes_speech(f: Frame, hit: Hit, source: Source) -> bool:
    """Whether the author's clause stands right behind a quotation."""
    start = _group_start(f, hit, source)
    return _before_marks(f, start) is not None and f.stretch_to(_before_marks(f, start) or 0) is not None


def _before_marks(f: Frame, start: int) -> int | None:
    """The last word or quotation mark before `, —`; None when the clause before is not marked off."""
    at = start - 1
    marked = False
    while at >= 0 and (f.p.words[at].text in {","} or f.p.words[at].text in DASHES):
        marked, at = True, at - 1
    return at if marked and at >= 0 else None


def _around(f: Frame, hit: Hit, source: Source) -> Complement | None:
    """`A, сообщила B`; `A, — добавил он`; `как сообщил B, A`: the rest of the sentence, or the quotation that ends before."""
    if hit.negated and not _is_question(f, hit, source):
        return None
    p, start = f.p, _group_start(f, hit, source)
    aside = p.words[start].lower == "как"
    last = _before_marks(f, start)
    inverted = source[1] is None or source[1] > hit.head or p.words[source[1]].pos == "PRON" or aside
    end = _group_end(f, hit, source)
    right: set[int] = set()
    if aside or (last is not None and end < f.high and p.words[end].text == "," and p.words[end - 1].i >= hit.head):
        right = _right(f, hit, end, aside=aside)
    if last is None or (last < f.low and f.stretch_to(last) is None):
        return Complement(shape="q", words=frozenset(right)) if aside and right else None
    if hit.negated:
        return Complement(shape="wh", words=frozenset(_left(f, hit, last)))
    plain_mark = p.words[start - 1].text == "," and not aside
    if not inverted or (plain_mark and (hit.row.kind == "respond" or min(hit.cue) - start > LEAD)):
        return None
    left = _left(f, hit, last)
    words = left | right
    return Complement(shape="q", words=frozenset(words)) if words else None


def _is_question(f: Frame, hit: Hit, source: Source) -> bool:
    """`Кто стрелял, в группировке не уточнили`: what is left open stands before."""
    before = f.p.words[f.low : _group_start(f, hit, source)]
    first = next((w for w in before if not w.is_punct and w.pos != "ADP"), None)
    asked = first is not None and (first.lower in WHICH or first.lemma in WHICH)
    return asked or any(w.lower == "ли" for w in before)


def _left(f: Frame, hit: Hit, last: int) -> set[int]:
    p = f.p
    stretch = f.stretch_to(last)
    low = f.low
    if stretch is not None:
        first = stretch.first
        low = p.begins[first]
        if all(w.is_punct for w in p.words[low:first]) or (first and p.words[first - 1].text == ":"):
            return set(stretch.spoken())
        low = min(low, first)
    for i in range(last, low - 1, -1):
        word = p.words[i]
        if word.text == ";" and not inside_speech(f, i, low):
            low = i + 1
            break
        if (
            word.lemma in {"который", "чей"}
            and i > low + 1
            and "," in {p.words[i - 1].text, p.words[i - 2].text}
            and stretch is None
        ):
            low = i if p.words[i - 1].text == "," else i - 1
            break
    return set(range(low, last + 1))


def _right(f: Frame, hit: Hit, end: int, *, aside: bool) -> set[int]:
    """What goes on behind the author's clause."""
    p, first = f.p, end + 1
    while first < f.high and p.words[first].text in DASHES:
        first += 1
    if first >= f.high or (not aside and p.words[first].lower in CONTRAST):
        return set()
    word = p.words[first]
    if first in f.hits and word.feats.get("VerbForm") == "Conv":
        return set()
    if not aside and (word.feats.get("VerbForm") == "Conv" or word.lower in {"который", "которая", "которые"}):
        return set()
    return set(range(first, clause_end(f, first, None)))


def _whom(p: Paragraph, hit: Hit, source: Source, low: int, high: int) -> frozenset[int]:
    """The dative between verb and clause: `рассказала корреспонденту`."""
    for child in p.children(p.words[hit.head]):
        dative = child.feats.get("Case") == "Dat" and not preposition(p, child)
        if dative and child.i not in source[0] and low <= child.i < high and child.pos in {"NOUN", "PROPN", "PRON"}:
            return frozenset(i for i in p.subtree(child) if low <= i < high and i not in source[0])
    return frozenset()
