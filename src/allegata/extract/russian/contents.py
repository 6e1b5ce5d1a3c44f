"""What is said: the complement of a reporting verb (clause, infinitive, object, preposition), or the clause around it."""

from collections.abc import Mapping, Sequence

from ...records import Record
from .hits import Hit
from .lexicon import media, nouns
from .phrases import Source, is_taken_up, plain, preposition
from .speech import DASHES, Stretch
from .words import VERBAL, Paragraph, Word

THAT = frozenset({"что", "чтобы", "будто", "якобы"})
WHICH = frozenset(
    {"как", "где", "когда", "почему", "кто", "сколько", "куда", "откуда", "зачем", "какой", "чей", "насколько", "ли"}
)
LEAD = 2
"""Words that may stand between the comma and a cue that only a comma marks off: `, ранее сообщила прокуратура`."""

RELATING = frozenset({"чей", "где", "куда", "откуда", "когда", "какой", "кто"})
_POINTERS = frozenset({"том", "тем", "то", "этом", "тому", "того"})
_CONTRAST = frozenset({"но", "а", "однако", "хотя", "зато", "тогда"})
_JOINING = frozenset({"и", "а", "но", "однако", "при", "также", "тогда", "хотя", "же", "тем"})


DAYS = frozenset(
    [
        "понедельник",
        "вторник",
        "среда",
        "четверг",
        "пятница",
        "суббота",
        "воскресенье",
        "утро",
        "вечер",
        "день",
        "ночь",
        "полдень",
        "неделя",
        "месяц",
        "год",
        "январь",
        "февраль",
        "март",
        "апрель",
        "май",
        "июнь",
        "июль",
        "август",
        "сентябрь",
        "октябрь",
        "ноябрь",
        "декабрь",
        "ход",
        "рамка",
    ]
)


class Complement(Record, frozen=True, kw_only=True):
    """`shape` is the lexicon's. `words` what is said, `whom` whom it is said to (also among `words` with an infinitive)."""

    shape: str
    words: frozenset[int]
    whom: frozenset[int] = frozenset()


class Frame(Record, frozen=True, kw_only=True):
    """What a cue's complement is looked for in: the paragraph, its cues, speech, and the bounds of the cue's sentence or insert."""

    p: Paragraph
    hits: Mapping[int, Hit]
    speech: tuple[Stretch, ...]
    low: int
    high: int
    inside: Stretch | None = None
    """The direct speech whose author's words the cue stands in."""

    def stretch_from(self, i: int) -> Stretch | None:
        """The direct speech that begins with word i."""
        return next((s for s in self.speech if s.first == i), None)

    def is_first(self, hit: Hit) -> bool:
        """Whether the hit is the first in its bounds, so that the speech around is its."""
        return all(i >= hit.head for i in self.hits if self.low <= i < self.high and "q" in self.hits[i].row.complements)

    def stretch_to(self, i: int) -> Stretch | None:
        """The direct speech whose last word is i."""
        return next((s for s in self.speech if s.end == i + 1), None)


def complement(f: Frame, hit: Hit, source: Source) -> Complement | None:
    """What the verb says, None when nothing can be found."""
    found = _clause(f, hit, source)
    if f.inside is not None and found is None and "q" in hit.row.complements and f.is_first(hit):
        return Complement(shape="q", words=f.inside.spoken())
    found = found or _quoted_behind(f, hit, source)
    if found is None and "q" in hit.row.complements and _closes_speech(f, hit, source):
        found = _around(f, hit, source)
    found = found or _hanging(f, hit, source)
    if found is None and "q" in hit.row.complements:
        found = _behind_colon(f, hit, source) or _around(f, hit, source)
    return found


def _clause(f: Frame, hit: Hit, source: Source) -> Complement | None:
    """`, что ...`, `о том, что ...`, `, как ...` behind the verb, with no other verb in between."""
    p = f.p
    shapes = hit.row.complements
    for i in range(max(hit.cue) + 1, f.high):
        word = p.words[i]
        if (_is_verb(word) or i in f.hits) and i not in source[0] and word.i not in hit.cue:
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
        if pointed.startswith("np-") and (whole := _objects(p, hit, start)):
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


