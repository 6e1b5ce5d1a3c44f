"""The laws of the tree, and the vectors of others: what a proof shows is so, and nothing else passes."""

import hashlib
import json
import tarfile
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegata.preserve.ledger import (
    EMPTY_ROOT,
    Range,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    node_hash,
    root,
)

VECTORS = Path(__file__).parents[3] / "shared" / "data" / "vectors.tar.xz"


def leaves_of(size: int) -> list[bytes]:
    return [leaf_hash(number.to_bytes(2)) for number in range(size)]


def test_hashes_are_told_apart_by_their_first_byte() -> None:
    assert leaf_hash(b"abc") == hashlib.sha256(b"\x00abc").digest()
    assert node_hash(b"ab", b"c") == hashlib.sha256(b"\x01abc").digest()
    assert root([]) == EMPTY_ROOT == hashlib.sha256(b"").digest()


def by_definition(leaves: list[bytes]) -> bytes:
    """RFC 9162, 2.1.1, word for word."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    split = max(1 << power for power in range(20) if 1 << power < len(leaves))
    return node_hash(by_definition(leaves[:split]), by_definition(leaves[split:]))


@pytest.mark.parametrize("size", range(70))
def test_the_running_tree_has_the_root_of_the_definition(size: int) -> None:
    assert root(leaves_of(size)) == by_definition(leaves_of(size))


@given(size=st.integers(1, 200), data=st.data())
def test_a_leaf_is_shown_to_be_where_it_is_and_nowhere_else(size: int, data: st.DataObject) -> None:
    leaves, index = leaves_of(size), data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(-1, size + 1))
    proof, head = inclusion_proof(leaves, index), root(leaves)
    assert is_included(leaves[index], index, size, proof, head)
    assert len(proof) <= (size - 1).bit_length()
    assert is_included(leaves[index], other, size, proof, head) is (other == index)
    assert not is_included(leaf_hash(b"another"), index, size, proof, head)
    assert not is_included(leaves[index], index, size, (*proof, head), head)
    assert not (proof and is_included(leaves[index], index, size, proof[:-1], head))


@given(new=st.integers(0, 200), data=st.data())
def test_a_tree_is_shown_to_continue_its_own_past_and_no_other(new: int, data: st.DataObject) -> None:
    leaves, old = leaves_of(new), data.draw(st.integers(0, new))
    old_head, head = root(leaves[:old]), root(leaves)
    proof = consistency_proof(leaves, old)
    assert is_consistent(old, new, old_head, head, proof) is (old > 0 or new == 0)
    assert not is_consistent(old, new, leaf_hash(b"another"), head, proof)
    assert not is_consistent(old, new, old_head, head, (*proof, head))
    if 0 < old < new:
        assert not is_consistent(old, new, old_head, leaf_hash(b"another"), proof)
        assert not is_consistent(new, old, head, old_head, proof)
        assert not is_consistent(old, new, old_head, head, proof[:-1])


@given(st.integers(0, 100), st.integers(0, 100))
def test_growing_in_two_steps_is_growing_in_one(first: int, second: int) -> None:
    leaves = leaves_of(first + second)
    assert Range().add_all(leaves[:first]).add_all(leaves[first:]) == Range().add_all(leaves)


@pytest.mark.parametrize(("size", "index"), [(0, 0), (3, 3), (3, -1)])
def test_there_is_no_proof_of_what_is_not_there(size: int, index: int) -> None:
    with pytest.raises(IndexError):
        inclusion_proof(leaves_of(size), index)
    with pytest.raises(IndexError):
        consistency_proof(leaves_of(size), size + 1)


@pytest.fixture(scope="module")
def vectors() -> dict[str, Any]:
    """The public transparency-dev test vectors, if they lie beside the checkout."""
    if not VECTORS.exists():
        pytest.skip("left out: ../shared/data/vectors.tar.xz is not there")
    with tarfile.open(VECTORS) as archive:
        members = [each for each in archive.getmembers() if "/transparency-dev-merkle/testdata/" in f"/{each.name}"]
        opened = {each.name.split("testdata/")[1]: archive.extractfile(each) for each in members if each.name.endswith(".json")}
        return {name: json.load(file) for name, file in opened.items() if file is not None}


def _bytes(encoded: str | None) -> bytes:
    return b64decode(encoded or "")


def test_inclusion_vectors(vectors: dict[str, Any]) -> None:
    cases = {name: case for name, case in vectors.items() if name.startswith("inclusion/")}
    assert len(cases) == 98
    for name, case in cases.items():
        proof = tuple(map(_bytes, case["proof"] or ()))
        shown = is_included(_bytes(case["leafHash"]), case["leafIdx"], case["treeSize"], proof, _bytes(case["root"]))
        assert shown is not case["wantErr"], name


def test_consistency_vectors(vectors: dict[str, Any]) -> None:
    cases = {name: case for name, case in vectors.items() if name.startswith("consistency/")}
    assert len(cases) == 98
    for name, case in cases.items():
        proof = tuple(map(_bytes, case["proof"] or ()))
        shown = is_consistent(case["size1"], case["size2"], _bytes(case["root1"]), _bytes(case["root2"]), proof)
        assert shown is not case["wantErr"], name
