"""Our own annotated reports (data/annotated): read the files that people write, check them, give them as gold rows."""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..data import path as data_path
from ..records import Act, ActorKind, ZoneKind

Row = dict[str, Any]

REACH = 1_500
"""Characters behind the first words of a sentence in which the pieces of its statement are looked for."""

ROLES = ("source", "cue", "content", "addressee")
_KEYS = frozenset({"id", "at", *ROLES, "act", "speaker", "kind", "also", "organisation", "medium", "parent", "denies", "note"})
_WHICH = re.compile(r"#(\d+)$")


def annotated(split: str | None = None, *, lang: str | None = None) -> Iterator[Row]:
    """The reports as gold rows, in the order of their ids; `split`: train, dev or test, as splits.toml has them.

    A row: `{id, lang, published, text, zones, statements: [{source, cue, content, addressee, act, speaker, kind, also, medium,
    parent, denies}]}`; roles are lists of `[start, end]` code points into `text`, parent and denies indices. Raises ValueError
    for a file that does not hold.
    """
    chosen = None if split is None else set(_splits()[split])
    for path in sorted(_folder().glob("*.toml")):
        if path.name == "splits.toml":
            continue
        row = row_of(path)
        if (chosen is None or row["id"][:5] in chosen) and lang in {None, row["lang"]}:
            yield row


def _splits() -> dict[str, list[str]]:
    held: dict[str, list[str]] = tomllib.loads((_folder() / "splits.toml").read_text(encoding="utf-8"))
    return held


def _folder() -> Path:
    return Path(str(data_path("annotated")))


def row_of(path: Path) -> Row:
    """One file as a gold row; raises ValueError with all that does not hold in it."""
    row, wrong = read_file(path)
    if wrong:
        raise ValueError(f"{path.name}: " + "; ".join(wrong))
    return row


def read_file(path: Path) -> tuple[Row, list[str]]:
    """The row, and what is wrong with the file, each with the statement's id."""
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    report = written["report"]
    text = report["text"].strip("\n")
    wrong: list[str] = []
    made = [_statement(s, text, wrong) for s in written.get("statement", [])]
    at = {s["id"]: n for n, s in enumerate(made)}
    for statement in made:
        for link in ("parent", "denies"):
            name = statement[link]
            if name is not None and name not in at:
                wrong.append(f"{statement['id']}: {link} {name!r} is no statement's id")
            statement[link] = at.get(name)
    if len(at) < len(made):
        wrong.append("two statements have one id")
    row = {k: report.get(k) for k in ("id", "title", "outlet", "published", "lang", "style")}
    return {**row, "text": text, "zones": _zones(report, text, wrong), "statements": made}, wrong


def _zones(report: Row, text: str, wrong: list[str]) -> list[Row]:
    blocks = [m.span() for m in re.finditer(r"\S(?:.|\n(?!\s*\n))*", text)]
    kinds = report.get("zones", [])
    known = {k.value for k in ZoneKind}
    wrong += [f"zone {k!r} is no kind of zone" for k in kinds if k not in known]
    if len(kinds) != len(blocks):
        wrong.append(f"{len(blocks)} blocks of text, {len(kinds)} zones")
    return [{"kind": k, "start": start, "end": end} for k, (start, end) in zip(kinds, blocks, strict=False)]


def _statement(written: Row, text: str, wrong: list[str]) -> Row:
    key = written.get("id", "?")
    start = text.find(written.get("at", ""))
    if not written.get("at") or start < 0:
        wrong.append(f"{key}: the words of `at` are not in the text")
        start = 0
    elif text.find(written["at"], start + 1) >= 0:
        wrong.append(f"{key}: the words of `at` stand in the text more than once: give more of them")
    wrong += [f"{key}: {k!r} is no field" for k in written if k not in _KEYS]
    if written.get("act") not in {a.value for a in Act}:
        wrong.append(f"{key}: act {written.get('act')!r} is none")
    if written.get("kind") not in {k.value for k in ActorKind}:
        wrong.append(f"{key}: kind {written.get('kind')!r} is none")
    roles = {role: _pieces(written.get(role, []), text, start, f"{key}: {role}", wrong) for role in ROLES}
    if not roles["content"]:
        wrong.append(f"{key}: no content")
    overlap = {c for r in ("source", "cue") for s, e in roles[r] for c in range(s, e)}
    if any(c in overlap for s, e in roles["content"] for c in range(s, e)):
        wrong.append(f"{key}: content overlaps source or cue")
    named = written.get("speaker")
    also = written.get("also", [])
    return {
        "id": key,
        **roles,
        "act": written.get("act"),
        "speaker": named or None,
        "kind": written.get("kind"),
        "also": [also] if isinstance(also, str) else also,
        "organisation": written.get("organisation"),
        "medium": written.get("medium"),
        "parent": written.get("parent"),
        "denies": written.get("denies"),
    }


def _pieces(written: str | list[str], text: str, start: int, what: str, wrong: list[str]) -> list[list[int]]:
    held: list[list[int]] = []
    for piece in [written] if isinstance(written, str) else written:
        which = _WHICH.search(piece)
        words = piece[: which.start()] if which else piece
        at, end = start - 1, min(len(text), start + REACH)
        for _ in range(int(which.group(1)) if which else 1):
            at = _find(text, words, at + 1, end)
            if at < 0:
                break
        if at < 0 or not words:
            wrong.append(f"{what} {piece!r} is not in the text behind `at`")
            continue
        held.append([at, at + len(words)])
    return sorted(held)


def _find(text: str, words: str, start: int, end: int) -> int:
    """The next place where the words stand as words, not within one."""
    while True:
        at = text.find(words, start, end)
        if at < 0:
            return -1
        before, after = text[at - 1 : at], text[at + len(words) : at + len(words) + 1]
        inside = (before.isalnum() and words[:1].isalnum()) or (after.isalnum() and words[-1:].isalnum())
        if not inside:
            return at
        start = at + 1


def main(paths: list[str]) -> int:
    """Check files: one line for each thing that does not hold; 1 when any does not."""
    bad = 0
    for path in map(Path, paths):
        try:
            row, wrong = read_file(path)
        except (tomllib.TOMLDecodeError, KeyError) as error:
            row, wrong = {"statements": []}, [f"{type(error).__name__}: {error}"]
        for line in wrong:
            print(f"{path.name}: {line}")
        bad += bool(wrong)
        nested = sum(s["parent"] is not None for s in row["statements"])
        print(
            f"{path.name}: {len(row['statements'])} statements, {nested} nested"
            + (f", {len(wrong)} WRONG" if wrong else ", ok")
        )
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[2:]))
