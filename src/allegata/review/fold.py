"""Decisions, oldest first -> what holds now for each record they are about.

Invariant: no decision is lost by a later one. An undone decision has no effect, so taking back a rejection brings back
the correction that stood before it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from ..records import Decision, DecisionKind, Record, Standing


class Held(Record):
    """What holds for one record, and the decision that made it so. `change`: all corrections that stand, field -> JSON value.

    `grade` is a person's assessment of an incident; it does not touch the standing. `is_redacted`: a person
    said that it must not leave; that does not touch it either.
    """

    subject: str
    standing: Standing
    by: str
    at: datetime
    reason: str
    decision: str
    change: dict[str, Any] = {}
    grade: str | None = None
    is_redacted: bool = False
    law_tags: tuple[str, ...] = ()
    """Rules of law that a person tagged it with; they do not touch the standing either."""
    character: str | None = None
    """Whether the conflict is international, as a person set it."""


def what_holds(decisions: Iterable[Decision]) -> dict[str, Held]:
    """Record id -> what holds. A record with no decision in force is absent: it is unreviewed."""
    by_subject: dict[str, list[Decision]] = {}
    for decision in in_force(decisions):
        by_subject.setdefault(decision.subject, []).append(decision)
    return {subject: fold(subject, made) for subject, made in by_subject.items()}


def in_force(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Those that were not taken back, without the takings back themselves."""
    held = tuple(decisions)
    undone = {d.undoes for d in held if d.kind is DecisionKind.UNDO}
    return tuple(d for d in held if d.kind is not DecisionKind.UNDO and d.id not in undone)


def fold(subject: str, decisions: Sequence[Decision]) -> Held:
    """One record's decisions in force, at least one. A later correction of a field replaces an earlier one of that field."""
    change: dict[str, Any] = {}
    standing, grade, is_redacted = Standing.UNREVIEWED, None, False
    law: dict[str, Any] = {}
    for decision in decisions:
        if decision.kind is DecisionKind.GRADE:
            grade = decision.change.get("grade")
        elif decision.kind is DecisionKind.LAW:
            law |= decision.change
        elif decision.kind is DecisionKind.REDACT:
            is_redacted = True
        elif decision.kind is DecisionKind.REJECT:
            standing = Standing.REJECTED
        elif decision.kind is DecisionKind.CORRECT:
            change |= decision.change
            standing = Standing.CORRECTED
        elif decision.kind is DecisionKind.ACCEPT:
            # What is accepted after a correction is the corrected record: it must not read as the machine's words confirmed.
            standing = Standing.CORRECTED if change else Standing.ACCEPTED
    last = decisions[-1]
    return Held(
        subject=subject,
        standing=standing,
        by=last.by,
        at=last.at,
        reason=last.reason,
        decision=last.id,
        change=change,
        grade=grade,
        is_redacted=is_redacted,
        law_tags=tuple(law.get("tags", ())),
        character=law.get("character"),
    )
