"""A person's decision about a record: checked, written to the log and the store, and what holds after all of them.

Order: the row and the leaf are one step. The row is written first inside a transaction, then the leaf, then the row is
committed. A crash before the commit leaves a leaf without a row, which a check names; never a decision without a leaf.
"""

from datetime import datetime
from typing import Any, Protocol

import msgspec

from ..casebook.store import Store
from ..data import rows
from ..errors import DecisionRefused
from ..records import (
    Character,
    Claim,
    Decision,
    DecisionKind,
    Entry,
    EntryKind,
    Incident,
    Match,
    Record,
    Relation,
    Standing,
    Statement,
    identify,
)
from ..records.wire import digest, from_plain, to_plain
from ..review import what_holds
from ..review.fold import in_force
from ..review.grades import AirwarsGrade

Subject = Statement | Claim | Relation | Incident | Match

REASONED = (DecisionKind.REJECT, DecisionKind.CORRECT, DecisionKind.GRADE, DecisionKind.REDACT, DecisionKind.LAW)
"""Kinds that need a reason: they go against the machine, or say what no machine may say."""

CORRECTABLE: dict[type[Record], frozenset[str]] = {
    Claim: frozenset({"event", "factuality", "perpetrators", "victims", "weapons", "places", "when", "quantities"}),
    Statement: frozenset({"act", "wording", "direct", "speaker", "medium", "said"}),
    Relation: frozenset({"kind"}),
}
"""Fields that a person may correct. Ids and spans are what a decision points at: a wrong span is rejected, not moved."""


class AppendsToLog(Protocol):
    """The casebook's log, as far as a decision needs it."""

    def append(self, entry: Entry) -> int: ...


def decide(
    store: Store,
    log: AppendsToLog,
    *,
    kind: DecisionKind,
    subject: str,
    by: str,
    reason: str,
    now: datetime,
    change: dict[str, Any] | None = None,
    undoes: str | None = None,
) -> Decision:
    """Record what a person decided. `change`: for a correction field -> new value, for a grade `{"grade": ...}`,
    for law `{"tags": [...]}` and, of an incident, `{"character": ...}`; each replaces what was set before.

    A person's acceptance that still holds is not made twice (a button pressed twice): the earlier one is returned.

    Raises DecisionRefused, writing nothing, when a rule forbids it; the message says which.
    """
    change, reason = change or {}, reason.strip()
    # The check and the row stand in one transaction, so that two people cannot take back the same decision.
    with store.deciding():
        check(store, kind=kind, subject=subject, by=by, reason=reason, change=change, undoes=undoes)
        if kind is DecisionKind.ACCEPT and (held := accepted_by(store, subject, by)):
            return held
        decision = Decision(
            id=identify("decision", kind, subject, by, now.isoformat(), reason, change, undoes),
            kind=kind,
            subject=subject,
            by=by,
            at=now,
            reason=reason,
            change=change,
            undoes=undoes,
        )
        store.add_decision(decision)
        log.append(leaf(decision))
    return decision


def accepted_by(store: Store, subject: str, by: str) -> Decision | None:
    """The decision that holds now, if it is this person's acceptance."""
    holding = in_force(store.decisions(subject))
    return holding[-1] if holding and holding[-1].kind is DecisionKind.ACCEPT and holding[-1].by == by else None


def standing(store: Store) -> dict[str, Standing]:
    """Record id -> what holds now; a record that is absent is unreviewed."""
    return {subject: held.standing for subject, held in what_holds(store.decisions()).items()}


def leaf(decision: Decision) -> Entry:
    """The decision's leaf: its digest and ids. The reason stays out, as it may name a witness."""
    body: dict[str, str | int | None] = {
        "digest": digest(decision),
        "kind": decision.kind.value,
        "about": decision.subject,
        "undoes": decision.undoes,
    }
    return Entry(kind=EntryKind.DECISION, at=decision.at, by=decision.by, subject=decision.id, body=body)


