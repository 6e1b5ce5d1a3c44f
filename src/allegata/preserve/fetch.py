"""Fetch one page as it is, and never from inside the own network.

The host is resolved once, every answer is checked, and the connection goes to the very address that was checked, so a
name that changes between look-up and use gains nothing. Redirects are checked anew. Proxy variables are not read.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urljoin

from msgspec import structs

from ..errors import FetchFailed, FetchRefused, SourceError, TooLarge
from ..records import Channel, Record
from .addresses import PublicOnly, Target, target
from .encodings import decode_content
from .exchange import Exchange, Recorded, Step, Tls, tls_of
from .limits import FETCH_SECONDS, MAX_BODY, MAX_REDIRECTS, STEP_SECONDS
from .receive import Received, failed, receive

Resolve = Callable[[str, int], Sequence[str]]
"""Host and port to literal addresses; raises OSError."""
Connect = Callable[[str, int, float], socket.socket]
"""Literal address, port and seconds to a connected stream; raises OSError."""

AGENT = "Mozilla/5.0 (compatible)"
"""Says no more than that a program asks: who investigates what is nobody's business."""
_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_KEEP_METHOD = frozenset({307, 308})
_STEP = 64 * 1024
_HEAD = 1024 * 1024
"""Bytes of an answer beside its body, and twice the body's for how it is cut into chunks."""
_NOT_MODIFIED = 304
_CONDITIONS = frozenset({"if-none-match", "if-modified-since"})


