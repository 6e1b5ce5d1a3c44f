"""WACZ files (1.1.1, and 1.0.0 as older tools wrote it): every byte against datapackage.json, that against its digest, the digest
against its signature (wacz-auth 0.1.0, anonymous or by a domain's certificate with a time stamp).

Tools of others pass a WACZ whose signature was taken out, or that has no list of pages. Here both are failures.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

from ..errors import SourceError, Unreadable
from ..records import Record
from .bag import sums
from .encodings import gunzip
from .members import Members, Zip, read
from .problem import Fault, Problem
from .wacz_signature import Signer, signer_of, time_of

PACKAGE, DIGEST, PAGES = "datapackage.json", "datapackage-digest.json", "pages/pages.jsonl"
_CDXJ = re.compile(rb"[^!\s]\S* \d{1,17} (\{.*\})")
MAX_LIST = 64 * 1024 * 1024
"""Bytes of one list in a WACZ: the largest, of pages with their text, has some MB."""


class Resource(Record):
    """A file that datapackage.json lists."""

    path: str
    sha256: str
    size: int


class Checked(Record):
    """What a check of a WACZ found. `signer` is None unless the signature holds."""

    resources: tuple[Resource, ...] = ()
    signer: Signer | None = None
    problems: tuple[Problem, ...] = ()


def check_wacz(members: Members, *, must_be_signed: bool) -> Checked:
    """Everything that is wrong with it. `must_be_signed`: that it bears no signature is a failure too."""
    try:
        package = read(members, PACKAGE, limit=MAX_LIST)
        listed = resources(package)
    except KeyError:
        return Checked(problems=(_missing(PACKAGE, "a WACZ lists its files in it"),))
    except SourceError as error:
        return Checked(problems=(Problem(fault=Fault.ALTERED, subject=PACKAGE, reason=str(error)),))
    found = [*_check_resources(members, listed), *_check_parts(members), *_check_pages(members), *_check_indexes(members)]
    try:
        signer, more = _check_digest(members, package, must_be_signed)
    except SourceError as error:
        signer, more = None, [Problem(fault=Fault.ALTERED, subject=DIGEST, reason=str(error))]
    return Checked(resources=listed, signer=signer, problems=(*found, *more))


def resources(package: bytes) -> tuple[Resource, ...]:
    """The files that a datapackage.json lists; raises Unreadable if it is not as WACZ has it."""
    plain = _json(package, PACKAGE)
    if plain.get("profile") != "data-package" or not isinstance(plain.get("wacz_version"), str):
        raise Unreadable("it does not state the profile `data-package` and a wacz_version")
    rows = plain.get("resources")
    if not isinstance(rows, list) or not rows:
        raise Unreadable("it lists no resources")
    listed = tuple(map(_resource, rows))
    if len({row.path for row in listed}) < len(listed):
        raise Unreadable("it lists a file twice")
    return listed


def _resource(row: object) -> Resource:
    plain = row if isinstance(row, dict) else {}
    # WACZ 1.0.0 put sum and size into `stats`, and the algorithm beside it.
    inner = plain.get("stats")
    stats, algorithm = (inner, f"{plain.get('hashing')}:") if isinstance(inner, dict) else (plain, "")
    found = re.fullmatch(r"sha256:([0-9a-f]{64})", f"{algorithm}{stats.get('hash')}")
    path, size = plain.get("path"), stats.get("bytes")
    if found is None or not isinstance(path, str) or type(size) is not int:
        raise Unreadable(f"the resource {path!r} is not listed with its path, size and SHA-256")
    return Resource(path=path, sha256=found[1], size=size)


def _check_resources(members: Members, listed: tuple[Resource, ...]) -> Iterator[Problem]:
    there = frozenset(members.names)
    for row in listed:
        if row.path not in there:
            yield _missing(row.path, f"{PACKAGE} lists it")
            continue
        try:
            found = sums(members, row.path, ("sha256",))["sha256"]
        except SourceError as error:
            yield Problem(fault=Fault.ALTERED, subject=row.path, reason=str(error))
            continue
        if (found, members.size(row.path)) != (row.sha256, row.size):
            reason = f"it has {members.size(row.path)} bytes and SHA-256 {found}; {PACKAGE} says {row.size} and {row.sha256}"
            yield Problem(fault=Fault.ALTERED, subject=row.path, reason=reason)
    for name in sorted(there - {row.path for row in listed} - {PACKAGE, DIGEST}):
        yield Problem(fault=Fault.STRAY, subject=name, reason=f"{PACKAGE} does not list it: it was put in afterwards")


def warc_names(members: Members) -> tuple[str, ...]:
    """The archive's files, in order."""
    return tuple(name for name in members.names if name.startswith("archive/") and name.endswith((".warc", ".warc.gz")))


