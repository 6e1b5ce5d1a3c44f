"""The one way of records to and from JSON. Unknown is null; times are ISO 8601; spans are `[start, end]`."""

import hashlib
import json
from typing import Any, TypeVar

import msgspec

from .base import Record
from .reading import Reading

T = TypeVar("T")


def to_json(record: Record) -> bytes:
    """Compact JSON of a record, UTF-8."""
    return msgspec.json.encode(record)


def from_json(data: bytes | str, kind: type[T]) -> T:
    """A record of that kind; raises msgspec.ValidationError with the path of the first field that is wrong."""
    return msgspec.json.decode(data, type=kind)


def to_plain(record: object) -> Any:
    """Dicts, lists, strings and numbers, as JSON has them."""
    return msgspec.to_builtins(record)


def from_plain(data: object, kind: type[T]) -> T:
    """The reverse of `to_plain`."""
    return msgspec.convert(data, type=kind)


LATER = ("law",)
"""Fields that records got after casebooks had logged digests of them. Where they say nothing they are not hashed, so that those hold."""


def canonical(value: object) -> bytes:
    """Canonical JSON for hashing: sorted keys, no white space, UTF-8, no NaN (RFC 8785 for the values that records hold)."""
    plain = _as_before(msgspec.to_builtins(value))
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _as_before(plain: Any) -> Any:
    """The same without later fields that are empty."""
    if isinstance(plain, dict):
        return {k: _as_before(v) for k, v in plain.items() if v or k not in LATER}
    return [_as_before(v) for v in plain] if isinstance(plain, list | tuple) else plain


def digest(value: object) -> str:
    """SHA-256 of the canonical JSON, hex."""
    return hashlib.sha256(canonical(value)).hexdigest()


def report_line(reading: Reading) -> bytes:
    """One object of `allegata read --json`: the reading less the map to the source bytes, which is long and for machines."""
    plain = msgspec.to_builtins(reading)
    plain["article"].pop("runs")
    return msgspec.json.encode(plain)
