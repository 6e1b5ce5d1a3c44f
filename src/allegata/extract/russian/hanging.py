"""What hangs on a cue: infinitive, object, predicate and prepositional phrases, as far as its row allows them."""

from collections.abc import Mapping, Sequence

from .clauses import clause_end
from .frames import Complement, Frame
from .hits import Hit
from .lexicon import media
from .phrases import Source, plain, preposition
from .words import VERBAL, Paragraph, Word

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


def hanging(f: Frame, hit: Hit, source: Source) -> Complement | None:
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
                whole = objects(p, hit, i) if step > 0 else frozenset()
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


def objects(p: Paragraph, hit: Hit, before: int) -> frozenset[int]:
    """The object between cue and preposition: `призвал стороны к сдержанности`."""
    held: set[int] = set()
    for child in p.children(p.words[hit.head], "obj"):
        if hit.head < child.i < before and child.i not in hit.cue:
            held |= {i for i in p.subtree(child) if hit.head < i < before}
    return frozenset(held)
