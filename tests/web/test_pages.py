"""What the pages say: the table, the filters, the twins, the text, the source's bytes; what they never do with a source's markup."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from django.test import Client

from allegata.casebook import create, open_store
from allegata.casebook.accounts import Role
from allegata.preserve.log import Log
from allegata.records import ActorKind, Linked, Reading, Speaker, ZoneKind
from allegata.web.served import Served
from allegata.work.book import Book
from tests.casebook import made

from .browse import client
from .made import PASSWORD, first, serve_book


@pytest.fixture(scope="module")
def viewer(desk: Served) -> Client:
    return client(desk, "viewer")


def page(asking: Client, path: str, status: int = 200) -> str:
    """The page's text."""
    answer = asking.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def table(asking: Client, path: str) -> list[dict[str, str]]:
    """A CSV twin's rows."""
    answer = asking.get(path)
    assert answer.headers["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("query", "found", "why"),
    [
        ("", ["Alder", "Birch"], "all, earliest first"),
        ("?place=ald", ["Alder"], "a part of the name"),
        ("?place=Ալդ", ["Alder"], "another party's name for it"),
        ("?place=geonames:1002", ["Birch"], "the gazetteer's id, as the map links it"),
        ("?since=2031-03-05", ["Birch"], "from that day on"),
        ("?until=2031-03-04", ["Alder"], "up to that day"),
        ("?since=2031-03-04&until=2031-03-04", ["Alder"], "that day"),
        ("?party=South", ["Alder"], "a party that alleges or is accused"),
        ("?event=shelling", ["Alder", "Birch"], "what is alleged"),
        ("?place=nowhere", [], "no such place"),
        ("?utm=1", ["Alder", "Birch"], "a word that is no filter"),
    ],
)
def test_filters_stand_in_the_address(viewer: Client, query: str, found: list[str], why: str) -> None:
    lines = viewer.get(f"/incidents.json{query}").json()
    assert [line["names"][0] for line in lines] == found, why
    assert [row["names"].split(";")[0] for row in table(viewer, f"/incidents.csv{query}")] == found
    shown = page(viewer, f"/incidents{query}")
    assert all(f">{name}</a>" in shown for name in found)


@pytest.mark.parametrize("query", ["?since=yesterday", "?party=Nobody", "?event=%27%20OR%201=1", "?place=" + "x" * 200])
def test_filters_that_make_no_sense_are_told(viewer: Client, query: str) -> None:
    assert "refused" in page(viewer, f"/incidents{query}", 400)


def test_the_incident_says_who_alleges_what_against_whom(desk: Served, viewer: Client) -> None:
    incident = desk.book.store.linked().incidents[0].id
    shown = page(viewer, f"/incidents/{incident}")
    for words in (
        "Alder, 4 March 2031, 05:00–11:59",
        "Northern Foreign Ministry",
        "one person was killed, four were wounded in Alder",
        "Southern Ministry of Defence",
        "Southern forces",
        "2 of the reports go back to one origin",
        "Alder hospital",
        "1 to 2",
        "a later figure of the same measure",
    ):
        assert words in shown, words
    assert "repeated 1 time" in shown, "the agency's copy is told once"
    rows = table(viewer, f"/incidents/{incident}.csv")
    assert len(rows) == 6
    toll = next(r for r in rows if r["denied_by"])
    assert (toll["claimant"], toll["denied_by"]) == ("Northern Foreign Ministry", "Southern Ministry of Defence")
    record = viewer.get(f"/incidents/{incident}.json").json()
    assert record["standing"]["origins"] == 2 and record["standing"]["reports"] == 3
    assert len(record["relations"]) == 3


def test_the_report_is_text_with_marks_and_never_the_sources_markup(desk: Served, viewer: Client) -> None:
    reading = first(desk.book)
    shown = page(viewer, f"/reports/{reading.capture.sha256}")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown and "<script>alert" not in shown
    assert (
        shown.count('class="zone z-caption"') == shown.count('class="zone z-comment"') == shown.count('class="zone z-bio"') == 1
    )
    comment = shown[shown.index('class="zone z-comment"') :]
    assert "<mark" not in comment[: comment.index("</div>")]
    for claim in reading.claims:
        assert f'id="at-{claim.id}"' in shown and f'id="card-{claim.id}"' in shown
    for words in (reading.capture.sha256, "found in: caption", "the address gives another date", "Jane Doe", "verb-complement"):
        assert words in shown, words
    assert "hx-post" not in shown, "a viewer is offered no decision"


def test_reports_that_could_not_be_read_are_listed_with_the_reason(viewer: Client) -> None:
    assert "no text was found in application/zip" in page(viewer, "/reports")
    assert [u["error"] for u in viewer.get("/reports.json").json()["unread"]] == ["Unreadable"]
    assert len(table(viewer, "/reports.csv")) == 3


