"""Pages for what is refused, missing or broken: they say what to do, and nothing of the inside."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def refusal(request: HttpRequest, status: int, title: str, words: str) -> HttpResponse:
    """One plain page."""
    return render(request, "desk/refusal.html", {"title": title, "words": words}, status=status)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from this desk's own page."""
    return refusal(request, 403, "This form is not valid any more", "Go back, reload the page and send it again.")


def bad(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return refusal(request, 400, "This request could not be understood", "Check the address.")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return refusal(request, 403, "Your role does not allow this", "Reviewers decide, editors grade too, viewers read.")


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return refusal(request, 404, "There is no such page or record", "Incidents get new addresses when reports are linked anew.")


def broken(request: HttpRequest) -> HttpResponse:
    """500, as plain text: whatever is broken may be what pages are made of."""
    return HttpResponse("Allegata could not make this page; the terminal says why. Nothing was changed.", "text/plain", 500)
