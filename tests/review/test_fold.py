"""What holds after decisions: the last in force, corrections kept, nothing lost by undoing."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegata.records import Decision, DecisionKind, Standing
from allegata.review import what_holds
from allegata.review.fold import in_force

START = datetime(2031, 3, 5, tzinfo=UTC)
Step = tuple[str, Any]


def decisions(*steps: Step) -> tuple[Decision, ...]:
    """`(kind, change)`, or `("undo", number of the step that is taken back)`."""
    return tuple(
        Decision(
            id=f"d{n}",
            kind=DecisionKind(kind),
            subject="claim-1",
            by="ann",
            at=START + timedelta(minutes=n),
            reason="as the source says",
            change=what if isinstance(what, dict) else {},
            undoes=f"d{what}" if kind == "undo" else None,
        )
        for n, (kind, what) in enumerate(steps)
    )


@pytest.mark.parametrize(
    ("steps", "standing", "change", "why"),
    [
        ([("accept", None)], "accepted", {}, "accepted as the machine made it"),
        ([("accept", None), ("reject", None)], "rejected", {}, "the later holds"),
        ([("accept", None), ("reject", None), ("undo", 1)], "accepted", {}, "what stood before comes back"),
        ([("correct", {"event": "fire"})], "corrected", {"event": "fire"}, "corrected"),
        (
            [("correct", {"event": "fire"}), ("accept", None)],
            "corrected",
            {"event": "fire"},
            "the corrected record is accepted",
        ),
        ([("correct", {"a": 1}), ("correct", {"b": 2})], "corrected", {"a": 1, "b": 2}, "corrections of two fields add up"),
        ([("correct", {"a": 1}), ("correct", {"a": 2}), ("undo", 1)], "corrected", {"a": 1}, "the earlier correction is back"),
        ([("correct", {"a": 1}), ("undo", 0), ("accept", None)], "accepted", {}, "nothing of the correction is left"),
        ([("grade", {"grade": "fair"})], "unreviewed", {}, "a grade is not a review of the words"),
    ],
)
def test_what_holds(steps: list[Step], standing: str, change: dict[str, Any], why: str) -> None:
    held = what_holds(decisions(*steps))["claim-1"]
    assert (held.standing, held.change) == (standing, change), why


def test_a_record_whose_decisions_were_all_taken_back_is_unreviewed() -> None:
    assert what_holds(decisions(("accept", None), ("undo", 0))) == {}


def test_a_grade_is_kept() -> None:
    held = what_holds(decisions(("grade", {"grade": "weak"}), ("grade", {"grade": "fair"}), ("undo", 1)))
    assert held["claim-1"].grade == "weak"


@given(st.lists(st.sampled_from(["accept", "reject", "correct"]), max_size=8), st.sampled_from(["accept", "reject", "correct"]))
def test_undoing_the_last_is_as_if_it_had_never_been(kinds: list[str], last: str) -> None:
    before: list[Step] = [(kind, {"event": str(n)} if kind == "correct" else None) for n, kind in enumerate(kinds)]
    undone = decisions(*before, (last, {"event": "x"} if last == "correct" else None), ("undo", len(before)))
    assert what_holds(undone) == what_holds(decisions(*before))
    assert all(d.kind is not DecisionKind.UNDO for d in in_force(undone))


def test_subjects_do_not_touch_each_other() -> None:
    one, two = decisions(("accept", None), ("reject", None))
    other = Decision(id="d9", kind=two.kind, subject="claim-2", by="bob", at=two.at, reason="r")
    held = what_holds((one, other))
    assert {s: h.standing for s, h in held.items()} == {"claim-1": Standing.ACCEPTED, "claim-2": Standing.REJECTED}
