"""Whether a folder or ZIP file is a whole BagIt bag: RFC 8493 (version 1.0) and its drafts from 0.93 on.

Manifests find what was altered by accident; they are not signed, so that anyone can write all of them anew.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from ..errors import SourceError
from ..records import Record
from .members import Members, is_safe, read
from .problem import Fault, Problem

MAX_TAG_FILE = 256 * 1024 * 1024
"""Bytes of one tag file: a manifest of a million files has 100 MB."""

ALGORITHMS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")
DECLARATION = re.compile(rb"BagIt-Version: (\d+)\.(\d+)(?:\r\n|\r|\n)Tag-File-Character-Encoding: (\S+)(?:\r\n|\r|\n)?")
_MANIFEST = re.compile(r"(tag)?manifest-([a-z0-9]+)\.txt")
_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+\*?(?:\./)?(.+)")
_OXUM = re.compile(r"^Payload-Oxum *: *(\d+)\.(\d+) *$", re.MULTILINE)
_ENDS = re.compile(r"\r\n|\r|\n")


class _Bag(Record):
    """What bagit.txt declares."""

    version: tuple[int, int]
    encoding: str

    @property
    def is_final(self) -> bool:
        """Whether the rules of the RFC hold, which are stricter than those of the drafts."""
        return self.version >= (1, 0)


class _Manifest(Record):
    """One manifest file: (sum, name) in its order, of the payload or of the tag files."""

    name: str
    algorithm: str
    of_tags: bool
    lines: tuple[tuple[str, str], ...]

    @property
    def names(self) -> frozenset[str]:
        """The files that it lists."""
        return frozenset(name for _, name in self.lines)


def check_bag(members: Members) -> Iterator[Problem]:
    """Everything that is wrong with the bag: nothing for a bag that is complete and valid. Each file is read once."""
    try:
        yield from _problems(members)
    except _NotABag as error:
        yield Problem(fault=error.fault, subject=error.subject, reason=error.reason)
    except SourceError as error:
        yield Problem(fault=Fault.ALTERED, subject="bagit.txt", reason=str(error))


def _problems(members: Members) -> Iterator[Problem]:
    bag = _declared(members)
    manifests = [_read_manifest(members, name, bag) for name in members.names if _MANIFEST.fullmatch(name)]
    if all(manifest.of_tags for manifest in manifests):
        raise _NotABag(Fault.MISSING, "manifest-sha256.txt", "the bag has no manifest of its payload")
    for manifest in manifests:
        yield from _check_lines(manifest, bag)
    yield from _check_completeness(members, manifests, bag)
    yield from _check_fetch(members, bag)
    yield from _check_oxum(members, bag)
    yield from _check_sums(members, manifests)


class _NotABag(Exception):
    """What ends a check: without it nothing else can be looked at."""

    def __init__(self, fault: Fault, subject: str, reason: str) -> None:
        super().__init__(reason)
        self.fault, self.subject, self.reason = fault, subject, reason


def _declared(members: Members) -> _Bag:
    if "bagit.txt" not in members.names:
        raise _NotABag(Fault.MISSING, "bagit.txt", "a bag declares itself in this file; get the package again")
    found = DECLARATION.fullmatch(read(members, "bagit.txt", limit=MAX_TAG_FILE))
    if found is None:
        reason = "its two lines are not `BagIt-Version: M.N` and `Tag-File-Character-Encoding: ...` in plain UTF-8"
        raise _NotABag(Fault.ALTERED, "bagit.txt", reason)
    encoding = found[3].decode("utf-8", "replace")
    try:
        "".encode(encoding)
    except LookupError as error:
        raise _NotABag(Fault.ALTERED, "bagit.txt", f"the encoding {encoding!r} is not known") from error
    return _Bag(version=(int(found[1]), int(found[2])), encoding=encoding)


def _text(members: Members, name: str, bag: _Bag) -> str:
    try:
        return read(members, name, limit=MAX_TAG_FILE).decode(bag.encoding)
    except UnicodeError as error:
        raise _NotABag(Fault.ALTERED, name, f"it is not in the encoding {bag.encoding} that bagit.txt names") from error


def _read_manifest(members: Members, name: str, bag: _Bag) -> _Manifest:
    of_tags, algorithm = bool((found := _MANIFEST.fullmatch(name)) and found[1]), found[2] if found else ""
    if algorithm not in ALGORITHMS:
        raise _NotABag(Fault.ALTERED, name, f"sums by {algorithm!r} are not checked here; one of {', '.join(ALGORITHMS)} is")
    length = hashlib.new(algorithm, usedforsecurity=False).digest_size * 2
    lines = []
    for number, line in enumerate(_ENDS.split(_text(members, name, bag)), start=1):
        if not line.strip():
            continue
        parts = _LINE.fullmatch(line)
        if parts is None or len(parts[1]) != length:
            raise _NotABag(Fault.ALTERED, name, f"line {number} is not a sum of {length} digits and a name")
        lines.append((parts[1].lower(), _decoded(parts[2], bag)))
    return _Manifest(name=name, algorithm=algorithm, of_tags=of_tags, lines=tuple(lines))


def _decoded(name: str, bag: _Bag) -> str:
    """A name in a manifest: line ends in it are written %0A and %0D, and since the RFC the percent sign %25."""
    for written, meant in (("%0A", "\n"), ("%0D", "\r"), *((("%25", "%"),) if bag.is_final else ())):
        name = name.replace(written, meant).replace(written.lower(), meant)
    return name


def _check_lines(manifest: _Manifest, bag: _Bag) -> Iterator[Problem]:
    sums: dict[str, list[str]] = defaultdict(list)
    for found, name in manifest.lines:
        sums[name].append(found)
        if not is_safe(name) or (not manifest.of_tags and not name.startswith("data/")):
            reason = f"it lists {name!r}, which does not lie in the {'bag' if manifest.of_tags else 'payload'}"
            yield Problem(fault=Fault.UNSAFE, subject=manifest.name, reason=reason)
    for name, listed in sums.items():
        if len(set(listed)) > 1 or (len(listed) > 1 and bag.is_final):
            yield Problem(fault=Fault.ALTERED, subject=manifest.name, reason=f"it lists {name!r} more than once")


def _check_completeness(members: Members, manifests: list[_Manifest], bag: _Bag) -> Iterator[Problem]:
    there = frozenset(members.names)
    for manifest in manifests:
        for name in sorted(manifest.names - there):
            if is_safe(name):
                yield Problem(fault=Fault.MISSING, subject=name, reason=f"{manifest.name} lists it; get the package again")
    payload = {name for name in there if name.startswith("data/")}
    listing = [manifest.names for manifest in manifests if not manifest.of_tags]
    # Since the RFC each manifest lists the whole payload; in the drafts all of them together did.
    listed = frozenset.intersection(*listing) if bag.is_final else frozenset.union(*listing)
    for name in sorted(payload - listed):
        yield Problem(fault=Fault.STRAY, subject=name, reason="no manifest lists it: it was put in afterwards")


def _check_fetch(members: Members, bag: _Bag) -> Iterator[Problem]:
    """Names in fetch.txt; nothing is fetched here, so that what it names has to be there already."""
    if "fetch.txt" not in members.names:
        return
    for line in _ENDS.split(_text(members, "fetch.txt", bag)):
        name = _decoded(line.split(maxsplit=2)[2], bag).removeprefix("./") if len(line.split(maxsplit=2)) == 3 else ""
        if line.strip() and not (is_safe(name) and name.startswith("data/")):
            reason = f"it would fetch to {name!r}, which does not lie in the payload"
            yield Problem(fault=Fault.UNSAFE, subject="fetch.txt", reason=reason)


def _check_oxum(members: Members, bag: _Bag) -> Iterator[Problem]:
    said = _OXUM.search(_ENDS.sub("\n", _text(members, "bag-info.txt", bag))) if "bag-info.txt" in members.names else None
    payload = [members.size(name) for name in members.names if name.startswith("data/")]
    if said and (int(said[1]), int(said[2])) != (sum(payload), len(payload)):
        reason = f"it tells of {said[1]} bytes in {said[2]} files; there are {sum(payload)} in {len(payload)}"
        yield Problem(fault=Fault.ALTERED, subject="bag-info.txt", reason=reason)


def _check_sums(members: Members, manifests: Iterable[_Manifest]) -> Iterator[Problem]:
    expected: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for manifest in manifests:
        for found, name in manifest.lines:
            expected[name][manifest.algorithm].add(found)
    for name in sorted(set(expected) & set(members.names)):
        try:
            found_sums = sums(members, name, expected[name])
        except SourceError as error:
            yield Problem(fault=Fault.ALTERED, subject=name, reason=str(error))
            continue
        for algorithm, found in found_sums.items():
            if expected[name][algorithm] != {found}:
                reason = f"its {algorithm} is {found}, the manifest has {', '.join(sorted(expected[name][algorithm]))}"
                yield Problem(fault=Fault.ALTERED, subject=name, reason=reason)


def sums(members: Members, name: str, algorithms: Iterable[str]) -> dict[str, str]:
    """The file's sums in hex, read once."""
    hashes = {algorithm: hashlib.new(algorithm, usedforsecurity=False) for algorithm in algorithms}
    for piece in members.pieces(name):
        for made in hashes.values():
            made.update(piece)
    return {algorithm: made.hexdigest() for algorithm, made in hashes.items()}