def _is_verb(word: Word) -> bool:
    return word.pos in VERBAL and word.feats.get("VerbForm") in {"Fin", "Inf"}


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


def clause_end(f: Frame, start: int, hit: Hit | None) -> int:
    """Where the clause that begins at word `start` ends: with its sentence, or where the verb above is taken up again."""
    p = f.p
    for i in range(start + 1, f.high):
        word = p.words[i]
        if word.text == ";" and not any(s.first < i < s.end and s.first >= start for s in f.speech):
            return i
        if not (word.pos in VERBAL or i in f.hits):
            continue
        if _inside_speech(f, i, start):
            continue
        if _leaves(f, word, start, hit):
            return _boundary(p, i, start)
    return f.high


def _inside_speech(f: Frame, i: int, start: int) -> bool:
    return any(s.quoted and s.first < i < s.end and s.first >= start for s in f.speech)


def _leaves(f: Frame, word: Word, start: int, hit: Hit | None) -> bool:
    """Whether a verb within reach belongs no more to what is said."""
    p = f.p
    outside = word.head < start
    other = f.hits.get(word.i)
    if hit is None:
        return other is not None and (_is_aside_verb(f, word) or _is_set_against(f, word, start))
    if word.is_finite and any(a.i == word.i for a in p.above(p.words[hit.head])):
        return True
    if other is not None:
        if word.feats.get("VerbForm") == "Conv":
            return True
        if _is_aside_verb(f, word):
            return True
        if word.rel == "conj" and outside and not p.children(word, "mark"):
            return True
        if (word.rel == "conj" or is_taken_up(p, word)) and _goes_back(p, word, hit):
            return True
        return outside and word.rel in {"conj", "parataxis"} and word.head >= 0
    if word.head != hit.head or word.feats.get("VerbForm") == "Inf":
        return False
    if word.feats.get("VerbForm") == "Conv":
        return word.rel == "advcl"
    return word.rel == "conj" and word.is_finite and not p.children(word, "nsubj") and _alike(word, p.words[hit.head])


def _goes_back(p: Paragraph, word: Word, hit: Hit) -> bool:
    """Whether a verb without subject goes on with the cue's own: its form is the cue's and not the inner verb's."""
    top = p.words[hit.top]
    inner = p.words[word.head]
    if any(
        c.feats.get("Case") == "Nom" and c.feats.get("Number") == word.feats.get("Number") for c in p.children(word, "nsubj")
    ):
        return False
    closes = word.i > 1 and p.words[word.i - 1].lower == "и" and p.words[word.i - 2].text == ","
    return _alike(word, top) and (inner.i in hit.cue or closes or not _alike(word, inner))


def _alike(one: Word, other: Word) -> bool:
    return all(one.feats.get(k) == other.feats.get(k) for k in ("Tense", "Number", "Gender"))


def _is_aside_verb(f: Frame, word: Word) -> bool:
    """`..., передаёт агентство`, `..., — сказал он`: a verb right behind the mark, its subject behind it."""
    before = f.p.words[word.i - 1] if word.i else None
    hit = f.hits[word.i]
    if before is None or not (before.text in DASHES or before.text == ",") or "q" not in hit.row.complements:
        return False
    if word.feats.get("VerbForm") not in {"Fin", None}:
        return False
    after = f.p.words[word.i + 1 : f.high]
    mark = next((n for n, w in enumerate(after) if w.text in {",", ":"}), None)
    behind = after if mark is None else after[:mark]
    if not any(
        (w.pos in {"NOUN", "PROPN", "PRON"} and (w.feats.get("Case") == "Nom" or w.text.isupper())) or w.lower == "в"
        for w in behind
    ):
        return False
    more = after[mark + 1] if mark is not None and mark + 1 < len(after) else None
    return more is None or more.lower not in THAT


