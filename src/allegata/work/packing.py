"""A casebook -> an evidence package that a court can check without this software: what may leave, the captures that it cites, the
proofs that they are in the log, and a key's signature over all of it.

A report leaves whole, with its bytes, or not at all: when something that was found in it may leave and nothing of it is under embargo.
With it go the resources that belong to it, and the file that it came in if no other report in that stays. docs/decisions/0006 says why.
"""

import hashlib
import os
import shutil
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from string import Template

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from .. import __version__
from ..errors import ExportError, LogError, MissingSystemLibrary
from ..export import bundle, document
from ..export.bag import close_bag, zip_bag
from ..export.wacz import Archived, write_wacz
from ..preserve.checkpoint import Checkpoint, open_note, verifier_key
from ..preserve.durable import UNFINISHED, sync_folder
from ..preserve.sent import Sent
from ..preserve.wacz_signature import signed_data
from ..records import Capture, Dossier, Entry, EntryKind, Reading, Record
from ..review import what_holds
from ..review.protection import under_embargo
from .book import Book
from .outgoing import dossier_of, outgoing, recency
from .redacting import hidden

SOFTWARE = f"allegata {__version__}"


class Contents(Record):
    """What goes into a package. `captures`: those whose bytes leave; `logged`: entries that leave, by their index in the log (others
    name who decided what, or give reasons: of them hashes in the tree leave, alone); `held_back`: how many captures stay; `note`: the head."""

    dossier: Dossier
    captures: tuple[Capture, ...]
    logged: dict[int, Entry]
    held_back: int
    note: str


def pack(book: Book, kind: str, target: Path, *, now: datetime, by: str, embargo: bool) -> int:
    """Write the package (`bagit`: a ZIP file when the name ends so, else a folder; `wacz`: one file); returns its bytes.

    The export is a leaf of the log. Raises ExportError when the place is taken or a capture is not whole.
    """
    contents = contents_of(book, now=now, embargo=embargo)
    key = signer_of(book)
    with unfinished(target) as place:
        body = PACKERS[kind](book, contents, key, place, target)
    size = sum(path.stat().st_size for path in [target, *target.rglob("*")] if path.is_file())
    checkpoint = open_note(contents.note, book.log.verifier())
    told: dict[str, str | int | None] = {
        **body,
        "size": size,
        "embargo": "kept" if embargo else "lifted",
        "log_size": checkpoint.size,
        "log_root": checkpoint.root.hex(),
    }
    book.log.append(Entry(kind=EntryKind.EXPORT, at=now, by=by, subject=kind, body=told))
    return size


def contents_of(book: Book, *, now: datetime, embargo: bool) -> Contents:
    """What may leave: reports of which something is left, the captures that go with them, their entries."""
    held = what_holds(book.store.decisions())

    def leaves(before: Reading, after: Reading) -> bool:
        if hidden(before, held):
            return False  # the capture's bytes hold the words
        return is_left(before, after, outgoing(before, held, now=now, embargo=False), now=now, embargo=embargo)

    dossier = dossier_of(book, now=now, embargo=embargo, leaves=leaves)
    note, entries, captures = book.log.signed_head(), list(book.log.entries()), tuple(book.store.captures())
    cited = {reading.capture.sha256 for reading in dossier.readings}
    chosen = with_parts(captures, cited, {reading.capture.sha256 for reading in book.store.readings()}) - closed(entries)
    checkpoint = open_note(note, book.log.verifier())
    return Contents(
        dossier=msgspec.structs.replace(dossier, log_size=checkpoint.size, log_root=checkpoint.root.hex()),
        captures=tuple(capture for capture in captures if capture.sha256 in chosen),
        logged=shown(entries[: checkpoint.size], chosen),
        held_back=len(captures) - len(chosen),
        note=note,
    )


def is_left(before: Reading, after: Reading, lifted: Reading, *, now: datetime, embargo: bool) -> bool:
    """Whether a report leaves, with its bytes: something of it does, and nothing of it is under embargo (`lifted`: what would leave
    were there none). One in which nothing was found leaves too, unless it is of these days."""
    if count(before):
        return 0 < count(after) == count(lifted)
    return not (embargo and under_embargo(recency(before, None, None), now))


def count(reading: Reading) -> int:
    """What was found in the report."""
    return len(reading.statements) + len(reading.claims)


def with_parts(captures: tuple[Capture, ...], whole: set[str], read: set[str]) -> set[str]:
    """With the files that those captures came in, where no other report in them is held back, and with what belongs to them."""
    parts: dict[str, set[str]] = {}
    for capture in captures:
        if capture.part_of:
            parts.setdefault(capture.part_of, set()).add(capture.sha256)
    chosen = whole | {sha256 for sha256, inside in parts.items() if inside & read and inside & read <= whole}
    for capture in captures:
        if capture.part_of in chosen and capture.sha256 not in read:
            chosen.add(capture.sha256)
    return chosen


