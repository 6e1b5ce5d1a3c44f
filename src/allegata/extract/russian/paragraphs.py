"""Cuts an article's reporting into Russian paragraphs, has each read, and finds the marks of its quotations."""

import re
from collections.abc import Iterator

from ...records import STATING, Article
from ..parsed import SURROGATE, paragraphs
from ..quotes import marked
from .words import Paragraph, Read, Word

DATELINE = re.compile(
    r"(?:[А-ЯЁ][А-ЯЁ/ -]{2,40}|[А-ЯЁ][\w -]{2,30}), \d{1,2} [а-яё]{3,8}\.?(?: \d{4}(?: года| г\.)?)?"
    r"(?: ?\([^()\n]{2,40}\)| ?[—–-] [\w. ]{2,30})?(?:\. |\.? ?[—–] )(?=[«„\"А-ЯЁ])"
)
"""`БАКУ, 17 октября. `, `ГОРОД, 5 окт — Агентство. `: where and when a report was sent is no part of its first sentence."""

MOSTLY = 0.5
"""Share of a paragraph's letters that are Cyrillic, from which on it is read: a page may quote whole paragraphs of other scripts."""


def read_paragraphs(article: Article, read: Read) -> tuple[Paragraph, ...]:
    """Headline, standfirst and body, paragraph by paragraph, in text order."""
    held: list[Paragraph] = []
    for zone in article.zones:
        if zone.kind not in STATING:
            continue
        for start, end in paragraphs(article.text, zone):
            dateline = DATELINE.match(article.text, start, end)
            start = dateline.end() if dateline else start
            text = SURROGATE.sub("�", article.text[start:end])
            if _is_cyrillic(text):
                words, begins, ends = _read(text, start, read)
                held.append(
                    Paragraph(
                        zone=zone,
                        number=len(held),
                        text=text,
                        offset=start,
                        words=words,
                        begins=begins,
                        ends=ends,
                        mates=dict(_mates(text, start, words)),
                    )
                )
    return tuple(held)


def _is_cyrillic(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return sum("Ѐ" <= c <= "ӿ" for c in letters) > MOSTLY * len(letters)


def _read(text: str, offset: int, read: Read) -> tuple[tuple[Word, ...], tuple[int, ...], tuple[int, ...]]:
    words: list[Word] = []
    begins: list[int] = []
    ends: list[int] = []
    for sentence in read(text):
        first, last = len(words), len(words) + len(sentence.words)
        words += (_moved(word, first, offset) for word in sentence.words)
        begins += [first] * (last - first)
        ends += [last] * (last - first)
    return tuple(words), tuple(begins), tuple(ends)


def _moved(word: Word, first: int, offset: int) -> Word:
    return Word(
        i=word.i + first,
        text=word.text,
        lemma=word.lemma,
        pos=word.pos,
        feats=word.feats,
        head=word.head + first if word.head >= 0 else -1,
        rel=word.rel,
        start=word.start + offset,
        end=word.end + offset,
        nominative=word.nominative,
        entity=word.entity,
    )


def _mates(text: str, offset: int, words: tuple[Word, ...]) -> Iterator[tuple[int, int]]:
    """Both marks of each quotation to each other, as word indices; a quotation that never closes has its paragraph's end for a mate."""
    starts = {w.start: w.i for w in words}
    ends = {w.end: w.i for w in words}
    for start, _, inner_end, end in marked(text):
        first = starts.get(offset + start)
        last = ends.get(offset + end) if end > inner_end else len(words)
        if first is not None and last is not None:
            yield first, last
            yield last, first