def _is_set_against(f: Frame, word: Word, start: int) -> bool:
    """`..., но в столице это опровергают`: another speaker's clause."""
    for i in range(word.i - 1, start, -1):
        before = f.p.words[i]
        if before.lower in _CONTRAST and f.p.words[i - 1].text == ",":
            return True
        if before.text == "," or before.is_finite:
            return False
    return False


def _boundary(p: Paragraph, i: int, start: int) -> int:
    """The mark or conjunction that stands before a clause whose verb is word i."""
    at = i
    while at > start:
        before = p.words[at - 1]
        if before.text in {",", ";"} or before.text in DASHES:
            return at - 1
        if before.lower in {"и", "но", "а"} and before.pos in {"CCONJ", "PART", "X"}:
            return at - 2 if at - 2 > start and p.words[at - 2].text == "," else at - 1
        if _is_verb(before):
            return at
        at -= 1
    return i


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
    while at > f.low and at - 1 in held and not p.words[at - 1].is_punct and not _is_verb(p.words[at - 1]):
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
        if word.text == ";" and not _inside_speech(f, i, low):
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
    if first >= f.high or (not aside and p.words[first].lower in _CONTRAST):
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


def _hanging(f: Frame, hit: Hit, source: Source) -> Complement | None:
    """Infinitive, object, predicate and prepositional phrases that hang on the cue, as far as its row allows them."""
    p = f.p
    deps = [c for i in sorted(hit.cue) for c in p.children(p.words[i]) if c.i not in hit.cue and c.i not in source[0]]
    deps = [c for c in deps if f.low <= c.i < f.high and not c.is_punct]
    shapes = hit.row.complements
    parts: dict[str, list[Word]] = {}
    for dep in deps:
        shape = _shape(p, hit, dep)
        if shape:
            parts.setdefault(shape, []).append(dep)
    held, shape = _chosen(p, hit, parts, shapes)
    if not held:
        return _loose(f, hit, source)
    words: set[int] = set()
    for dep in held:
        words |= _reach(f, hit, dep, source)
    if shape == "о" and max(words) > hit.head:
        words |= _further(f, hit, deps, max(words), source)
        words |= _told(f, hit, max(words))
    whom = frozenset(_reach(f, hit, parts["np"][0], source)) if shape in {"inf", "np-inf"} and parts.get("np") else frozenset()
    whom = whom or frozenset(i for d in parts.get("dat", ()) for i in _reach(f, hit, d, source))
    return Complement(shape=shape, words=frozenset(words), whom=whom) if words else None


def _further(f: Frame, hit: Hit, deps: Sequence[Word], last: int, source: Source) -> set[int]:
    """What stands right behind and hangs on the verb by the parse, though it tells of what is said: `о погибших при ударе`."""
    words: set[int] = set()
    for dep in deps:
        prep = next((c for c in f.p.children(dep, "case")), None)
        if prep is None or prep.i != last + 1 or dep.pos not in {"NOUN", "PROPN"} or _tells_where(f.p, dep):
            continue
        words |= {prep.i, *_reach(f, hit, dep, source)}
        last = max(words)
    return words


def _told(f: Frame, hit: Hit, last: int) -> set[int]:
    """`сообщил о новом обстреле: ранены трое`: what the colon opens."""
    if last + 2 >= f.high or f.p.words[last + 1].text != ":":
        return set()
    rest = range(last + 1, clause_end(f, last + 2, hit))
    return set() if any(i in f.hits for i in rest) else set(rest)


def _tells_where(p: Paragraph, dep: Word) -> bool:
    """Whether a phrase says by which medium or when something was said rather than what."""
    spoken = any(phrase[-1] == dep.lemma for phrase, _ in media())
    return spoken or dep.lemma in DAYS or any(w.pos in {"NUM"} or w.text.isdigit() for w in p.children(dep))


