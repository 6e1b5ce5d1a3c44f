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
    return served(request).book.store.accounts.role_of(request.user.get_username()) if request.user.is_authenticated else None
