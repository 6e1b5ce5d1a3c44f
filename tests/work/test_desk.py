"""Decisions at the desk: the rules, the log, and both or neither when the log cannot be written."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from allegata.casebook import Store, create, open_store
from allegata.errors import DecisionRefused, LogError
from allegata.preserve.log import Log
from allegata.records import DecisionKind, EntryKind, Linked, Reading, Standing
from allegata.records.wire import digest, to_json, to_plain
from allegata.review import what_holds
from allegata.work.desk import decide, standing
from tests.casebook import made


class Desk:
    """A casebook with three reports, and its log."""

    def __init__(self, path: Path) -> None:
        folder = create(path, title="North and South", now=made.NOW)
        self.store: Store = open_store(folder)
        self.log = Log.create(folder.log)
        readings = (made.alder(), made.wire(), made.later())
        for reading in readings:
            self.store.add_capture(reading.capture, "f" * 64)
            self.store.add_reading(reading)
        self.reading: Reading = readings[0]
        self.linked: Linked = made.linked(readings)
        self.store.save_links(self.linked)
        self.minutes = 0

    def decide(self, kind: str, subject: str, reason: str = "", *, by: str = "ann", **more: Any) -> str:
        """A decision, a minute after the last; its id."""
        self.minutes += 1
        now = made.NOW + timedelta(minutes=self.minutes)
        return decide(self.store, self.log, kind=DecisionKind(kind), subject=subject, by=by, reason=reason, now=now, **more).id


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(tmp_path / "book")
    yield opened
    opened.store.close()


def test_decisions_hold_and_can_be_taken_back(desk: Desk) -> None:
    claim = desk.reading.claims[1].id
    desk.decide("accept", claim)
    rejected = desk.decide("reject", claim, "the ministry says two")
    assert standing(desk.store) == {claim: Standing.REJECTED}
    desk.decide("undo", claim, undoes=rejected)
    assert standing(desk.store) == {claim: Standing.ACCEPTED}
    corrected = desk.decide("correct", claim, "it was a rocket", change={"event": "missile_strike"})
    assert standing(desk.store) == {claim: Standing.CORRECTED}
    assert [d.kind for d in desk.store.decisions(claim)] == ["accept", "reject", "undo", "correct"]
    desk.decide("undo", claim, undoes=corrected)
    assert standing(desk.store) == {claim: Standing.ACCEPTED}


def test_a_button_pressed_twice_accepts_once(desk: Desk) -> None:
    claim = desk.reading.claims[1].id
    accepted = desk.decide("accept", claim)
    assert desk.decide("accept", claim) == accepted
    assert desk.decide("accept", claim, by="bob") != accepted, "another person's acceptance is one more"
    assert len(desk.store.decisions()) == desk.log.root()[0] == 2


def test_every_decision_is_a_leaf_without_its_reason(desk: Desk) -> None:
    claim = desk.reading.claims[1].id
    desk.decide("reject", claim, "witness Jane says otherwise")
    (entry,) = desk.log.entries()
    (decision,) = desk.store.decisions()
    assert (entry.kind, entry.subject, entry.by) == (EntryKind.DECISION, decision.id, "ann")
    assert entry.body["digest"] == digest(decision)
    assert "Jane" not in str(entry)
    assert not list(desk.log.check())


@pytest.mark.parametrize(
    ("kind", "subject", "reason", "more", "says"),
    [
        ("reject", "claim", "", {}, "needs a reason"),
        ("reject", "claim", "   ", {}, "needs a reason"),
        ("correct", "claim", "", {"change": {"event": "fire"}}, "needs a reason"),
        ("grade", "incident", "", {"change": {"grade": "fair"}}, "needs a reason"),
        ("accept", "claim-0", "", {}, "no record 'claim-0'"),
        ("accept", "", "", {}, "no record"),
        ("accept", "claim", "", {"by": " "}, "nobody decides"),
        ("accept", "claim", "", {"change": {"event": "fire"}}, "changes no field"),
        ("accept", "claim", "", {"undoes": "decision-1"}, "only an undo"),
        ("correct", "claim", "r", {}, "at least one field"),
        ("correct", "claim", "r", {"change": {"id": "claim-2"}}, "id cannot be corrected in one claim"),
        ("correct", "claim", "r", {"change": {"span": [0, 1]}}, "span cannot be corrected"),
        ("correct", "claim", "r", {"change": {"factuality": "proven"}}, "does not fit.*factuality"),
        ("correct", "claim", "r", {"change": {"event": "shelling"}}, "changes nothing"),
        ("correct", "incident", "r", {"change": {"event": "fire"}}, "cannot be corrected in one incident"),
        ("grade", "claim", "r", {"change": {"grade": "fair"}}, "an incident is graded"),
        ("grade", "incident", "r", {"change": {"grade": "true"}}, "a grade is one of"),
        ("grade", "incident", "r", {}, "a grade is one of"),
        ("law", "incident", "", {"change": {"tags": ["icrc:1"]}}, "needs a reason"),
        ("law", "incident", "r", {}, "say which rules"),
        ("law", "incident", "r", {"change": {"tags": ["icrc:999"]}}, "no rule of law has the code 'icrc:999'"),
        ("law", "incident", "r", {"change": {"tags": "icrc:1"}}, "no rule of law"),
        ("law", "incident", "r", {"change": {"character": "guilty"}}, "a conflict is one of"),
        ("law", "claim", "r", {"change": {"character": "international"}}, "not of one claim"),
        ("merge", "incident", "r", {}, "not offered"),
        ("undo", "claim", "", {}, "no decision None"),
        ("undo", "claim", "", {"undoes": "decision-0"}, "no decision 'decision-0'"),
    ],
)
def test_what_a_rule_forbids_leaves_no_trace(
    desk: Desk, kind: str, subject: str, reason: str, more: dict[str, Any], says: str
) -> None:
    known = {"claim": desk.reading.claims[1].id, "incident": desk.linked.incidents[0].id}
    with pytest.raises(DecisionRefused, match=says):
        desk.decide(kind, known.get(subject, subject), reason, **more)
    assert desk.store.decisions() == ()
    assert desk.log.root()[0] == 0


def test_a_decision_is_taken_back_once_and_where_it_belongs(desk: Desk) -> None:
    claim, other = desk.reading.claims[1].id, desk.reading.claims[2].id
    accepted = desk.decide("accept", claim)
    with pytest.raises(DecisionRefused, match="no decision"):
        desk.decide("undo", other, undoes=accepted)
    undone = desk.decide("undo", claim, undoes=accepted)
    for again in (accepted, undone):
        with pytest.raises(DecisionRefused):
            desk.decide("undo", claim, undoes=again)


def test_statements_relations_and_incidents_can_be_decided_about(desk: Desk) -> None:
    statement, relation, incident = desk.reading.statements[0].id, desk.linked.relations[0].id, desk.linked.incidents[0].id
    desk.decide("accept", statement)
    desk.decide("reject", relation, "not the same fire")
    desk.decide("grade", incident, "two origins", change={"grade": "fair"})
    assert standing(desk.store) == {
        statement: Standing.ACCEPTED,
        relation: Standing.REJECTED,
        incident: Standing.UNREVIEWED,
    }


def test_no_leaf_no_decision(desk: Desk) -> None:
    (desk.store.folder.log / "checkpoint").unlink()
    with pytest.raises(LogError):
        desk.decide("accept", desk.reading.claims[1].id)
    assert desk.store.decisions() == ()


def test_law_is_tagged_by_a_person_and_taken_back(desk: Desk) -> None:
    """Neither tags nor the kind of conflict touch the standing; each is replaced by itself."""
    incident, claim = desk.linked.incidents[0].id, desk.reading.claims[1].id
    desk.decide("law", incident, "two armies", change={"character": "international"})
    tagged = desk.decide("law", incident, "a market was hit", change={"tags": ["rome:8(2)(b)(i)", "icrc:14"]})
    desk.decide("law", claim, "she speaks of a warning", change={"tags": ["icrc:20"]})
    held = what_holds(desk.store.decisions())
    assert (held[incident].law_tags, held[incident].character) == (("rome:8(2)(b)(i)", "icrc:14"), "international")
    assert (held[claim].law_tags, held[claim].standing) == (("icrc:20",), Standing.UNREVIEWED)
    desk.decide("undo", incident, undoes=tagged)
    assert what_holds(desk.store.decisions())[incident].law_tags == ()


def test_no_machine_tags(desk: Desk) -> None:
    """What is read and linked has no rule of law and no kind of conflict: those are decisions."""
    assert "rome:" not in to_json(desk.reading).decode()
    assert all("character" not in to_plain(i) for i in desk.linked.incidents)
