"""What went over the wire for one fetch: each request as sent, each answer as it came, whom it was had from and their certificate."""

import io
import socket
import ssl
from collections.abc import Callable
from typing import Any

from ..errors import TooLarge
from ..records import Record

_HEADS = (b"\r\n\r\n", b"\n\n")


class Tls(Record):
    """The encrypted connection. `certificates`: DER, the server's own first, then those that it was verified by."""

    version: str
    cipher: str
    certificates: tuple[bytes, ...]


class Step(Record):
    """One request and its answer. `got`: the answer as it came; its head alone where the body is the capture's own (`is_head`)."""

    url: str
    address: str
    sent: bytes
    got: bytes
    is_head: bool = False
    tls: Tls | None = None


class Exchange(Record):
    """The steps of a fetch: redirects in order, then the answer that was received."""

    steps: tuple[Step, ...]


class Recorded:
    """A connected socket that keeps what goes over it, as http.client uses one. Raises TooLarge past `limit` bytes of answer."""

    def __init__(self, sock: socket.socket, url: str, limit: int) -> None:
        self.sock = sock
        self.sent = bytearray()
        self.got = bytearray()
        self.url = url
        self.limit = limit

    def sendall(self, data: Any) -> None:
        """Send, and keep."""
        self.sent += data
        self.sock.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        """What comes, kept as it is read."""
        return io.BufferedReader(_Kept(self.sock.makefile(mode, buffering=0), self._keep))  # type: ignore[call-overload]

    def close(self) -> None:
        """The end of sending; what comes can still be read."""
        self.sock.close()

    def _keep(self, data: memoryview) -> None:
        self.got += data
        if len(self.got) > self.limit:
            raise TooLarge(f"{self.url}: the answer has more than {self.limit:,} bytes; save the page as a file and add that")

    def step(self, address: str, body: bytes | None, tls: Tls | None) -> Step:
        """What was kept. `body`: the capture's bytes, so that they are not held twice."""
        got, is_head = bytes(self.got), False
        if body is not None and got.endswith(body):
            head = got[: len(got) - len(body)]
            if head.endswith(_HEADS):
                got, is_head = head, True
        return Step(url=self.url, address=address, sent=bytes(self.sent), got=got, is_head=is_head, tls=tls)


class _Kept(io.RawIOBase):
    def __init__(self, raw: io.RawIOBase, keep: Callable[[memoryview], None]) -> None:
        self.raw = raw
        self.keep = keep

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        count = self.raw.readinto(buffer)
        if count:
            self.keep(memoryview(buffer)[:count])
        return count

    def close(self) -> None:
        self.raw.close()
        super().close()


def tls_of(sock: socket.socket) -> Tls | None:
    """The connection's encryption; None for a plain one."""
    if not isinstance(sock, ssl.SSLSocket):
        return None
    cipher = sock.cipher()
    return Tls(version=sock.version() or "", cipher=cipher[0] if cipher else "", certificates=_chain(sock))


def _chain(sock: ssl.SSLSocket) -> tuple[bytes, ...]:
    own = sock.getpeercert(binary_form=True)
    # Public from Python 3.13 on, with bytes; before, the same under a private name, with objects.
    public = getattr(sock, "get_verified_chain", None)
    if public is not None:
        return tuple(public())
    private = getattr(getattr(sock, "_sslobj", None), "get_verified_chain", None)
    if private is not None:
        return tuple(ssl.PEM_cert_to_DER_cert(each.public_bytes()) for each in private())
    return (own,) if own else ()
