"""The fetcher takes public pages as they come and dials nothing else. Only loopback is ever dialled here."""

import gzip
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from allegata.errors import FetchFailed, FetchRefused, TooLarge
from allegata.preserve.addresses import PublicOnly, UnsafeAllowLoopback, is_public, target
from allegata.preserve.fetch import connect, fetch, resolve
from allegata.preserve.receive import Received
from allegata.records import Channel
from tests.hostile.make import PAGE

NOW = datetime(2020, 10, 4, 8, 0, tzinfo=UTC)
REFUSED = Path(__file__).parents[3] / "shared" / "data" / "ssrf.json"

# Each leads, on some system or through some gateway, to a machine that is not the public's.
NOT_PUBLIC = [
    "127.0.0.1",
    "127.255.255.254",
    "::1",
    "0.0.0.0",
    "::",
    "10.1.2.3",
    "172.31.0.1",
    "192.168.0.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.0.9",
    "192.88.99.1",  # 6to4 relay; global by Python's rule
    "198.19.0.1",
    "224.0.0.1",  # multicast; global by Python's rule
    "255.255.255.255",
    "::ffff:10.0.0.1",
    "::ffff:8.8.8.8",
    "::127.0.0.1",  # IPv4-compatible; global by Python's rule
    "64:ff9b::a00:1",  # NAT64; global by Python's rule
    "64:ff9b:1::1",
    "2002:a00:1::",  # 6to4; global by Python's rule
    "2001:0:a00:1::",  # Teredo
    "2001:db8::1",
    "3fff::1",
    "fc00::1",
    "fe80::1",
    "fe80::1%eth0",
    "2606:4700::1%eth0",
    "fec0::1",  # site-local; global by Python's rule
    "ff0e::1",
    "5f00::1",
    "example.org",
    "",
]
NOT_FETCHED = [
    "file:///etc/passwd",
    "ftp://127.0.0.1/",
    "gopher://127.0.0.1:{port}/_x",
    "dict://127.0.0.1:{port}/",
    "//127.0.0.1:{port}/",
    "http://",
    "http:///a",
    "http://127.0.0.1:{port}/",
    "http://localhost:{port}/",
    "http://localhost.:{port}/",
    "http://[::1]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/",
    "http://[::1%25lo]:{port}/",
    "http://0:{port}/",
    "http://127.1:{port}/",
    "http://2130706433:{port}/",
    "http://0x7f000001:{port}/",
    "http://0x7f.1:{port}/",
    "http://017700000001:{port}/",
    "http://①②⑦.⓪.⓪.①:{port}/",
    "http://127。0。0。1:{port}/",
    "http://user:pw@127.0.0.1:{port}/",
    "http://@127.0.0.1:{port}/",
    "http://127.0.0.1%2f@example.com:{port}/",
    "http://127.0.0.1\\@example.com:{port}/",
    "http://exa mple.org:{port}/",
    "http://127.0.0.1:{port}/\r\nHost: a",
    "http://127.0.0.1:99999/",
    "http://127.0.0.1:0/",
    "http://%31%32%37.0.0.1:{port}/",
    "http://a..b:{port}/",
]


class Site:
    """A real web server on loopback: path -> what it sends, raw. It counts who comes."""

    def __init__(self, certificates: ssl.SSLContext | None = None) -> None:
        self.answers: dict[str, Callable[[socket.socket], None]] = {}
        self.asked: list[bytes] = []
        self.connections = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]
        self.certificates = certificates
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._answer, args=(client,), daemon=True).start()

    def _answer(self, client: socket.socket) -> None:
        try:
            if self.certificates:
                client = self.certificates.wrap_socket(client, server_side=True)
            with client:
                request = client.recv(65536)
                self.asked.append(request)
                self.answers[request.split()[1].decode()](client)
        except OSError:
            return

    def says(self, path: str, body: bytes = PAGE, *, status: str = "200 OK", headers: str = "Content-Type: text/html") -> None:
        head = f"HTTP/1.1 {status}\r\n{headers}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        self.answers[path] = lambda client: client.sendall(head + body)

    def sends(self, path: str, raw: bytes) -> None:
        self.answers[path] = lambda client: client.sendall(raw)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http{'s' if self.certificates else ''}://{host}:{self.port}{path}"

    def close(self) -> None:
        # A plain close would leave the accepting thread waiting.
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()

    @property
    def policy(self) -> UnsafeAllowLoopback:
        return UnsafeAllowLoopback(ports=frozenset({self.port}))


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    if made.socket.fileno() >= 0:
        made.close()


def get(site: Site, path: str, **options: Any) -> Received:
    return fetch(site.url(path), now=NOW, policy=site.policy, **options)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "2a00:1450::1"])
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


def never(address: str, port: int, seconds: float) -> socket.socket:
    raise AssertionError(f"dialled {address} port {port}")


