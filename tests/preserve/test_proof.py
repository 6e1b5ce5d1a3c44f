"""Proofs leave as text, are checked with the key alone, and show nothing once one byte of them is another."""

import json
import tarfile
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from allegata.errors import LogError
from allegata.preserve.checkpoint import Checkpoint, cosign, cosigned_at, open_note, sign, verifier_key, witness_key
from allegata.preserve.ledger import EMPTY_ROOT, consistency_proof, inclusion_proof, leaf_hash, root
from allegata.preserve.note import COSIGNATURE, SIGNATURE, Verifier, read_verifier
from allegata.preserve.proof import ConsistencyProof, InclusionProof, read_consistency, read_inclusion

VECTORS = Path(__file__).parents[3] / "shared" / "data" / "vectors.tar.xz"
ED25519 = "vectors/wycheproof-subset/testvectors_v1/ed25519_test.json"
ORIGIN, NOW = "log.example/one", datetime(2026, 11, 1, 12, tzinfo=UTC)
KEY, WITNESS = (Ed25519PrivateKey.from_private_bytes(bytes([number] * 32)) for number in (1, 2))
VERIFIER = verifier_key(ORIGIN, KEY.public_key())
WITNESSED_BY = witness_key("witness.example", WITNESS.public_key())
ENTRIES = [f'{{"entry":{number}}}'.encode() for number in range(11)]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]


def head(size: int) -> str:
    return sign(Checkpoint(origin=ORIGIN, size=size, root=root(LEAVES[:size])), KEY)


def included(index: int, size: int) -> InclusionProof:
    return InclusionProof(index=index, hashes=inclusion_proof(LEAVES[:size], index), checkpoint=head(size))


def continued(old: int, size: int) -> ConsistencyProof:
    return ConsistencyProof(old_size=old, hashes=consistency_proof(LEAVES[:size], old), checkpoint=head(size))


def test_inclusion_goes_out_as_text_and_holds() -> None:
    for size in range(1, len(LEAVES) + 1):
        for index in range(size):
            proof = read_inclusion(included(index, size).text)
            assert proof == included(index, size)
            assert proof.check(ENTRIES[index], VERIFIER).size == size
            with pytest.raises(LogError, match="does not show"):
                proof.check(ENTRIES[index - 1] + b"x", VERIFIER)


def test_the_form_is_that_of_the_standard() -> None:
    lines = included(2, 3).text.split("\n")
    assert lines[:4] == ["c2sp.org/tlog-proof@v1", "index 2", b64encode(root(LEAVES[:2])).decode(), ""]
    assert lines[4:7] == [ORIGIN, "3", b64encode(root(LEAVES[:3])).decode()]
    with_extra = included(2, 3).text.replace("index", "extra YWJj\nindex", 1)
    assert read_inclusion(with_extra).check(ENTRIES[2], VERIFIER).size == 3


def test_consistency_goes_out_as_text_and_holds() -> None:
    for size in range(len(LEAVES) + 1):
        for old in range(size + 1):
            proof = read_consistency(continued(old, size).text)
            assert proof == continued(old, size)
            assert proof.check(open_note(head(old), VERIFIER), VERIFIER).size == size


def test_another_past_is_not_continued() -> None:
    for old in range(12):
        other = Checkpoint(origin=ORIGIN, size=old, root=leaf_hash(b"another past"))
        with pytest.raises(LogError, match="not shown to continue"):
            continued(old, 11).check(other, VERIFIER)
    with pytest.raises(LogError, match="the proof is from"):
        continued(3, 11).check(open_note(head(4), VERIFIER), VERIFIER)


def test_every_byte_of_a_proof_counts() -> None:
    """One bit of each byte flipped: not read, or not shown. In a cosigned head a witness's line is of no weight to the log's."""
    text = included(4, 11).text.encode()
    old = open_note(head(4), VERIFIER)
    for at in range(len(text)):
        with pytest.raises((LogError, UnicodeDecodeError)):
            read_inclusion(flipped(text, at).decode()).check(ENTRIES[4], VERIFIER)
    text = continued(4, 11).text.encode()
    for at in range(len(text)):
        with pytest.raises((LogError, UnicodeDecodeError)):
            read_consistency(flipped(text, at).decode()).check(old, VERIFIER)


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :]


def test_a_cosigned_head_is_the_logs_and_the_witnesss() -> None:
    note = head(5)
    both = note + cosign(note, "witness.example", WITNESS, at=NOW)
    assert open_note(both, VERIFIER) == open_note(note, VERIFIER)
    assert cosigned_at(both, WITNESSED_BY) == NOW
    with pytest.raises(LogError, match="no cosignature"):
        cosigned_at(note, WITNESSED_BY)
    for at in range(len(note.encode()), len(both.encode())):
        with pytest.raises((LogError, UnicodeDecodeError)):
            cosigned_at(flipped(both.encode(), at).decode(), WITNESSED_BY)


def test_a_witnesss_key_is_not_a_logs_key() -> None:
    key = WITNESS.public_key().public_bytes_raw()
    with pytest.raises(LogError, match="of kind 1"):
        open_note(head(1), WITNESSED_BY)
    with pytest.raises(LogError, match="of kind 4"):
        cosigned_at(head(1), VERIFIER)
    as_log, as_witness = (Verifier(name="w", kind=kind, key=key) for kind in (SIGNATURE, COSIGNATURE))
    assert as_log.key_id != as_witness.key_id
    assert read_verifier(as_witness.line, kind=COSIGNATURE) == as_witness


@pytest.mark.parametrize(
    "change",
    [
        lambda note: note.replace("\n5\n", "\n05\n"),
        lambda note: note.replace("\n5\n", "\n5\nextension\n"),
        lambda note: note.replace("\n\n", "\n"),
        lambda note: note.replace("\u2014", "-"),
        lambda note: note + "\n",
        lambda note: note + "x" * 70_000,
        lambda note: note.replace(ORIGIN, "log.example/two"),
        lambda note: note.partition("\u2014")[0],
        lambda note: "",
    ],
)
def test_what_is_no_checkpoint_is_refused(change: object) -> None:
    assert callable(change)
    with pytest.raises(LogError):
        open_note(change(head(5)), VERIFIER)


def test_of_the_empty_tree_every_tree_is_a_continuation() -> None:
    empty = Checkpoint(origin=ORIGIN, size=0, root=EMPTY_ROOT)
    assert continued(0, 7).check(empty, VERIFIER).size == 7


def test_signature_vectors() -> None:
    """The public Wycheproof vectors of Ed25519, if they lie beside the checkout."""
    if not VECTORS.exists():
        pytest.skip("left out: ../shared/data/vectors.tar.xz is not there")
    with tarfile.open(VECTORS) as archive:
        file = archive.extractfile(ED25519)
        assert file is not None
        groups = json.load(file)["testGroups"]
    right = 0
    for group in groups:
        verifier = Verifier(name="v", kind=SIGNATURE, key=bytes.fromhex(group["publicKey"]["pk"]))
        for case in group["tests"]:
            held = verifier.holds(bytes.fromhex(case["sig"]), bytes.fromhex(case["msg"]))
            right += held is (case["result"] == "valid")
    assert right == sum(len(group["tests"]) for group in groups) == 151
