"""Merkle tree arithmetic of RFC 9162 (Certificate Transparency 2.0), section 2.1, over SHA-256. Pure: bytes in, bytes out.

Leaf hashes are 32 bytes; leaves are counted from 0; a tree of size n holds leaves 0 to n - 1. A proof is a tuple of hashes
in the order of the RFC.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence

from ..records import Record

EMPTY_ROOT = hashlib.sha256(b"").digest()
Proof = tuple[bytes, ...]


def leaf_hash(entry: bytes) -> bytes:
    """The hash of a leaf (2.1.1)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over its two children (2.1.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Range(Record):
    """The tree so far in its smallest form: the roots of its full subtrees, largest first. Grows in O(log n)."""

    size: int = 0
    subtrees: tuple[bytes, ...] = ()

    def add(self, leaf: bytes) -> "Range":
        """The tree with one more leaf hash."""
        return self.add_all((leaf,))

    def add_all(self, leaves: Iterable[bytes]) -> "Range":
        """The tree with these leaf hashes added in order."""
        subtrees, size = [*self.subtrees], self.size
        for leaf in leaves:
            head, full = leaf, size
            while full & 1:
                head = node_hash(subtrees.pop(), head)
                full >>= 1
            subtrees.append(head)
            size += 1
        return Range(size=size, subtrees=tuple(subtrees))

    def root(self) -> bytes:
        """The tree's head."""
        if not self.subtrees:
            return EMPTY_ROOT
        *rest, head = self.subtrees
        for subtree in reversed(rest):
            head = node_hash(subtree, head)
        return head


def root(leaves: Iterable[bytes]) -> bytes:
    """The head of the tree over these leaf hashes."""
    return Range().add_all(leaves).root()


Subtree = Callable[[int, int], bytes]
"""Level and index to the hash of a full subtree: `(level, index)` is that over leaves [index << level, index + 1 << level)."""


def over(leaves: Sequence[bytes]) -> Subtree:
    """The full subtrees of the tree over these leaf hashes, worked out when asked for."""
    return lambda level, index: root(leaves[index << level : (index + 1) << level])


def range_root(subtree: Subtree, start: int, end: int) -> bytes:
    """The head over leaves [start, end), a range into which the tree divides; not an empty one."""
    size = end - start
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return subtree(level, start >> level)
    middle = start + _split(size)
    return node_hash(range_root(subtree, start, middle), range_root(subtree, middle, end))


def inclusion_proof(leaves: Sequence[bytes], index: int) -> Proof:
    """Proof that leaf `index` is in the tree over `leaves` (2.1.3.1); raises IndexError if there is no such leaf."""
    return prove_inclusion(over(leaves), index, len(leaves))


def prove_inclusion(subtree: Subtree, index: int, size: int) -> Proof:
    """As `inclusion_proof`, of a tree whose hashes lie elsewhere: asks for O(log n) of them."""
    if not 0 <= index < size:
        raise IndexError(f"no leaf {index} in a tree of {size}")
    start, end, siblings = 0, size, []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            siblings.append((middle, end))
            end = middle
        else:
            siblings.append((start, middle))
            start = middle
    return tuple(range_root(subtree, *sibling) for sibling in reversed(siblings))


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], head: bytes) -> bool:
    """Whether the proof shows `leaf` at `index` in the tree of `size` with that head (2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes(leaf, head, *proof):
        return False
    node, last, computed = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            computed = node_hash(sibling, computed)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            computed = node_hash(computed, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and computed == head


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> Proof:
    """Proof that the tree over `leaves` continues the one over its first `old_size` (2.1.4.1); empty for none or all."""
    return prove_consistency(over(leaves), old_size, len(leaves))


def prove_consistency(subtree: Subtree, old_size: int, size: int) -> Proof:
    """As `consistency_proof`, of a tree whose hashes lie elsewhere: asks for O(log n) of them."""
    if not 0 <= old_size <= size:
        raise IndexError(f"a tree of {size} does not continue one of {old_size}")
    if old_size in (0, size):
        return ()
    start, end, siblings = 0, size, []
    while end != old_size:
        middle = start + _split(end - start)
        if old_size <= middle:
            siblings.append((middle, end))
            end = middle
        else:
            siblings.append((start, middle))
            start = middle
    # The old tree's last subtree; the verifier knows it already where it is the whole old tree.
    known = () if start == 0 else (range_root(subtree, start, end),)
    return (*known, *(range_root(subtree, *sibling) for sibling in reversed(siblings)))


def is_consistent(old_size: int, new_size: int, old_head: bytes, new_head: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the new tree continues the old one (2.1.4.2). Of an empty old tree nothing can be shown."""
    if old_size == new_size:
        return not proof and old_head == new_head and (old_size > 0 or old_head == EMPTY_ROOT)
    if not 0 < old_size < new_size or not _are_hashes(old_head, new_head, *proof):
        return False
    path = [*proof] if old_size & (old_size - 1) else [old_head, *proof]
    if not path:
        return False
    node, last = old_size - 1, new_size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and old == old_head and new == new_head


def _are_hashes(*values: bytes) -> bool:
    return all(len(value) == hashlib.sha256().digest_size for value in values)


def _split(size: int) -> int:
    """The largest power of two smaller than `size`."""
    return 1 << (size - 1).bit_length() - 1
