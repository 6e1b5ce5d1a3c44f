"""An open casebook: its folder, store, vault, log and profile together."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cached_property
from importlib.resources import as_file
from pathlib import Path
from types import TracebackType

from ..casebook.folder import Folder, create, open_folder
from ..casebook.store import Store, open_store
from ..data import path as data_path
from ..errors import CasebookError
from ..preserve.durable import write_whole
from ..preserve.log import Log
from ..preserve.vault import Vault
from ..records import Entry, EntryKind, Failure, Profile, Reading
from ..records.wire import digest, from_json
from .profiles import load_profile, shipped_profile

BACKWARDS = timedelta(minutes=10)
"""How far the clock may go back between two entries before it is told: several machines may write, each by its own clock."""
OF_A_CAPTURE = frozenset({EntryKind.CAPTURE, EntryKind.READING, EntryKind.FAILURE})
"""Entries whose subject is a capture's SHA-256, and which its deletion ends."""


class Book:
    """Use as a context manager; closing it closes the database connection."""

    def __init__(self, folder: Folder, store: Store) -> None:
        self.folder = folder
        self.store = store
        self.vault = Vault(folder.vault)
        self.log = Log(folder.log, database=store)

    @cached_property
    def profile(self) -> Profile | None:
        """The casebook's profile; None when it was made without one."""
        return load_profile(self.folder.profile) if self.folder.profile else None

    @cached_property
    def _logged(self) -> set[tuple[str, str, str | None]]:
        return {logged_as(e) for e in not_deleted(self.log.entries())}

    @cached_property
    def _outcomes(self) -> dict[str, tuple[str, str, str | None]]:
        return outcomes(not_deleted(self.log.entries()))

    def log_once(self, entry: Entry) -> None:
        """Append the entry unless the same thing about the same subject is in the log already."""
        if logged_as(entry) not in self._logged:
            self.log.append(entry)
            self._logged.add(logged_as(entry))

    def log_outcome(self, entry: Entry) -> None:
        """Append what became of a capture, a reading or a failure, unless that is the last that the log has of it."""
        if self._outcomes.get(entry.subject) != logged_as(entry):
            self.log.append(entry)
            self._outcomes[entry.subject] = logged_as(entry)

    def log_all(self, entries: Iterable[Entry]) -> None:
        """As `log_once` for captures and `log_outcome` for what became of them, in order, with one wait for the disk."""
        new: list[Entry] = []
        for entry in entries:
            said = logged_as(entry)
            if entry.kind in (EntryKind.READING, EntryKind.FAILURE):
                known = self._outcomes.get(entry.subject) == said
                self._outcomes[entry.subject] = said
            else:
                known = said in self._logged
                self._logged.add(said)
            if not known:
                new.append(entry)
        if not new:
            return
        try:
            self.log.append_all(new)
        except BaseException:
            self._forget()
            raise

    def _forget(self) -> None:
        """Read anew from the log what it holds."""
        for remembered in ("_logged", "_outcomes"):
            self.__dict__.pop(remembered, None)

    def keep_outcomes(self, outcomes: Iterable[Reading | tuple[str, Failure]], *, now: datetime, by: str) -> None:
        """Readings, and failures with their capture, as `keep_reading` and `keep_failure` do it, all together: leaves, then rows."""
        held = tuple(outcomes)
        self.log_all(
            reading_entry(each, now=now, by=by) if isinstance(each, Reading) else failure_entry(*each, now=now, by=by)
            for each in held
        )
        with self.store.transaction():
            for each in held:
                if isinstance(each, Reading):
                    self.store.add_reading(each)
                else:
                    self.store.record_failure(*each)

    def keep_reading(self, reading: Reading, *, now: datetime, by: str) -> None:
        """Leaf, then row: the leaf holds the reading's digest, so that a row edited later is found."""
        self.log_outcome(reading_entry(reading, now=now, by=by))
        self.store.add_reading(reading)

    def log_failure(self, sha256: str, failure: Failure, *, now: datetime, by: str) -> None:
        """The leaf of a failure."""
        self.log_outcome(failure_entry(sha256, failure, now=now, by=by))

    def keep_failure(self, sha256: str, failure: Failure, *, now: datetime, by: str) -> None:
        """Leaf, then row, as for a reading: a failure that is changed or wiped out later is found."""
        self.log_failure(sha256, failure, now=now, by=by)
        self.store.record_failure(sha256, failure)

    def log_deletion(self, entry: Entry) -> None:
        """Append a tombstone. The same source may be added again afterwards, and is then logged anew."""
        self.log.append(entry)
        self._forget()

    def __enter__(self) -> "Book":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.store.close()


def reading_entry(reading: Reading, *, now: datetime, by: str) -> Entry:
    """The leaf of a reading, with its digest, so that a row edited later is found."""
    body: dict[str, str | int | None] = {"digest": digest(reading), "article": reading.article.sha256}
    return Entry(kind=EntryKind.READING, at=now, by=by, subject=reading.capture.sha256, body=body)