def test_the_source_page_shows_the_bytes(desk: Served, viewer: Client) -> None:
    reading = first(desk.book)
    claim = reading.claims[3]
    raw = made.ALDER_TEXT.encode()
    start = raw.index(b"We struck them")
    shown = page(viewer, f"/reports/{reading.capture.sha256}/source/{claim.id}")
    assert f"{start} to {start + 14}" in shown
    assert claim.span.start != start, "bytes and characters differ after the curly quote"
    assert str(desk.book.store.warc_of(reading.capture.sha256)) in shown
    page(viewer, f"/reports/{reading.capture.sha256}/source/claim-0", 404)
    page(viewer, f"/reports/{'0' * 64}", 404)
    page(viewer, "/incidents/incident-0", 404)


def test_the_report_as_json_is_what_the_command_line_prints(desk: Served, viewer: Client) -> None:
    reading = first(desk.book)
    found = viewer.get(f"/reports/{reading.capture.sha256}.json").json()
    assert found["article"]["text"] == reading.article.text
    assert [c["id"] for c in found["claims"]] == [c.id for c in reading.claims]


def test_map_and_tallies_have_their_twins(viewer: Client) -> None:
    places = viewer.get("/map.json").json()["features"]
    assert [(p["properties"]["name"], p["geometry"]["coordinates"]) for p in places] == [
        ("Alder", [46.4, 40.7]),
        ("Birch", [46.75, 39.8]),
    ]
    assert "Ալդեր" in page(viewer, "/map")
    assert [row["low"] for row in table(viewer, "/tallies.csv")] == ["12", "20"]
    assert [p["low"] for p in viewer.get("/tallies.json").json()[0]["points"]] == [12, 20]
    assert [v["value"] for v in viewer.get("/tallies/chart.json").json()["data"]["values"]] == [12, 20]
    assert "Southern command" in page(viewer, "/tallies")


def test_how_to_read_says_whose_data_it_is(viewer: Client) -> None:
    shown = page(viewer, "/how-to-read")
    assert "GeoNames" in shown and "Creative Commons Attribution 4.0" in shown and "No line says what is true" in shown


HOSTILE = (
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "javascript:alert(1)",
    "{{ 7|add:7 }}{% debug %}",
    "'; DROP TABLE casebook_claim; --",
    '=HYPERLINK("http://attacker.example")',
    "\u202etxt.exe \x00\x1b[31m",
    "<!--<script>",
)


def hostile_reading(words: str) -> Reading:
    """A report in which every text that comes from outside is the same hostile string."""
    text = f"{words}\n\n{words} said {words}."
    report = made.Report(text, ZoneKind.HEADLINE, published="2031-03-04", outlet=words, url=words)
    said = report.says(words, Speaker(name=words, kind=ActorKind.PERSON, party=words, role=words), source=words)
    report.alleges(words, "shelling", report.number(words, "killed", 1, who=words), statement=said, place=None)
    reading = report.reading
    return msgspec.structs.replace(
        reading,
        capture=msgspec.structs.replace(reading.capture, name=words, media_type=words),
        article=msgspec.structs.replace(
            reading.article, authors=(words,), language=words, warnings=(words,), published_from=words
        ),
    )


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = create(tmp_path_factory.mktemp("hostile") / "book", title="T", now=made.NOW)
    Log.create(folder.log)
    with Book(folder, open_store(folder)) as book:
        for words in HOSTILE:
            reading = hostile_reading(words)
            book.store.add_capture(reading.capture, "f" * 64)
            book.store.add_reading(reading)
        book.store.save_links(Linked(incidents=(), relations=(), origins=(), tallies=()))
        book.store.accounts.add("viewer", PASSWORD, Role.VIEWER)
        book.store.accounts.add("editor", PASSWORD, Role.EDITOR)
        yield serve_book(book)


def test_hostile_words_stay_words(hostile: Served) -> None:
    editor = client(hostile, "editor")
    for reading in hostile.book.store.readings():
        for path in (
            "/reports",
            f"/reports/{reading.capture.sha256}",
            f"/reports/{reading.capture.sha256}/source/{reading.claims[0].id}",
        ):
            shown = page(editor, path)
            assert "<img src=x" not in shown and "<svg/onload" not in shown and "<!--<script>" not in shown
            assert 'href="javascript:' not in shown
            assert "1414" not in shown
    cells = [cell for row in table(editor, "/reports.csv") for cell in row.values()]
    assert not any(cell.startswith("=") for cell in cells)


def test_a_casebook_with_nothing_in_it_has_pages(tmp_path: Path) -> None:
    folder = create(tmp_path / "book", title="T", now=made.NOW)
    Log.create(folder.log)
    with Book(folder, open_store(folder)) as book:
        book.store.accounts.add("viewer", PASSWORD, Role.VIEWER)
        asking = client(serve_book(book), "viewer")
        for path in ("/incidents", "/reports", "/map", "/tallies", "/decisions"):
            page(asking, path)
        assert json.loads(asking.get("/map.json").content)["features"] == []


@pytest.mark.parametrize(
    "path", ["/favicon.ico", "/admin", "/incidents/", "/static/../app.py", "/reports/../keys", "/incidents/%00"]
)
def test_there_is_nothing_else(viewer: Client, path: str) -> None:
    assert "no such page" in page(viewer, path, 404)
