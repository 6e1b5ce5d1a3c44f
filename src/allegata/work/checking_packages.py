"""Every byte and every proof of a package, checked as someone would who holds nothing else: sums, signatures, proofs, and that they
are about each other. A package that nobody signed fails, and so does one in which something is besides what was signed.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

import msgspec
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from ..casebook.folder import MARK
from ..errors import AllegataError, LogError, SourceError, VaultError
from ..export.bag import SIGNATURE, TAG_MANIFEST
from ..preserve.bag import check_bag
from ..preserve.checkpoint import Checkpoint, cosigned_at, find_note, open_note, read_checkpoint
from ..preserve.members import Members, Zip, below, opened, read, spooled
from ..preserve.note import read_verifier, signatures, split
from ..preserve.problem import Fault, Problem
from ..preserve.proof import read_consistency, read_inclusion
from ..preserve.stamp import read_stamp
from ..preserve.vault import body_in
from ..preserve.wacz import PACKAGE, Checked, check_wacz
from ..records import Entry, EntryKind, Record
from ..records.wire import from_json

CAPTURES, LOG = "data/captures.wacz", "data/log/"
DEMANDED = (
    TAG_MANIFEST,
    CAPTURES,
    *(f"{LOG}{name}" for name in ("checkpoint", "checkpoint.txt", "checkpoint.sig", "key.pub", "key.pem")),
)
"""What a package cannot be checked without."""

SMALL = 64 * 1024 * 1024
"""Bytes of one file that is read whole: proofs, keys, manifests."""

Read = Callable[[str], bytes]


class PackageReport(Record):
    """What was looked at, who signed, and what fails. `signed_by`: the public key in hex or a domain, None unless the signature
    holds. That it is the one whom the reader means is for the reader to compare."""

    files: int
    captures: int
    entries: int
    signed_by: str | None
    problems: tuple[Problem, ...]
    signed_at: datetime | None = None


def is_package(path: Path) -> bool:
    """Whether a check of the path is one of a package, and not of a casebook's folder."""
    return path.is_file() or (path.is_dir() and not (path / MARK).exists() and (path / "bagit.txt").exists())


def check_package(
    path: Path, *, key: str | None = None, checkpoints: Mapping[str, str] = MappingProxyType({})
) -> PackageReport:
    """A bag in a folder or a ZIP file, or a WACZ. `key`: the signer's public key in hex, which then has to be the one.
    `checkpoints`: heads that others hold, by a name for each; the package has to show that its log continues them.

    All that fails is a problem in the report. Raises SourceError when the path cannot be read at all.
    """
    try:
        with opened(path) as members:
            inside = below(members)
            report = _check_wacz(inside) if PACKAGE in inside.names else _check_bag(inside, checkpoints)
    except SourceError as error:
        if not path.exists():
            raise
        unsafe = Problem(fault=Fault.UNSAFE, subject=path.name, reason=str(error))
        return PackageReport(files=0, captures=0, entries=0, signed_by=None, problems=(unsafe,))
    if key is not None and report.signed_by not in (None, key, key.lower()):
        reason = f"it is signed by {report.signed_by}, not by {key}: someone else made it, or the key was changed"
        other = Problem(fault=Fault.UNSIGNED, subject=path.name, reason=reason)
        report = msgspec.structs.replace(report, problems=(*report.problems, other))
    return report


def _check_wacz(members: Members) -> PackageReport:
    found = check_wacz(members, must_be_signed=True)
    signer = found.signer
    return PackageReport(
        files=len(members.names),
        captures=sum(row.path.startswith("archive/") for row in found.resources),
        entries=0,
        signed_by=(signer.domain or signer.key) if signer else None,
        signed_at=signer.at if signer else None,
        problems=found.problems,
    )


def _check_bag(members: Members, checkpoints: Mapping[str, str]) -> PackageReport:
    problems = list(check_bag(members))
    missing = [name for name in DEMANDED if name not in members.names]
    problems += [Problem(fault=Fault.MISSING, subject=name, reason="an evidence package holds it") for name in missing]
    if SIGNATURE not in members.names:
        problems.append(Problem(fault=Fault.UNSIGNED, subject=SIGNATURE, reason="nobody vouches for this package"))
        missing.append(SIGNATURE)
    if missing:
        return PackageReport(files=len(members.names), captures=0, entries=0, signed_by=None, problems=tuple(problems))
    signed_by = entries = captures = None
    try:
        key = _key(members)
        signed_by = _signer(members, key)
        note = _text(members, f"{LOG}checkpoint")
        head = _head(members, note)
        problems += _check_outside(members)
        logged = dict(_entries(members, note, problems))
        continued = _continued(members, head, problems)
        problems += _check_heads_of_others(checkpoints, [head, *continued])
        problems += _check_returned(members, logged)
        entries = len(logged)
        with _wacz(members) as (wacz, found):
            problems += [_in_wacz(problem) for problem in found.problems]
            captures = sum(row.path.startswith("archive/") for row in found.resources)
            problems += _check_captures(wacz, logged)
    except AllegataError as error:
        problems.append(Problem(fault=Fault.ALTERED, subject="the package", reason=str(error)))
    except _Unsigned as error:
        problems.append(Problem(fault=Fault.UNSIGNED, subject=error.subject, reason=error.reason))
    return PackageReport(
        files=len(members.names),
        captures=captures or 0,
        entries=entries or 0,
        signed_by=signed_by,
        problems=tuple(problems),
    )


