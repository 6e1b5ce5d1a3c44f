"""Which addresses may be fetched: only public ones, by a list of our own.

Python's `ipaddress.is_global` is true for NAT64, 6to4, multicast and some mapped forms, which lead to private machines:
what is permitted has to pass it and this list (IANA's IPv4 and IPv6 Special-Purpose Address Registries).
"""

import ipaddress
from urllib.parse import SplitResult, quote, urlsplit

from ..errors import FetchRefused
from ..records import Record

WEB_PORTS = frozenset({80, 443})
_DEFAULT_PORT = {"http": 80, "https": 443}

_NOT_PUBLIC_4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by providers
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, cloud metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
_UNICAST_6 = ipaddress.IPv6Network("2000::/3")
"""All assigned global unicast; mapped, NAT64, loopback, link-local, site-local, unique local, multicast lie outside."""
_NOT_PUBLIC_6 = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which carries an IPv4 address
        "3fff::/20",  # documentation
    )
)


def is_public(address: str) -> bool:
    """Whether the literal address is a public unicast one; False for what is no address, or has a zone."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return ip.is_global and not any(ip in network for network in _NOT_PUBLIC_4)
    return ip.is_global and "%" not in address and ip in _UNICAST_6 and not any(ip in network for network in _NOT_PUBLIC_6)


class PublicOnly(Record):
    """The rule of the fetcher: web ports, public addresses."""

    ports: frozenset[int] = WEB_PORTS

    def permits(self, address: str) -> bool:
        """Whether that address may be dialled."""
        return is_public(address)


class UnsafeAllowLoopback(PublicOnly):
    """For tests against a server on this machine: loopback too, at the ports that are named. Never for a user's address."""

    def permits(self, address: str) -> bool:
        """Public addresses and loopback."""
        return is_public(address) or address in ("127.0.0.1", "::1")


class Target(Record):
    """A checked address: what to ask whom for. `host` is ASCII, as the certificate has it."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host and port as the Host header has them: the scheme's own port is left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORT[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The address in full, normalised."""
        return f"{self.scheme}://{self.authority}{self.path}"


def target(url: str, policy: PublicOnly) -> Target:
    """The URL taken apart; raises FetchRefused for anything but a plain web address."""
    if any(char.isspace() or not char.isprintable() or char == "\\" for char in url):
        raise FetchRefused(
            f"{url!r} holds white space, a backslash or a control character; give the address as the browser shows it"
        )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise FetchRefused(f"{url!r} is not an address: {error}") from error
    if parts.scheme not in _DEFAULT_PORT:
        raise FetchRefused(f"{url!r}: only http and https are fetched, not {parts.scheme or 'an address without a scheme'!r}")
    if "@" in parts.netloc:
        raise FetchRefused(f"{url!r} holds a user name; pages behind a log-in are saved by hand and added as files")
    port = _DEFAULT_PORT[parts.scheme] if port is None else port
    if port not in policy.ports:
        raise FetchRefused(f"{url!r}: port {port} is not fetched, only {', '.join(map(str, sorted(policy.ports)))}")
    return Target(scheme=parts.scheme, host=_host(parts, url), port=port, path=_path(parts))


def _host(parts: SplitResult, url: str) -> str:
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        return _ipv6(host, url)
    try:
        ascii_host = host.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise FetchRefused(f"{url!r}: the host is not a valid name: {error}") from error
    if not ascii_host or not set(ascii_host) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-_"):
        raise FetchRefused(f"{url!r}: the host {host!r} is not a valid name")
    if _ends_in_a_number(ascii_host) and not _is_dotted_quad(ascii_host):
        raise FetchRefused(f"{url!r}: the host {host!r} is a number that is not written as an address")
    return ascii_host


def _ipv6(host: str, url: str) -> str:
    try:
        return str(ipaddress.IPv6Address(host if "%" not in host else ""))
    except ValueError as error:
        raise FetchRefused(f"{url!r}: {host!r} is not an IPv6 address without a zone") from error


def _ends_in_a_number(host: str) -> bool:
    # As the WHATWG URL Standard has it: such hosts are read as IPv4 addresses by some resolvers (127.1, 0x7f000001).
    last = host.rsplit(".", 1)[-1]
    return last.isdigit() or last.startswith("0x")


def _is_dotted_quad(host: str) -> bool:
    try:
        ipaddress.IPv4Address(host)
    except ValueError:
        return False
    return True


def _path(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/?%:@!$&'()*+,;=~-._[]")
    return f"{path}?{query}" if parts.query else path
