"""The list of incidents, and one incident's table: who alleges what against whom, denied by whom."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ..casebook.store import earliest, latest
from ..data import rows as data_rows
from ..errors import DecisionRefused
from ..export.rows import Row, answers, tag_words
from ..link.positions import positions
from ..link.ranges import ranges_by
from ..records import Character, DecisionKind, Incident, Origin, Relation, RelationKind
from ..review.grades import AirwarsGrade, unmet_tests
from ..work.desk import decide
from ..work.standing import rejected
from .formats import csv_answer, json_answer
from .holds import Holding, IncidentLine, holding, incident_line, relations_of
from .refusals import refusal
from .rights import decides, grades, shows
from .served import Served, served


class Filters(forms.Form):
    """What narrows the list; all of it stands in the address, so that a view can be shared."""

    place = forms.CharField(required=False, max_length=80, label="Place, under any of its names")
    since = forms.DateField(required=False, label="From", widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(required=False, label="To", widget=forms.DateInput(attrs={"type": "date"}))
    party = forms.ChoiceField(required=False, label="Party that alleges or is accused")
    event = forms.ChoiceField(required=False, label="Alleged")

    def __init__(self, *args: Any, parties: tuple[str, ...], events: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = {r["code"]: r["label"] for r in data_rows("events.csv")}
        party, event = self.fields["party"], self.fields["event"]
        assert isinstance(party, forms.ChoiceField) and isinstance(event, forms.ChoiceField)
        party.choices = [("", "any"), *((p, p) for p in parties)]
        event.choices = [("", "any"), *((e, named.get(e, e)) for e in events)]

    def lets(self, line: IncidentLine) -> bool:
        """Whether the incident is asked for. One without a day is let through no filter of days: nothing places it there."""
        asked = self.cleaned_data
        place, since, until = asked["place"].casefold(), asked["since"], asked["until"]
        return (
            (not place or line.place == asked["place"] or any(place in n.casefold() for n in line.names))
            and (not asked["party"] or asked["party"] in (*line.claimant_parties, *line.accused_parties))
            and (not asked["event"] or asked["event"] == line.event)
            and (not since or (line.end is not None and latest(line.end) >= earliest(since.isoformat())))
            and (not until or (line.start is not None and earliest(line.start) <= latest(until.isoformat())))
        )


def all_lines(desk: Served) -> tuple[IncidentLine, ...]:
    """Every incident as it stands, earliest first; those without a day last."""
    held = holding(desk, desk.book.store.readings(), desk.book.store.linked())
    lines = (incident_line(held, i) for i in held.linked.incidents)
    return tuple(sorted(lines, key=lambda line: (line.start or "9999", line.names, line.id)))


def asked(request: HttpRequest) -> tuple[Filters, tuple[IncidentLine, ...], int]:
    """The filters, the incidents they let through, and how many there are in all. Filters that make no sense let nothing through."""
    lines = all_lines(served(request))
    parties = tuple(sorted({p for line in lines for p in (*line.claimant_parties, *line.accused_parties)}))
    filters = Filters(request.GET or {}, parties=parties, events=tuple(sorted({line.event for line in lines})))
    return filters, tuple(line for line in lines if filters.lets(line)) if filters.is_valid() else (), len(lines)


@shows
def listed(request: HttpRequest) -> HttpResponse:
    """The list as a page."""
    filters, lines, total = asked(request)
    query = urlencode({k: v for k, v in request.GET.items() if v})
    shown = {"filters": filters, "lines": lines, "total": total, "query": query}
    return render(request, "desk/incidents.html", shown, status=200 if filters.is_valid() else 400)


@shows
def listed_json(request: HttpRequest) -> HttpResponse:
    """The list as records."""
    return json_answer(asked(request)[1])


@shows
def listed_csv(request: HttpRequest) -> HttpResponse:
    """The list as a table; ranges have a table of their own in each incident."""
    columns = [f for f in IncidentLine.__struct_fields__ if f != "ranges"]
    return csv_answer("incidents", columns, ([getattr(line, c) for c in columns] for line in asked(request)[1]))


def opened(request: HttpRequest, incident: str) -> tuple[Holding, Incident]:
    """The incident with the readings it needs; 404 when there is none."""
    store = served(request).book.store
    linked = store.linked()
    found = next((i for i in linked.incidents if i.id == incident), None)
    if found is None:
        raise Http404
    related = {c for r in linked.relations if {r.a, r.b} & set(found.claims) for c in (r.a, r.b)}
    return holding(served(request), store.readings_of({*found.claims, *related}), linked), found


def table(held: Holding, incident: Incident) -> list[Row]:
    """The incident's rows in the order in which things were said."""
    rows = (held.rows[c] for c in incident.claims if c in held.rows)
    return sorted(rows, key=lambda r: (r.said or "", r.published or "", r.capture, r.span_start))


class Told(NamedTuple):
    """A row of the page's table. `again`: rows that repeat it in other words or reports, told once."""

    row: Row
    is_rejected: bool
    again: list[Row]
    denied_by: list[str]


