"""The review desk as a WSGI application, and the server that runs it on this machine."""

import os
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..casebook.accounts import Role
from ..casebook.connect import configure
from ..casebook.folder import Folder
from ..casebook.store import Store
from ..errors import CasebookError
from ..work.book import Book, open_book

if TYPE_CHECKING:
    from .served import Served

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

FIRST = "desk"
"""Name of the account that the first run makes."""

HOSTS_VARIABLE = "ALLEGATA_HOSTS"
"""Environment variable: further names under which the desk answers, with commas between them."""

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
THREADS = 8


def clock() -> datetime:
    """The time of this machine."""
    return datetime.now(UTC)


def create_first_user(store: Store) -> tuple[str, str] | None:
    """Name and password of an account that may do everything, made when there is none; None when there are accounts."""
    import secrets

    if store.accounts.all():
        return None
    password = secrets.token_urlsafe(12)
    store.accounts.add(FIRST, password, Role.EDITOR)
    return FIRST, password


def served_book(book: Book, *, now: Callable[[], datetime] = clock) -> "Served":
    """The book with what a server of it remembers between requests."""
    from .once import Once
    from .served import Served
    from .throttle import Throttle

    editors = [a.name for a in book.store.accounts.all() if a.role is Role.EDITOR and a.active]
    account = FIRST if FIRST in editors else next(iter(editors), None)
    return Served(book=book, now=now, once=Once(account, now()), throttle=Throttle())


def application(served: "Served") -> Wsgi:
    """Pages of that casebook, and the static files beside them."""
    configure()
    from django.core.wsgi import get_wsgi_application
    from whitenoise import WhiteNoise

    from .served import KEY

    django = get_wsgi_application()

    def pages(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        served.book.store.here()
        return django({**environ, KEY: served}, start_response)

    # A vendored file's folder names its version, so it never changes; ours are asked for anew, which costs one short answer.
    static = str(files(__package__) / "static")
    made: Wsgi = WhiteNoise(
        pages, root=static, prefix="static/", max_age=0, immutable_file_test=lambda path, url: "/vendor/" in url
    )
    return made


def serve(
    folder: Folder | Path, *, host: str = "127.0.0.1", port: int = 8642, now: Callable[[], datetime] | None = None
) -> None:
    """Serve the desk until interrupted; says on standard output how to get in.

    Raises CasebookError when there is no casebook or the port is taken.
    """
    from waitress.server import create_server

    with open_book(folder.path if isinstance(folder, Folder) else folder) as book:
        first = create_first_user(book.store)
        served = served_book(book, now=now or clock)
        app = application(served)
        allow(host)
        try:
            server = create_server(app, host=host, port=port, threads=THREADS, ident=None, max_request_body_size=1_000_000)
        except OSError as error:
            raise CasebookError(f"{host}:{port} cannot be listened on ({error.strerror}): give another --port") from error
        print(greeting(f"http://{host}:{port}", served, first), flush=True)
        try:
            server.run()
        except KeyboardInterrupt:
            print("closed", file=sys.stderr)
        finally:
            server.close()


def allow(host: str) -> None:
    """Let the pages answer under that name besides the loopback ones; under any other they answer nobody."""
    from django.conf import settings

    named = [host, *os.environ.get(HOSTS_VARIABLE, "").split(",")]
    settings.ALLOWED_HOSTS = [
        *settings.ALLOWED_HOSTS,
        *(n.strip() for n in named if n.strip() not in ("", *settings.ALLOWED_HOSTS)),
    ]


def greeting(address: str, served: "Served", first: tuple[str, str] | None) -> str:
    """What the terminal says."""
    lines = [f"{served.book.folder.title}: {address}/  (Ctrl-C ends)"]
    if served.once.account:
        lines.append(f"Log in once, within 15 minutes, as {served.once.account}: {address}/login/once/{served.once.token}")
    if first:
        lines.append(f"An account was made: name {first[0]}, password {first[1]}  (shown only now; change it under Account)")
    if not any(f"//{name}:" in address for name in LOOPBACK):
        lines.append("This address can be reached from other machines and is not encrypted: put a TLS proxy before it.")
    return "\n".join(lines)