def closed(entries: list[Entry]) -> set[str]:
    """Captures that were deleted, and the files they came in, which still hold their bytes."""
    last: dict[str, Entry] = {}
    came_in: dict[str, str] = {}
    for entry in entries:
        if entry.kind in (EntryKind.CAPTURE, EntryKind.DELETION):
            last[entry.subject] = entry
        if entry.kind is EntryKind.CAPTURE and entry.body.get("part_of"):
            came_in[entry.subject] = str(entry.body["part_of"])
    deleted = {subject for subject, entry in last.items() if entry.kind is EntryKind.DELETION}
    return deleted | {came_in[subject] for subject in deleted if subject in came_in}


def shown(entries: list[Entry], wanted: set[str]) -> dict[int, Entry]:
    """The entries that leave: of each capture wanted the last, and what came back for checkpoints that were sent out."""
    of_captures = {e.subject: index for index, e in enumerate(entries) if e.kind is EntryKind.CAPTURE and e.subject in wanted}
    others = [index for index, e in enumerate(entries) if e.kind in (EntryKind.STAMP, EntryKind.COSIGNATURE)]
    return {index: entries[index] for index in sorted([*of_captures.values(), *others])}


def pack_bag(book: Book, contents: Contents, key: Ed25519PrivateKey, place: Path, target: Path) -> dict[str, str | int | None]:
    """The whole package."""
    name = target.stem if is_zip(target) else target.name
    folder = place if not is_zip(target) else place.with_name(f"{place.name}.folder")
    folder.mkdir()
    try:
        fill(folder / "data", book, contents, key)
        known_by = close_bag(folder, info=bag_info(contents, book), sign=key.sign)
        if is_zip(target):
            zip_bag(folder, place, name=name, made_at=contents.dossier.made_at)
            return {"tagmanifest_sha256": known_by, "sha256": sha256_of(place)}
        return {"tagmanifest_sha256": known_by}
    finally:
        if folder != place:
            shutil.rmtree(folder)


def pack_wacz(book: Book, contents: Contents, key: Ed25519PrivateKey, place: Path, target: Path) -> dict[str, str | int | None]:
    """The captures alone."""
    captures_to(place, book, contents, key)
    return {"sha256": sha256_of(place)}


PACKERS: dict[str, Callable[[Book, Contents, Ed25519PrivateKey, Path, Path], dict[str, str | int | None]]] = {
    "bagit": pack_bag,
    "wacz": pack_wacz,
}
"""What `allegata export KIND` can pack; what goes into the entry of the log is given back."""


def fill(data: Path, book: Book, contents: Contents, key: Ed25519PrivateKey) -> None:
    """The payload."""
    data.mkdir()
    has_pdf = dossier_to(data, contents.dossier)
    (data / "records").mkdir()
    for name, lines in bundle.files_by_kind(contents.dossier).items():
        (data / "records" / name).write_bytes(lines)
    captures_to(data / "captures.wacz", book, contents, key)
    proofs_to(data / "log", book, contents, key)
    (data / "check.py").write_bytes(template("check.py").encode())
    (data / "README.txt").write_text(readme(contents, key, has_pdf=has_pdf), encoding="utf-8")


def dossier_to(data: Path, dossier: Dossier) -> bool:
    """The dossier; False where the PDF's library is not installed, so that there is none."""
    (data / "dossier.html").write_bytes(document.html(dossier))
    try:
        (data / "dossier.pdf").write_bytes(document.pdf(dossier))
    except MissingSystemLibrary:
        return False
    return True


def captures_to(path: Path, book: Book, contents: Contents, key: Ed25519PrivateKey) -> None:
    """The WACZ of the captures; raises ExportError when one is gone from the vault."""
    titles = {reading.capture.sha256: reading.article.title for reading in contents.dossier.readings}
    archived = (
        Archived(
            name=f"{capture.sha256}.warc",
            path=book.vault.path(capture.sha256),
            is_page=capture.sha256 in titles,
            title=titles.get(capture.sha256),
        )
        for capture in contents.captures
    )
    made_at = contents.dossier.made_at
    created = made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    seed = key.private_bytes_raw()
    try:
        with path.open("wb") as out:
            write_wacz(
                out,
                archived,
                title=contents.dossier.title,
                made_at=made_at,
                software=SOFTWARE,
                sign=lambda digest: signed_data(seed, digest, created=created, software=SOFTWARE),
            )
    except FileNotFoundError as error:
        raise ExportError(f"{error.filename} is gone from the vault; run `allegata verify` and restore a backup") from error


