"""Two captures of one address beside each other: what was added, taken away and changed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ..errors import CasebookError
from ..records import Record, Span
from ..work.comparing import changes_between, pair_named
from .formats import json_answer
from .rights import shows
from .served import served


class Part(Record):
    """A stretch of words, and whether they differ from the other capture's."""

    text: str
    differs: bool


class Shown(Record):
    """One change: its zone's words in both captures, in parts; empty where it does not stand."""

    change: str
    kind: str
    before: tuple[Part, ...]
    after: tuple[Part, ...]


@shows
def between(request: HttpRequest, capture: str, other: str) -> HttpResponse:
    """The changes as a page, the older capture on the left."""
    try:
        was, now = pair_named(served(request).book, capture, other)
    except CasebookError as error:
        raise Http404 from error
    found = changes_between(was, now)
    shown = [
        Shown(
            change=each.change.value,
            kind=each.kind.value,
            before=parts(was.article.text, each.before, each.removed),
            after=parts(now.article.text, each.after, each.added),
        )
        for each in found.zones
    ]
    return render(request, "desk/compare.html", {"was": was, "now": now, "found": found, "shown": shown})


@shows
def between_json(request: HttpRequest, capture: str, other: str) -> HttpResponse:
    """The changes as `allegata diff --json` gives them."""
    try:
        return json_answer(changes_between(*pair_named(served(request).book, capture, other)))
    except CasebookError as error:
        raise Http404 from error


def parts(text: str, span: Span | None, differing: tuple[Span, ...]) -> tuple[Part, ...]:
    """The span's words cut where they differ."""
    if span is None:
        return ()
    found, at = [], span.start
    for each in differing:
        found += [Part(text=text[at : each.start], differs=False), Part(text=each.of(text), differs=True)]
        at = each.end
    return (*found, Part(text=text[at : span.end], differs=False))