def resolve(host: str, port: int) -> Sequence[str]:
    """The system's resolver."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(answer[4][0]) for answer in answers))


def connect(address: str, port: int, seconds: float) -> socket.socket:
    """A TCP connection to that literal address, to nothing else."""
    return socket.create_connection((address, port), timeout=seconds)


class Post(Record):
    """What is sent to the other side instead of only asking."""

    body: bytes
    media_type: str


def fetch(
    url: str,
    *,
    now: datetime,
    agent: str | None = None,
    extra: tuple[tuple[str, str], ...] = (),
    post: Post | None = None,
    policy: PublicOnly = PublicOnly(),  # noqa: B008 (a frozen record)
    resolve: Resolve = resolve,
    connect: Connect = connect,
    certificates: ssl.SSLContext | None = None,
    seconds: float = FETCH_SECONDS,
    limit: int = MAX_BODY,
) -> Received:
    """The answer at `url`, redirects followed. An error page or a body cut short is received with its failure.

    `agent` stands for the neutral User-Agent, `extra` are further headers. With a condition among them (If-None-Match) an empty 304
    is no failure. `post` is sent on only where a redirect says so (307, 308). Raises FetchRefused for an address that must not be dialled,
    FetchFailed when no answer comes, TooLarge past `limit`.
    """
    deadline = time.monotonic() + seconds
    there = target(url, policy)
    steps: list[Step] = []
    headers = {"User-Agent": agent or AGENT, **_HEADERS, **dict(extra)}
    for _ in range(MAX_REDIRECTS + 1):
        with _connected(there, policy, resolve, connect, certificates, deadline, limit) as line:
            answer = _ask(line.http, there, post, headers)
            location = answer.getheader("Location")
            if answer.status not in _REDIRECTS or not location:
                return _received(answer, url, there, line=line, steps=steps, asked=headers, now=now, limit=limit)
            if post is not None and answer.status not in _KEEP_METHOD:
                raise FetchFailed(f"{there.url} answered {answer.status} to what was sent; give the address that it leads to")
            with suppress(OSError, http.client.HTTPException):
                answer.read(_STEP)
            steps.append(line.recorded.step(line.address, None, line.tls))
        there = target(_joined(there, location), policy)
    raise FetchFailed(f"{url}: more than {MAX_REDIRECTS} redirects, the last to {there.url}; give the address it ends at")


class _Line(NamedTuple):
    """A connection, what is kept of it, whom it leads to."""

    http: http.client.HTTPConnection
    recorded: Recorded
    address: str
    tls: Tls | None


@contextmanager
def _connected(
    there: Target,
    policy: PublicOnly,
    resolve: Resolve,
    connect: Connect,
    certificates: ssl.SSLContext | None,
    deadline: float,
    limit: int,
) -> Iterator[_Line]:
    """A connection that breaks off at the deadline, however slowly the other side drips."""
    address = _checked_address(there, policy, resolve)
    left = deadline - time.monotonic()
    if left <= 0:
        raise FetchFailed(f"{there.url}: the time for fetching is over; try again later")
    try:
        sock = connect(address, there.port, min(STEP_SECONDS, left))
    except OSError as error:
        raise FetchFailed(f"{there.url}: no connection to {address}: {error}; try again later") from error
    sock.settimeout(min(STEP_SECONDS, left))
    if there.scheme == "https":
        context = certificates or ssl.create_default_context()
        sock = context.wrap_socket(sock, server_hostname=there.host, do_handshake_on_connect=False)
    timer = threading.Timer(max(0.0, deadline - time.monotonic()), _break_off, (sock,))
    timer.daemon = True
    timer.start()
    connection = http.client.HTTPConnection(there.host, there.port)
    connection.auto_open = 0  # never dial by name
    recorded = Recorded(sock, there.url, 2 * limit + _HEAD)
    connection.sock = recorded
    try:
        if isinstance(sock, ssl.SSLSocket):
            sock.do_handshake()
        yield _Line(connection, recorded, address, tls_of(sock))
    except (OSError, http.client.HTTPException) as error:
        raise FetchFailed(f"{there.url}: {type(error).__name__}: {error}; try again later") from error
    finally:
        timer.cancel()
        connection.close()
        sock.close()


def _checked_address(there: Target, policy: PublicOnly, resolve: Resolve) -> str:
    try:
        answers = tuple(resolve(there.host, there.port))
    except (OSError, UnicodeError) as error:
        raise FetchFailed(f"{there.url}: the name {there.host!r} is not found: {error}") from error
    if not answers:
        raise FetchFailed(f"{there.url}: the name {there.host!r} has no address")
    for answer in answers:
        if not policy.permits(answer):
            raise FetchRefused(
                f"{there.url}: {there.host!r} leads to {answer}, which is not a public address; it is not fetched"
            )
    return answers[0]


def _joined(there: Target, location: str) -> str:
    """The address that a Location header names."""
    # Headers are read as Latin-1; servers that do not escape their paths send UTF-8.
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode()
    try:
        return urljoin(there.url, location)
    except ValueError as error:
        raise FetchRefused(f"{there.url} redirects to {location!r}, which is not an address: {error}") from error


def _break_off(sock: socket.socket) -> None:
    # Below TLS on purpose: a shutdown of the TLS layer would wait for the other side.
    try:
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
    except OSError:
        return


def _ask(
    connection: http.client.HTTPConnection, there: Target, post: Post | None, said: Mapping[str, str]
) -> http.client.HTTPResponse:
    headers = {"Host": there.authority, **said}
    if post is None:
        connection.request("GET", there.path, headers=headers)
    else:
        connection.request("POST", there.path, body=post.body, headers={**headers, "Content-Type": post.media_type})
    return connection.getresponse()


def _received(
    answer: http.client.HTTPResponse,
    url: str,
    there: Target,
    *,
    line: _Line,
    steps: Sequence[Step],
    asked: Mapping[str, str],
    now: datetime,
    limit: int,
) -> Received:
    raw, error = _body(answer, there, limit)
    if error is None:
        try:
            raw = decode_content(raw, answer.getheader("Content-Encoding", ""), limit=limit)
        except SourceError as undecoded:
            error = type(undecoded)(f"{there.url}: {undecoded}")
    unchanged = answer.status == _NOT_MODIFIED and any(name.lower() in _CONDITIONS for name in asked)
    if error is None and not 200 <= answer.status < 300 and not unchanged:
        error = FetchFailed(f"{there.url}: the server answered {answer.status} {answer.reason}; look at the page in a browser")
    exchange = Exchange(steps=(*steps, line.recorded.step(line.address, raw, line.tls)))
    received = receive(
        raw,
        now=now,
        channel=Channel.FETCH,
        media_type=answer.getheader("Content-Type"),
        url=url,
        final_url=there.url,
        status=answer.status,
        headers=tuple(answer.getheaders()),
        failure=None if error is None else failed(error),
    )
    return structs.replace(received, exchange=exchange)


def _body(answer: http.client.HTTPResponse, there: Target, limit: int) -> tuple[bytes, SourceError | None]:
    """The body as far as it came, and the reason if that is not all of it."""
    raw = bytearray()
    try:
        while step := answer.read(_STEP):
            raw += step
            if len(raw) > limit:
                raise TooLarge(f"{there.url}: the page has more than {limit:,} bytes; save it as a file in parts and add those")
    except http.client.IncompleteRead as cut:
        return bytes(raw + cut.partial), FetchFailed(
            f"{there.url}: the connection ended in the middle of the page; fetch it again"
        )
    except (OSError, http.client.HTTPException) as error:
        return bytes(raw), FetchFailed(f"{there.url}: the page came only in part: {error}; fetch it again")
    if answer.length:
        return bytes(raw), FetchFailed(f"{there.url}: {answer.length:,} bytes of the page did not come; fetch it again")
    return bytes(raw), None