def _check_parts(members: Members) -> Iterator[Problem]:
    if not warc_names(members):
        yield _missing("archive/", "a WACZ holds at least one WARC file there")
    if not any(name.startswith("indexes/") for name in members.names):
        yield _missing("indexes/", "a WACZ holds at least one index there")
    for name in members.names:
        inner = name.startswith(("archive/", "indexes/")) and name.endswith(".gz")
        if inner and isinstance(members, Zip) and members.is_packed(name):
            reason = "a compressed file is compressed again, which the format forbids: it cannot be read at a place"
            yield Problem(fault=Fault.ALTERED, subject=name, reason=reason)


def _check_pages(members: Members) -> Iterator[Problem]:
    if PAGES not in members.names:
        yield _missing(PAGES, "the format demands a list of pages")
        return
    try:
        lines = [line for line in read(members, PAGES, limit=MAX_LIST).split(b"\n") if line.strip()]
        head, *pages = [_json(line, PAGES) for line in lines or [b"{}"]]
    except SourceError as error:
        yield Problem(fault=Fault.ALTERED, subject=PAGES, reason=str(error))
        return
    if head.get("format") != "json-pages-1.0":
        yield Problem(fault=Fault.ALTERED, subject=PAGES, reason="its first line does not state the format json-pages-1.0")
    for number, page in enumerate(pages, start=2):
        if not isinstance(page.get("url"), str) or time_of(page.get("ts")) is None:
            yield Problem(fault=Fault.ALTERED, subject=PAGES, reason=f"line {number} has no url or no time")


def _check_indexes(members: Members) -> Iterator[Problem]:
    """Every line of an index leads into a file of the archive."""
    for name in members.names:
        if not (name.startswith("indexes/") and name.endswith((".cdx", ".cdxj", ".cdx.gz", ".cdxj.gz"))):
            continue
        try:
            raw = read(members, name, limit=MAX_LIST)
            lines = (gunzip(raw, limit=MAX_LIST) if name.endswith(".gz") else raw).splitlines()
            astray = [number for number, line in enumerate(lines, start=1) if not _leads_inside(members, line)]
        except SourceError as error:
            yield Problem(fault=Fault.ALTERED, subject=name, reason=str(error))
            continue
        if astray:
            reason = f"line {astray[0]} leads to no place in the archive, and {len(astray) - 1} more"
            yield Problem(fault=Fault.ALTERED, subject=name, reason=reason)


def _leads_inside(members: Members, line: bytes) -> bool:
    found = _CDXJ.fullmatch(line)
    if found is None:
        return line.startswith(b"!meta ") or not line.strip()
    place = _json(found[1], "a line of the index")
    try:
        return int(place["offset"]) >= 0 and int(place["offset"]) + int(place["length"]) <= members.size(
            f"archive/{place['filename']}"
        )
    except (KeyError, TypeError, ValueError):
        return False


def _check_digest(members: Members, package: bytes, must_be_signed: bool) -> tuple[Signer | None, list[Problem]]:
    unsigned = Problem(fault=Fault.UNSIGNED, subject=DIGEST, reason="the WACZ bears no signature; ask for the signed one")
    if DIGEST not in members.names:
        return None, [unsigned] if must_be_signed else []
    plain = _json(read(members, DIGEST, limit=MAX_LIST), DIGEST)
    digest = f"sha256:{hashlib.sha256(package).hexdigest()}"
    if (plain.get("path"), plain.get("hash")) != (PACKAGE, digest):
        reason = f"it states {plain.get('hash')} for {plain.get('path')!r}; {PACKAGE} has {digest}"
        return None, [Problem(fault=Fault.ALTERED, subject=DIGEST, reason=reason)]
    signed = plain.get("signedData")
    if signed is None:
        return None, [unsigned] if must_be_signed else []
    try:
        return signer_of(signed, digest), []
    except Unreadable as error:
        return None, [Problem(fault=Fault.UNSIGNED, subject=DIGEST, reason=str(error))]


def _json(data: bytes, name: str) -> dict[str, Any]:
    try:
        plain = json.loads(data, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{name} is not JSON: {error}") from error
    if not isinstance(plain, dict):
        raise Unreadable(f"{name} holds something else than an object")
    return plain


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of a key that stands twice one tool would read the first, another the last value."""
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _missing(name: str, reason: str) -> Problem:
    return Problem(fault=Fault.MISSING, subject=name, reason=f"{reason}; get the package again")
