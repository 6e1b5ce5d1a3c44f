"""A client of the desk in this process: it goes through all of Django, without the server."""

from typing import Any

from django.test import Client

from allegata.web.served import KEY, Served


def client(desk: Served, name: str | None = None, *, csrf: bool = False) -> Client:
    """A client, logged in under that name."""
    desk.book.store.here()
    made = Client(enforce_csrf_checks=csrf, headers={"host": "localhost"})
    environ: dict[str, Any] = made.defaults
    environ[KEY] = desk
    if name:
        from django.contrib.auth.models import User

        # Sessions are begun without the password: its hash is slow on purpose, and test_login.py goes through the form.
        made.force_login(User.objects.get(username=name))
    return made
