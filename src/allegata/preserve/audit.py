"""What a check of the log finds: every entry, head, tile and note of it re-read and re-hashed, and since when it is not as signed.

A log that was cut back or written anew as a whole, with the key, contradicts itself nowhere. Only a head that was given to
somebody outside finds that out; it is passed in as `outside`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ..errors import LogError
from ..records import Entry
from ..records.wire import canonical, from_json
from .checkpoint import Checkpoint, find_note, open_note, verifier_key
from .durable import UNFINISHED
from .ledger import Range, leaf_hash
from .log import Head, Log
from .problem import Fault, Problem
from .tiles import HASH, beginning, every_tile, partial_tiles

_OWN = frozenset(
    {"entries.jsonl", "checkpoint", "key.pub", "lock", "pending.jsonl", "stored", "leaves", "tile", "checkpoints", "tokens"}
)
_BACKUP = "restore it from a backup"


@dataclass(kw_only=True)
class Audit:
    """What is there. `entries`: None where a line is no entry; `heads`: size to whether a head signed at that size still holds."""

    checkpoint: Checkpoint | None = None
    lines: list[bytes] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)
    entries: list[Entry | None] = field(default_factory=list)
    heads: dict[int, bool] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _roots: dict[int, bytes] = field(default_factory=dict)

    def root_at(self, size: int) -> bytes | None:
        """The root over the first entries; None if there are fewer."""
        if not 0 <= size <= len(self.leaves):
            return None
        if size not in self._roots:
            self._roots[size] = Range().add_all(self.leaves[:size]).root()
        return self._roots[size]

    def since(self, index: int) -> str:
        """Between which heads that were sent out entry `index` was logged: what it stands for was as logged at that time."""
        before = max((size for size in self.heads if size <= index), default=0)
        after = min((size for size in self.heads if size > index), default=None)
        told = f"logged as entry {index}{self._day(index + 1)}"
        if before:
            told += f", after the checkpoint of {before}{self._day(before)}"
        return told + (f", before that of {after}{self._day(after)}" if after is not None else "")

    def since_head(self) -> str:
        """Which head that was sent out is the last that the entries still bear out, and which the first that they do not."""
        holds = max((size for size, held in self.heads.items() if held), default=0)
        broken = min((size for size, held in self.heads.items() if not held and size > holds), default=None)
        told = f"the checkpoint of {holds} entries{self._day(holds)} still holds" if holds else "no checkpoint still holds"
        return told + (f", that of {broken} does not" if broken is not None else "")

    def _day(self, size: int) -> str:
        """When the last entry under that head was made, as the log says."""
        entry = self.entries[size - 1] if 0 < size <= len(self.entries) else None
        return f" ({entry.at:%Y-%m-%d %H:%M} UTC)" if entry else ""


def audit(log: Log, *, outside: Mapping[str, str | Head] = MappingProxyType({})) -> Audit:
    """Reads all of the log. `outside`: heads that others were given, by a name for each: a text with the signed note, or
    size and root."""
    found = Audit()
    try:
        with log.held_still():
            _read(log, found)
            _check(log, found, outside)
    except OSError as error:
        found.problems.append(
            Problem(fault=Fault.MISSING, subject=str(error.filename), reason=f"cannot be read: {error.strerror}")
        )
    return found


def _read(log: Log, found: Audit) -> None:
    try:
        found.checkpoint = log.checkpoint()
    except LogError as error:
        found.problems.append(Problem(fault=Fault.ALTERED, subject="checkpoint", reason=str(error)))
    path = log.folder / "entries.jsonl"
    try:
        *lines, rest = path.read_bytes().split(b"\n")
    except OSError as error:
        if found.checkpoint is not None:
            reason = f"cannot be read: {error.strerror}; {_BACKUP}"
            found.problems.append(Problem(fault=Fault.MISSING, subject="entries.jsonl", reason=reason))
        return
    size = len(lines) if found.checkpoint is None else found.checkpoint.size
    found.lines = lines[:size]
    found.leaves = [leaf_hash(line) for line in found.lines]
    found.entries = [_entry(line) for line in found.lines]
    if beyond := b"\n".join([*lines[size:], rest]):
        found.problems.append(_beyond(beyond, log.pending_bytes()))


def _check(log: Log, found: Audit, outside: Mapping[str, str | Head]) -> None:
    heads = list(_check_heads(log, found, outside))
    if found.checkpoint is not None:
        if found.root_at(found.checkpoint.size) == found.checkpoint.root:
            found.problems += _check_tiles(log, found)
        else:
            _check_root(log, found, found.checkpoint)
    found.problems += heads
    found.problems += _check_stored(log, found)
    found.problems += _check_files(log)


def _check_root(log: Log, found: Audit, checkpoint: Checkpoint) -> None:
    """Which entries are not those under the head."""
    noted = _noted(log, checkpoint.size)
    differ = {at for at, leaf in enumerate(found.leaves) if leaf != (noted[at * HASH : (at + 1) * HASH] or leaf)}
    since = found.since_head()
    if len(found.lines) < checkpoint.size:
        reason = f"{checkpoint.size} entries were signed, {len(found.lines)} are there; {_BACKUP}"
        found.problems.append(Problem(fault=Fault.MISSING, subject="entries.jsonl", reason=reason, since=since))
    broken = {at for at, entry in enumerate(found.entries) if entry is None}
    for at in sorted(differ | broken):
        reason = f"differs from what was signed; {_BACKUP}"
        found.problems.append(Problem(fault=Fault.ALTERED, subject=f"entry {at}", reason=reason, since=since))
    if not differ and not broken and len(found.lines) == checkpoint.size:
        reason = f"the root over the entries is not the signed one; {_BACKUP}"
        found.problems.append(Problem(fault=Fault.ALTERED, subject="entries.jsonl", reason=reason, since=since))


def _check_heads(log: Log, found: Audit, outside: Mapping[str, str | Head]) -> Iterator[Problem]:
    """Every head on record as signed before, and those that others hold, has to be one of this log's past."""
    given: dict[str, str | Head] = {
        _name(log, path): path.read_bytes().decode("utf-8", "replace") for path in log.signed_files()
    }
    for name, head in {**given, **outside}.items():
        try:
            size, root = _head(head if name in given else find_note(head), log) if isinstance(head, str) else head
        except LogError as error:
            yield Problem(fault=Fault.ALTERED, subject=name, reason=str(error))
            continue
        found.heads[size] = found.root_at(size) == root and found.heads.get(size, True)
        there = found.checkpoint.size if found.checkpoint else len(found.leaves)
        if found.checkpoint is not None and (size, root) == (there, found.checkpoint.root):
            continue  # told of as the head in force
        if size > there:
            reason = f"is of {size} entries, the log has {there}: the log went back in time; restore the newer one"
            yield Problem(fault=Fault.ALTERED, subject=name, reason=reason, since=found.since_head())
        elif found.root_at(size) != root:
            reason = (
                f"the log does not continue this head of {size} entries: entries that it covers are gone or altered; {_BACKUP}"
            )
            yield Problem(fault=Fault.ALTERED, subject=name, reason=reason, since=found.since_head())


