"""Pieces, windows and the best path: laws that hold whatever the network says."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allegata.extract.decode import best_path, runs
from allegata.extract.hints import label
from allegata.extract.pieces import Pieces, cut, windows
from allegata.records import Span


def letters(text: str) -> tuple[list[int], list[tuple[int, int]]]:
    """A tokenizer that makes a piece of every character but white space."""
    places = [(n, n + 1) for n, c in enumerate(text) if not c.isspace()]
    return [ord(text[a]) for a, _ in places], places


def pieces_of(*lengths: int) -> Pieces:
    paragraphs = ["a" * n for n in lengths]
    ends = np.cumsum([n + 1 for n in lengths])
    spans = [Span(int(end) - n - 1, int(end) - 1) for n, end in zip(lengths, ends, strict=True)]
    return cut("\n".join(paragraphs), spans, letters)


def is_legal(path: tuple[int, ...]) -> bool:
    """An inside tag (even) follows its own begin tag or itself."""
    return all(not tag or tag % 2 or before in {tag, tag - 1} for before, tag in pairwise((0, *path)))


@given(st.lists(st.lists(st.floats(-5, 5), min_size=5, max_size=5), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_the_best_path_is_the_best_of_all_legal_ones(scores: list[list[float]]) -> None:
    table = np.array(scores, np.float32)
    path = tuple(int(t) for t in best_path(table))
    assert is_legal(path)
    best = max(sum(table[n, t] for n, t in enumerate(p)) for p in product(range(5), repeat=len(scores)) if is_legal(p))
    assert sum(table[n, t] for n, t in enumerate(path)) == pytest.approx(best, abs=1e-3)


@given(st.lists(st.integers(1, 400), min_size=1, max_size=12))
@settings(max_examples=80, deadline=None)
def test_windows_judge_every_piece_once_and_hold_what_they_judge(lengths: list[int]) -> None:
    pieces = pieces_of(*lengths)
    cuts = list(windows(pieces, 190))
    assert all(start <= first < end <= start + 190 for start, end, first in cuts)
    judged = [first for _, _, first in cuts] + [len(pieces)]
    assert judged[0] == 0
    assert all(a < b for a, b in pairwise(judged))  # each piece by the last window that claims it, none by nobody
    assert all(following <= end for (_, end, _), following in zip(cuts, judged[1:], strict=True))


def test_a_window_starts_with_a_paragraph() -> None:
    pieces = pieces_of(100, 100, 50)
    assert [first for _, _, first in windows(pieces, 190)] == [0, 100]


def test_runs_and_labels_are_each_others_reverse() -> None:
    pieces = pieces_of(30)
    tags = np.zeros(30, np.int64)
    label(tags, (Span(2, 5), Span(5, 7), Span(20, 30)), pieces, 3)
    assert runs(tags, 3) == [(2, 5), (5, 7), (20, 30)]


@pytest.mark.parametrize(
    ("text", "case", "quote"),
    [
        ("said", 1, 0),
        ("Ganja", 2, 0),
        ("UAV", 3, 0),
        ("McDonald", 4, 0),
        ("T-72", 2, 0),  # words as a tokenizer cuts them: a letter by itself
        ("10", 5, 0),
        ("“we", 0, 2),  # the mark itself; unclosed, the rest is inside
    ],
)
def test_what_an_uncased_vocabulary_loses(text: str, case: int, quote: int) -> None:
    pieces = cut(text, [Span(0, len(text))], letters)
    assert tuple(pieces.features[0]) == (case, quote, 1)


def test_pieces_lead_back_to_the_text() -> None:
    text = "Two died.\n\n“We \ud800stay,” she said."
    pieces = cut(text, [Span(0, 9), Span(11, len(text))], letters)
    assert "".join(s.of(text) for s in pieces.spans) == "".join(text.split())
    assert pieces.features[:, 2].tolist().count(1) == 2  # one first piece a paragraph