class _Unsigned(Exception):
    """A signature that does not hold ends the check: what follows would be about someone else's words."""

    def __init__(self, subject: str, reason: str) -> None:
        super().__init__(reason)
        self.subject, self.reason = subject, reason


def _key(members: Members) -> Ed25519PublicKey:
    """The key, the same in both its forms, each written in the one way that it is written in."""
    verifier = read_verifier(_text(members, f"{LOG}key.pub"))
    pem = read(members, f"{LOG}key.pem", limit=SMALL)
    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise LogError(f"{LOG}key.pem is no public key: {error}; get the package again") from error
    if not isinstance(key, Ed25519PublicKey) or key.public_bytes_raw() != verifier.key:
        raise LogError(f"{LOG}key.pem is not the key of {LOG}key.pub; get the package again")
    if key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo) != pem:
        raise LogError(f"{LOG}key.pem holds more than a key; get the package again")
    return key


def _signer(members: Members, key: Ed25519PublicKey) -> str:
    try:
        key.verify(read(members, SIGNATURE, limit=SMALL), read(members, TAG_MANIFEST, limit=SMALL))
    except InvalidSignature as error:
        raise _Unsigned(SIGNATURE, "the signature is not one of that key over tagmanifest-sha256.txt") from error
    return key.public_bytes_raw().hex()


def _head(members: Members, note: str) -> Checkpoint:
    head = open_note(note, _text(members, f"{LOG}key.pub"))
    raw = read(members, f"{LOG}checkpoint.txt", limit=SMALL), read(members, f"{LOG}checkpoint.sig", limit=SMALL)
    verifier = read_verifier(_text(members, f"{LOG}key.pub"))
    if raw[0] != head.text.encode() or raw[1] not in signatures(split(note)[1], verifier):
        raise LogError(f"{LOG}checkpoint.txt and .sig are not those of the checkpoint; get the package again")
    return head


def _check_outside(members: Members) -> Iterator[Problem]:
    """Tag files are listed nowhere when someone puts one in; here there are only those that a package has."""
    known = {"bagit.txt", "bag-info.txt", "manifest-sha256.txt", TAG_MANIFEST, SIGNATURE}
    for name in sorted(name for name in members.names if not name.startswith("data/") and name not in known):
        yield Problem(fault=Fault.STRAY, subject=name, reason="nothing vouches for it: it was put in afterwards")


def _entries(members: Members, note: str, problems: list[Problem]) -> Iterator[tuple[str, Entry]]:
    """File name -> entry, of those that are shown to be under the head."""
    verifier = _text(members, f"{LOG}key.pub")
    for name in members.names:
        if not (name.startswith(f"{LOG}entries/") and name.endswith(".json")):
            continue
        try:
            line = read(members, name, limit=SMALL)
            proof = read_inclusion(_text(members, f"{name.removesuffix('.json')}.tlog-proof"))
            if proof.checkpoint != note:
                raise LogError("its proof is about another head than this package's")
            proof.check(line, verifier)
            yield name, from_json(line, Entry)
        except (KeyError, AllegataError, msgspec.MsgspecError, UnicodeDecodeError) as error:
            problems.append(Problem(fault=Fault.ALTERED, subject=name, reason=f"it is not shown to be in the log: {error}"))


def _continued(members: Members, head: Checkpoint, problems: list[Problem]) -> list[Checkpoint]:
    """Earlier heads that the log is shown to continue; that it is not shown to continue one is a problem."""
    verifier, shown = _text(members, f"{LOG}key.pub"), []
    for name in members.names:
        if not (name.startswith(f"{LOG}sent/") and name.endswith(".checkpoint")):
            continue
        try:
            old = open_note(_text(members, name), verifier)
            new = read_consistency(_text(members, f"{name.removesuffix('.checkpoint')}.consistency")).check(old, verifier)
            if new != head:
                raise LogError("its proof is about another head than this package's")
            shown.append(old)
        except (KeyError, AllegataError) as error:
            reason = f"the log is not shown to continue it: {error}"
            problems.append(Problem(fault=Fault.ALTERED, subject=name, reason=reason))
    return shown


