"""The casebook's log: one line of canonical JSON per entry, only ever added to, under a signed RFC 9162 tree head.

    log/entries.jsonl   the leaves, in order
    log/checkpoint      the signed head over them, renewed with every append
    log/key.pub         the key that checks the signature
    log/tile/           hashes and entries in the layout of C2SP tlog-tiles (tiles.py)
    log/checkpoints/    heads that were sent out, with cosignatures (sent.py)
    log/tokens/         time-stamps over them
    log/stored          the head up to which the database was seen to be
    log/lock            held by the one who writes
    log/pending.jsonl   only during an append: what is being written, so that an interrupted one can be taken back
    keys/log.key        the key that signs
    keys/log.head       the last head that it signed

Invariants: an entry is acknowledged only when it and the head over it are on disk. Entries that no head covers were never
acknowledged: after a crash they are taken back, and anything else beyond the head is refused. No head is signed that does not
continue every head on record as signed before, nor beside a database that went back in time.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ..errors import LogError
from ..records import Entry
from ..records.wire import canonical, from_json
from .checkpoint import Checkpoint, open_note, sign, verifier_key
from .durable import UNFINISHED, write_soon, write_whole
from .ledger import Proof, Range, Subtree, leaf_hash, over, prove_consistency, prove_inclusion
from .problem import Problem
from .proof import ConsistencyProof, InclusionProof
from .sent import Outbox
from .tiles import MAX_ENTRY, Tiles, entry_line, subtrees

Head = tuple[int, bytes]
"""Size and root of a tree."""


class Database(Protocol):
    """The casebook's database, as far as the log needs it: it keeps, in the transaction of its rows, the head it knows of."""

    def known_head(self) -> Head | None:
        """The head that was known when the database was last written to, as it is committed; None if it never was."""

    def learn_head(self, size: int, root: bytes) -> None:
        """From now on this head is known; to be kept with the next row."""


@dataclass(kw_only=True)
class _State:
    """What this process knows of the log: the tree, its bytes' length, its tiles, and by what to see that another process
    wrote. `roots`: those of every head signed in this process, by size."""

    tree: Range
    length: int
    tiles: Tiles
    roots: dict[int, bytes]
    seen: tuple[int, int, int]


