"""Who may open which page. Refuse by default: every view of the desk is wrapped by one of these."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from ..casebook.accounts import Role
from .served import role_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


EVERYONE = frozenset(Role)
DECIDING = frozenset({Role.REVIEWER, Role.EDITOR})


def for_roles(roles: frozenset[Role], view: View[P]) -> View[P]:
    """The view for these roles, 403 for others; who is not logged in never comes here."""

    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if role_of(request) not in roles:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return update_wrapper(guarded, view)


def shows(view: View[P]) -> View[P]:
    """A page that every role may read."""
    return require_safe(for_roles(EVERYONE, view))


def decides(view: View[P]) -> View[P]:
    """An action of reviewers and editors."""
    return require_POST(for_roles(DECIDING, view))


def grades(view: View[P]) -> View[P]:
    """An action of editors."""
    return require_POST(for_roles(frozenset({Role.EDITOR}), view))
