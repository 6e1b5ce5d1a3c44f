"""What a person decided about a record. Only ever added; what holds now is a fold over decisions."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from .base import Record


class DecisionKind(StrEnum):
    """UNDO takes back one earlier decision, named in `undoes`; the earlier one stays on record. REDACT: it leaves in no export.

    LAW: a person tags rules of law or says whether the conflict is international; no machine does.
    """

    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"
    GRADE = "grade"
    REDACT = "redact"
    LAW = "law"
    MERGE = "merge"
    SPLIT = "split"
    UNDO = "undo"


class Decision(Record):
    """`subject` is the id of a statement, claim, relation, incident or match of actors. `change`: for CORRECT, field -> new value as JSON."""

    id: str
    kind: DecisionKind
    subject: str
    by: str
    at: datetime
    reason: str
    change: dict[str, Any] = {}
    undoes: str | None = None


class Standing(StrEnum):
    """What holds now for a record after all decisions."""

    UNREVIEWED = "unreviewed"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"


class Character(StrEnum):
    """Whether the conflict is international, as a person sets it for an incident; nothing is assumed where nobody did."""

    INTERNATIONAL = "international"
    NON_INTERNATIONAL = "non-international"
    BOTH = "both"
    DISPUTED = "disputed"
