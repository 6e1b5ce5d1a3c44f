"""A person's decision about a record of a report, and the list of all decisions."""

from typing import Any

import msgspec
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from ..errors import DecisionRefused
from ..records import Claim, Decision, DecisionKind, Statement
from ..review.fold import in_force
from ..work.desk import decide
from .cards import Card, cards_of
from .formats import csv_answer, json_answer
from .refusals import refusal
from .reports import choices, opened
from .rights import decides, shows
from .served import served

HERE = frozenset({DecisionKind.ACCEPT, DecisionKind.REJECT, DecisionKind.CORRECT, DecisionKind.UNDO})
"""Kinds that this form takes; a grade has its own, for editors."""


@decides
def about(request: HttpRequest, capture: str, record: str) -> HttpResponse:
    """Record the decision. htmx gets the card anew, a plain form goes back to the report."""
    card = card_of(request, capture, record)
    refused: str | None = None
    try:
        record_decision(request, card)
    except DecisionRefused as error:
        refused = str(error)
    if request.headers.get("HX-Request") != "true":
        back = f"{reverse('report', args=[capture])}#card-{record}"
        return refusal(request, 422, "The decision was not recorded", refused) if refused else HttpResponseRedirect(back)
    renewed = card_of(request, capture, record)
    return render(request, "desk/card.html", {"card": renewed, "refused": refused, **choices()}, status=422 if refused else 200)


def card_of(request: HttpRequest, capture: str, record: str) -> Card:
    """The record's card as it stands now; 404 when the report has no such record."""
    held, reading = opened(request, capture)
    found = next((c for c in cards_of(served(request), held, reading) if c.id == record), None)
    if found is None:
        raise Http404
    return found


def record_decision(request: HttpRequest, card: Card) -> Decision:
    """From the form to the desk; raises DecisionRefused for what a rule forbids."""
    form, desk = request.POST, served(request)
    named = form.get("kind", "")
    if named not in HERE:
        raise DecisionRefused(f"{named!r} is no decision of this form: accept, reject, correct or undo")
    kind = DecisionKind(named)
    return decide(
        desk.book.store,
        desk.book.log,
        kind=kind,
        subject=card.id,
        by=request.user.get_username(),
        reason=form.get("reason", ""),
        now=desk.now(),
        change=changes(card.claim or card.statement, form) if kind is DecisionKind.CORRECT else None,
        undoes=form.get("undoes") if kind is DecisionKind.UNDO else None,
    )


def changes(record: Claim | Statement | None, form: QueryDict) -> dict[str, Any]:
    """Fields that the form gives another value than the record has."""
    assert record is not None
    plain = msgspec.to_builtins(record)
    if isinstance(record, Statement):
        speaker = plain["speaker"] | {f: form[f"speaker_{f}"] or None for f in ("name", "party") if f"speaker_{f}" in form}
        asked = {"act": form.get("act", plain["act"]), "speaker": speaker}
    else:
        asked = {f: form.get(f, plain[f]) for f in ("event", "factuality")}
        asked["quantities"] = tuple(figures(q, n, form) for n, q in enumerate(plain["quantities"]))
    return {field: value for field, value in asked.items() if value != plain[field]}


def figures(quantity: dict[str, Any], number: int, form: QueryDict) -> dict[str, Any]:
    """One figure with its bounds as the form gives them; an empty field is an open bound."""
    low, high = (bound(form.get(f"{side}-{number}"), quantity[side]) for side in ("low", "high"))
    if (low, high) == (quantity["low"], quantity["high"]):
        return quantity
    if low is not None and high is not None and low > high:
        raise DecisionRefused(f"the least ({low}) is greater than the most ({high}): exchange them")
    kind = "unknown" if low is None and high is None else "at_least" if high is None else "at_most" if not low else "range"
    return quantity | {"low": low, "high": high, "bound": "exact" if low == high and low is not None else kind}


def bound(given: str | None, before: int | None) -> int | None:
    """A number from the form; what was there when the form does not ask."""
    if given is None:
        return before
    if not given.strip():
        return None
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        raise DecisionRefused(f"{given!r} is not a number: write digits, or leave it empty where the source leaves it open")
    return int(given)


@shows
def listed(request: HttpRequest) -> HttpResponse:
    """Every decision, the latest first."""
    made = served(request).book.store.decisions()
    holding = {d.id for d in in_force(made)}
    lines = [(d, where(request, d), d.id in holding) for d in reversed(made)]
    return render(request, "desk/decisions.html", {"lines": lines})


def where(request: HttpRequest, decision: Decision) -> str | None:
    """The address of what the decision is about, when it is an incident or stands in a report."""
    store = served(request).book.store
    if decision.subject.startswith("incident-"):
        return reverse("incident", args=[decision.subject])
    capture = store.capture_of(decision.subject)
    return f"{reverse('report', args=[capture])}#card-{decision.subject}" if capture else None


@shows
def listed_json(request: HttpRequest) -> HttpResponse:
    """Every decision as a record, oldest first."""
    return json_answer(served(request).book.store.decisions())


@shows
def listed_csv(request: HttpRequest) -> HttpResponse:
    """Every decision, oldest first."""
    columns = ("at", "by", "kind", "subject", "reason", "change", "undoes", "id")
    rows = ([_cell(getattr(d, c)) for c in columns] for d in served(request).book.store.decisions())
    return csv_answer("decisions", columns, rows)


def _cell(value: Any) -> Any:
    """A correction as JSON, all else as it is."""
    return msgspec.json.encode(value).decode() if isinstance(value, dict) else value
