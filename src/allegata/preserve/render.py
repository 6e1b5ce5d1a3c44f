"""How a fetched page looked: a picture and a PDF of it, made by a browser that is given the kept bytes and nothing else.

Invariant: the browser reaches no network. Every request that it makes is answered here from what was kept, or refused; should one
slip by, its names resolve to nothing and its proxy is nobody. Scripts do not run.

Spoken to over a pipe in the browser's own protocol (Chrome DevTools Protocol); nothing listens.
"""

import base64
import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, NamedTuple
from urllib.parse import urldefrag

from ..errors import Unreadable
from .receive import Received

BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
SECONDS = 60.0
WIDTH, HEIGHT = 1280, 1024
TALLEST = 16_000
"""Pixels of a picture's height: browsers paint no larger surface. The PDF has all pages."""
_SETTLE = 0.3
"""Seconds after loading, for fonts to be put in place."""
_MOST = 256 * 1024 * 1024
_ARGUMENTS = (
    "--headless=new",
    "--remote-debugging-pipe",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-gpu",
    "--disable-sync",
    "--disk-cache-size=1",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--hide-scrollbars",
    "--incognito",
    "--metrics-recording-only",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
)


class Rendering(NamedTuple):
    """`browser`: its name and version; `screenshot`: PNG; `refused`: the addresses that it asked for and that were not kept."""

    browser: str
    screenshot: bytes
    pdf: bytes
    refused: tuple[str, ...]


def browser() -> str | None:
    """The installed browser's path; None when there is none."""
    return next((path for path in map(shutil.which, BROWSERS) if path), None)


def render(page: Received, parts: Mapping[str, Received], *, browser: str, seconds: float = SECONDS) -> Rendering:
    """The page as it looks with `parts`, by their addresses. Raises Unreadable when the browser makes nothing of it in time."""
    address = page.capture.final_url or page.capture.url or "http://page.invalid/"
    kept = {address: page, **parts}
    with (
        tempfile.TemporaryDirectory(prefix="allegata-render-", ignore_cleanup_errors=True) as home,
        _Browser(browser, home, time.monotonic() + seconds, kept) as tab,
    ):
        try:
            return _rendered(tab, address)
        except (OSError, KeyError, ValueError, EOFError) as error:
            raise Unreadable(f"{address}: the browser made no picture of the page ({type(error).__name__}: {error})") from error