def proofs_to(folder: Path, book: Book, contents: Contents, key: Ed25519PrivateKey) -> None:
    """Head, key, entries with their proofs, and what was sent out before with what came back."""
    (folder / "entries").mkdir(parents=True)
    (folder / "checkpoint").write_text(contents.note)
    text, _, signature = contents.note.rpartition("\n\n")
    (folder / "checkpoint.txt").write_text(f"{text}\n")
    (folder / "checkpoint.sig").write_bytes(b64decode(signature.split()[2])[4:])
    (folder / "key.pub").write_text(book.log.verifier())
    (folder / "key.pem").write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    for index in contents.logged:
        (folder / "entries" / f"{index}.json").write_bytes(book.log.line(index))
        (folder / "entries" / f"{index}.tlog-proof").write_text(book.log.prove(index, note=contents.note).text)
    size = contents.dossier.log_size
    for sent in (each for each in book.log.outbox.all() if 0 < each.size <= size):
        sent_to(folder, book, contents, sent)
    stamps = {entry.subject for entry in contents.logged.values() if entry.kind is EntryKind.STAMP}
    for path in (path for path in book.log.outbox.files() if path.stem in stamps):
        (folder / "tokens").mkdir(exist_ok=True)
        shutil.copyfile(path, folder / "tokens" / path.name)


def sent_to(folder: Path, book: Book, contents: Contents, sent: Sent) -> None:
    """A head that was given to somebody, and the proof that the one of now continues it."""
    (folder / "sent").mkdir(exist_ok=True)
    old: Checkpoint = open_note(sent.note, book.log.verifier())
    # As bytes: the file is what authorities stamped.
    (folder / "sent" / f"{sent.size}.checkpoint").write_bytes(sent.note.encode())
    proof = book.log.prove_consistency(old, note=contents.note)
    (folder / "sent" / f"{sent.size}.consistency").write_text(proof.text)
    if sent.cosignatures:
        (folder / "sent" / f"{sent.size}.cosignatures").write_bytes(sent.cosignatures.encode())


def readme(contents: Contents, key: Ed25519PrivateKey, *, has_pdf: bool) -> str:
    """How to check the package, in plain words."""
    number, held_back = len(contents.captures), contents.held_back
    return Template(template("package-readme.txt")).substitute(
        title=contents.dossier.title,
        made_at=contents.dossier.made_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        software=SOFTWARE,
        without_pdf=""
        if has_pdf
        else "\n                                        (the PDF could not be made where this was packed)",
        log_size=contents.dossier.log_size,
        captures=f"{number} capture{'' if number == 1 else 's'}",
        held_back=f"{held_back} of the casebook {'is' if held_back == 1 else 'are'} held back (see the end)."
        if held_back
        else "",
        key=key.public_key().public_bytes_raw().hex(),
    )


def bag_info(contents: Contents, book: Book) -> dict[str, str]:
    """What bag-info.txt tells."""
    return {
        "Bag-Software-Agent": SOFTWARE,
        "Bagging-Date": contents.dossier.made_at.astimezone(UTC).date().isoformat(),
        "External-Description": contents.dossier.title,
        "External-Identifier": book.log.checkpoint().origin,
        "Log-Size": str(contents.dossier.log_size),
        "Log-Root": contents.dossier.log_root or "",
    }


def signer_of(book: Book) -> Ed25519PrivateKey:
    """The key of the casebook's log, which vouches for its packages too. What it signs here cannot be taken for a head of the
    log: it has not three lines. Raises LogError if the key is gone or another."""
    try:
        key = Ed25519PrivateKey.from_private_bytes(book.log.key.read_bytes())
    except (OSError, ValueError) as error:
        raise LogError(f"the log's key {book.log.key} cannot be read: {error}; restore it from a backup") from error
    if verifier_key(book.log.checkpoint().origin, key.public_key()) != book.log.verifier().strip():
        raise LogError(f"the key {book.log.key} is not this log's; restore it from a backup")
    return key


def is_zip(target: Path) -> bool:
    """Whether the bag is to be one file."""
    return target.suffix.lower() == ".zip"


@contextmanager
def unfinished(target: Path) -> Iterator[Path]:
    """A name beside the target that takes its place when all is written, on disk, and is gone when something fails. A file is
    written over; a folder has to be new or empty."""
    if target.is_dir() and any(target.iterdir()):
        raise ExportError(f"{target} is a folder that holds something: name a new one")
    place = target.with_name(f"{target.name}.{os.getpid()}{UNFINISHED}")
    try:
        yield place
        for path in [place, *place.rglob("*")]:
            sync_folder(path) if path.is_dir() else sync_file(path)
        os.replace(place, target)
        sync_folder(target.absolute().parent)
    finally:
        if place.is_dir():
            shutil.rmtree(place)
        place.unlink(missing_ok=True)


def sync_file(path: Path) -> None:
    """Waits until the file is on disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sha256_of(path: Path) -> str:
    """Of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def template(name: str) -> str:
    """A text that ships for packages."""
    return (files("allegata.export") / "templates" / name).read_text(encoding="utf-8")
