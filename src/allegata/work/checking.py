"""Every byte and every proof of a casebook, checked: vault against log, log against its signed head, rows against log."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from ..casebook.folder import open_folder
from ..casebook.store import open_store
from ..errors import AllegataError
from ..preserve.problem import Fault, Problem
from ..records import Entry, EntryKind, Record
from ..records.wire import digest
from .book import Book


class Report(Record):
    """What was looked at, and what fails."""

    captures: int
    entries: int
    rows: int
    problems: tuple[Problem, ...]


def check_casebook(path: Path) -> Report:
    """Re-hash everything. Raises CasebookError when the folder is no casebook; all else that fails is a problem in the report."""
    folder = open_folder(path)
    with Book(folder, open_store(folder)) as book:
        problems = list(book.log.check())
        entries: list[Entry] = []
        try:
            entries = list(book.log.entries())
        except AllegataError as error:
            problems.append(Problem(fault=Fault.ALTERED, subject="log/entries.jsonl", reason=str(error)))
        kept = {e.subject: str(e.body["warc_sha256"]) for e in entries if e.kind is EntryKind.CAPTURE}
        problems += book.vault.check(kept)
        problems += check_rows(book, entries)
        rows = sum(1 for _ in book.store.readings()) + len(book.store.decisions())
    return Report(captures=len(kept), entries=len(entries), rows=rows, problems=tuple(problems))


def check_rows(book: Book, entries: list[Entry]) -> Iterator[Problem]:
    """Rows that differ from what was logged, are missing, or were never logged."""
    held = {c.sha256 for c in book.store.captures()}
    logged = {e.subject for e in entries if e.kind is EntryKind.CAPTURE}
    yield from unmatched("capture", held, logged)
    yield from differing("reading", {r.capture.sha256: digest(r) for r in book.store.readings()}, entries, EntryKind.READING)
    yield from differing("decision", {d.id: digest(d) for d in book.store.decisions()}, entries, EntryKind.DECISION)


def differing(what: str, found: dict[str, str], entries: list[Entry], kind: EntryKind) -> Iterator[Problem]:
    """Rows whose digest was never logged for their subject."""
    logged: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.kind is kind:
            logged[entry.subject].add(str(entry.body.get("digest")))
    yield from unmatched(what, set(found), set(logged))
    for subject in sorted(set(found) & set(logged)):
        if found[subject] not in logged[subject]:
            reason = f"the {what} in the database is not the one that the log has; restore the database from a backup"
            yield Problem(fault=Fault.ALTERED, subject=f"{what} {subject}", reason=reason)


def unmatched(what: str, held: set[str], logged: set[str]) -> Iterator[Problem]:
    """Rows with no leaf, and leaves with no row."""
    for subject in sorted(logged - held):
        yield Problem(
            fault=Fault.MISSING,
            subject=f"{what} {subject}",
            reason="the log has it, the database has not; restore it, or add the source again",
        )
    for subject in sorted(held - logged):
        yield Problem(fault=Fault.STRAY, subject=f"{what} {subject}", reason="the database has it, the log has not")
