"""The signed head of a log: a C2SP tlog-checkpoint, and what witnesses put under it (C2SP tlog-cosignature, Ed25519).

Three lines (origin, size, root in base64), an empty line, the log's signature, and a line for each witness. Any tool for
signed notes checks it with the verifier key.
"""

import re
from base64 import b64encode
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ..errors import LogError
from ..records import Record
from .note import COSIGNATURE, SIGNATURE, Verifier, decoded, read_verifier, signature_line, signatures, split

_SOMEWHERE = re.compile(r"^\S+\n\d+\n[A-Za-z0-9+/]{43}=\n\n(?:\u2014 \S+ [A-Za-z0-9+/=]+\n)+", re.M)


class Checkpoint(Record):
    """The tree of `size` leaves has this root (32 bytes)."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


def verifier_key(name: str, key: Ed25519PublicKey) -> str:
    """The log's public key in one line, as signed-note tools take it."""
    return Verifier(name=name, kind=SIGNATURE, key=key.public_bytes_raw()).line


def witness_key(name: str, key: Ed25519PublicKey) -> str:
    """The same for a key that only cosigns; one key must not do both."""
    return Verifier(name=name, kind=COSIGNATURE, key=key.public_bytes_raw()).line


def sign(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """The signed note; the key goes under the log's origin."""
    verifier = Verifier(name=checkpoint.origin, kind=SIGNATURE, key=key.public_key().public_bytes_raw())
    return f"{checkpoint.text}\n{signature_line(verifier, key.sign(checkpoint.text.encode()))}"


def read_checkpoint(note: str) -> Checkpoint:
    """What a note says, its signatures not looked at; raises LogError if it is no checkpoint. Trust `open_note` instead."""
    text, _ = split(note)
    lines = text.split("\n")
    if len(lines) == 4 and re.fullmatch(r"0|[1-9]\d{0,18}", lines[1]):
        checkpoint = Checkpoint(origin=lines[0], size=int(lines[1]), root=decoded(lines[2]))
        if len(checkpoint.root) == 32 and checkpoint.text == text:
            return checkpoint
    raise LogError("the checkpoint is not three lines (origin, size, root) under a signature; restore it from a backup")


def find_note(text: str) -> str:
    """The checkpoint somewhere in a text: a mail, a page typed off, a QR code read by a telephone; raises LogError if there is none."""
    lines = "\n".join(line.strip() for line in text.splitlines()) + "\n"
    found = _SOMEWHERE.search(lines)
    if found is None:
        raise LogError("there is no checkpoint in it: three lines, an empty line and a signature line that begins with a dash")
    return found[0]


def open_note(note: str, verifier: str) -> Checkpoint:
    """The checkpoint of a signed note; raises LogError unless that key signed it. Other keys' signatures are passed over."""
    known = read_verifier(verifier)
    text, lines = split(note)
    checkpoint = read_checkpoint(note)
    if checkpoint.origin != known.name:
        raise LogError(f"the checkpoint is of {checkpoint.origin!r}, not of {known.name!r}; give the one of this log")
    made = [known.holds(signature, text.encode()) for signature in signatures(lines, known)]
    if not made:
        raise LogError(f"the checkpoint bears no signature of {known.name!r}; restore it from a backup")
    if not all(made):
        raise LogError("the checkpoint's signature does not match its text; it was altered: restore it from a backup")
    return checkpoint


def cosign(note: str, name: str, key: Ed25519PrivateKey, *, at: datetime) -> str:
    """The witness's line for a note: it says that at that time this was the longest tree it had seen of that log, all of
    them consistent. To be called by a witness that has checked this."""
    text, _ = split(note)
    seconds = int(at.timestamp())
    verifier = Verifier(name=name, kind=COSIGNATURE, key=key.public_key().public_bytes_raw())
    return signature_line(verifier, seconds.to_bytes(8) + key.sign(_cosigned(text, seconds)))


def cosigned_at(note: str, witness: str) -> datetime:
    """When that witness cosigned the note; raises LogError unless it did."""
    known = read_verifier(witness, kind=COSIGNATURE)
    text, lines = split(note)
    for signature in signatures(lines, known):
        seconds = int.from_bytes(signature[:8])
        if known.holds(signature[8:], _cosigned(text, seconds)):
            return datetime.fromtimestamp(seconds, UTC)
        raise LogError(f"the cosignature of {known.name!r} does not match; the note was altered: ask for it again")
    raise LogError(f"the checkpoint bears no cosignature of {known.name!r}; ask that witness for it")


def _cosigned(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()
