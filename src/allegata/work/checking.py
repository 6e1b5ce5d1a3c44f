"""Every byte and every proof of a casebook, checked: vault against log, log against its signed head, rows against log."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import msgspec
from django.db import DatabaseError

from ..casebook.columns import misfits, warcs
from ..casebook.folder import MARK, Folder, open_folder
from ..casebook.store import open_store
from ..errors import AllegataError, LogError, ProfileError, StampError
from ..preserve.audit import Audit, audit
from ..preserve.checkpoint import cosigned_at
from ..preserve.log import Log
from ..preserve.problem import Fault, Problem
from ..preserve.stamp import read_stamp
from ..preserve.vault import Vault
from ..records import Entry, EntryKind, Record
from ..records.wire import digest
from .book import Book, last_profile, not_deleted, outcomes
from .profiles import load_profile


class Report(Record):
    """What was looked at, and what fails."""

    captures: int
    entries: int
    rows: int
    problems: tuple[Problem, ...]


def check_casebook(path: Path, *, checkpoints: Mapping[str, str] = MappingProxyType({})) -> Report:
    """Re-hash everything. `checkpoints`: signed heads that others hold, by a name for each, which the log has to continue.

    Raises CasebookError when the folder is no casebook; all else that fails is a problem in the report.
    """
    folder = open_folder(path)
    kept_log = Log(folder.log)
    log = audit(kept_log, outside=checkpoints)
    logged = [(index, entry) for index, entry in enumerate(log.entries) if entry is not None]
    every = [entry for _, entry in logged]
    entries = not_deleted(every)
    kept = {e.subject: str(e.body.get("warc_sha256")) for e in entries if e.kind is EntryKind.CAPTURE}
    problems = [*log.problems, *Vault(folder.vault).check(kept)]
    problems += [*check_sent(kept_log, every), *check_folder(folder, every), *check_profile(folder, every)]
    rows, more = check_database(folder, log, entries, kept)
    return Report(captures=len(kept), entries=len(every), rows=rows, problems=dated([*problems, *more], logged, log))


def check_database(
    folder: Folder, log: Audit, entries: Sequence[Entry], kept: Mapping[str, str]
) -> tuple[int, tuple[Problem, ...]]:
    """How many rows there are, and what is wrong with them."""
    try:
        with Book(folder, open_store(folder)) as book:
            found, broken = rows_of(book)
            problems = [*broken, *check_rows(found, entries)] or list(check_columns(book, kept))
            is_short = any(problem.fault is Fault.MISSING for problem in problems)
            head = check_head(book, log, is_short=is_short)
            return sum(len(subjects) for subjects in found.values()), (*head, *problems)
    except Exception as error:
        # A damaged database file breaks the layers above it in more ways than they have errors for.
        reason = str(error) if isinstance(error, AllegataError) else f"cannot be read ({type(error).__name__})"
        return 0, (Problem(fault=Fault.ALTERED, subject="database", reason=f"{reason}; restore it from a backup"),)


def check_folder(folder: Folder, entries: Sequence[Entry]) -> Iterator[Problem]:
    """The casebook is called what it was called when it was made, on that day."""
    made = next((entry for entry in entries if entry.kind is EntryKind.CASEBOOK), None)
    if made is not None and (made.subject, made.at) != (folder.title, folder.created):
        reason = "does not say what was logged when the casebook was made; restore it from a backup"
        yield Problem(fault=Fault.ALTERED, subject=MARK, reason=reason)


def dated(problems: Iterable[Problem], logged: Iterable[tuple[int, Entry]], log: Audit) -> tuple[Problem, ...]:
    """The problems, each about something that was logged with the heads between which that was."""
    last = {entry.subject: index for index, entry in logged}
    return tuple(
        msgspec.structs.replace(p, since=log.since(last[about])) if p.since is None and about in last else p
        for p in problems
        for about in [Path(p.subject.split()[-1]).name.removesuffix(".warc")]
    )


def check_sent(log: Log, entries: Iterable[Entry]) -> Iterator[Problem]:
    """Tokens and cosignatures: each is what was logged, and holds."""
    outbox, expected = log.outbox, set(map(log.outbox.file, log.outbox.sizes()))
    lines: dict[int, set[str]] = defaultdict(set)
    for entry in entries:
        size = int(entry.body.get("size") or 0)
        if entry.kind is EntryKind.STAMP:
            expected |= set(outbox.token(entry.subject))
            yield from check_stamp(log, entry, size)
        elif entry.kind is EntryKind.COSIGNATURE:
            lines[size].add(str(entry.body.get("digest")))
            expected.add(outbox.cosignatures(size))
            yield from check_cosignature(log, entry, size)
    for path in outbox.files():
        subject = str(path.relative_to(log.folder))
        if path not in expected:
            yield Problem(fault=Fault.STRAY, subject=subject, reason="the log has no entry for it; look at it and delete it")
        elif path.suffix == ".cosignatures":
            held = [hashlib.sha256(line).hexdigest() for line in path.read_bytes().splitlines(keepends=True)]
            if len(held) != len(set(held)) or set(held) - lines[int(path.stem)]:
                reason = "holds a line that the log has no entry for; take it out or restore the file from a backup"
                yield Problem(fault=Fault.ALTERED, subject=subject, reason=reason)


def check_stamp(log: Log, entry: Entry, size: int) -> Iterator[Problem]:
    """The authority's answer and the certificates are the bytes that were logged, and stamp the checkpoint."""
    token, certificates = log.outbox.token(entry.subject)
    for path, sha256 in ((token, entry.subject), (certificates, str(entry.body.get("certificates")))):
        subject = str(path.relative_to(log.folder))
        if not path.exists():
            yield Problem(fault=Fault.MISSING, subject=subject, reason="the log has it; restore it from a backup")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            yield Problem(fault=Fault.ALTERED, subject=subject, reason="is not what was logged; restore it from a backup")
        else:
            continue
        return
    try:
        note = log.outbox.sent(size).note.encode()
        held = read_stamp(token.read_bytes(), note, certificates=certificates.read_bytes())
        if held.at.isoformat() != entry.body.get("at"):
            raise StampError(f"the token says {held.at.isoformat()}, the log {entry.body.get('at')}")
    except (StampError, LogError) as error:
        subject = str(token.relative_to(log.folder))
        yield Problem(fault=Fault.ALTERED, subject=subject, reason=f"does not stamp the checkpoint of {size} entries: {error}")


