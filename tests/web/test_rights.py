"""Every address for every role: nothing opens by being forgotten. A new address fails here until it is written into the table."""

import pytest
from django.test import Client
from django.urls import get_resolver

from allegata.web.served import Served

from .browse import client
from .made import first

PEOPLE = (None, "nobody", "viewer", "reviewer", "editor")

READ = (302, 403, 200, 200, 200)
DECIDE = (302, 403, 403, 302, 302)

ROUTES: dict[str, tuple[str, str, tuple[int, ...]]] = {
    "start": ("GET", "/", (302, 403, 302, 302, 302)),
    "login": ("GET", "/login", (200, 302, 302, 302, 302)),
    "once": ("GET", "/login/once/wrong", (410, 410, 410, 410, 410)),
    "logout": ("POST", "/logout", (302, 302, 302, 302, 302)),
    "account": ("GET", "/account", (302, 200, 200, 200, 200)),
    "incidents": ("GET", "/incidents", READ),
    "incidents.json": ("GET", "/incidents.json", READ),
    "incidents.csv": ("GET", "/incidents.csv", READ),
    "incident": ("GET", "/incidents/{incident}", READ),
    "incident.json": ("GET", "/incidents/{incident}.json", READ),
    "incident.csv": ("GET", "/incidents/{incident}.csv", READ),
    "law": ("POST", "/incidents/{incident}/law", (302, 403, 403, 302, 302)),
    "grade": ("POST", "/incidents/{incident}/grade", (302, 403, 403, 403, 302)),
    "reports": ("GET", "/reports", READ),
    "reports.json": ("GET", "/reports.json", READ),
    "reports.csv": ("GET", "/reports.csv", READ),
    "report": ("GET", "/reports/{capture}", READ),
    "report.json": ("GET", "/reports/{capture}.json", READ),
    "source": ("GET", "/reports/{capture}/source/{claim}", READ),
    "page-picture": (
        "GET",
        "/reports/{capture}/source/{claim}/page/1.png",
        (302, 403, 404, 404, 404),
    ),  # of no PDF: test_sources.py
    "changes": ("GET", "/reports/{capture}/changes/{capture}", READ),
    "changes.json": ("GET", "/reports/{capture}/changes/{capture}.json", READ),
    "decide": ("POST", "/reports/{capture}/decide/{claim}", DECIDE),
    "decisions": ("GET", "/decisions", READ),
    "decisions.json": ("GET", "/decisions.json", READ),
    "decisions.csv": ("GET", "/decisions.csv", READ),
    "actors": ("GET", "/actors", READ),
    "actors.json": ("GET", "/actors.json", READ),
    "actors.csv": ("GET", "/actors.csv", READ),
    "pair": ("POST", "/actors/decide/match-0", (302, 403, 403, 422, 422)),  # no such pair; real ones: test_actors.py
    "map": ("GET", "/map", READ),
    "map.json": ("GET", "/map.json", READ),
    "tallies": ("GET", "/tallies", READ),
    "tallies.json": ("GET", "/tallies.json", READ),
    "tallies.csv": ("GET", "/tallies.csv", READ),
    "chart": ("GET", "/tallies/chart.json", READ),
    "how-to-read": ("GET", "/how-to-read", READ),
}
FORM = {"kind": "accept", "grade": "fair", "reason": "two sources", "word": "same"}


@pytest.fixture(scope="module")
def clients(desk: Served) -> dict[str | None, Client]:
    return {name: client(desk, name) for name in PEOPLE}


def address(desk: Served, path: str) -> str:
    """The path with real ids in it."""
    reading = first(desk.book)
    incident = desk.book.store.linked().incidents[0].id
    return path.format(incident=incident, capture=reading.capture.sha256, claim=reading.claims[1].id)


def ask(asking: Client, method: str, path: str) -> int:
    """The answer's status."""
    return asking.get(path).status_code if method == "GET" else asking.generic(method, path, b"").status_code


def test_the_table_names_every_address(desk: Served) -> None:
    names = {key for key in get_resolver().reverse_dict if isinstance(key, str)}
    assert names == set(ROUTES)


@pytest.mark.parametrize("name", [n for n in ROUTES if n != "logout"])
def test_every_address_for_every_role(desk: Served, clients: dict[str | None, Client], name: str) -> None:
    method, path, expected = ROUTES[name]
    path = address(desk, path)
    for person, status in zip(PEOPLE, expected, strict=True):
        asking = clients[person]
        answer = asking.get(path) if method == "GET" else asking.post(path, FORM)
        assert answer.status_code == status, (person, name)
        if person is None and name not in ("login", "once"):
            assert answer.headers["Location"].startswith("/login?next=")


@pytest.mark.parametrize("name", ROUTES)
def test_no_address_takes_other_methods(desk: Served, clients: dict[str | None, Client], name: str) -> None:
    method, path, _ = ROUTES[name]
    taken = {"login": {"POST"}, "account": {"POST"}, "once": {"POST"}}.get(name, set())
    for other in {"GET", "POST", "PUT", "DELETE", "PATCH"} - {method} - taken:
        assert ask(clients["editor"], other, address(desk, path)) == 405, other


def test_logging_out_ends_the_session(desk: Served) -> None:
    leaving = client(desk, "viewer")
    assert leaving.post("/logout").status_code == 302
    assert leaving.get("/incidents").status_code == 302


@pytest.mark.parametrize("name", ["decide", "grade", "pair", "logout", "login"])
def test_forms_from_elsewhere_are_refused(desk: Served, name: str) -> None:
    forged = client(desk, None if name == "login" else "editor", csrf=True)
    before = len(desk.book.store.decisions())
    answer = forged.post(address(desk, ROUTES[name][1]), FORM)
    assert answer.status_code == 403
    assert "not valid any more" in answer.content.decode()
    assert len(desk.book.store.decisions()) == before


def test_another_host_name_is_answered_nothing(desk: Served) -> None:
    assert client(desk, "viewer").get("/incidents", headers={"host": "attacker.example"}).status_code == 400


def test_every_page_forbids_what_is_not_its_own(desk: Served, clients: dict[str | None, Client]) -> None:
    for path in ("/incidents", "/login", "/nowhere", "/map.json"):
        headers = clients["viewer"].get(path).headers
        policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["worker-src"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Cache-Control"].startswith("no-store") or "no-store" in headers["Cache-Control"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_an_account_without_a_role_is_not_told_the_title(desk: Served, clients: dict[str | None, Client]) -> None:
    for person in (None, "nobody"):
        assert desk.book.folder.title not in clients[person].get("/account", follow=True).content.decode()
