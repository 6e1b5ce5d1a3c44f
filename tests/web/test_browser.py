"""A person's way through the desk in a real Chromium: log in, incident, report, accept, reject with a reason, undo, map, chart.

On the way nothing may break the content security policy, ask another host, throw an error, or be seriously inaccessible.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, Request, expect, sync_playwright
from waitress.server import create_server

from allegata.records import Standing
from allegata.web.app import application
from allegata.web.served import Served
from allegata.work.desk import standing

from .made import PASSWORD, first
from .test_pages import HOSTILE, hostile_reading

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SLOW = 60_000
"""Milliseconds for the map: WebGL is drawn by the processor here."""

WATCH = """
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (e) => window.violations.push(`${e.violatedDirective} ${e.blockedURI}`));
"""


T = TypeVar("T")


def aside(ask: Callable[[], T]) -> T:
    """Ask the store in a thread of its own: in this one Playwright's event loop runs, where Django refuses to wait."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(ask).result()


def add_hostile(desk: Served) -> None:
    """Reports whose every word from outside is hostile."""
    for words in HOSTILE:
        reading = hostile_reading(words)
        desk.book.store.add_capture(reading.capture, "f" * 64)
        desk.book.store.add_reading(reading)
    desk.book.store.close()


def standings(desk: Served) -> dict[str, Standing]:
    """What holds."""
    return aside(lambda: standing(desk.book.store))


