"""The casebook's log: one line of canonical JSON per entry, only ever added to, under a signed RFC 9162 tree head.

    log/entries.jsonl   the leaves, in order
    log/checkpoint      the signed head over them, renewed with every append
    log/key.pub         the key that checks the signature
    log/leaves          the leaves' hashes, 32 bytes each, by which a check names the entry that was altered
    log/lock            held by the one who writes
    log/pending.jsonl   only during an append: what is being written, so that an interrupted one can be taken back
    keys/log.key        the key that signs

Invariant: an entry is acknowledged only when it and the head over it are on disk. Entries that no head covers were never
acknowledged: after a crash they are taken back, and anything else beyond the head is refused.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ..errors import LogError
from ..records import Entry, Record
from ..records.wire import canonical, from_json
from .checkpoint import Checkpoint, open_note, sign, verifier_key
from .durable import write_whole
from .ledger import Proof, Range, consistency_proof, inclusion_proof, leaf_hash
from .problem import Fault, Problem
from .proof import ConsistencyProof, InclusionProof

_HASH = 32


class _Head(Record):
    """What this process knows of the log: the tree, its bytes' length, and by what to see that another process wrote."""

    tree: Range
    length: int
    seen: tuple[int, int, int]


class Log:
    """Opens without touching the disk. One writer at a time, across processes and threads."""

    def __init__(self, folder: Path | str, *, key: Path | None = None) -> None:
        """`key`: the signing key's file, by default `keys/log.key` beside the folder."""
        self.folder = Path(folder)
        self.key = key or self.folder.parent / "keys" / "log.key"
        self._entries, self._checkpoint = self.folder / "entries.jsonl", self.folder / "checkpoint"
        self._pending, self._leaves = self.folder / "pending.jsonl", self.folder / "leaves"
        self._head: _Head | None = None

    @classmethod
    def create(cls, folder: Path | str, *, key: Path | None = None) -> "Log":
        """A new, empty log with a new key (mode 0600) and a signed head; raises LogError where one is already."""
        log = cls(folder, key=key)
        for path in (log._checkpoint, log._entries, log.key):
            if path.exists():
                raise LogError(f"{path} is already there; a log is made once: give another folder")
        log.folder.mkdir(parents=True, exist_ok=True)
        log.key.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        signer = Ed25519PrivateKey.generate()
        write_whole(log.key, signer.private_bytes_raw(), mode=0o600)
        public = signer.public_key()
        name = f"allegata-log-{public.public_bytes_raw().hex()[:16]}"
        write_whole(log.folder / "key.pub", f"{verifier_key(name, public)}\n".encode())
        write_whole(log._entries, b"")
        empty = Checkpoint(origin=name, size=0, root=Range().root())
        write_whole(log._checkpoint, sign(empty, signer).encode())
        return log

    def append(self, entry: Entry) -> int:
        """The entry's index, once it and the signed head are on disk."""
        return self.append_all((entry,))[0]

    def append_all(self, entries: Iterable[Entry]) -> Sequence[int]:
        """The entries' indices; all are there when this returns, or none. One wait for the disk for all of them.

        Raises LogError, adding nothing, if the log does not match its head.
        """
        lines = [canonical(entry) for entry in entries]
        with self._writing():
            head, signer = self._current(), self._signer()
            if not lines:
                return range(head.tree.size, head.tree.size)
            written = b"".join(line + b"\n" for line in lines)
            write_whole(self._pending, written)
            self._extend(written)
            leaves = self._reread(head.length, written)
            tree = head.tree.add_all(leaves)
            origin = self.checkpoint().origin
            write_whole(self._checkpoint, sign(Checkpoint(origin=origin, size=tree.size, root=tree.root()), signer).encode())
            self._pending.unlink()
            self._note_leaves(head.tree.size, leaves)
            self._head = _Head(tree=tree, length=head.length + len(written), seen=self._look())
            return range(head.tree.size, tree.size)

    def root(self) -> tuple[int, str]:
        """Size and root (hex) of the signed head; raises LogError if the signature does not hold."""
        checkpoint = self.checkpoint()
        return checkpoint.size, checkpoint.root.hex()

    def checkpoint(self) -> Checkpoint:
        """The signed head, its signature checked."""
        return open_note(self.signed_head(), self._read(self.folder / "key.pub"))

    def signed_head(self) -> str:
        """The signed note as it stands, to be kept outside as a witness."""
        return self._read(self._checkpoint)

    def entries(self) -> Iterator[Entry]:
        """The entries under the head, in order; raises LogError for a line that is no entry."""
        for number, line in enumerate(self._lines(self.checkpoint().size)):
            try:
                yield from_json(line, Entry)
            except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                raise LogError(f"entry {number} of {self._entries} cannot be read: {error}; run a check") from error

    def proof(self, index: int) -> Proof:
        """The proof that entry `index` is under the head; raises IndexError if there is none."""
        return inclusion_proof([leaf_hash(line) for line in self._lines(self.checkpoint().size)], index)

    def prove(self, index: int) -> InclusionProof:
        """That entry `index` is under the signed head, as it is given to others; raises IndexError if there is none."""
        return InclusionProof(index=index, hashes=self.proof(index), checkpoint=self.signed_head())

    def prove_consistency(self, old_size: int) -> ConsistencyProof:
        """That the signed head continues the tree of the first `old_size` entries; raises IndexError if there are fewer."""
        leaves = [leaf_hash(line) for line in self._lines(self.checkpoint().size)]
        return ConsistencyProof(old_size=old_size, hashes=consistency_proof(leaves, old_size), checkpoint=self.signed_head())

    def check(self, *, seen: tuple[int, str] | None = None) -> Iterator[Problem]:
        """Re-reads and re-hashes everything. `seen`: a size and root known from elsewhere (a dossier, a witness), which
        this log has to continue; only so is a log found out that was cut back or written anew as a whole."""
        try:
            with self._held_still():
                checkpoint = self.checkpoint()
                data, pending = self._entries.read_bytes(), self._pending_bytes()
        except LogError as error:
            yield Problem(fault=Fault.ALTERED, subject="checkpoint", reason=str(error))
            return
        except OSError as error:
            yield Problem(fault=Fault.MISSING, subject="entries.jsonl", reason=f"cannot be read: {error.strerror}")
            return
        yield from self._check_entries(data, pending, checkpoint, seen)

    def _check_entries(
        self, data: bytes, pending: bytes, checkpoint: Checkpoint, seen: tuple[int, str] | None
    ) -> Iterator[Problem]:
        *lines, rest = data.split(b"\n")
        signed, beyond = lines[: checkpoint.size], b"\n".join([*lines[checkpoint.size :], rest])
        hashes = [leaf_hash(line) for line in signed]
        yield from self._check_root(hashes, signed, checkpoint)
        if beyond:
            yield _beyond(beyond, pending)
        if seen is not None and (seen[0] > len(hashes) or Range().add_all(hashes[: seen[0]]).root().hex() != seen[1]):
            reason = (
                f"does not continue the log of {seen[0]} entries with root {seen[1]}: entries seen before are gone or altered"
            )
            yield Problem(fault=Fault.ALTERED, subject="entries.jsonl", reason=reason)

    def _check_root(self, hashes: list[bytes], lines: list[bytes], checkpoint: Checkpoint) -> Iterator[Problem]:
        noted = self._leaves.read_bytes() if self._leaves.exists() else b""
        differ = [at for at, found in enumerate(hashes) if found != (noted[at * _HASH : (at + 1) * _HASH] or found)]
        if len(hashes) == checkpoint.size and Range().add_all(hashes).root() == checkpoint.root:
            if differ or len(noted) > len(hashes) * _HASH:
                reason = "the entries are whole, the note of their hashes is not; the next append makes it anew"
                yield Problem(fault=Fault.ALTERED, subject="leaves", reason=reason)
            return
        if len(hashes) < checkpoint.size:
            reason = f"{checkpoint.size} entries were signed, {len(hashes)} are there; restore it from a backup"
            yield Problem(fault=Fault.MISSING, subject="entries.jsonl", reason=reason)
        broken = [at for at, line in enumerate(lines) if not _is_entry(line)]
        for at in sorted({*differ, *broken}):
            yield Problem(
                fault=Fault.ALTERED, subject=f"entry {at}", reason="differs from what was signed; restore it from a backup"
            )
        if not differ and not broken and len(hashes) == checkpoint.size:
            reason = "the root over the entries is not the signed one; restore it from a backup"
            yield Problem(fault=Fault.ALTERED, subject="entries.jsonl", reason=reason)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            handle = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise LogError(f"there is no log to write in {self.folder}: {error.strerror}; make the casebook first") from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    @contextmanager
    def _held_still(self) -> Iterator[None]:
        """No writer is at work meanwhile. A copy that nobody ever wrote to has no lock and needs none."""
        try:
            handle = os.open(self.folder / "lock", os.O_RDONLY)
        except OSError:
            yield
            return
        try:
            fcntl.flock(handle, fcntl.LOCK_SH)
            yield
        finally:
            os.close(handle)

    def _current(self) -> _Head:
        """The head as it is on disk; nothing is read again if no other process wrote. To be called while writing."""
        if self._head is not None and self._head.seen == self._look() and not self._pending.exists():
            return self._head
        checkpoint = self.checkpoint()
        tree, length, leaves = Range(), 0, []
        for line in self._lines(checkpoint.size):
            leaves.append(leaf_hash(line))
            tree, length = tree.add(leaves[-1]), length + len(line) + 1
        if tree.size != checkpoint.size or tree.root() != checkpoint.root:
            raise LogError(
                f"{self._entries} does not match its signed head; nothing is added: run a check and restore a backup"
            )
        self._take_back(length)
        self._note_leaves(0, leaves)
        self._head = _Head(tree=tree, length=length, seen=self._look())
        return self._head

    def _take_back(self, length: int) -> None:
        """Cuts off what an interrupted append left beyond the head, and nothing else."""
        with open(self._entries, "r+b") as file:
            file.seek(length)
            beyond = file.read()
            if beyond and not self._pending_bytes().startswith(beyond):
                raise LogError(
                    f"{self._entries} holds {len(beyond):,} bytes that no head covers; nothing is added: run a check"
                )
            file.truncate(length)
            os.fsync(file.fileno())
        self._pending.unlink(missing_ok=True)

    def _extend(self, written: bytes) -> None:
        with open(self._entries, "ab") as file:
            file.write(written)
            file.flush()
            os.fsync(file.fileno())

    def _reread(self, at: int, written: bytes) -> list[bytes]:
        """The new leaves' hashes from what is in the file: what is signed is what is there, not what was meant."""
        with open(self._entries, "rb") as file:
            file.seek(at)
            found = file.read()
        if found != written:
            raise LogError(f"{self._entries} does not hold what was just written; nothing is signed: check the disk")
        return [leaf_hash(line) for line in found.split(b"\n")[:-1]]

    def _note_leaves(self, first: int, leaves: list[bytes]) -> None:
        with open(os.open(self._leaves, os.O_RDWR | os.O_CREAT, 0o644), "r+b") as file:
            file.truncate(first * _HASH)
            file.seek(first * _HASH)
            file.write(b"".join(leaves))

    def _lines(self, size: int) -> Iterator[bytes]:
        """The first `size` lines without their ends; fewer if there are fewer whole ones."""
        try:
            with open(self._entries, "rb") as file:
                for _, line in zip(range(size), file, strict=False):
                    if line.endswith(b"\n"):
                        yield line[:-1]
        except OSError as error:
            raise LogError(f"{self._entries} cannot be read: {error.strerror}; restore it from a backup") from error

    def _look(self) -> tuple[int, int, int]:
        try:
            entries = self._entries.stat()
            return entries.st_size, entries.st_mtime_ns, self._checkpoint.stat().st_mtime_ns
        except OSError as error:
            raise LogError(f"the log in {self.folder} is not whole: {error}; restore it from a backup") from error

    def _signer(self) -> Ed25519PrivateKey:
        try:
            signer = Ed25519PrivateKey.from_private_bytes(self.key.read_bytes())
        except (OSError, ValueError) as error:
            raise LogError(f"the log's key {self.key} cannot be read: {error}; restore it from a backup") from error
        if verifier_key(self.checkpoint().origin, signer.public_key()) != self._read(self.folder / "key.pub").strip():
            raise LogError(f"the key {self.key} is not this log's; restore it from a backup")
        return signer

    def _pending_bytes(self) -> bytes:
        return self._pending.read_bytes() if self._pending.exists() else b""

    def _read(self, path: Path) -> str:
        try:
            return path.read_bytes().decode()
        except (OSError, UnicodeDecodeError) as error:
            raise LogError(f"{path} cannot be read: {error}; restore it from a backup") from error


def _is_entry(line: bytes) -> bool:
    try:
        return canonical(from_json(line, Entry)) == line
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return False


def _beyond(data: bytes, pending: bytes) -> Problem:
    if pending.startswith(data):
        reason = "an interrupted append, never acknowledged; the next append takes it back"
        return Problem(fault=Fault.UNFINISHED, subject="entries.jsonl", reason=reason)
    reason = f"{len(data):,} bytes beyond the signed head, which this log did not write; restore it from a backup"
    return Problem(fault=Fault.STRAY, subject="entries.jsonl", reason=reason)
