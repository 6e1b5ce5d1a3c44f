"""Gold statements as the network sees them: pieces, tags, the rules' hints, and for each cue the roles of the pieces."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from allegata.bench.rows import as_article
from allegata.extract.attribution import find_drafts
from allegata.extract.cues import Draft
from allegata.extract.hints import ROLE_HINTS, TAG_HINTS, label, role_hints, tag_hints
from allegata.extract.parsed import ParsedZone, parse_zones
from allegata.extract.pieces import Pieces, cut, windows
from allegata.extract.quotes import find_quotes
from allegata.extract.standins import under_one_name
from allegata.records import Article, Span, Spans, Zone, ZoneKind

CLS, SEP, PAD = 101, 102, 0
BLANK = (6, 3, 2, TAG_HINTS - 1)
"""Features of the marks of begin, end and filling."""

LENGTHS, CUES = 48, 32
"""Windows and cues of a batch are filled up to multiples of these: for each new shape the processor's code is made anew."""

Row = dict[str, Any]

HELD_OUT = 60
"""Articles at the end of PolNeAR's training part that the network never sees: the judge is fitted on them."""


@dataclass(frozen=True)
class Text:
    """A gold text, parsed, with what the rules find in it."""

    row: Row
    article: Article
    zones: tuple[ParsedZone, ...]
    drafts: tuple[Draft, ...]
    pieces: Pieces


@dataclass(frozen=True)
class Marked:
    """One text as arrays over its pieces: tags of outermost statements, tags of inner cues (None: not annotated), and for each
    statement its cue (a slice), its roles and the rules' roles."""

    pieces: Pieces
    hints: np.ndarray
    tags: np.ndarray
    inner: np.ndarray | None
    statements: tuple[tuple[int, int, np.ndarray, np.ndarray], ...]


def tokenizer(folder: Path) -> Any:
    """The tokenizer of all-MiniLM-L6-v2 as the runtime uses it."""
    held = Tokenizer.from_file(str(folder / "tokenizer.json"))
    held.no_truncation()
    held.no_padding()

    def tokenize(text: str) -> tuple[Sequence[int], Sequence[tuple[int, int]]]:
        found = held.encode(text, add_special_tokens=False)
        return found.ids, found.offsets

    return tokenize


