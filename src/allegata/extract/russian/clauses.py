"""Where a clause that somebody says ends: with its sentence, or where the speaker's own verb is taken up again."""

from .frames import THAT, Frame
from .hits import Hit
from .phrases import is_taken_up
from .speech import DASHES
from .words import VERBAL, Paragraph, Word

CONTRAST = frozenset({"но", "а", "однако", "хотя", "зато", "тогда"})


def is_verb(word: Word) -> bool:
    """A finite verb or an infinitive."""
    return word.pos in VERBAL and word.feats.get("VerbForm") in {"Fin", "Inf"}


def clause_end(f: Frame, start: int, hit: Hit | None) -> int:
    """Where the clause that begins at word `start` ends: with its sentence, or where the verb above is taken up again."""
    p = f.p
    for i in range(start + 1, f.high):
        word = p.words[i]
        if word.text == ";" and not any(s.first < i < s.end and s.first >= start for s in f.speech):
            return i
        if not (word.pos in VERBAL or i in f.hits):
            continue
        if inside_speech(f, i, start):
            continue
        if _leaves(f, word, start, hit):
            return _boundary(p, i, start)
    return f.high


def inside_speech(f: Frame, i: int, start: int) -> bool:
    """Whether word i stands within a quotation that begins at word `start` or behind it."""
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
        if before.lower in CONTRAST and f.p.words[i - 1].text == ",":
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
        if is_verb(before):
            return at
        at -= 1
    return i
