"""Deciding on the pages: with htmx and without, refused when a rule forbids it, and what the pages show afterwards."""

import pytest
from django.test import Client

from allegata.records import DecisionKind, Standing
from allegata.web.served import Served
from allegata.work.desk import standing

from .browse import client
from .made import first


@pytest.fixture
def reviewer(desk: Served) -> Client:
    return client(desk, "reviewer")


def decide(asking: Client, desk: Served, record: str, form: dict[str, str], status: int = 200) -> str:
    """A decision by htmx; the card that comes back."""
    path = f"/reports/{first(desk.book).capture.sha256}/decide/{record}"
    answer = asking.post(path, form, headers={"HX-Request": "true"})
    assert answer.status_code == status
    return answer.content.decode()


def test_accept_reject_undo(desk: Served, reviewer: Client) -> None:
    claim = first(desk.book).claims[1].id
    card = decide(reviewer, desk, claim, {"kind": "accept"})
    assert card.lstrip().startswith("<article") and 'data-standing="accepted"' in card
    card = decide(reviewer, desk, claim, {"kind": "reject", "reason": "the ministry says two"})
    assert 'data-standing="rejected"' in card and "the ministry says two" in card and "by reviewer" in card
    last = desk.book.store.decisions(claim)[-1]
    card = decide(reviewer, desk, claim, {"kind": "undo", "undoes": last.id})
    assert 'data-standing="accepted"' in card and "taken back" in card
    assert [e.subject for e in desk.book.log.entries()] == [d.id for d in desk.book.store.decisions()]


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"kind": "reject"}, "needs a reason"),
        ({"kind": "correct", "reason": "r", "factuality": "proven"}, "does not fit"),
        ({"kind": "correct", "reason": "r"}, "at least one field"),
        ({"kind": "correct", "reason": "r", "low-0": "many"}, "not a number"),
        ({"kind": "correct", "reason": "r", "low-0": "5", "high-0": "2"}, "greater than the most"),
        ({"kind": "grade", "reason": "r"}, "no decision of this form"),
        ({"kind": "undo", "undoes": "decision-0"}, "no decision"),
        ({}, "no decision of this form"),
    ],
)
def test_what_a_rule_forbids_is_told_on_the_card(desk: Served, reviewer: Client, form: dict[str, str], says: str) -> None:
    claim = first(desk.book).claims[1].id
    before = desk.book.store.decisions()
    told = decide(reviewer, desk, claim, form, 422)
    assert says in told[told.index("refused") :]
    plain = reviewer.post(f"/reports/{first(desk.book).capture.sha256}/decide/{claim}", form)
    assert plain.status_code == 422 and says in plain.content.decode()
    assert desk.book.store.decisions() == before


def test_a_correction_shows_everywhere(desk: Served, reviewer: Client) -> None:
    claim = first(desk.book).claims[1]
    form = {
        "kind": "correct",
        "reason": "the ministry says a missile, and at least one",
        "event": "missile_attack",
        "factuality": claim.factuality.value,
        "low-0": "1",
        "high-0": "",
        "low-1": "4",
        "high-1": "4",
    }
    card = decide(reviewer, desk, claim.id, form)
    assert "killed: at least 1" in card and "missile" in card
    (made,) = [d for d in desk.book.store.decisions(claim.id) if d.kind is DecisionKind.CORRECT]
    assert set(made.change) == {"event", "quantities"}
    incident = desk.book.store.linked().incidents[0].id
    assert "killed: at least 1" in reviewer.get(f"/incidents/{incident}").content.decode()
    assert desk.book.store.claim(claim.id) == claim, "what the machine made is never edited"
    decide(reviewer, desk, claim.id, {"kind": "undo", "undoes": made.id})
    assert "killed: at least 1" not in reviewer.get(f"/incidents/{incident}").content.decode()


def test_a_rejected_claim_is_shown_as_rejected_and_not_counted(desk: Served, reviewer: Client) -> None:
    incident = desk.book.store.linked().incidents[0].id
    denial = first(desk.book).claims[2].id
    decide(reviewer, desk, denial, {"kind": "reject", "reason": "it denies another fire"})
    record = reviewer.get(f"/incidents/{incident}.json").json()
    assert record["standing"]["rejected"] == 1 and not record["standing"]["is_denied"]
    assert not any(row["denied_by"] for row in record["rows"])
    shown = reviewer.get(f"/incidents/{incident}").content.decode()
    assert 'class="rejected"' in shown and "and 1 rejected" in shown


def test_without_htmx_a_form_goes_back_to_the_card(desk: Served, reviewer: Client) -> None:
    reading = first(desk.book)
    claim = reading.claims[0].id
    answer = reviewer.post(f"/reports/{reading.capture.sha256}/decide/{claim}", {"kind": "accept"})
    assert answer.headers["Location"] == f"/reports/{reading.capture.sha256}#card-{claim}"
    assert standing(desk.book.store)[claim] is Standing.ACCEPTED
    assert reviewer.post(f"/reports/{reading.capture.sha256}/decide/claim-0", {"kind": "accept"}).status_code == 404
    listed = reviewer.get("/decisions").content.decode()
    assert f"#card-{claim}" in listed and "taken back" in listed
    assert len(reviewer.get("/decisions.json").json()) == len(desk.book.store.decisions())


def test_an_editor_grades_with_a_reason(desk: Served) -> None:
    editor = client(desk, "editor")
    incident = desk.book.store.linked().incidents[0].id
    assert editor.post(f"/incidents/{incident}/grade", {"grade": "fair", "reason": ""}).status_code == 422
    assert editor.post(f"/incidents/{incident}/grade", {"grade": "fair", "reason": "two origins"}).status_code == 302
    assert "graded <b>fair</b> by editor: two origins" in editor.get(f"/incidents/{incident}").content.decode()
    assert editor.get("/incidents.json").json()[0]["grade"] == "fair"


def test_a_reviewer_tags_law_with_a_reason(desk: Served, reviewer: Client) -> None:
    incident = desk.book.store.linked().incidents[0].id
    form = {"tags": ["rome:8(2)(b)(i)", "icrc:14"], "character": "international", "reason": "two armies, a market"}
    assert reviewer.post(f"/incidents/{incident}/law", {**form, "reason": ""}).status_code == 422
    assert reviewer.post(f"/incidents/{incident}/law", {**form, "tags": ["rome:9"]}).status_code == 422
    assert "Conflict: <b>not set</b>" in reviewer.get(f"/incidents/{incident}").content.decode()
    assert reviewer.post(f"/incidents/{incident}/law", form).status_code == 302
    page = reviewer.get(f"/incidents/{incident}").content.decode()
    assert "Conflict: <b>international</b>" in page
    assert "<li>Rome Statute art. 8(2)(b)(i), attacks on civilians" in page
    rows = reviewer.get(f"/incidents/{incident}.json").json()["rows"]
    assert {r["conflict"] for r in rows} == {"international"}
    assert rows[0]["law_tags"] == ["rome:8(2)(b)(i)", "icrc:14"]