def _shape(p: Paragraph, hit: Hit, dep: Word) -> str:
    prep = preposition(p, dep)
    case = dep.feats.get("Case")
    if dep.feats.get("VerbForm") == "Inf" and dep.rel in {"xcomp", "ccomp", "csubj", "obj", "obl", "advcl", "nmod"}:
        return "inf"
    if prep:
        return prep
    mark = next((c.lower for c in p.children(dep, "mark") if c.i == dep.i - 1), "")
    if mark and plain(mark) in hit.row.complements:
        return plain(mark)
    if any(c.lower == "как" and c.i < dep.i for c in p.children(dep)) and dep.i > hit.head:
        return "как"
    if dep.rel in {"nsubj:pass", "nsubj"} and dep.pos in {"NOUN", "PROPN", "PRON"}:
        between = p.words[min(dep.i, hit.head) : max(dep.i, hit.head)]
        return "" if any(w.text == "," for w in between) else "np"
    if dep.rel == "obj" or (
        dep.rel in {"obl", "nmod", "xcomp"} and case in {"Acc", "Gen"} and dep.pos in {"NOUN", "PROPN", "PRON"}
    ):
        return "np" if case != "Ins" else "ins"
    if case == "Ins" and dep.rel in {"xcomp", "obl", "iobj", "obj", "amod", "advcl"}:
        return "ins"
    if case == "Dat":
        return "dat"
    return ""


def _chosen(p: Paragraph, hit: Hit, parts: Mapping[str, list[Word]], shapes: Mapping[str, object]) -> tuple[list[Word], str]:
    """The words that make up the complement and its shape; the fullest that the row allows."""
    objects = parts.get("np", [])
    if parts.get("inf") and ("inf" in shapes or "np-inf" in shapes):
        whom = objects if "np-inf" in shapes else parts.get("dat", []) + parts.get("от", [])
        return [
            *[w for w in whom if w.pos != "PRON" or w.i > hit.head],
            *parts["inf"],
        ], "np-inf" if "np-inf" in shapes and objects else "inf"
    for shape in shapes:
        if not shape.startswith("np-") or shape == "np-inf":
            continue
        found = parts.get(shape.removeprefix("np-"), [])
        if found and (objects or shape == "np-в"):
            return [*objects, *found], shape
    prepositions = [s for s in shapes if s in parts and s not in {"np", "inf"}]
    if prepositions:
        best = [w for s in prepositions for w in parts[s]]
        if "к" in prepositions and objects and "np-inf" in shapes:
            best = [*objects, *best]
        return sorted(best, key=lambda w: w.i), prepositions[0]
    if objects and "np" in shapes:
        return objects, "np"
    return [], ""


def _reach(f: Frame, hit: Hit, dep: Word, source: Source) -> set[int]:
    """The words of a dependent, without the source and what lies beyond the cue or the verb that is taken up again."""
    p = f.p
    drop = [c for c in p.children(dep) if c.i in f.hits and c.rel in {"conj", "parataxis"}]
    held = p.subtree(dep, drop)
    low, high = f.low, f.high
    if dep.i < min(hit.cue):
        high = min(hit.cue)
    elif dep.i > max(hit.cue):
        low = max(hit.cue) + 1
    if dep.i > hit.head:
        high = min(high, clause_end(f, dep.i, hit))
    held = {i for i in held if low <= i < high and i not in source[0] and i not in hit.cue}
    first, last = dep.i, dep.i
    while first - 1 in held:
        first -= 1
    while last + 1 in held or (last + 2 in held and last + 1 < high and p.words[last + 1].is_punct):
        last += 1
    return set(range(first, last + 1)) - hit.cue