def _check_heads_of_others(given: Mapping[str, str], shown: list[Checkpoint]) -> Iterator[Problem]:
    for name, text in given.items():
        try:
            theirs = read_checkpoint(find_note(text))
        except LogError as error:
            yield Problem(fault=Fault.ALTERED, subject=name, reason=str(error))
            continue
        if theirs not in shown:
            reason = f"nothing in the package shows that its log continues this head of {theirs.size} entries"
            yield Problem(fault=Fault.ALTERED, subject=name, reason=reason)


def _check_returned(members: Members, logged: Mapping[str, Entry]) -> Iterator[Problem]:
    """Tokens and cosignatures: each is what was logged; cosignatures hold by the witness's key that the log has."""
    for name, entry in logged.items():
        size = entry.body.get("size")
        if entry.kind is EntryKind.COSIGNATURE:
            try:
                note = _text(members, f"{LOG}sent/{size}.checkpoint") + _text(members, f"{LOG}sent/{size}.cosignatures")
                cosigned_at(note, str(entry.body.get("key")))
            except (KeyError, AllegataError) as error:
                yield Problem(fault=Fault.ALTERED, subject=name, reason=f"the cosignature does not hold: {error}")
        elif entry.kind is EntryKind.STAMP:
            for end, sha256 in (("tsr", entry.subject), ("pem", entry.body.get("certificates"))):
                token = f"{LOG}tokens/{entry.subject}.{end}"
                if token not in members.names:
                    yield Problem(fault=Fault.MISSING, subject=token, reason=f"{name} is about it")
                elif hashlib.sha256(read(members, token, limit=SMALL)).hexdigest() != sha256:
                    yield Problem(fault=Fault.ALTERED, subject=token, reason=f"it is not the one that {name} is about")
            yield from _check_stamp(members, name, entry)


def _check_stamp(members: Members, name: str, entry: Entry) -> Iterator[Problem]:
    """The token holds by the certificates beside it; whether the authority is to be trusted is for the reader."""
    token = f"{LOG}tokens/{entry.subject}"
    try:
        note = read(members, f"{LOG}sent/{entry.body.get('size')}.checkpoint", limit=SMALL)
        certificates = read(members, f"{token}.pem", limit=SMALL)
        stamp = read_stamp(read(members, f"{token}.tsr", limit=SMALL), note, certificates=certificates)
        if stamp.at.isoformat() != entry.body.get("at"):
            raise LogError(f"it says {stamp.at.isoformat()}, {name} says {entry.body.get('at')}")
    except KeyError:
        return  # told of as missing
    except AllegataError as error:
        yield Problem(fault=Fault.ALTERED, subject=f"{token}.tsr", reason=f"the time stamp does not hold: {error}")


@contextmanager
def _wacz(members: Members) -> Iterator[tuple[Members, Checked]]:
    with spooled(members, CAPTURES) as file:
        wacz = Zip(file)
        yield wacz, check_wacz(wacz, must_be_signed=True)


def _in_wacz(problem: Problem) -> Problem:
    return msgspec.structs.replace(problem, subject=f"{CAPTURES}/{problem.subject}")


def _check_captures(wacz: Members, logged: Mapping[str, Entry]) -> Iterator[Problem]:
    """Every capture is in the log, as the very file; and its name is the SHA-256 of the body in that file."""
    known = {entry.subject: entry for entry in logged.values() if entry.kind is EntryKind.CAPTURE}
    for sha256 in sorted(sha256 for sha256 in known if f"archive/{sha256}.warc" not in wacz.names):
        yield Problem(fault=Fault.MISSING, subject=f"capture {sha256}", reason="the log's entry is here, its bytes are not")
    for name in (name for name in wacz.names if name.startswith("archive/")):
        sha256 = name.removeprefix("archive/").removesuffix(".warc")
        subject = f"{CAPTURES}/{name}"
        if sha256 not in known:
            yield Problem(fault=Fault.STRAY, subject=subject, reason="no entry of the log in this package is about it")
            continue
        try:
            file = b"".join(wacz.pieces(name))
            body_in(file, sha256)
        except (SourceError, VaultError) as error:
            yield Problem(fault=Fault.ALTERED, subject=subject, reason=str(error))
            continue
        found, said = hashlib.sha256(file).hexdigest(), known[sha256].body.get("warc_sha256")
        if found != said:
            reason = f"the file has SHA-256 {found}, the log says {said}"
            yield Problem(fault=Fault.ALTERED, subject=subject, reason=reason)


def _text(members: Members, name: str) -> str:
    try:
        return read(members, name, limit=SMALL).decode()
    except UnicodeDecodeError as error:
        raise LogError(f"{name} is not text: {error}; get the package again") from error