def check(
    store: Store, *, kind: DecisionKind, subject: str, by: str, reason: str, change: dict[str, Any], undoes: str | None
) -> None:
    """Raise DecisionRefused if a rule forbids it."""
    if not by.strip():
        raise DecisionRefused("nobody decides: a decision needs the name of the person who makes it")
    if kind in (DecisionKind.MERGE, DecisionKind.SPLIT):
        raise DecisionRefused(
            f"{kind.value} is not offered: incidents are grouped by linking; reject the claim that does not belong"
        )
    if kind in REASONED and not reason:
        raise DecisionRefused(f"to {kind.value} needs a reason: say in a few words what the source says")
    record = store.record_of(subject)
    if record is None:
        raise DecisionRefused(
            f"there is no record {subject!r} in this casebook: decide about a statement, claim, relation, incident or match of actors"
        )
    if kind is DecisionKind.UNDO:
        check_undo(store, subject, undoes)
    elif undoes is not None:
        raise DecisionRefused(f"only an undo takes back a decision; this is to {kind.value}")
    elif kind is DecisionKind.CORRECT:
        check_change(record, change)
    elif kind is DecisionKind.GRADE:
        check_grade(record, change)
    elif kind is DecisionKind.LAW:
        check_law(record, change)
    elif kind is DecisionKind.REDACT and not isinstance(record, Statement | Claim):
        raise DecisionRefused(
            "a statement or a claim is redacted, not what is made of them: redact the records that show the words"
        )
    elif change:
        raise DecisionRefused(f"to {kind.value} changes no field ({', '.join(sorted(change))}): correct the record instead")


def check_undo(store: Store, subject: str, undoes: str | None) -> None:
    """Only a decision about the same record that is still in force can be taken back."""
    made = store.decisions(subject)
    if undoes not in {d.id for d in made if d.kind is not DecisionKind.UNDO}:
        raise DecisionRefused(f"there is no decision {undoes!r} about {subject} to take back: choose one from its history")
    if undoes not in {d.id for d in in_force(made)}:
        raise DecisionRefused(f"decision {undoes!r} was taken back already: decide anew if it should hold")


def check_change(record: Subject, change: dict[str, Any]) -> None:
    """The fields may be corrected, and the record with them is a record."""
    allowed = CORRECTABLE.get(type(record), frozenset())
    if not change:
        raise DecisionRefused("a correction needs at least one field with its new value")
    if wrong := sorted(set(change) - allowed):
        can = ", ".join(sorted(allowed)) or "nothing"
        raise DecisionRefused(f"{', '.join(wrong)} cannot be corrected in one {type(record).__name__.lower()}; what can: {can}")
    try:
        corrected = from_plain({**to_plain(record), **change}, type(record))
    except msgspec.ValidationError as error:
        raise DecisionRefused(f"the correction does not fit: {error}") from error
    if corrected == record:
        raise DecisionRefused("the correction changes nothing: accept the record, or give another value")


def check_grade(record: Subject, change: dict[str, Any]) -> None:
    """Incidents are graded, on the scale of review/grades.py."""
    if not isinstance(record, Incident):
        raise DecisionRefused(f"an incident is graded, not a {type(record).__name__.lower()}")
    if set(change) != {"grade"} or change["grade"] not in set(AirwarsGrade):
        raise DecisionRefused(f"a grade is one of {', '.join(AirwarsGrade)}; given: {change.get('grade')!r}")


def check_law(record: Subject, change: dict[str, Any]) -> None:
    """Claims and incidents are tagged with rules of data/law_tags.csv; of an incident a person says whether the conflict is international."""
    if not isinstance(record, Claim | Incident):
        raise DecisionRefused(f"a claim or an incident is tagged with law, not a {type(record).__name__.lower()}")
    if not change or set(change) - {"tags", "character"}:
        raise DecisionRefused("say which rules of law are meant (tags), or whether the conflict is international (character)")
    if "character" in change and not isinstance(record, Incident):
        raise DecisionRefused("whether the conflict is international is said of an incident, not of one claim")
    if "character" in change and change["character"] not in {*Character, None}:
        raise DecisionRefused(f"a conflict is one of {', '.join(Character)}; given: {change['character']!r}")
    tags = change.get("tags", [])
    known = {row["code"] for row in rows("law_tags.csv")}
    unknown = [t for t in tags if t not in known] if isinstance(tags, list) else [tags]
    if unknown:
        raise DecisionRefused(f"no rule of law has the code {unknown[0]!r}; data/law_tags.csv lists them")
