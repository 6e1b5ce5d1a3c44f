"""One visit to a page: the page, what it needs to be seen, and an account of the visit that says what could not be had.

The account is a capture of its own, JSON of a VisitAccount: also a visit that found the page unchanged leaves one, and a picture
that two pages show is kept once and named by both.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser

from msgspec import structs

from ..errors import FetchFailed, SourceError, TooLarge, Unreadable
from ..records import Channel, Failure, Record
from ..records.wire import from_json, to_json
from .embedded import UNPARSED, Embedded, Role
from .receive import ACCOUNT, Received, failed, receive
from .render import Rendering

NOT_MODIFIED = 304
MOST = 300
"""Parts fetched of one page: a news page with all its pictures has 20 to 150."""
MOST_BYTES = 256 * 1024 * 1024
"""Bytes of all that one page embeds."""
LARGEST = 32 * 1024 * 1024
"""Bytes of one image or style sheet."""
MOST_ROBOTS = 512 * 1024
"""Bytes of a robots.txt; RFC 9309 asks for 500 kB at least."""
SECONDS = 120.0
"""Wall-clock seconds for all that a page embeds; 60 pictures at half a second are 30."""
_PART_SECONDS = 20.0
_DEEPEST = 3
"""Style sheets that import style sheets."""

Fetch = Callable[..., Received]
"""As `fetch_apart`."""
Render = Callable[[Received, Mapping[str, Received]], Rendering]
"""As `render.render` with a browser."""


class Outcome(StrEnum):
    """What became of the page since the last visit. UNKNOWN: it could not be had now, or not then."""

    FIRST = "first"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    UNKNOWN = "unknown"


class Robots(StrEnum):
    """What the site's robots.txt says of the address to programs at large. Stated, not followed: a person names the pages."""

    ALLOWED = "allowed"
    DISALLOWED = "disallowed"
    UNKNOWN = "unknown"


class Part(Record):
    """Something beside the page's own bytes; without `sha256` it could not be had, and `failure` says why."""

    url: str
    role: Role
    sha256: str | None = None
    failure: Failure | None = None


class VisitAccount(Record):
    """`url` as asked for; `page`: SHA-256 of what came, if anything did; `browser`: what made pictures
    of it, None where none is installed; `etag`, `modified`: what to ask by for what is newer; `retry_after`: seconds that the server asks to
    be left alone; `previous`: SHA-256 of the last visit's account."""

    url: str
    at: datetime
    outcome: Outcome
    page: str | None = None
    status: int | None = None
    final_url: str | None = None
    failure: Failure | None = None
    parts: tuple[Part, ...] = ()
    robots: Robots = Robots.UNKNOWN
    browser: str | None = None
    etag: str | None = None
    modified: str | None = None
    retry_after: int | None = None
    previous: str | None = None

    @property
    def is_complete(self) -> bool:
        """Whether the page came whole with all that it needs."""
        return self.page is not None and self.failure is None and all(part.sha256 for part in self.parts)


class Taken(Record):
    """What was received for a part, beside the account's line about it."""

    part: Part
    received: Received | None = None


def parts_of(
    page: Received, *, now: datetime, fetch: Fetch, agent: str | None = None, seconds: float = SECONDS
) -> Iterator[Taken]:
    """All that the page embeds and its style sheets import, one by one; what cannot be had is given with its reason."""
    deadline, held, taken = time.monotonic() + seconds, 0, 0
    todo: list[tuple[Embedded, int]] = [(each, 0) for each in page.embedded]
    seen = {each.url for each in page.embedded}
    while todo:
        wanted, depth = todo.pop(0)
        left = deadline - time.monotonic()
        try:
            if wanted.url == UNPARSED:
                raise Unreadable("the page could not be looked through for what it embeds; nothing of that was fetched")
            if taken == MOST:
                raise TooLarge(f"{wanted.url}: the page embeds more than {MOST} images and styles; this one is left out")
            if left <= 0:
                raise FetchFailed(f"{wanted.url}: the time for what the page embeds was over; visit it again")
            if held > MOST_BYTES:
                raise TooLarge(f"{wanted.url}: what the page embeds has more than {MOST_BYTES:,} bytes; this one is left out")
            taken += 1
            got = fetch(wanted.url, now=now, agent=agent, seconds=min(_PART_SECONDS, left), limit=LARGEST)
        except SourceError as error:
            yield Taken(part=Part(url=wanted.url, role=wanted.role, failure=failed(error)))
            continue
        held += len(got.raw)
        if got.capture.failure is not None:
            yield Taken(part=Part(url=wanted.url, role=wanted.role, failure=got.capture.failure))
            continue
        capture = structs.replace(got.capture, channel=Channel.EMBEDDED, part_of=page.capture.sha256)
        part = Part(url=wanted.url, role=wanted.role, sha256=capture.sha256)
        yield Taken(part=part, received=structs.replace(got, capture=capture))
        if wanted.role is Role.STYLE and depth < _DEEPEST:
            new = [each for each in got.embedded if each.url not in seen]
            seen.update(each.url for each in new)
            todo += [(each, depth + 1) for each in new]