def check_cosignature(log: Log, entry: Entry, size: int) -> Iterator[Problem]:
    """The witness's line that was logged is there and holds."""
    subject = str(log.outbox.cosignatures(size).relative_to(log.folder))
    try:
        sent = log.outbox.sent(size)
        lines = {hashlib.sha256(line.encode()).hexdigest(): line for line in sent.cosignatures.splitlines(keepends=True)}
        if (line := lines.get(str(entry.body.get("digest")))) is None:
            reason = f"the cosignature of {entry.subject} is not there as logged; restore it from a backup"
            yield Problem(fault=Fault.MISSING, subject=subject, reason=reason)
        else:
            cosigned_at(sent.note + line, str(entry.body.get("key")))
    except LogError as error:
        yield Problem(fault=Fault.ALTERED, subject=subject, reason=str(error))


def check_profile(folder: Folder, entries: Iterable[Entry]) -> Iterator[Problem]:
    """The profile in force is the one that was logged last."""
    logged, name = last_profile(entries), folder.profile.name if folder.profile else "profile.toml"
    try:
        held = digest(load_profile(folder.profile)) if folder.profile else None
    except ProfileError as error:
        yield Problem(fault=Fault.ALTERED, subject=name, reason=f"cannot be read: {error}")
        return
    if held != logged:
        reason = (
            "is not the profile that was logged last; restore it, or put the change on record: allegata profile --reason WHY"
        )
        yield Problem(fault=Fault.ALTERED, subject=name, reason=reason)