@pytest.fixture(scope="module")
def address(desk: Served) -> Iterator[str]:
    """The desk, served."""
    aside(lambda: add_hostile(desk))
    server = create_server(application(desk), host="127.0.0.1", port=0, threads=4)
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    running.join(timeout=10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium. Without one: left out here, an error in CI."""
    if not Path(CHROMIUM).exists():
        if os.environ.get("CI") == "true":
            raise FileNotFoundError("Chromium is needed: apt-get install chromium")
        pytest.skip("no Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield launched
        launched.close()


class Watched:
    """A page with everything that must not happen on it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.errors: list[str] = []
        self.elsewhere: list[str] = []
        page.add_init_script(WATCH)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", self.dismiss)
        page.on("request", self.note)

    def dismiss(self, dialog: Dialog) -> None:
        """A dialog means that a report's words were run."""
        self.errors.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def note(self, request: Request) -> None:
        """Requests to anything but the desk; blobs and data are the page's own."""
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.elsewhere.append(request.url)

    def go(self, path: str) -> None:
        """Open a page of the desk."""
        self.page.goto(self.address + path)

    def is_sound(self, *, accessible: bool = True) -> None:
        """Nothing that must not happen has happened on this page."""
        assert self.page.evaluate("window.violations") == []
        assert self.errors == [] and self.elsewhere == []
        if accessible:
            found = Axe().run(self.page).response["violations"]
            serious = [
                (v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found if v["impact"] in ("serious", "critical")
            ]
            assert serious == [], self.page.url


@pytest.fixture
def watched(browser: Browser, address: str) -> Iterator[Watched]:
    # axe is put into the page by the test, which the policy would stop like anything else; a page of its own has no such need.
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    yield Watched(context.new_page(), address)
    context.close()


def log_in(watched: Watched, name: str) -> None:
    """By the form."""
    watched.go("/incidents")
    watched.page.get_by_label("Name").fill(name)
    watched.page.get_by_label("Password").fill(PASSWORD)
    watched.is_sound()
    watched.page.get_by_role("button", name="Log in").click()
    expect(watched.page.get_by_role("heading", name="Incidents")).to_be_visible()


def test_a_reviewers_way(desk: Served, watched: Watched) -> None:
    page = watched.page
    reading = aside(lambda: first(desk.book))
    accepted, rejected = reading.claims[1].id, reading.claims[2].id
    log_in(watched, "reviewer")
    watched.is_sound()

    page.get_by_label("Place").fill("ald")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(f"{watched.address}/incidents?place=ald&since=&until=&party=&event=")
    expect(page.locator("table.list tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Alder", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Alder, 4 March 2031")
    watched.is_sound()

    page.locator(f"a[href$='#card-{accepted}']").first.click()
    card, other = page.locator(f"#card-{accepted}"), page.locator(f"#card-{rejected}")
    expect(card).to_be_visible()
    watched.is_sound()

    expect(card).to_be_focused()
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("a")
    card.focus()
    expect(page.locator(".card.s-accepted")).to_have_count(0)
    expect(page.locator("mark.is-active").first).to_have_text("one person was killed, four were wounded in Alder")
    page.keyboard.press("a")
    expect(card).to_have_attribute("data-standing", "accepted")
    expect(card).to_be_focused()

    page.keyboard.press("j")
    expect(other).to_be_focused()
    page.keyboard.press("r")
    expect(other.get_by_label("Reason").first).to_be_focused()
    page.keyboard.type("akrj: it denies another fire")
    page.keyboard.press("Enter")
    expect(other).to_have_attribute("data-standing", "rejected")
    expect(page.locator(f"mark[data-records~='{rejected}'].is-rejected")).to_have_text("any fire was directed toward Alder")
    expect(page.locator("#said")).to_contain_text("rejected")
    watched.is_sound()
    assert standings(desk) == {accepted: Standing.ACCEPTED, rejected: Standing.REJECTED}

    page.keyboard.press("u")
    expect(other).to_have_attribute("data-standing", "unreviewed")
    expect(page.locator(f"mark[data-records~='{rejected}'].is-rejected")).to_have_count(0)
    page.locator("#keys-on").uncheck()
    other.focus()
    page.keyboard.press("a")
    card.get_by_role("button", name="Undo accept").click()
    expect(card).to_have_attribute("data-standing", "unreviewed")
    expect(other).to_have_attribute("data-standing", "unreviewed")
    assert standings(desk) == {}

    page.locator(".mark", has_text="We struck them").click()
    expect(page.locator(f"#card-{reading.claims[3].id}")).to_be_focused()
    page.locator(f"#card-{reading.claims[3].id}").get_by_role("link", name="in the source").click()
    expect(page.locator("td.hash").first).to_have_text("We struck them")
    watched.is_sound()

    watched.go("/decisions")
    expect(page.locator("table.list tbody tr")).to_have_count(4)
    watched.is_sound()
    for path in ("/reports", "/how-to-read", "/account"):
        watched.go(path)
        watched.is_sound()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()


def test_map_and_chart_are_drawn(watched: Watched) -> None:
    page = watched.page
    log_in(watched, "viewer")
    watched.go("/map")
    expect(page.locator("#map[data-drawn=yes]")).to_be_visible(timeout=SLOW)
    canvas = page.locator("#map canvas")
    expect(canvas).to_be_visible()
    box = canvas.bounding_box()
    assert box is not None and box["width"] > 600 and box["height"] > 300
    expect(page.locator("table.list tbody tr")).to_have_count(2)
    watched.is_sound()
    watched.go("/tallies")
    expect(page.locator("#chart[data-drawn=yes] canvas")).to_be_visible(timeout=SLOW)
    watched.is_sound()


def test_hostile_words_run_nothing(desk: Served, watched: Watched) -> None:
    log_in(watched, "editor")
    for reading in aside(lambda: list(desk.book.store.readings())):
        for path in (f"/reports/{reading.capture.sha256}", f"/reports/{reading.capture.sha256}/source/{reading.claims[0].id}"):
            watched.go(path)
            watched.is_sound(accessible=False)
    watched.go("/reports")
    watched.is_sound(accessible=False)


def test_without_scripts_the_desk_still_decides(desk: Served, browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/login/once/{desk.once.token}")
    page.get_by_role("button", name="Open the desk").click()
    reading = aside(lambda: first(desk.book))
    claim = reading.claims[4].id
    page.goto(f"{address}/reports/{reading.capture.sha256}")
    page.locator(f"#card-{claim}").get_by_role("button", name="Accept").click()
    expect(page).to_have_url(f"{address}/reports/{reading.capture.sha256}#card-{claim}")
    expect(page.locator(f"#card-{claim}")).to_have_attribute("data-standing", "accepted")
    context.close()