def renderings(
    page: Received, embedded: Mapping[str, Received], *, now: datetime, render: Render
) -> tuple[str | None, tuple[Taken, ...]]:
    """The browser's name, and a picture and a PDF of an HTML page that came whole, or why there are none; nothing of others."""
    capture = page.capture
    url = capture.final_url or capture.url or ""
    if capture.failure is not None or capture.media_type not in ("text/html", "application/xhtml+xml"):
        return None, ()
    try:
        made = render(page, embedded)
    except SourceError as error:
        return None, (Taken(part=Part(url=url, role=Role.SCREENSHOT, failure=failed(error))),)
    found = []
    for role, kind, raw in ((Role.SCREENSHOT, "image/png", made.screenshot), (Role.PDF, "application/pdf", made.pdf)):
        received = receive(
            raw, now=now, channel=Channel.RENDERED, media_type=kind, url=url, name=made.browser, part_of=capture.sha256
        )
        found.append(Taken(part=Part(url=url, role=role, sha256=received.capture.sha256), received=received))
    return made.browser, tuple(found)


def robots_of(url: str, *, now: datetime, fetch: Fetch, agent: str | None = None) -> Robots:
    """What the site's robots.txt says of that address; UNKNOWN where it cannot be had."""
    try:
        got = fetch(urljoin(url, "/robots.txt"), now=now, agent=agent, seconds=_PART_SECONDS, limit=MOST_ROBOTS)
    except SourceError:
        return Robots.UNKNOWN
    if got.capture.status in (404, 410):
        return Robots.ALLOWED
    if got.capture.failure is not None:
        return Robots.UNKNOWN
    rules = RobotFileParser()
    rules.parse(got.raw.decode("utf-8", "replace").splitlines())
    return Robots.ALLOWED if rules.can_fetch(agent or "*", url) else Robots.DISALLOWED


def account(
    url: str,
    *,
    now: datetime,
    page: Received | None,
    failure: Failure | None,
    parts: Sequence[Part],
    robots: Robots = Robots.UNKNOWN,
    browser: str | None = None,
    previous: VisitAccount | None = None,
    previous_sha256: str | None = None,
) -> Received:
    """The account of a visit, as a capture that belongs to the page."""
    capture = page.capture if page else None
    failure = capture.failure if capture and capture.failure else failure
    body = capture.sha256 if capture else None
    if capture is not None and capture.status == NOT_MODIFIED and previous is not None:
        body = previous.page
    said = {name.lower(): value for name, value in capture.headers} if capture else {}
    retry = said.get("retry-after", "")
    told = VisitAccount(
        url=url,
        at=now,
        outcome=_outcome(body, failure, previous),
        page=body,
        status=capture.status if capture else None,
        final_url=capture.final_url if capture else None,
        failure=failure,
        parts=tuple(parts),
        robots=robots,
        browser=browser,
        etag=said.get("etag"),
        modified=said.get("last-modified"),
        retry_after=int(retry) if retry.isdecimal() and len(retry) < 8 else None,
        previous=previous_sha256,
    )
    return receive(to_json(told), now=now, channel=Channel.VISIT, media_type=ACCOUNT, url=url, part_of=body)


def _outcome(page: str | None, failure: Failure | None, previous: VisitAccount | None) -> Outcome:
    if previous is None:
        return Outcome.FIRST
    if page is None or failure is not None or previous.page is None or previous.failure is not None:
        return Outcome.UNKNOWN
    return Outcome.UNCHANGED if page == previous.page else Outcome.CHANGED


def read_account(raw: bytes) -> VisitAccount:
    """The account in a capture's bytes; raises msgspec.ValidationError for others."""
    return from_json(raw, VisitAccount)