def _head(note: str, log: Log) -> Head:
    checkpoint = open_note(note, log.verifier())
    return checkpoint.size, checkpoint.root


def _check_tiles(log: Log, found: Audit) -> Iterator[Problem]:
    folder = log.folder / "tile"
    if not folder.is_dir():
        return
    there = {str(path.relative_to(log.folder)): path for path in folder.rglob("*") if not path.is_dir()}
    sent = {name.partition(".p/")[0]: b"" for size in log.outbox.sizes() for name in partial_tiles(size)}
    for name, data in every_tile(found.lines, found.leaves):
        tile, path = name.partition(".p/")[0], there.pop(name, None)
        if tile in sent:
            sent[tile] = data
        held = path.read_bytes() if path else b""
        if len(held) < len(data):
            yield Problem(fault=Fault.UNFINISHED, subject=name, reason="is not there in full; the next append makes it anew")
        elif held != data:
            yield _not_a_tile(name)
    for name, path in sorted(there.items()):
        tile, _, width = name.partition(".p/")
        if tile not in sent or not width.isdecimal():
            yield _stray(name)
        elif path.read_bytes() != beginning(tile, sent[tile], int(width)):
            yield _not_a_tile(name)


def _not_a_tile(name: str) -> Problem:
    reason = "is not what the entries give; delete the folder log/tile, the next append makes it anew"
    return Problem(fault=Fault.ALTERED, subject=name, reason=reason)


def _check_stored(log: Log, found: Audit) -> Iterator[Problem]:
    try:
        stored = log.stored_head()
    except LogError as error:
        yield Problem(fault=Fault.ALTERED, subject="stored", reason=str(error))
        return
    if stored is not None and found.root_at(stored[0]) != stored[1]:
        reason = "names a head that is none of this log's; delete it if the log is whole, the next append makes it anew"
        yield Problem(fault=Fault.ALTERED, subject="stored", reason=reason)


def _check_files(log: Log) -> Iterator[Problem]:
    for path in sorted(log.folder.iterdir()) if log.folder.is_dir() else ():
        if path.name not in _OWN:
            yield _stray(path.name)
    if log.key.exists():
        try:
            signer = Ed25519PrivateKey.from_private_bytes(log.key.read_bytes())
            is_own = verifier_key(log.verifier().partition("+")[0], signer.public_key()) == log.verifier().strip()
        except (ValueError, LogError):
            is_own = False
        if not is_own:
            yield Problem(
                fault=Fault.ALTERED, subject=_name(log, log.key), reason=f"is not the key that signed this log; {_BACKUP}"
            )


def _stray(name: str) -> Problem:
    if name.endswith(UNFINISHED):
        return Problem(fault=Fault.UNFINISHED, subject=name, reason="an interrupted write; it can be deleted")
    return Problem(fault=Fault.STRAY, subject=name, reason="is nothing that this log wrote; look at it and delete it")


def _noted(log: Log, size: int) -> bytes:
    """The leaves' hashes as noted beside the entries, by which an altered entry is named: the tiles of level 0, or in a log
    that nothing was added to since there are tiles, the file `leaves`."""
    if (log.folder / "leaves").is_file():
        return (log.folder / "leaves").read_bytes()
    noted = bytearray()
    for name, _ in every_tile([b""] * 0, [bytes(HASH)] * size):
        path = log.folder / name
        if not name.startswith("tile/0/") or not path.is_file():
            break
        noted += path.read_bytes()
    return bytes(noted)


def _entry(line: bytes) -> Entry | None:
    try:
        entry = from_json(line, Entry)
        return entry if canonical(entry) == line else None
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _beyond(data: bytes, pending: bytes) -> Problem:
    if pending.startswith(data):
        reason = "an interrupted append, never acknowledged; the next append takes it back"
        return Problem(fault=Fault.UNFINISHED, subject="entries.jsonl", reason=reason)
    reason = f"{len(data):,} bytes beyond the signed head, which this log did not write; {_BACKUP}"
    return Problem(fault=Fault.STRAY, subject="entries.jsonl", reason=reason)


def _name(log: Log, path: object) -> str:
    """The file as a person finds it in the casebook's folder."""
    return str(path).removeprefix(f"{log.folder}/").removeprefix(f"{log.folder.parent}/")