def _loose(f: Frame, hit: Hit, source: Source) -> Complement | None:
    """A prepositional phrase in the cue's clause that the parse has hung elsewhere: `вечером о 50 убитых объявило ведомство`."""
    p = f.p
    if "np-ins" in hit.row.complements and (named := _named(f, hit, source)):
        return Complement(shape="np-ins", words=named)
    wanted = {s.removeprefix("np-") for s in hit.row.complements} - {"q", "that", "wh", "inf", "np", "ins", "gen", "как"}
    if not wanted:
        return None
    for step in (1, -1):
        i = (max(hit.cue) if step > 0 else min(hit.cue)) + step
        while f.low <= i < f.high:
            word = p.words[i]
            if word.text in {";", ":", ","} or (word.is_finite and i not in source[0]):
                break
            if word.pos == "ADP" and plain(word.lower) in wanted and i not in source[0]:
                head = p.words[word.head] if word.head > i else p.words[min(i + 1, f.high - 1)]
                whole = _objects(p, hit, i) if step > 0 else frozenset()
                high = f.high if step > 0 else min(hit.cue)
                words = {j for j in p.subtree(head) | {i} if i <= j < high and j not in source[0] and j not in hit.cue}
                end = clause_end(f, i, hit)
                if step > 0 and hit.row.word.count(" "):
                    words = set(range(i, min(end, f.high))) - source[0]
                return Complement(
                    shape=plain(word.lower), words=frozenset(j for j in words if j < max(end, head.i + 1)) | whole
                )
            i += step
    return None


def _named(f: Frame, hit: Hit, source: Source) -> frozenset[int]:
    """What is called and what it is called, up to the end of the clause: `назвал удар «варварским терактом»`."""
    p, last = f.p, None
    for i in range(hit.head + 1, f.high):
        word = p.words[i]
        if (word.is_punct and i not in p.mates) or (word.pos in VERBAL and word.feats.get("VerbForm") == "Fin"):
            break
        if word.lower == "и" and last is not None and i + 1 < f.high and p.words[i + 1].feats.get("Case") != "Ins":
            break
        if word.feats.get("Case") == "Ins" and not preposition(p, word) and word.pos in {"NOUN", "ADJ", "PROPN", "VERB", "DET"}:
            last = i
    if last is None:
        return frozenset()
    while last + 1 < f.high and ((last + 1 in p.mates) or p.words[last + 1].feats.get("Case") == "Gen"):
        last += 1
    words = set(range(hit.head + 1, last + 1)) - source[0]
    drop = {c.i for c in p.children(p.words[hit.head], "advmod")}
    words |= {
        i
        for c in p.children(p.words[hit.head])
        if _shape(p, hit, c) == "np" and c.i < hit.head and c.i not in source[0]
        for i in _reach(f, hit, c, source)
    }
    return frozenset(words - drop)


def _objects(p: Paragraph, hit: Hit, before: int) -> frozenset[int]:
    """The object between cue and preposition: `призвал стороны к сдержанности`."""
    held: set[int] = set()
    for child in p.children(p.words[hit.head], "obj"):
        if hit.head < child.i < before and child.i not in hit.cue:
            held |= {i for i in p.subtree(child) if hit.head < i < before}
    return frozenset(held)


def limits(p: Paragraph, hits: Sequence[Hit], speech: tuple[Stretch, ...], i: int) -> Frame:
    """The frame of a cue at word i: its sentence, or the author's words within direct speech, or the speech that it is part of."""
    known = {h.head: h for h in hits}
    low, high = p.begins[i], p.ends[i]
    for at in range(i, low, -1):
        if p.words[at].text == ";" and not any(s.first < at < s.end for s in speech):
            low = at + 1
            break
    high = next(
        (at for at in range(i, high) if p.words[at].text == ";" and not any(s.first < at < s.end for s in speech)), high
    )
    for stretch in speech:
        cut = stretch.insert_at(i)
        if cut is not None:
            return Frame(p=p, hits=known, speech=speech, low=cut[0], high=cut[1], inside=stretch)
        if stretch.first <= i < stretch.end:
            return Frame(p=p, hits=known, speech=(), low=max(low, stretch.first), high=min(high, stretch.end))
    return Frame(p=p, hits=known, speech=speech, low=low, high=high)