def told_once(held: Holding, incident: Incident) -> list[Told]:
    """The table with repetitions folded into the row that they repeat; the CSV and JSON twins keep every row."""
    rows = table(held, incident)
    known = {r.claim for r in rows if held.counts(r.claim)}
    repeats = {r.a: r.b for r in held.linked.relations if r.kind is RelationKind.REPEATS and {r.a, r.b} <= known}
    heads = {claim: head_of(claim, repeats) for claim in known}
    again = {head: [r for r in rows if heads.get(r.claim) == head and r.claim != head] for head in heads.values()}
    return [
        Told(
            row,
            rejected(row.claim, held.held),
            again.get(row.claim, []),
            list(dict.fromkeys(d for r in (row, *again.get(row.claim, ())) for d in r.denied_by)),
        )
        for row in rows
        if heads.get(row.claim, row.claim) == row.claim
    ]


def head_of(claim: str, repeats: dict[str, str]) -> str:
    """The claim at the end of the chain; of a ring, the one with the least id, so that every claim of the ring has one head."""
    seen = [claim]
    while (following := repeats.get(seen[-1])) is not None:
        if following in seen:
            return min(seen[seen.index(following) :])
        seen.append(following)
    return seen[-1]


FEW = 12
"""Relations of one kind that are shown unfolded."""


def relations_by_kind(held: Holding, incident: Incident) -> list[tuple[str, bool, list[tuple[Relation, Row, Row]]]]:
    """(kind, whether to show it unfolded, relations), denials first, repetitions last."""
    order = [
        RelationKind.DENIES,
        RelationKind.CONTRADICTS,
        RelationKind.UPDATES,
        RelationKind.CORROBORATES,
        RelationKind.REPEATS,
    ]
    found = relations_of(held, incident)
    grouped = [(kind, [r for r in found if r[0].kind is kind]) for kind in order]
    return [(kind.value, len(some) <= FEW, some) for kind, some in grouped if some]


@shows
def one(request: HttpRequest, incident: str) -> HttpResponse:
    """One incident."""
    held, found = opened(request, incident)
    counted = [held.items[c] for c in found.claims if held.counts(c)]
    standing = [item for item in held.items.values() if held.counts(item.id)]
    reports = {i.report for i in counted}
    wide = held.linked
    return render(
        request,
        "desk/incident.html",
        {
            "incident": found,
            "line": incident_line(held, found),
            "rows": told_once(held, found),
            "by_party": ranges_by(counted, lambda i: i.party),
            "by_source": ranges_by(counted, lambda i: i.claimant),
            "relations": relations_by_kind(held, found),
            "answers": answers(positions(found, standing, held.linked.relations), held.readings),
            "origins": [(o, outlets(held, o, reports)) for o in wide.origins if len(reports & set(o.reports)) > 1],
            "grade": held.held.get(found.id),
            "tags": [(row["code"], tag_words(row["code"]), row["character"]) for row in data_rows("law_tags.csv")],
            "tagged": tagged(held, found),
            "characters": tuple(Character),
            "grade_tests": [(g, unmet_tests(g, found, wide, held.readings)) for g in AirwarsGrade],
        },
    )


def tagged(held: Holding, incident: Incident) -> tuple[str, ...]:
    """Codes of the rules of law that a person tagged the incident with."""
    found = held.held.get(incident.id)
    return found.law_tags if found else ()


def outlets(held: Holding, origin: Origin, reports: set[str]) -> list[tuple[str, str]]:
    """(capture, outlet) of the incident's reports that go back to the origin."""
    return [
        (r.capture.sha256, r.article.outlet or r.article.title or r.capture.sha256[:8])
        for r in held.readings
        if r.capture.sha256 in origin.reports and r.capture.sha256 in reports
    ]


@shows
def one_json(request: HttpRequest, incident: str) -> HttpResponse:
    """The incident with its rows and relations as records."""
    held, found = opened(request, incident)
    relations = [r for r, _, _ in relations_of(held, found)]
    return json_answer(
        {"incident": found, "standing": incident_line(held, found), "rows": table(held, found), "relations": relations}
    )


@shows
def one_csv(request: HttpRequest, incident: str) -> HttpResponse:
    """The incident's rows."""
    held, found = opened(request, incident)
    columns = [*Row.__struct_fields__, "cite"]
    return csv_answer(found.id, columns, ([getattr(row, c) for c in columns] for row in table(held, found)))


@decides
def law(request: HttpRequest, incident: str) -> HttpResponse:
    """A reviewer's tags of law on the incident, and whether the conflict is international."""
    form = request.POST
    change = {"tags": form.getlist("tags"), "character": form.get("character") or None}
    return _decided(request, incident, DecisionKind.LAW, change, "The tags were not recorded")


@grades
def grade(request: HttpRequest, incident: str) -> HttpResponse:
    """An editor's grade of the incident."""
    return _decided(
        request, incident, DecisionKind.GRADE, {"grade": request.POST.get("grade", "")}, "The grade was not recorded"
    )


def _decided(request: HttpRequest, incident: str, kind: DecisionKind, change: dict[str, Any], failed: str) -> HttpResponse:
    """The decision recorded and its incident shown, or why it was refused."""
    desk = served(request)
    try:
        decide(
            desk.book.store,
            desk.book.log,
            kind=kind,
            subject=incident,
            by=request.user.get_username(),
            reason=request.POST.get("reason", ""),
            now=desk.now(),
            change=change,
        )
    except DecisionRefused as error:
        return refusal(request, 422, failed, str(error))
    return redirect("incident", incident)
