"""Checkpoints that were given to somebody outside, kept with what came back: cosignatures of witnesses, tokens of authorities.

    log/checkpoints/<size>.checkpoint      the signed head as it was sent out
    log/checkpoints/<size>.cosignatures    a line for each witness
    log/tokens/<SHA-256>.tsr               an answer of an authority (RFC 3161) over a checkpoint's file
    log/tokens/<SHA-256>.pem               the certificates by which it was checked

Invariant: a checkpoint here was signed by this log, and the log may sign no head that does not continue it. Cosignatures and
tokens have a leaf each with their SHA-256, as a token's bytes can be changed in places without its signature breaking.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from ..errors import LogError
from ..records import Record
from .checkpoint import read_checkpoint
from .durable import UNFINISHED, sync_folder, write_once, write_whole


class Sent(Record):
    """A checkpoint that was sent out. `note`: the log's own; `cosignatures`: the witnesses' lines."""

    size: int
    note: str
    cosignatures: str = ""

    @property
    def cosigned(self) -> str:
        """The note with the witnesses' lines."""
        return self.note + self.cosignatures


class Outbox:
    """The folders `checkpoints` and `tokens` of a log."""

    def __init__(self, log: Path) -> None:
        self.checkpoints, self.tokens = log / "checkpoints", log / "tokens"

    def keep(self, note: str) -> Path:
        """Keeps the checkpoint on record as sent out; the file is what authorities stamp. Raises LogError if another of that
        size is there already."""
        path = self.file(read_checkpoint(note).size)
        _folder(self.checkpoints)
        write_once(path, note.encode())
        if path.read_bytes() != note.encode():
            raise LogError(f"{path} is another head of the same size; run a check and restore a backup")
        return path

    def file(self, size: int) -> Path:
        """Where the checkpoint of that size lies."""
        return self.checkpoints / f"{size}.checkpoint"

    def sizes(self) -> tuple[int, ...]:
        """Sizes of what was sent out, smallest first; other files are passed over."""
        names = (path.name.removesuffix(".checkpoint") for path in self.checkpoints.glob("*.checkpoint"))
        return tuple(sorted(int(name) for name in names if name.isdecimal() and name.isascii()))

    def all(self) -> Iterator[Sent]:
        """What was sent out, smallest first; raises LogError for a file that is no text."""
        for size in self.sizes():
            yield self.sent(size)

    def sent(self, size: int) -> Sent:
        """One of them; raises LogError if it is not there."""
        return Sent(size=size, note=_text(self.file(size)), cosignatures=_text(self.cosignatures(size), missing=""))

    def add_cosignature(self, size: int, line: str) -> None:
        """One more witness's line under the checkpoint of that size."""
        held = self.sent(size)
        if line not in held.cosignatures:
            write_whole(self.cosignatures(size), (held.cosignatures + line).encode())

    def keep_token(self, token: bytes, certificates: bytes) -> str:
        """Keeps an authority's answer with the certificates by which it holds; gives its SHA-256."""
        _folder(self.tokens)
        name = hashlib.sha256(token).hexdigest()
        answer, chain = self.token(name)
        write_whole(chain, certificates)
        write_once(answer, token)
        return name

    def token(self, sha256: str) -> tuple[Path, Path]:
        """Where an authority's answer and its certificates lie."""
        return self.tokens / f"{sha256}.tsr", self.tokens / f"{sha256}.pem"

    def files(self) -> Iterator[Path]:
        """Every file of the two folders, but for what an interrupted write left."""
        for folder in (self.checkpoints, self.tokens):
            if folder.is_dir():
                yield from sorted(path for path in folder.iterdir() if not path.name.endswith(UNFINISHED))

    def cosignatures(self, size: int) -> Path:
        """Where the witnesses' lines under that checkpoint lie."""
        return self.checkpoints / f"{size}.cosignatures"


def _folder(path: Path) -> None:
    if not path.is_dir():
        path.mkdir(parents=True, exist_ok=True)
        sync_folder(path.parent)


def _text(path: Path, *, missing: str | None = None) -> str:
    try:
        return path.read_bytes().decode()
    except FileNotFoundError as error:
        if missing is not None:
            return missing
        raise LogError(f"{path} is not there; restore it from a backup, or send a checkpoint out first") from error
    except (OSError, UnicodeDecodeError) as error:
        raise LogError(f"{path} cannot be read: {error}; restore it from a backup") from error