def no_look_up(host: str, port: int) -> Sequence[str]:
    """Literal addresses and localhost only, so that no name leaves the machine."""
    literal = host == "localhost" or ":" in host or host.replace(".", "").isdigit()
    return resolve(host, port) if literal else ("10.0.0.1",)


@pytest.mark.parametrize("form", NOT_FETCHED)
def test_urls_that_are_refused(site: Site, form: str) -> None:
    """Even with the port allowed, so that the address rule itself is tried."""
    policy = PublicOnly(ports=frozenset({site.port}))
    with pytest.raises(FetchRefused):
        fetch(form.format(port=site.port), now=NOW, policy=policy, resolve=no_look_up, connect=never)
    assert site.connections == 0


def test_only_web_ports_by_default(site: Site) -> None:
    with pytest.raises(FetchRefused, match="only 80, 443"):
        fetch(site.url("/"), now=NOW, connect=never)


def test_the_shared_list_of_refused_addresses(site: Site) -> None:
    if not REFUSED.exists():
        pytest.skip("left out: ../shared/data/ssrf.json is not there")
    listed = json.loads(REFUSED.read_text())
    assert not [address for address in listed["addresses_refused"] if is_public(address)]
    assert not [address for address in listed["addresses_allowed"] if not is_public(address)]
    for policy in (PublicOnly(), PublicOnly(ports=frozenset({80, site.port}))):
        for url in listed["urls_refused"]:
            with pytest.raises(FetchRefused):
                fetch(url.replace("PORT", str(site.port)), now=NOW, policy=policy, resolve=no_look_up, connect=never)
    assert site.connections == 0


@pytest.mark.parametrize("answers", [("10.0.0.1",), ("8.8.8.8", "10.0.0.1"), ("10.0.0.1", "8.8.8.8"), ("8.8.8.8", "::1")])
def test_one_private_answer_refuses_the_name(answers: Sequence[str]) -> None:
    with pytest.raises(FetchRefused, match="not a public address"):
        fetch("http://example.org/", now=NOW, resolve=lambda host, port: answers, connect=never)


