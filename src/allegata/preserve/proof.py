"""Proofs that leave the house: that an entry is in the log, and that a log continues an earlier head of its own.

Both are text with the signed checkpoint inside and are checked offline with the log's verifier key alone; inclusion in the
form of C2SP tlog-proof v1, consistency in the form in which C2SP tlog-witness is asked to cosign. `Log.prove` and
`Log.prove_consistency` make them.
"""

import re
from base64 import b64encode

from ..errors import LogError
from ..records import Record
from .checkpoint import Checkpoint, open_note, read_checkpoint
from .ledger import EMPTY_ROOT, Proof, is_consistent, is_included, leaf_hash
from .note import decoded

HEADER = "c2sp.org/tlog-proof@v1"
_NUMBER = r"(0|[1-9]\d{0,18})"
_HASHES = r"((?:[A-Za-z0-9+/]{43}=\n){0,63})"
_INCLUSION = re.compile(rf"{re.escape(HEADER)}\n(?:extra ([A-Za-z0-9+/]+=*)\n)?index {_NUMBER}\n{_HASHES}\n(.+)", re.S)
_CONSISTENCY = re.compile(rf"old {_NUMBER}\n{_HASHES}\n(.+)", re.S)


class InclusionProof(Record):
    """Entry `index` (from 0) is under the head that the note `checkpoint` signs. `hashes`: 32 bytes each, leaf's sibling first."""

    index: int
    hashes: Proof
    checkpoint: str

    @property
    def text(self) -> str:
        """The file `.tlog-proof`."""
        return f"{HEADER}\nindex {self.index}\n{_lines(self.hashes)}\n{self.checkpoint}"

    def check(self, entry: bytes, verifier: str) -> Checkpoint:
        """The checkpoint under which the entry (its line in the log, without the line end) is shown to be.

        `verifier`: the log's key, from a source that is trusted. Raises LogError if the proof or the signature does not hold.
        """
        checkpoint = open_note(self.checkpoint, verifier)
        if not is_included(leaf_hash(entry), self.index, checkpoint.size, self.hashes, checkpoint.root):
            raise LogError(
                f"the proof does not show the entry at {self.index} under the head of {checkpoint.size}; ask for it again"
            )
        return checkpoint


class ConsistencyProof(Record):
    """The tree that the note `checkpoint` signs continues the log's tree of `old_size` leaves: nothing of it was changed."""

    old_size: int
    hashes: Proof
    checkpoint: str

    @property
    def text(self) -> str:
        """What a witness is sent."""
        return f"old {self.old_size}\n{_lines(self.hashes)}\n{self.checkpoint}"

    def check(self, old: Checkpoint, verifier: str) -> Checkpoint:
        """The newer checkpoint, shown to continue `old`, which was checked before. Raises LogError if it is not shown."""
        new = open_note(self.checkpoint, verifier)
        if old.origin != new.origin or old.size != self.old_size:
            raise LogError(f"the proof is from {self.old_size} entries of {new.origin}, not from {old.size} of {old.origin}")
        # Every tree continues the empty one; the RFC has no proof for it.
        from_nothing = old.size == 0 and old.root == EMPTY_ROOT and not self.hashes
        if not from_nothing and not is_consistent(old.size, new.size, old.root, new.root, self.hashes):
            raise LogError(
                f"the head of {new.size} entries is not shown to continue that of {old.size}: entries were changed or taken out"
            )
        return new


def read_inclusion(text: str) -> InclusionProof:
    """The proof in a `.tlog-proof`; raises LogError for what is none. It is only read: `check` it. Extra data is passed over."""
    found = _INCLUSION.fullmatch(text)
    if found is None:
        raise LogError(f"this is no {HEADER}: an index, hashes and a checkpoint are wanted; ask for it again")
    read_checkpoint(found[4])
    return InclusionProof(index=int(found[2]), hashes=_hashes(found[3]), checkpoint=found[4])


def read_consistency(text: str) -> ConsistencyProof:
    """The proof in what a witness is sent; raises LogError for what is none. It is only read: `check` it."""
    found = _CONSISTENCY.fullmatch(text)
    if found is None:
        raise LogError("this is no consistency proof: `old` with a size, hashes and a checkpoint are wanted; ask for it again")
    read_checkpoint(found[3])
    return ConsistencyProof(old_size=int(found[1]), hashes=_hashes(found[2]), checkpoint=found[3])


def _lines(hashes: Proof) -> str:
    return "".join(f"{b64encode(each).decode()}\n" for each in hashes)


def _hashes(lines: str) -> Proof:
    hashes = tuple(decoded(line) for line in lines.split())
    if not all(hashes):
        raise LogError("a hash of the proof is not written in plain base64; ask for the proof again")
    return hashes
