"""Django on this casebook: configured once a process, its one connection pointed at the casebook that is asked for.

Invariant: a thread's connection is the casebook's whose store it uses. Connections belong to threads, so each thread is
pointed when it first asks; pointing elsewhere inside a transaction is refused.
"""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from ..errors import CasebookError
from .folder import Folder

ALIAS = "default"


def configure() -> None:
    """Make Django usable in this process; the second time does nothing."""
    import django
    from django.apps import apps
    from django.conf import settings

    if not settings.configured:
        from allegata import settings as ours

        settings.configure(**{name: value for name, value in vars(ours).items() if name.isupper()})
    if not apps.ready:
        django.setup()


def point(folder: Folder) -> None:
    """Let this thread's connection, and the process's session key, be the casebook's. Cheap when they are already."""
    from django.conf import settings
    from django.db import connections

    wanted = database_of(folder)
    held = connections[ALIAS]
    if not is_same(held.settings_dict, wanted):
        if held.in_atomic_block:
            raise CasebookError(f"another casebook is in the middle of a transaction; {folder.path} cannot be opened inside it")
        held.close()
        connections.settings[ALIAS] = complete(wanted)
        del connections[ALIAS]
        connections[ALIAS].ensure_connection()
    key = folder.secret_key()
    if key != settings.SECRET_KEY:
        settings.SECRET_KEY = key


def database_of(folder: Folder) -> dict[str, Any]:
    """The connection in Django's words."""
    if folder.database == "sqlite":
        return sqlite(folder.database_file)
    return postgresql(folder.database)


def sqlite(file: Path) -> dict[str, Any]:
    """Durable before acknowledged, readers not blocked by the writer, and no write that fails half-way for want of the lock."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON; PRAGMA trusted_schema=OFF;",
        },
    }


def postgresql(address: str) -> dict[str, Any]:
    """Parts of `postgresql://user:password@host:port/name?option=value`; options go to libpq."""
    parts = urlsplit(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def complete(wanted: dict[str, Any]) -> dict[str, Any]:
    """With the defaults that Django reads from every connection."""
    from django.db.utils import ConnectionHandler

    completed: dict[str, Any] = ConnectionHandler({ALIAS: dict(wanted)}).settings[ALIAS]
    return completed


def is_same(held: Any, wanted: dict[str, Any]) -> bool:
    """Whether a connection goes where it is wanted."""
    return all((held.get(key) or "") == (value or "") for key, value in wanted.items() if key != "OPTIONS") and all(
        held["OPTIONS"].get(key) == value for key, value in wanted["OPTIONS"].items()
    )