def _rendered(tab: "_Browser", address: str) -> Rendering:
    product = str(tab.ask("Browser.getVersion")["product"])
    target = tab.ask("Target.createTarget", url="about:blank")["targetId"]
    tab.session = tab.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    tab.ask("Page.enable")
    tab.ask("Emulation.setScriptExecutionDisabled", value=True)
    tab.ask("Emulation.setDeviceMetricsOverride", width=WIDTH, height=HEIGHT, deviceScaleFactor=1, mobile=False)
    tab.ask("Fetch.enable", patterns=[{"urlPattern": "*"}])
    tab.ask("Page.navigate", url=address)
    tab.until("Page.loadEventFired")
    tab.wait(_SETTLE)
    size = tab.ask("Page.getLayoutMetrics")["cssContentSize"]
    clip = {"x": 0, "y": 0, "width": WIDTH, "height": max(HEIGHT, min(TALLEST, int(size["height"]))), "scale": 1}
    shot = tab.ask("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)["data"]
    pdf = tab.ask("Page.printToPDF", printBackground=True)["data"]
    return Rendering(product, base64.b64decode(shot), base64.b64decode(pdf), tuple(dict.fromkeys(tab.refused)))


class _Browser:
    """A browser of its own, spoken to over its pipe, gone when left."""

    def __init__(self, path: str, home: str, deadline: float, kept: Mapping[str, Received]) -> None:
        self.deadline = deadline
        self.kept = {_key(url): received for url, received in kept.items()}
        self.session: str | None = None
        self.refused: list[str] = []
        self._held = bytearray()
        self._number = 0
        # Its sandbox does not start for root.
        rights = ("--no-sandbox",) if os.geteuid() == 0 else ()
        line = (path, *_ARGUMENTS, *rights, f"--user-data-dir={home}", "about:blank")
        self.process = subprocess.Popen(
            # Descriptors 3 and 4 are where it listens and answers.
            ("/bin/sh", "-c", 'exec "$@" 3<&0 4>&1 0</dev/null 1>/dev/null', "sh", *line),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.environ.get("PATH", os.defpath), "HOME": home, "LANG": "C.UTF-8", "TMPDIR": home},
            cwd=home,
            start_new_session=True,
        )

    def __enter__(self) -> "_Browser":
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            os.killpg(self.process.pid, signal.SIGKILL)
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
        self.process.wait()

    def ask(self, method: str, **arguments: Any) -> dict[str, Any]:
        """The answer to one command; what happens meanwhile is seen to."""
        number = self._send(method, arguments)
        while True:
            told = self._next()
            if told.get("id") == number:
                if "error" in told:
                    raise ValueError(f"{method}: {told['error'].get('message')}")
                result: dict[str, Any] = told["result"]
                return result

    def until(self, event: str) -> None:
        """Waits for it."""
        while self._next().get("method") != event:
            pass

    def wait(self, seconds: float) -> None:
        """Sees to what happens for so long."""
        until, deadline = time.monotonic() + seconds, self.deadline
        self.deadline = min(until, deadline)
        with suppress(TimeoutError):
            while True:
                self._next()
        self.deadline = deadline

    def _next(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self._message())
        if told.get("method") == "Fetch.requestPaused":
            self._answer(told["params"])
        return told

    def _answer(self, asked: Mapping[str, Any]) -> None:
        url = str(asked["request"]["url"])
        held = self.kept.get(_key(url))
        if held is None:
            if not url.startswith("data:"):
                self.refused.append(url)
            if asked.get("resourceType") == "Document":
                # "No content" leaves the page where it is; a refusal would put an error in its place.
                self._send("Fetch.fulfillRequest", {"requestId": asked["requestId"], "responseCode": 204})
            else:
                self._send("Fetch.failRequest", {"requestId": asked["requestId"], "errorReason": "BlockedByClient"})
            return
        capture = held.capture
        kind = capture.media_type + (f"; charset={capture.charset}" if capture.charset else "")
        # Fonts and styles of another host are shown as their host let them be: they were kept because the page shows them.
        headers = [{"name": "Content-Type", "value": kind}, {"name": "Access-Control-Allow-Origin", "value": "*"}]
        body = base64.b64encode(held.raw).decode()
        answer = {"requestId": asked["requestId"], "responseCode": 200, "responseHeaders": headers, "body": body}
        self._send("Fetch.fulfillRequest", answer)

    def _send(self, method: str, arguments: Mapping[str, Any]) -> int:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": arguments}
        if self.session is not None:
            message["sessionId"] = self.session
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(message).encode() + b"\0")
        self.process.stdin.flush()
        return self._number

    def _message(self) -> bytes:
        assert self.process.stdout is not None
        while (end := self._held.find(b"\0")) < 0:
            left = self.deadline - time.monotonic()
            if left <= 0 or not select.select([self.process.stdout], [], [], left)[0]:
                raise TimeoutError("it did not end in time")
            some = os.read(self.process.stdout.fileno(), 1 << 20)
            if not some:
                raise EOFError("it ended")
            self._held += some
            if len(self._held) > _MOST:
                raise ValueError("it gave back more than it may")
        message = bytes(self._held[:end])
        del self._held[: end + 1]
        return message


def _key(url: str) -> str:
    """Browsers ask for http pictures of an https page by https, and never for the fragment."""
    return urldefrag(url).url.partition("://")[2]