class Log:
    """Opens without touching the disk. One writer at a time, across processes and threads."""

    def __init__(self, folder: Path | str, *, key: Path | None = None, database: Database | None = None) -> None:
        """`key`: the signing key's file, by default `keys/log.key` beside the folder. `database`: watched for going back."""
        self.folder = Path(folder)
        self.key = key or self.folder.parent / "keys" / "log.key"
        self.database = database
        self.outbox = Outbox(self.folder)
        self._entries, self._checkpoint = self.folder / "entries.jsonl", self.folder / "checkpoint"
        self._pending, self._stored = self.folder / "pending.jsonl", self.folder / "stored"
        self._state: _State | None = None

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

    @property
    def last_signed(self) -> Path:
        """Where the last head that the key signed is noted: beside the key, so that it stays when the log is put back."""
        return self.key.with_suffix(".head")

    def append(self, entry: Entry) -> int:
        """The entry's index, once it and the signed head are on disk."""
        return self.append_all((entry,))[0]

    def append_all(self, entries: Iterable[Entry], *, after_loss: bool = False) -> Sequence[int]:
        """The entries' indices; all are there when this returns, or none. One wait for the disk for all of them.

        `after_loss`: the entries put on record that the database was restored from an older copy. Raises LogError, adding
        nothing, if the log does not match its head, does not continue a head signed before, or the database went back.
        """
        lines = [_line(entry) for entry in entries]
        with self._writing():
            state, signer = self._current(), self._signer()
            self._state = None
            self._watch_database(state, after_loss=after_loss)
            first = state.tree.size
            if lines:
                state = self._add(state, lines, signer)
                self._tell_database(state)
            self._state = state
            return range(first, state.tree.size)

    def _add(self, state: _State, lines: list[bytes], signer: Ed25519PrivateKey) -> _State:
        written = b"".join(line + b"\n" for line in lines)
        write_whole(self._pending, written)
        self._extend(written)
        leaves = [state.tiles.add(line) for line in self._reread(state.length, written)]
        state.tiles.settle(keep=self.outbox.sizes())
        tree = state.tree.add_all(leaves)
        checkpoint = Checkpoint(origin=self.checkpoint().origin, size=tree.size, root=tree.root())
        note = sign(checkpoint, signer).encode()
        write_whole(self._checkpoint, note)
        self._pending.unlink()
        write_soon(self.last_signed, note, mode=0o600)
        state.roots[tree.size] = checkpoint.root
        length = state.length + len(written)
        return _State(tree=tree, length=length, tiles=state.tiles, roots=state.roots, seen=self._look())

    def root(self) -> tuple[int, str]:
        """Size and root (hex) of the signed head; raises LogError if the signature does not hold."""
        checkpoint = self.checkpoint()
        return checkpoint.size, checkpoint.root.hex()

    def checkpoint(self) -> Checkpoint:
        """The signed head, its signature checked."""
        return open_note(self.signed_head(), self.verifier())

    def signed_head(self) -> str:
        """The signed note as it stands, to be kept outside as a witness."""
        return self._read(self._checkpoint)

    def verifier(self) -> str:
        """The key that checks the log's signatures, in one line."""
        return self._read(self.folder / "key.pub")

    def entries(self) -> Iterator[Entry]:
        """The entries under the head, in order; raises LogError for a line that is no entry."""
        for number, line in enumerate(self.lines()):
            try:
                yield from_json(line, Entry)
            except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                raise LogError(f"entry {number} of {self._entries} cannot be read: {error}; run a check") from error

    def lines(self) -> Iterator[bytes]:
        """The entries under the head as they lie on disk, without their line ends; fewer if there are fewer whole ones."""
        return self._lines(self.checkpoint().size)

    def line(self, index: int) -> bytes:
        """One entry as it was hashed; raises IndexError if there is none."""
        size = self.checkpoint().size
        if not 0 <= index < size:
            raise IndexError(f"no entry {index} in a log of {size}")
        try:
            return entry_line(self.folder, index, size)
        except (OSError, LogError):
            return list(self._lines(index + 1))[index]

    def proof(self, index: int) -> Proof:
        """The proof that entry `index` is under the head; raises IndexError if there is none."""
        return self.prove(index).hashes

    def prove(self, index: int, *, note: str | None = None) -> InclusionProof:
        """That entry `index` is under a head, as it is given to others: the signed head of now, or an earlier one of this log
        with its cosignatures. Raises IndexError if the entry is not under it, LogError if the log does not bear it out."""
        note = note or self.signed_head()
        size, line = open_note(note, self.verifier()).size, self.line(index)
        for tree in self._trees():
            try:
                proof = InclusionProof(index=index, hashes=prove_inclusion(tree, index, size), checkpoint=note)
                proof.check(line, self.verifier())
            except (OSError, LogError):
                continue
            return proof
        raise LogError(f"{self._entries} does not bear out that entry {index} is under the head of {size}: run a check")

    def prove_consistency(self, old: Checkpoint, *, note: str | None = None) -> ConsistencyProof:
        """That a head, by default that of now, continues an older one of this log. Raises IndexError if the older is the
        longer, LogError if the log does not bear it out: then entries under the older head were changed."""
        note = note or self.signed_head()
        size = open_note(note, self.verifier()).size
        for tree in self._trees():
            try:
                hashes = prove_consistency(tree, old.size, size)
                proof = ConsistencyProof(old_size=old.size, hashes=hashes, checkpoint=note)
                proof.check(old, self.verifier())
            except (OSError, LogError):
                continue
            return proof
        raise LogError(f"{self._entries} does not continue the head of {old.size} entries: run a check")

    def head_at(self, size: int) -> Checkpoint:
        """The head that this log had with that many entries, not signed; raises IndexError if it never had."""
        now = self.checkpoint()
        if not 0 <= size <= now.size:
            raise IndexError(f"no head of {size} entries in a log of {now.size}")
        root = Range().add_all(leaf_hash(line) for line in self._lines(size)).root()
        return Checkpoint(origin=now.origin, size=size, root=root)

    def _trees(self) -> Iterator[Subtree]:
        """The tree's hashes: from the tiles, which is quick, then from the entries."""
        size = self.checkpoint().size
        yield subtrees(self.folder, size)
        yield over([leaf_hash(line) for line in self._lines(size)])

    def check(self, *, seen: tuple[int, str] | None = None) -> Iterator[Problem]:
        """What is wrong with the log after re-reading and re-hashing everything. `seen`: a size and root known from elsewhere
        (a dossier, a witness), which this log has to continue; only so is a log found out that was cut back or written anew."""
        from .audit import audit

        yield from audit(self, outside={"entries.jsonl": (seen[0], bytes.fromhex(seen[1]))} if seen else {}).problems

    @contextmanager
    def held_still(self) -> Iterator[None]:
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

    def _current(self) -> _State:
        """The log as it is on disk; nothing is read again if no other process wrote. To be called while writing."""
        if self._state is not None and self._state.seen == self._look() and not self._pending.exists():
            return self._state
        checkpoint = self.checkpoint()
        signed_before = {each.size: each.root for each in self._signed_before()}
        stored = self._stored_head()
        asked = {*signed_before, *([stored[0]] if stored else [])}
        known = self.database.known_head() if self.database else None
        if known is not None:
            asked.add(known[0])
        tree, length, tiles, roots, leaves = Range(), 0, Tiles(self.folder), {0: Range().root()}, 0
        for line in self._lines(checkpoint.size):
            tree, length, leaves = tree.add(tiles.add(line)), length + len(line) + 1, leaves + 1
            if leaves in asked:
                roots[leaves] = tree.root()
        if tree.size != checkpoint.size or tree.root() != checkpoint.root:
            raise LogError(
                f"{self._entries} does not match its signed head; nothing is added: run a check and restore a backup"
            )
        for size, root in signed_before.items():
            if roots.get(size) != root:
                raise LogError(
                    f"a head of {size} entries was signed before, which this log of {tree.size} does not continue; nothing is "
                    "signed: restore the newer log, or keep this one as it is and make a new casebook"
                )
        self._take_back(length)
        (self.folder / "leaves").unlink(missing_ok=True)  # what tiles were before there were tiles
        tiles.settle(keep=self.outbox.sizes())
        roots[tree.size] = tree.root()
        return _State(tree=tree, length=length, tiles=tiles, roots=roots, seen=self._look())

    def _signed_before(self) -> Iterator[Checkpoint]:
        """The heads on record as signed by this log, apart from that in force. One that cannot be read is none; a check names it."""
        for path in self.signed_files():
            with suppress(LogError):
                yield open_note(self._read(path), self.verifier())

    def signed_files(self) -> Iterator[Path]:
        """The files that hold heads of this log besides that in force: the last one signed, and those that were sent out."""
        if self.last_signed.exists():
            yield self.last_signed
        yield from map(self.outbox.file, self.outbox.sizes())

    def _watch_database(self, state: _State, *, after_loss: bool) -> None:
        """The head that the database knows has to be one of this log, and not older than it was once."""
        if self.database is None:
            return
        known, stored = self.database.known_head(), self._stored_head()
        if known is not None and self._root_at(state, known[0]) != known[1]:
            raise LogError(
                f"the database knows a head of {known[0]} entries, which this log of {state.tree.size} does not continue; nothing is "
                "signed: the log was put back, restore the newer one"
            )
        if stored is not None and not after_loss and (known is None or known[0] < stored[0]):
            raise LogError(
                f"the database went back in time: it was seen with {stored[0]} entries of the log and now knows "
                f"{known[0] if known else 0}; nothing is signed: restore the newer database, or if it is lost put that on record: "
                "allegata restored -C DIR --reason WHY"
            )
        if known is None:
            self._stored.unlink(missing_ok=True)
        elif known != stored:
            write_soon(self._stored, f"{known[0]} {known[1].hex()}\n".encode())

    def _tell_database(self, state: _State) -> None:
        if self.database is not None:
            self.database.learn_head(state.tree.size, state.roots[state.tree.size])

    def _root_at(self, state: _State, size: int) -> bytes | None:
        """The root over the first entries; None if there are fewer."""
        if size not in state.roots and 0 < size <= state.tree.size:
            state.roots[size] = Range().add_all(map(leaf_hash, self._lines(size))).root()
        return state.roots.get(size)

    def stored_head(self) -> Head | None:
        """The head up to which the database was seen; None if it never was. Raises LogError for a note that is none."""
        if not self._stored.exists():
            return None
        found = self._read(self._stored)
        size, _, root = found.removesuffix("\n").partition(" ")
        try:
            head = int(size), bytes.fromhex(root)
        except ValueError:
            head = -1, b""
        if f"{head[0]} {head[1].hex()}\n" != found:
            raise LogError(f"{self._stored} is not a size and a root; delete it, the next append makes it anew")
        return head

    def _stored_head(self) -> Head | None:
        try:
            return self.stored_head()
        except LogError:
            return None

    def _take_back(self, length: int) -> None:
        """Cuts off what an interrupted append left beyond the head, and nothing else."""
        with open(self._entries, "r+b") as file:
            file.seek(length)
            beyond = file.read()
            if beyond and not self.pending_bytes().startswith(beyond):
                raise LogError(
                    f"{self._entries} holds {len(beyond):,} bytes that no head covers; nothing is added: run a check"
                )
            file.truncate(length)
            os.fsync(file.fileno())
        self._pending.unlink(missing_ok=True)
        for folder in (self.folder, self.key.parent, *self.folder.glob("tile/**/")):
            for left in folder.glob(f"*{UNFINISHED}"):
                left.unlink()

    def _extend(self, written: bytes) -> None:
        with open(self._entries, "ab") as file:
            file.write(written)
            file.flush()
            os.fsync(file.fileno())

    def _reread(self, at: int, written: bytes) -> list[bytes]:
        """The new entries from what is in the file: what is signed is what is there, not what was meant."""
        with open(self._entries, "rb") as file:
            # So that it is read from the disk and not from memory; where a system cannot, it says nothing.
            os.posix_fadvise(file.fileno(), at, len(written), os.POSIX_FADV_DONTNEED)
            file.seek(at)
            found = file.read()
        if found != written:
            raise LogError(f"{self._entries} does not hold what was just written; nothing is signed: check the disk")
        return found.split(b"\n")[:-1]

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
        if verifier_key(self.checkpoint().origin, signer.public_key()) != self.verifier().strip():
            raise LogError(f"the key {self.key} is not this log's; restore it from a backup")
        return signer

    def pending_bytes(self) -> bytes:
        """What an append is writing, or an interrupted one was."""
        return self._pending.read_bytes() if self._pending.exists() else b""

    def _read(self, path: Path) -> str:
        try:
            return path.read_bytes().decode()
        except (OSError, UnicodeDecodeError) as error:
            raise LogError(f"{path} cannot be read: {error}; restore it from a backup") from error


def _line(entry: Entry) -> bytes:
    line = canonical(entry)
    if len(line) > MAX_ENTRY:
        raise LogError(
            f"an entry about {entry.subject[:60]!r} has {len(line):,} bytes; at most {MAX_ENTRY:,} are logged: shorten it"
        )
    return line