def test_a_name_is_looked_up_once_and_that_address_dialled(site: Site) -> None:
    """Rebinding: the second answer would be another; it is never asked for."""
    site.says("/")
    asked: list[str] = []

    def changing(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ("127.0.0.1",) if len(asked) == 1 else ("10.0.0.1",)

    received = fetch(site.url("/", "example.org"), now=NOW, policy=site.policy, resolve=changing)
    assert (received.raw, asked) == (PAGE, ["example.org"])
    assert f"Host: example.org:{site.port}".encode() in site.asked[0]


def test_a_page_is_received_as_it_is(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://10.0.0.1:3128")
    monkeypatch.setenv("ALL_PROXY", "http://10.0.0.1:3128")
    site.says("/a%20b?q=%D4%B3", headers="Content-Type: text/html; charset=windows-1251\r\nX-A: 1\r\nX-A: 2")
    received = get(site, "/a%20b?q=Գ")
    capture = received.capture
    assert received.raw == PAGE
    assert received.is_page
    assert (capture.channel, capture.status, capture.media_type, capture.charset) == (
        Channel.FETCH,
        200,
        "text/html",
        "windows-1251",
    )
    assert (capture.url, capture.final_url) == (site.url("/a%20b?q=Գ"), site.url("/a%20b?q=%D4%B3"))
    assert [value for key, value in capture.headers if key == "X-A"] == ["1", "2"]
    request = site.asked[0].decode().lower()
    assert "allegata" not in request
    assert "python" not in request
    assert "cookie" not in request


def test_redirects_are_followed_and_checked_anew(site: Site) -> None:
    site.says("/a", b"", status="301 Moved", headers="Location: b?x=1#part")
    site.says("/b?x=1", b"", status="302 Found", headers=f"Location: {site.url('/ü')}")  # not escaped, in UTF-8
    site.says("/%C3%BC")
    capture = get(site, "/a").capture
    assert (capture.url, capture.final_url, capture.failure) == (site.url("/a"), site.url("/%C3%BC"), None)


@pytest.mark.parametrize(
    "location",
    [
        "http://10.0.0.1:{port}/",
        "http://169.254.169.254/latest",
        "file:///etc/passwd",
        "http://[::ffff:10.0.0.1]:{port}/",
        "//0x7f.1:{port}/",
        "http://[",
    ],
)
def test_a_redirect_inward_is_refused(site: Site, location: str) -> None:
    site.says("/a", b"", status="302 Found", headers=f"Location: {location.format(port=site.port)}")

    def only_here(address: str, port: int, seconds: float) -> socket.socket:
        assert (address, port) == ("127.0.0.1", site.port)
        return connect(address, port, seconds)

    with pytest.raises(FetchRefused):
        get(site, "/a", connect=only_here)
    assert site.connections == 1


def test_a_redirect_to_a_name_that_leads_inward_is_refused(site: Site) -> None:
    site.says("/a", b"", status="302 Found", headers=f"Location: http://inside.example:{site.port}/")
    with pytest.raises(FetchRefused):
        get(site, "/a", resolve=lambda host, port: ("10.0.0.1",) if host == "inside.example" else ("127.0.0.1",))
    assert site.connections == 1


def test_redirects_end(site: Site) -> None:
    site.says("/a", b"", status="302 Found", headers="Location: /a")
    with pytest.raises(FetchFailed, match="more than 5 redirects"):
        get(site, "/a")
    assert site.connections == 6


@pytest.mark.parametrize(
    ("raw", "body", "reason"),
    [
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone", b"gone", "answered 404"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", b"half", "96 bytes of the page did not come"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n9\r\nx", b"half", "in the middle"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhalf\r\n", b"", "only in part|in the middle"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nabc", b"abc", "'br'"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b\x08abc", b"\x1f\x8b\x08abc", "breaks off"),
        (b"HTTP/1.1 200 OK\r\n\r\nto the end", b"to the end", None),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nfull\r\n0\r\n\r\n", b"full", None),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(PAGE), PAGE, None),
    ],
)
def test_what_came_is_kept_and_what_is_wrong_told(site: Site, raw: bytes, body: bytes, reason: str | None) -> None:
    site.sends("/", raw)
    received = get(site, "/")
    assert received.raw == body
    if reason is None:
        assert received.capture.failure is None
    else:
        assert received.capture.failure is not None
        assert any(part in received.capture.failure.reason for part in reason.split("|"))


@pytest.mark.parametrize(
    "raw", [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n"]
)
def test_no_answer_is_a_plain_error(site: Site, raw: bytes) -> None:
    site.sends("/", raw)
    with pytest.raises(FetchFailed):
        get(site, "/")


def test_nobody_there(site: Site) -> None:
    site.close()
    with pytest.raises(FetchFailed, match="no connection"):
        get(site, "/")
    with pytest.raises(FetchFailed, match="has no address"):
        get(site, "/", resolve=lambda host, port: ())


def test_too_large(site: Site) -> None:
    site.says("/", b"a" * 300_000)
    with pytest.raises(TooLarge):
        get(site, "/", limit=200_000)
    site.sends("/bomb", b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(bytes(300_000)))
    failure = get(site, "/bomb", limit=200_000).capture.failure
    assert failure is not None
    assert failure.error == "TooLarge"


@pytest.mark.parametrize("first", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"])
def test_a_server_that_drips_is_left_at_the_deadline(site: Site, first: bytes) -> None:
    def drip(client: socket.socket) -> None:
        client.sendall(first)
        for _ in range(100):
            client.sendall(b"x")
            time.sleep(0.05)

    site.answers["/"] = drip
    begun = time.monotonic()
    try:
        failure = get(site, "/", seconds=0.5).capture.failure
    except FetchFailed:
        failure = None
    else:
        assert failure is not None
    assert time.monotonic() - begun < 2


def _certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's context for that name and a client's that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    begin = datetime.now(UTC) - timedelta(hours=1)
    built = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key()).serial_number(1)
    names = x509.SubjectAlternativeName([x509.DNSName(name), x509.IPAddress(IPv4Address("127.0.0.2"))])
    built = built.not_valid_before(begin).not_valid_after(begin + timedelta(days=1)).add_extension(names, critical=False)
    built = built.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    signed = built.sign(key, hashes.SHA256())
    pem, secret = folder / "cert.pem", folder / "key.pem"
    pem.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem, secret)
    return server, ssl.create_default_context(cafile=str(pem))


def test_the_certificate_has_to_be_the_host_names(tmp_path: Path) -> None:
    server, trusting = _certificate(tmp_path, "example.org")
    site = Site(server)
    site.says("/")

    def get_as(host: str, certificates: ssl.SSLContext | None) -> Received:
        url = site.url("/", host)
        here = lambda host, port: ("127.0.0.1",)  # noqa: E731
        return fetch(url, now=NOW, policy=site.policy, resolve=here, certificates=certificates)

    assert get_as("example.org", trusting).raw == PAGE
    with pytest.raises(FetchFailed, match="CERTIFICATE_VERIFY_FAILED"):
        get_as("example.net", trusting)
    with pytest.raises(FetchFailed, match="CERTIFICATE_VERIFY_FAILED"):
        get_as("example.org", None)
    site.close()


def test_a_url_is_written_one_way() -> None:
    written = target("HTTPS://EXAMPLE.org:443/a b/ü?x=[1]&y=%20#frag".replace(" ", "%20"), PublicOnly())
    assert written.url == "https://example.org/a%20b/%C3%BC?x=[1]&y=%20"
    assert target("http://bücher.example", PublicOnly()).url == "http://xn--bcher-kva.example/"
    assert target("http://[2606:4700::1]/", PublicOnly()).url == "http://[2606:4700::1]/"
