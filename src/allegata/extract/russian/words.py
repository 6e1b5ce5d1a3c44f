"""A paragraph of Russian as the rules see it: words with lemma, tags and head, by sentence. The models come in as `Read`.

Invariant: a word's `start` and `end` are code points into the article's text; `i` and `head` count the paragraph's words.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

import msgspec

from ...records import Record, Span, Spans, Zone

VERBAL = frozenset({"VERB", "AUX"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X", "SYM"})


class Word(Record, frozen=True, kw_only=True):
    """One token. `lemma` has е for ё; `nominative` is the word in the nominative, its number kept; `entity` is PER, LOC, ORG or ""."""

    i: int
    text: str
    lemma: str
    pos: str
    feats: Mapping[str, str]
    head: int
    rel: str
    start: int
    end: int
    nominative: str
    entity: str = ""

    @property
    def lower(self) -> str:
        """The word in lower case, as it stands."""
        return self.text.lower()

    @property
    def is_punct(self) -> bool:
        """Whether it is a mark and no word."""
        return not any(c.isalnum() for c in self.text)

    @property
    def is_finite(self) -> bool:
        """A verb that can head a clause: finite, or a short participle."""
        if self.pos not in VERBAL:
            return False
        form = self.feats.get("VerbForm")
        return form == "Fin" or (form == "Part" and self.feats.get("Variant") == "Short")


class Sentence(Record, frozen=True, kw_only=True):
    """The words of one sentence; `i` and `head` count from the sentence's first word, offsets from the text's first character."""

    words: tuple[Word, ...]


Read = Callable[[str], tuple[Sentence, ...]]
"""Splits, tags and parses the text of a paragraph; see `work.russian.load_russian`."""


class Paragraph(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A paragraph of a reporting zone. `ends[n]` is where the sentence of word n ends, `begins[n]` where it begins (word indices)."""

    zone: Zone
    number: int
    text: str
    offset: int
    words: tuple[Word, ...]
    begins: tuple[int, ...]
    ends: tuple[int, ...]
    mates: Mapping[int, int]
    """A quotation's first mark to its last and back; the last is the number of words where it never closes."""

    @cached_property
    def below(self) -> Mapping[int, tuple[int, ...]]:
        """The words that hang on each word."""
        held: dict[int, list[int]] = {}
        for word in self.words:
            if word.head >= 0:
                held.setdefault(word.head, []).append(word.i)
        return {head: tuple(found) for head, found in held.items()}

    def children(self, word: Word, *rels: str) -> list[Word]:
        """What hangs on a word, in text order; with `rels` only by these relations, subtypes included when the name is bare."""
        found = (self.words[i] for i in self.below.get(word.i, ()))
        return [c for c in found if not rels or c.rel in rels or c.rel.partition(":")[0] in rels]

    def subtree(self, word: Word, drop: Iterable[Word] = ()) -> set[int]:
        """The word and all below it; `drop` and what is below them is left out. The model's heads may run in circles."""
        held: set[int] = set()
        left, stack = {d.i for d in drop}, [word.i]
        while stack:
            at = stack.pop()
            if at in held or at in left:
                continue
            held.add(at)
            stack.extend(self.below.get(at, ()))
        return held

    def above(self, word: Word) -> Iterator[Word]:
        """The heads of a word, the nearest first."""
        seen, at = {word.i}, word.head
        while at >= 0 and at not in seen:
            seen.add(at)
            yield self.words[at]
            at = self.words[at].head

    def span(self, first: int, last: int) -> Span:
        """The article's span of the words `first` to `last`, both included."""
        return Span(self.words[first].start, self.words[last].end)

    def pieces(self, indices: Iterable[int]) -> Spans:
        """The words as spans: neighbours joined, marks between two of them taken along, what only joins left out at the edges."""
        held = set(indices)
        runs: list[list[int]] = []
        for i in sorted(held):
            if runs and all(w.is_punct for w in self.words[runs[-1][-1] + 1 : i]):
                runs[-1].append(i)
            else:
                runs.append([i])
        return tuple(s for run in runs if (s := self._bare(run[0], run[-1], held)) is not None)

    def _bare(self, first: int, last: int, held: set[int]) -> Span | None:
        while first <= last and self._joins(first, held, opening=True):
            first += 1
        while first <= last and self._joins(last, held, opening=False):
            last -= 1
        if first > last or all(w.is_punct for w in self.words[first : last + 1]):
            return None
        return self.span(first, last)

    def _joins(self, i: int, held: set[int], *, opening: bool) -> bool:
        """Whether a mark at the edge only joins the words to the rest; a quotation's mark stays when its mate is held too."""
        mark = self.words[i]
        if not mark.is_punct:
            return False
        if i in self.mates:
            mate = self.mates[i]
            return mate not in held and not (mate == len(self.words) and mate - 1 in held)
        if mark.text in {"(", ")"}:
            return not any(self.words[j].text in {"(", ")"} for j in held if j != i)
        return opening or mark.text not in {"?", "!", "?!", "!!!", "…", "..."}

    def at(self, offset: int) -> int:
        """The first word that ends behind the article's offset, or the number of words."""
        low, high = 0, len(self.words)
        while low < high:
            middle = (low + high) // 2
            if self.words[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        return low

    def covered(self, span: Span) -> range:
        """The indices of the words that share a character with the span."""
        first = last = self.at(span.start)
        while last < len(self.words) and self.words[last].start < span.end:
            last += 1
        return range(first, last)
