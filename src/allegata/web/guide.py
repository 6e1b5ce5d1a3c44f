"""How to read the pages: what they say and what they never say."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ..records import Act, Factuality, RelationKind
from .rights import shows


@shows
def start(request: HttpRequest) -> HttpResponse:
    """The address without a path."""
    return redirect("incidents")


@shows
def how_to_read(request: HttpRequest) -> HttpResponse:
    """The page."""
    return render(
        request, "desk/how_to_read.html", {"acts": list(Act), "factualities": list(Factuality), "relations": list(RelationKind)}
    )