def check_head(book: Book, log: Audit, *, is_short: bool) -> Iterator[Problem]:
    """The head that the database knows is one of this log; and where rows are missing (`is_short`), whether it is older than it
    was once: sources that were added again to a database that was put back heal it."""
    try:
        known, stored = book.store.known_head(), book.log.stored_head()
    except (LogError, ValueError, DatabaseError):
        return  # each is told of where it is read
    if known is not None and log.root_at(known[0]) != known[1]:
        reason = f"knows a head of {known[0]} entries that this log does not continue: the log was put back or altered; restore the newer one"
        yield Problem(fault=Fault.ALTERED, subject="database", reason=reason)
    if is_short and stored is not None and (known is None or known[0] < stored[0]):
        reason = (
            f"went back in time: it was seen with {stored[0]} entries of the log and now knows {known[0] if known else 0}; "
            "restore the newer one"
        )
        yield Problem(fault=Fault.MISSING, subject="database", reason=reason)


def rows_of(book: Book) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    """Of captures, failures, readings and decisions: subject -> digest, as the database has them; a table that cannot be read is a problem."""
    loads: dict[str, Callable[[], dict[str, str]]] = {
        "capture": lambda: {c.sha256: digest(msgspec.structs.replace(c, failure=None)) for c in book.store.captures()},
        "failure": lambda: {c.sha256: digest(c.failure) for c in book.store.captures() if c.failure},
        "reading": lambda: {r.capture.sha256: digest(r) for r in book.store.readings()},
        "decision": lambda: {d.id: digest(d) for d in book.store.decisions()},
    }
    found: dict[str, dict[str, str]] = {}
    problems = []
    for what, load in loads.items():
        try:
            found[what] = load()
        except (msgspec.MsgspecError, ValueError, DatabaseError) as error:
            found[what] = {}
            reason = f"a {what} in the database is not a record ({type(error).__name__}); restore the database from a backup"
            problems.append(Problem(fault=Fault.ALTERED, subject=f"{what}s", reason=reason))
    return found, problems


def check_columns(book: Book, kept: Mapping[str, str]) -> Iterator[Problem]:
    """Columns beside records that are whole: each says what its record says, a capture's file is the one that was logged."""
    for what, subject in misfits(book.store):
        reason = f"a column beside the {what}'s record was altered; restore the database from a backup"
        yield Problem(fault=Fault.ALTERED, subject=f"{what} {subject}", reason=reason)
    named = warcs(book.store)
    for sha256, warc_sha256 in kept.items():
        if named.get(sha256) != warc_sha256:
            reason = "the database names another file of the vault than the log; restore the database from a backup"
            yield Problem(fault=Fault.ALTERED, subject=f"capture {sha256}", reason=reason)


def check_rows(found: dict[str, dict[str, str]], entries: Sequence[Entry]) -> Iterator[Problem]:
    """Rows that differ from what was logged, are missing, or were never logged."""
    yield from differing("capture", found["capture"], entries, EntryKind.CAPTURE)
    yield from failures(found["failure"], entries)
    yield from differing("reading", found["reading"], entries, EntryKind.READING)
    yield from differing("decision", found["decision"], entries, EntryKind.DECISION)
    logged = [entry.subject for entry in entries if entry.kind is EntryKind.DECISION and entry.subject in found["decision"]]
    if logged != [subject for subject in found["decision"] if subject in set(logged)]:
        reason = (
            "they stand in another order than they were made in, by which other ones hold; restore the database from a backup"
        )
        yield Problem(fault=Fault.ALTERED, subject="decisions", reason=reason)


def differing(what: str, found: dict[str, str], entries: Sequence[Entry], kind: EntryKind) -> Iterator[Problem]:
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


def failures(found: dict[str, str], entries: Sequence[Entry]) -> Iterator[Problem]:
    """Failures that are not what the log has last of their capture; one that was read since has none."""
    last = {s: shown for s, (kind, _, shown) in outcomes(entries).items() if kind == EntryKind.FAILURE}
    for subject in sorted(set(found) | set(last)):
        if found.get(subject) != last.get(subject):
            reason = "why it was not read is not in the database as in the log; restore the database from a backup"
            yield Problem(fault=Fault.ALTERED, subject=f"failure {subject}", reason=reason)


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
