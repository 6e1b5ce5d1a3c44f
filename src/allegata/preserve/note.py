"""Signed notes (C2SP signed-note v1): a text, an empty line, and a line for each signature by a named Ed25519 key (RFC 8032).

A verifier key is one line, `<name>+<key id>+<kind and key>`, as every tool for signed notes takes it. Ed25519 is what
pyca/cryptography accepts: of the odd points that libraries disagree about it takes more than others, which is of no weight
for keys that are made here.
"""

import hashlib
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ..errors import LogError
from ..records import Record

SIGNATURE, COSIGNATURE = b"\x01", b"\x04"
"""Kinds of keys: of a log over its own text, of a witness over text and time (C2SP tlog-cosignature)."""

MAX_NOTE = 64 * 1024
"""Bytes of a note with its signatures; the standard asks that sixteen are taken, which are 2 kB of Ed25519."""

_LINE = re.compile(r"\u2014 (\S+) ([A-Za-z0-9+/=]+)\n")
_LINES = re.compile(rf"(?:{_LINE.pattern})+")
_NAME = re.compile(r"[^\s+]+")


class Verifier(Record):
    """A public key of 32 bytes under a name and for one kind of signature."""

    name: str
    kind: bytes
    key: bytes

    @property
    def key_id(self) -> bytes:
        """Four bytes by which a signature tells whose it is."""
        return hashlib.sha256(self.name.encode() + b"\n" + self.kind + self.key).digest()[:4]

    @property
    def line(self) -> str:
        """The key as it is given to others."""
        return f"{self.name}+{self.key_id.hex()}+{b64encode(self.kind + self.key).decode()}"

    def holds(self, signature: bytes, message: bytes) -> bool:
        """Whether this key made that signature over the message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


def read_verifier(line: str, *, kind: bytes = SIGNATURE) -> Verifier:
    """The key in that line; raises LogError if it is none of that kind."""
    name, _, rest = line.removesuffix("\n").partition("+")
    key_id, _, encoded = rest.partition("+")
    raw = decoded(encoded)
    if len(raw) != 33 or raw[:1] != kind or not _NAME.fullmatch(name):
        raise LogError(
            f"{line.strip()!r} is not an Ed25519 verifier key of kind {kind[0]}; restore it from a backup or ask for it"
        )
    verifier = Verifier(name=name, kind=kind, key=raw[1:])
    if verifier.key_id.hex() != key_id:
        raise LogError(f"the verifier key of {name!r} does not match its id {key_id}; restore it from a backup or ask for it")
    return verifier


def signature_line(verifier: Verifier, signature: bytes) -> str:
    """The line that a signature is in a note."""
    return f"\u2014 {verifier.name} {b64encode(verifier.key_id + signature).decode()}\n"


def split(note: str) -> tuple[str, str]:
    """The text that is signed and the lines of its signatures; raises LogError for what is no signed note."""
    text, empty_line, lines = note.rpartition("\n\n")
    if not empty_line or len(note) > MAX_NOTE or not _LINES.fullmatch(lines) or re.search(r"[\x00-\x09\x0b-\x1f]", note):
        raise LogError(
            "this is not a signed note: a text, an empty line, and signatures; restore it from a backup or ask for it again"
        )
    return text + "\n", lines


def signatures(lines: str, verifier: Verifier) -> Iterator[bytes]:
    """What that key signed, without the key's id; lines of other keys are passed over."""
    for name, encoded in _LINE.findall(lines):
        signature = decoded(encoded)
        if name == verifier.name and signature[:4] == verifier.key_id:
            yield signature[4:]


def decoded(encoded: str) -> bytes:
    """The bytes of base64 written in the one plain way; empty for anything else, so that no bit of a note is free."""
    try:
        raw = b64decode(encoded, validate=True)
    except ValueError:
        return b""
    return raw if b64encode(raw).decode() == encoded else b""
