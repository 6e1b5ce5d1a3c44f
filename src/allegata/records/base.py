"""What all records share: frozen, keyword-only, comparable, cheap to pickle; and how ids are made.

Invariant: an id depends only on the bytes a record was made from and on the version that made it,
so the same input gives the same ids on every machine and a re-run adds nothing.
"""

import hashlib
import json
from typing import dataclass_transform

import msgspec


# Says to type checkers what msgspec passes on at run time: records of records are frozen too.
@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A noun of the data's way. `None` means "the source does not say"."""


def identify(kind: str, *parts: object) -> str:
    """A short stable id: `kind` and the first 80 bits of a SHA-256 over the parts as canonical JSON.

    >>> identify("statement", "ab12", [[0, 3]], "rules-1")
    'statement-d60aaa864ae1aa94b776'
    """
    text = json.dumps([kind, *parts], ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return f"{kind}-{hashlib.sha256(text.encode()).hexdigest()[:20]}"
