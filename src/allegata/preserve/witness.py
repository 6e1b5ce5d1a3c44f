"""A casebook as a witness of others' logs: it cosigns a head that continues the last that it saw of that log, and no other.

Its key signs nothing else, as C2SP tlog-cosignature asks. What it has seen is in its own log, a leaf for each cosignature.
"""

from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ..errors import LogError
from ..records import Record
from .checkpoint import Checkpoint, cosign, open_note, witness_key
from .durable import write_once
from .ledger import EMPTY_ROOT
from .proof import ConsistencyProof


class Given(Record):
    """A cosignature: the note with the witness's line, and what it was given for."""

    checkpoint: Checkpoint
    line: str
    note: str


class Witness:
    """The key `keys/witness.key` of a casebook, made when it is first used."""

    def __init__(self, keys: Path) -> None:
        self.path = keys / "witness.key"

    def verifier(self) -> str:
        """The key that checks its cosignatures, in one line; raises LogError if the key cannot be read."""
        key = self._key().public_key()
        return witness_key(self._name(key.public_bytes_raw()), key)

    def cosign(self, asked: ConsistencyProof, verifier: str, *, last: Checkpoint | None, at: datetime) -> Given:
        """The cosignature, if the head is signed by the log's key `verifier` and continues `last`, what this witness saw before
        (None: nothing). Raises LogError, saying what is wrong and what to ask for, otherwise."""
        old = last or Checkpoint(origin=open_note(asked.checkpoint, verifier).origin, size=0, root=EMPTY_ROOT)
        if asked.old_size != old.size:
            raise LogError(
                f"this witness saw {old.size} entries of {old.origin}, the proof is from {asked.old_size}; "
                f"ask for the one with: allegata checkpoint --since {old.size}"
            )
        new = asked.check(old, verifier)
        key = self._key()
        line = cosign(asked.checkpoint, self._name(key.public_key().public_bytes_raw()), key, at=at)
        return Given(checkpoint=new, line=line, note=asked.checkpoint + line)

    def _key(self) -> Ed25519PrivateKey:
        if not self.path.exists():
            write_once(self.path, Ed25519PrivateKey.generate().private_bytes_raw(), mode=0o400)
        try:
            return Ed25519PrivateKey.from_private_bytes(self.path.read_bytes())
        except (OSError, ValueError) as error:
            raise LogError(f"the witness's key {self.path} cannot be read: {error}; restore it from a backup") from error

    def _name(self, key: bytes) -> str:
        return f"allegata-witness-{key.hex()[:16]}"