def rows(path: Path) -> list[Row]:
    """The rows of a JSON lines file; lines end at U+000A only."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def texts(gold: Sequence[Row], tokenize: Any, parse: Any) -> Iterator[Text]:
    """Gold rows, parsed. Rows with `zones` are our own reports: only what is reporting in them is read."""
    for row in gold:
        article = as_article(row["text"], row.get("published"))
        if row.get("zones"):
            zones = tuple(Zone(kind=ZoneKind(z["kind"]), start=z["start"], end=z["end"]) for z in row["zones"])
            article = Article(sha256=article.sha256, capture="", text=row["text"], zones=zones, language="en")
        parsed = parse_zones(article, parse)
        drafts = tuple(find_drafts(article.text, parsed, find_quotes(parsed)))
        pieces = cut(article.text, [Span(z.offset, z.end) for z in parsed], under_one_name(tokenize))
        yield Text(row=row, article=article, zones=parsed, drafts=drafts, pieces=pieces)


def mark(text: Text) -> Marked:
    """The labels of a gold text."""
    pieces = text.pieces
    tags = np.zeros(len(pieces), np.int64)
    inner = np.zeros(len(pieces), np.int64) if text.row.get("zones") else None
    outer = [s for s in text.row["statements"] if s.get("parent") is None]
    for first, role in ((5, "content"), (1, "source"), (3, "cue")):
        for statement in outer:
            label(tags, _spans(statement[role]), pieces, first)
    made = []
    for statement in text.row["statements"]:
        cue = np.zeros(len(pieces), np.int64)
        label(cue, _spans(statement["cue"]), pieces, 1)
        where = np.flatnonzero(cue)
        if not len(where):
            continue
        roles = np.zeros(len(pieces), np.int64)
        label(roles, _spans(statement["content"]), pieces, 3)
        label(roles, _spans(statement["source"]), pieces, 1)
        if statement.get("parent") is not None and inner is not None:
            label(inner, _spans(statement["cue"]), pieces, 1)
        told = role_hints(pieces, _spans(statement["cue"]), text.drafts)
        made.append((int(where[0]), int(where[-1]) + 1, roles, told))
    return Marked(pieces=pieces, hints=tag_hints(pieces, text.drafts), tags=tags, inner=inner, statements=tuple(made))


def _spans(written: Sequence[Sequence[int]]) -> Spans:
    return tuple(Span(*p) for p in written)


@dataclass(frozen=True)
class Batch:
    """Arrays of one batch of windows; labels of -100 are not scored. `window`, `cue`, `roles`, `told`: one row a cue."""

    ids: np.ndarray
    features: np.ndarray
    mask: np.ndarray
    tags: np.ndarray
    inner: np.ndarray
    window: np.ndarray
    cue: np.ndarray
    roles: np.ndarray
    told: np.ndarray


def batches(marked: Sequence[Marked], *, length: int, size: int, chance: random.Random, untold: float) -> Iterator[Batch]:
    """All texts once, in windows, those of like length together, shuffled; `untold`: share of windows without the rules' hints."""
    cuts = []
    for text in marked:
        reach = chance.randrange(length * 3 // 5, length + 1)
        cuts += [(text, start, end, first) for start, end, first in windows(text.pieces, reach)]
    chance.shuffle(cuts)
    pools = [sorted(cuts[at : at + size * 12], key=lambda c: c[2] - c[1]) for at in range(0, len(cuts), size * 12)]
    groups = [pool[at : at + size] for pool in pools for at in range(0, len(pool), size)]
    chance.shuffle(groups)
    for group in groups:
        yield _batch(group, chance, untold)


def _round(number: int, to: int) -> int:
    return -(-number // to) * to


def _batch(cuts: Sequence[tuple[Marked, int, int, int]], chance: random.Random, untold: float) -> Batch:
    longest = _round(max(end - start for _, start, end, _ in cuts) + 2, LENGTHS)
    ids = np.full((len(cuts), longest), PAD)
    features = np.broadcast_to(np.array(BLANK), (len(cuts), longest, 4)).copy()
    mask = np.zeros((len(cuts), longest), np.float32)
    tags, inner = np.full((2, len(cuts), longest), -100)
    window, cues, roles, told = [], [], [], []
    for n, (text, start, end, first) in enumerate(cuts):
        here, judged = slice(1, end - start + 1), slice(1 + first - start, end - start + 1)
        silent = chance.random() < untold
        ids[n, : end - start + 2] = [CLS, *text.pieces.ids[start:end], SEP]
        features[n, here, :3] = text.pieces.features[start:end]
        features[n, here, 3] = TAG_HINTS - 1 if silent else text.hints[start:end]
        mask[n, : end - start + 2] = 1
        tags[n, judged] = text.tags[first:end]
        if text.inner is not None:
            inner[n, judged] = text.inner[first:end]
        for low, high, role, hint in text.statements:
            if first <= low and high <= end:
                held = np.zeros(longest, np.float32)
                held[low - start + 1 : high - start + 1] = 1
                of, said = np.full(longest, -100), np.full(longest, ROLE_HINTS - 1)
                of[here] = role[start:end]
                said[here] = ROLE_HINTS - 1 if silent else hint[start:end]
                window.append(n)
                cues.append(held)
                roles.append(of)
                told.append(said)
    for _ in range(-len(window) % CUES):
        window.append(0)
        cues.append(np.zeros(longest, np.float32))
        roles.append(np.full(longest, -100))
        told.append(np.full(longest, ROLE_HINTS - 1))
    return Batch(
        ids=ids, features=features, mask=mask, tags=tags, inner=inner, window=np.array(window, np.int64),
        cue=np.array(cues, np.float32).reshape(-1, longest), roles=np.array(roles, np.int64).reshape(-1, longest),
        told=np.array(told, np.int64).reshape(-1, longest),
    )  # fmt: skip
