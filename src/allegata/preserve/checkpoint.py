"""The signed head of a log: C2SP tlog-checkpoint as a C2SP signed-note, Ed25519 (RFC 8032) as pyca/cryptography verifies it.

Three lines (origin, size, root in base64), an empty line, and a signature line. Any tool for signed notes checks it with
the verifier key, `<name>+<key id>+<key>`.
"""

import hashlib
import re
from base64 import b64decode, b64encode

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ..errors import LogError
from ..records import Record

_ED25519 = b"\x01"
_SIGNATURE = re.compile(r"\u2014 (\S+) ([A-Za-z0-9+/=]+)\n")
_SIGNATURES = re.compile(rf"(?:{_SIGNATURE.pattern})+")


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
    """The public key in one line, as signed-note tools take it."""
    return f"{name}+{_key_id(name, key).hex()}+{b64encode(_ED25519 + key.public_bytes_raw()).decode()}"


def sign(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """The signed note; the key goes under the log's origin."""
    name = checkpoint.origin
    signature = _key_id(name, key.public_key()) + key.sign(checkpoint.text.encode())
    return f"{checkpoint.text}\n\u2014 {name} {b64encode(signature).decode()}\n"


def open_note(note: str, verifier: str) -> Checkpoint:
    """The checkpoint of a signed note; raises LogError unless that key signed it. Other keys' signatures are passed over."""
    name, key = _verifier(verifier)
    text, empty_line, signatures = note.rpartition("\n\n")
    text += "\n"
    lines = text.split("\n")
    if not empty_line or len(lines) != 4 or lines[0] != name or not re.fullmatch(r"0|[1-9]\d{0,18}", lines[1]):
        raise LogError(f"the checkpoint is not three lines under a signature of {name!r}; restore log/checkpoint from a backup")
    signed = _SIGNATURE.findall(signatures) if _SIGNATURES.fullmatch(signatures) else []
    for signed_as, encoded in signed:
        signature = _decoded(encoded)
        if signed_as == name and signature[:4] == _key_id(name, key):
            _verify(key, signature[4:], text)
            checkpoint = Checkpoint(origin=name, size=int(lines[1]), root=_decoded(lines[2]))
            if checkpoint.text == text and len(checkpoint.root) == 32:
                return checkpoint
    raise LogError(f"the checkpoint bears no signature of {name!r}; restore log/checkpoint from a backup")


def _verify(key: Ed25519PublicKey, signature: bytes, text: str) -> None:
    try:
        key.verify(signature, text.encode())
    except InvalidSignature as error:
        raise LogError(
            "the checkpoint's signature does not match its text; it was altered: restore it from a backup"
        ) from error


def _verifier(line: str) -> tuple[str, Ed25519PublicKey]:
    name, _, rest = line.removesuffix("\n").partition("+")
    key_id, _, encoded = rest.partition("+")
    raw = _decoded(encoded)
    if len(raw) != 33 or raw[:1] != _ED25519:
        raise LogError(f"{line.strip()!r} is not an Ed25519 verifier key; restore log/key.pub from a backup")
    key = Ed25519PublicKey.from_public_bytes(raw[1:])
    if _key_id(name, key).hex() != key_id:
        raise LogError(f"the verifier key of {name!r} does not match its id {key_id}; restore log/key.pub from a backup")
    return name, key


def _key_id(name: str, key: Ed25519PublicKey) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + key.public_bytes_raw()).digest()[:4]


def _decoded(encoded: str) -> bytes:
    try:
        raw = b64decode(encoded, validate=True)
    except ValueError:
        return b""
    # Base64 has several ways to write one value; only the plain one is taken, so that no bit of a head is free.
    return raw if b64encode(raw).decode() == encoded else b""
