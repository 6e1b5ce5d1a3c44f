"""The persons and bodies across reports, and the queue of pairs that wait for a person."""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ..errors import DecisionRefused
from ..records import KnownActor, Match, Naming
from ..work.registering import decide_pair, decided_pairs, registered_now, undecided
from .formats import csv_answer, json_answer
from .refusals import refusal
from .rights import decides, shows
from .served import served


class Pair(NamedTuple):
    """A match with its two namings."""

    match: Match
    a: Naming
    b: Naming


class Line(NamedTuple):
    """An actor with the matches that made it, so that a wrong one can be told apart."""

    actor: KnownActor
    pairs: list[Pair]


@shows
def listed(request: HttpRequest) -> HttpResponse:
    """The queue, then every actor, the one in most reports first."""
    book = served(request).book
    registered = registered_now(book)
    namings = {n.id: n for n in registered.namings}
    matches = {m.id: m for m in registered.matches}

    def pair(match: Match) -> Pair:
        return Pair(match, namings[match.a], namings[match.b])

    actors = sorted(registered.actors, key=lambda a: (-len(a.reports), a.name))
    lines = [Line(a, [pair(matches[m]) for m in a.matches]) for a in actors]
    queue = [pair(m) for m in undecided(registered, decided_pairs(book))]
    return render(request, "desk/actors.html", {"lines": lines, "queue": queue})


@decides
def decided(request: HttpRequest, match: str) -> HttpResponse:
    """A person's word on a pair: one actor, or two."""
    desk, word = served(request), request.POST.get("word", "")
    try:
        if word not in ("same", "different"):
            raise DecisionRefused(f"{word!r} is no answer: same or different")
        decide_pair(
            desk.book,
            match,
            same=word == "same",
            by=request.user.get_username(),
            reason=request.POST.get("reason", ""),
            now=desk.now(),
        )
    except DecisionRefused as error:
        return refusal(request, 422, "The decision was not recorded", str(error))
    return redirect("actors")


@shows
def listed_json(request: HttpRequest) -> HttpResponse:
    """The registry as records."""
    return json_answer(registered_now(served(request).book))


@shows
def listed_csv(request: HttpRequest) -> HttpResponse:
    """Every actor in a row."""
    columns = ("id", "name", "kind", "parties", "names", "reports", "matches")
    actors = registered_now(served(request).book).actors
    rows = (
        [a.id, a.name, a.kind.value, "; ".join(a.parties), "; ".join(a.names), len(a.reports), len(a.matches)] for a in actors
    )
    return csv_answer("actors", columns, rows)
