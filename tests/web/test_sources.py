"""What the desk shows of a source: where the heading was read from, what changed between captures, words on a PDF's page."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from PIL import Image

from allegata.casebook.accounts import Role
from allegata.records import Reading
from allegata.web.app import served_book
from allegata.web.served import Served
from allegata.work.book import create_book
from allegata.work.intake import add
from allegata.work.readers import load_readers
from tests.read.papers import printed

from .browse import client
from .made import PASSWORD

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
URL = "https://post.example/2020/10/05/market"
TOLD = "<p>{n} people were killed in the shelling of the market, the mayor of Northbridge said on Sunday evening.</p>"
PAGE = (
    '<html lang="en"><head><meta property="article:published_time" content="2020-10-04T20:00:00+04:00"><meta name="author" content="Ada Reed">'
    "</head><body><article><h1>Shells fall on the market</h1><p>By Ada Reed</p>{told}<p>Eastland denied that its forces had fired at the town, "
    "and a spokesman called the report an invention.</p>{more}</article></body></html>"
)
MORE = "<p>A commission of the neighbouring town will look at the craters next week, the governor announced.</p>"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("sources")
    with create_book(folder / "book", title="Sources", profile=None, now=NOW, by="tester") as book:
        readers = load_readers().under(book.profile)
        files = {
            "first.html": PAGE.format(told=TOLD.format(n="Two"), more="").encode(),
            "second.html": PAGE.format(told=TOLD.format(n="Seven"), more=MORE).encode(),
            "paper.pdf": printed(
                f"<html lang='en'><body><h1>Shells fall on the market</h1>{TOLD.format(n='Two')}</body></html>"
            ),
        }
        for day, (name, raw) in enumerate(files.items()):
            path = folder / name
            path.write_bytes(raw)
            url = URL if name.endswith("html") else None
            assert [
                a.failure for a in add(book, str(path), readers=readers, now=NOW + timedelta(days=day), by="tester", url=url)
            ] == [None]
        book.store.accounts.add("viewer", PASSWORD, Role.VIEWER)
        yield served_book(book, now=lambda: NOW + timedelta(days=9))


@pytest.fixture(scope="module")
def viewer(desk: Served) -> Client:
    return client(desk, "viewer")


@pytest.fixture(scope="module")
def readings(desk: Served) -> list[Reading]:
    return sorted(desk.book.store.readings(), key=lambda r: r.capture.fetched_at)


def shown(viewer: Client, path: str) -> str:
    answer = viewer.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_where_the_heading_was_read_from(viewer: Client, readings: list[Reading]) -> None:
    report = shown(viewer, f"/reports/{readings[0].capture.sha256}")
    source = shown(viewer, f"/reports/{readings[0].capture.sha256}/source/{readings[0].claims[0].id}")
    for text in (report, source):
        for words in (
            "Where the heading was read from",
            "<td>headline</td>",
            "<td>byline</td>",
            "<td>meta</td>",
            "<td>url</td>",
            "disputed",
        ):
            assert words in text, words


def test_what_changed_between_two_captures(viewer: Client, readings: list[Reading]) -> None:
    was, now = (reading.capture.sha256 for reading in readings[:2])
    assert f"/reports/{was}/changes/{now}" in shown(viewer, f"/reports/{was}")
    for path in (f"/reports/{was}/changes/{now}", f"/reports/{now}/changes/{was}"):
        text = shown(viewer, path)
        assert "<del>Two</del>" in text and "<ins>Seven</ins>" in text and "A commission of the neighbouring town" in text
        assert "2 parts of the text differ, 3 are the same" in text
    found = viewer.get(f"/reports/{was}/changes/{now}.json").json()
    assert [each["change"] for each in found["zones"]] == ["changed", "added"] and found["before"] == was
    assert viewer.get(f"/reports/{was}/changes/{'0' * 64}").status_code == 404


def test_the_words_are_marked_on_the_page_of_a_pdf(viewer: Client, readings: list[Reading]) -> None:
    paper = readings[2]
    place = f"/reports/{paper.capture.sha256}/source/{paper.claims[0].id}"
    text = shown(viewer, place)
    assert f'src="{place}/page/1.png"' in text and "page 1" in text
    answer = viewer.get(f"{place}/page/1.png")
    assert answer.headers["Content-Type"] == "image/png"
    picture = Image.open(io.BytesIO(answer.content)).convert("RGB")
    yellow = [
        (x, y)
        for x in range(0, picture.width, 2)
        for y in range(0, picture.height, 2)
        if picture.getpixel((x, y)) == (255, 255, 90)
    ]
    box = paper.article.boxes_of(paper.claims[0].span)[0]
    scale = picture.height / 842
    assert yellow and abs(min(y for _, y in yellow) - box.top * scale) < 6
    assert viewer.get(f"{place}/page/2.png").status_code == 404


def test_only_who_is_logged_in_sees_them(desk: Served, readings: list[Reading]) -> None:
    nobody = client(desk)
    was, now = (reading.capture.sha256 for reading in readings[:2])
    paths = (
        f"/reports/{was}/changes/{now}",
        f"/reports/{readings[2].capture.sha256}/source/{readings[2].claims[0].id}/page/1.png",
    )
    assert [nobody.get(path).status_code for path in paths] == [302, 302]


def test_the_command_tells_the_same(desk: Served, readings: list[Reading], capsys: pytest.CaptureFixture[str]) -> None:
    from allegata.cli import main

    book = str(desk.book.folder.path)
    was, now = (reading.capture.sha256 for reading in readings[:2])
    assert main(["diff", URL, "-C", book]) == 0
    by_address = capsys.readouterr().out
    assert main(["diff", now[:12], was[:12], "-C", book]) == 0
    assert capsys.readouterr().out == by_address
    assert (
        "~ changed body: [-Two-] people" in by_address
        and "now: {+Seven+} people" in by_address
        and "+ added body: A commission" in by_address
    )
    assert main(["diff", "ffffff", was, "-C", book]) == 2
    assert "names 0 captures" in capsys.readouterr().err
