"""What every page's frame shows: the casebook's title, who is logged in, where one is."""

from typing import Any

from django.http import HttpRequest

from .served import KEY, role_of, served

PLACES = (
    ("incidents", "Incidents"),
    ("reports", "Reports"),
    ("actors", "Actors"),
    ("map", "Map"),
    ("tallies", "Tallies"),
    ("decisions", "Decisions"),
    ("how-to-read", "How to read"),
)


def page(request: HttpRequest) -> dict[str, Any]:
    """For the base template. A request that was refused early has no user yet; who has no role is not told the title."""
    role = role_of(request) if hasattr(request, "user") and KEY in request.META else None
    here = request.resolver_match.url_name if request.resolver_match else None
    return {
        "book_title": served(request).book.folder.title if role else "",
        "role": role,
        "may_decide": role is not None and role.may_decide,
        "places": PLACES,
        "here": (here or "").split(".")[0],
    }