def failure_entry(sha256: str, failure: Failure, *, now: datetime, by: str) -> Entry:
    """The leaf of a failure: its digest only, as its reason may quote the source."""
    return Entry(kind=EntryKind.FAILURE, at=now, by=by, subject=sha256, body={"digest": digest(failure)})


def change_profile(book: Book, new: Path | None, *, reason: str, now: datetime, by: str) -> bool:
    """Put the casebook's profile as it is now, or `new` in its place, on record; False if it is the one logged last.

    Raises ProfileError for a bad profile, CasebookError for a casebook that has none.
    """
    file = book.folder.profile
    if file is None:
        raise CasebookError(
            f"{book.folder.path} was made without a profile; make a casebook with one and add the sources there"
        )
    profile = load_profile(new or file)
    if new is not None:
        write_whole(file, new.read_bytes())
    if last_profile(book.log.entries()) == digest(profile):
        return False
    body: dict[str, str | int | None] = {"digest": digest(profile), "reason": reason}
    book.log.append(Entry(kind=EntryKind.PROFILE, at=now, by=by, subject=profile.key, body=body))
    return True


def clock_doubt(book: Book, now: datetime) -> str | None:
    """What to tell when the clock is behind the log's last entry. Entries keep the order of the log, whatever their times say."""
    size, _ = book.log.root()
    if size == 0:
        return None
    last = from_json(book.log.line(size - 1), Entry).at
    if now >= last - BACKWARDS:
        return None
    return (
        f"the clock says {now:%Y-%m-%d %H:%M} UTC, but the log's last entry is of {last:%Y-%m-%d %H:%M}: the clock is wrong now or was then; "
        "set it right, and have the log stamped (allegata stamp)"
    )


def last_profile(entries: Iterable[Entry]) -> str | None:
    """The digest of the profile that was logged last."""
    logged = [entry for entry in entries if entry.kind is EntryKind.PROFILE]
    return str(logged[-1].body.get("digest")) if logged else None


def record_loss(book: Book, reason: str, *, now: datetime, by: str) -> None:
    """Put on record that the database was restored from an older copy, so that the log goes on; what it lost is named by a check."""
    known = book.store.known_head()
    body: dict[str, str | int | None] = {"reason": reason, "known": known[0] if known else 0}
    book.log.append_all((Entry(kind=EntryKind.RESTORED, at=now, by=by, subject="database", body=body),), after_loss=True)


def logged_as(entry: Entry) -> tuple[str, str, str | None]:
    """What makes two entries the same thing: kind, subject and, where there is one, the digest."""
    found = entry.body.get("digest")
    return entry.kind.value, entry.subject, str(found) if found else None


def not_deleted(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries less those of captures that were deleted after them: what vault and database have to hold."""
    held = tuple(entries)
    deleted = {entry.subject: number for number, entry in enumerate(held) if entry.kind is EntryKind.DELETION}
    return tuple(e for number, e in enumerate(held) if e.kind not in OF_A_CAPTURE or number > deleted.get(e.subject, -1))


def outcomes(entries: Iterable[Entry]) -> dict[str, tuple[str, str, str | None]]:
    """Of each capture the last that was logged of its reading: `logged_as` of a reading or of a failure."""
    return {e.subject: logged_as(e) for e in entries if e.kind in (EntryKind.READING, EntryKind.FAILURE)}


def create_book(path: Path, *, title: str, profile: str | None, database: str = "sqlite", now: datetime, by: str) -> Book:
    """A new casebook. `profile`: a file, or the name of one that ships. Raises CasebookError where one is already, ProfileError for a bad profile."""
    with profile_file(profile) as file:
        if file is not None:
            load_profile(file)
        folder = create(path, title=title, profile=file, database=database, now=now)
    log = Log.create(folder.log)
    log.append(Entry(kind=EntryKind.CASEBOOK, at=now, by=by, subject=title, body={"database": database.partition(":")[0]}))
    book = Book(folder, open_store(folder))
    if book.profile is not None:
        body: dict[str, str | int | None] = {"digest": digest(book.profile)}
        book.log_once(Entry(kind=EntryKind.PROFILE, at=now, by=by, subject=book.profile.key, body=body))
    return book


@contextmanager
def profile_file(name: str | None) -> Iterator[Path | None]:
    """The file of a profile given by its path or by the key of one that ships; None for none."""
    if name is None or Path(name).is_file():
        yield Path(name) if name else None
        return
    shipped_profile(name)
    with as_file(data_path("profiles") / f"{name}.toml") as file:
        yield file


def profile_named(name: str) -> Profile:
    """The profile in a file, or the shipped one with that key; raises ProfileError with the keys that there are."""
    return load_profile(Path(name)) if Path(name).is_file() else shipped_profile(name)


def open_book(path: Path) -> Book:
    """The casebook in that folder; raises CasebookError when there is none."""
    folder = open_folder(path)
    return Book(folder, open_store(folder))
