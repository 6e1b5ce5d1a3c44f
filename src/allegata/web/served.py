"""The casebook that this server serves, as every view gets it: carried by the request, held by no global."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from ..casebook.accounts import Role
from ..work.book import Book
from .once import Once
from .throttle import Throttle

KEY = "allegata.served"
ROLES = "allegata.roles"


@dataclass(frozen=True, kw_only=True)
class Served:
    """An open casebook with the clock, the one-time link and the count of failed logins."""

    book: Book
    now: Callable[[], datetime]
    once: Once
    throttle: Throttle


def served(request: HttpRequest) -> Served:
    """What this request is about."""
    found = request.META[KEY]
    assert isinstance(found, Served)
    return found


def role_of(request: HttpRequest) -> Role | None:
    """The role of who asks; None for anyone without one."""
    if not request.user.is_authenticated:
        return None
    # Asked by the view's guard and again by the page's frame: the answer is kept for this one request, under the account's name.
    name = request.user.get_username()
    known: dict[str, Role | None] = request.META.setdefault(ROLES, {})
    if name not in known:
        known[name] = served(request).book.store.accounts.role_of(name)
    return known[name]
