"""The command line as the outside relies on it: names, exit statuses, JSON form, speed of --help."""

import json
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from spacy.tokens import Doc

from allegata.cli import main, parser
from allegata.cli.commands import COMMANDS, read_with
from allegata.data import path as data_path
from allegata.work.readers import load_readers
from tests.hostile.make import make
from tests.resolve.made import PROFILE

TEXT = """Town hit by rockets

By A. Writer
4 October 2020

The Foreign Ministry of Northland said on Saturday that one civilian was killed and four were wounded in the town of Ganja.
The Ministry of Defence of Southland denied that any fire was directed at the town. "We did not fire," its spokesman said.
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "report.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def test_help_is_quick() -> None:
    times = []
    for _ in range(3):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "allegata", "--help"], check=True, capture_output=True)
        times.append(time.perf_counter() - started)
    assert min(times) < 0.3


def test_every_command_has_help_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    for name in COMMANDS:
        with pytest.raises(SystemExit) as left:
            parser().parse_args([name, "--help"])
        assert left.value.code == 0
        assert "Example: allegata" in " ".join(capsys.readouterr().out.split())


def test_read_json_has_the_promised_form(report: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["read", str(report), "--json", "--published", "2020-10-04"]) == 0
    line = capfdbinary.readouterr().out.splitlines()[0]
    made = json.loads(line)
    text = made["article"]["text"]
    assert text == TEXT
    assert set(made) == {"capture", "article", "statements", "claims"}
    assert {"sha256", "url", "media_type", "fetched_at"} <= set(made["capture"])
    assert {"sha256", "text", "title", "outlet", "authors", "published", "published_from", "language", "zones"} <= set(
        made["article"]
    )
    assert made["article"]["published_from"] == "given"
    statement = next(s for s in made["statements"] if s["act"] == "deny")
    assert {"id", "zone", "source", "cue", "content", "parent", "act", "direct", "medium", "said", "speaker", "claims"} <= set(
        statement
    )
    assert {"name", "kind", "role", "party", "as_written"} <= set(statement["speaker"])
    (killed,) = [q for c in made["claims"] for q in c["quantities"] if q["measure"] == "killed"]
    assert (killed["low"], killed["high"], killed["bound"], killed["period"]) == (1, 1, "exact", "incident")
    for claim in made["claims"]:
        assert {
            "id",
            "statement",
            "span",
            "event",
            "codes",
            "factuality",
            "perpetrators",
            "victims",
            "weapons",
            "places",
            "when",
        } <= set(claim)
        for place in claim["places"]:
            for start, end in place["spans"]:
                assert text[start:end] == place["name"]


def test_statuses(tmp_path: Path, report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad").mkdir()
    bad = make(tmp_path / "bad", "empty.html")
    book = tmp_path / "book"
    assert main(["incidents", "-C", str(tmp_path)]) == 2, "not a casebook: wrong use"
    assert main(["init", str(book), "--profile", "no-such-profile"]) == 2
    assert main(["init", str(book), "--profile", "karabakh-2020"]) == 0
    assert main(["init", str(book)]) == 2, "a casebook is made once"
    assert main(["add", str(bad["empty.html"]), str(report), "-C", str(book)]) == 3, "one of two could not be read"
    assert "empty" in capsys.readouterr().err
    assert main(["add", str(report), "-C", str(book)]) == 0
    assert main(["link", "-C", str(book)]) == 0
    assert main(["incidents", "-C", str(book), "--json"]) == 0
    assert main(["tallies", "-C", str(book)]) == 0
    assert main(["export", "no-such-kind", "-C", str(book), "-o", str(tmp_path / "x")]) == 2
    assert main(["export", "csv", "-C", str(book), "-o", str(tmp_path / "x.csv")]) == 0
    assert main(["verify", str(book)]) == 0
    file = next((book / "vault").rglob("*.warc"))
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:-30])
    assert main(["verify", str(book)]) == 1, "a problem it was asked to look for"
    assert main(["read", str(tmp_path / "missing.txt")]) == 3
    with pytest.raises(SystemExit) as left:
        main(["no-such-command"])
    assert left.value.code == 2


def test_a_warc_gives_one_report_a_response(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    from tests.hostile.make import response

    page = (data_path("samples") / "ganja-wire.html").read_bytes()
    archive = tmp_path / "two.warc"
    archive.write_bytes(response(page, url="http://example.org/a") + response(page, url="http://example.org/b"))
    assert main(["read", str(archive), "--json"]) == 0
    urls = [json.loads(line)["capture"]["url"] for line in capfdbinary.readouterr().out.splitlines()]
    assert urls == ["http://example.org/a", "http://example.org/b"]


def test_standard_input(report: Path) -> None:
    with report.open("rb") as file:
        made = subprocess.run(
            [sys.executable, "-m", "allegata", "read", "-", "--json"], stdin=file, capture_output=True, check=True
        )
    assert json.loads(made.stdout)["capture"]["channel"] == "stdin"


@pytest.mark.parametrize(
    "date", ["yesterday", "2020-10-04Tfoo", "2020-13-45", "2020-1-1", "20201004", "0000", "2020-10-04T", ""]
)
@pytest.mark.parametrize("command", ["read", "add"])
def test_a_date_in_no_calendar_is_wrong_use(command: str, date: str, report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([command, str(report), "--published", date])
    assert left.value.code == 2
    assert "is no date; write 2020" in capsys.readouterr().err


@pytest.mark.parametrize(
    "date", ["2020", "2020-10", "2020-10-04", "2020-10-04T18:30", "2020-10-04 18:30:00+04:00", "2020-10-04T18:30Z"]
)
def test_a_date_as_precise_as_it_is_known_is_taken(date: str, report: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["read", str(report), "--json", "--published", date]) == 0
    assert json.loads(capfdbinary.readouterr().out)["article"]["published"] == date[:10]


def test_files_that_cannot_be_had_or_written_are_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book, rows, latin = str(tmp_path / "book"), tmp_path / "in.jsonl", tmp_path / "latin.jsonl"
    rows.write_text("", encoding="utf-8")
    latin.write_bytes('{"id": "é"}'.encode("latin-1"))
    assert main(["init", book]) == 0
    capsys.readouterr()
    for status, command in (
        (2, ["export", "csv", "-C", book, "-o", str(tmp_path / "nowhere" / "x.csv")]),
        (2, ["export", "csv", "-C", book, "-o", str(tmp_path)]),
        (3, ["bench", "predict", "article", str(tmp_path / "nowhere.jsonl"), str(tmp_path / "out")]),
        (3, ["bench", "predict", "dossier", str(tmp_path / "nowhere"), str(tmp_path / "out")]),
        (3, ["bench", "predict", "timex", str(tmp_path), str(tmp_path / "out")]),
        (3, ["bench", "predict", "timex", str(latin), str(tmp_path / "out")]),
        (2, ["bench", "predict", "timex", str(rows), str(tmp_path / "nowhere" / "out")]),
    ):
        assert main(command) == status, command
        assert len(capsys.readouterr().err.splitlines()) == 1, command


def test_a_line_that_is_no_row_loses_no_other(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('nonsense\n["a"]\n{"text": "x"}\n{"id": "a", "text": "On Sunday."}\n', encoding="utf-8")
    assert main(["bench", "predict", "timex", str(tmp_path / "in.jsonl"), str(tmp_path / "out")]) == 1
    made = [json.loads(line) for line in (tmp_path / "out").read_text(encoding="utf-8").splitlines()]
    assert [m["id"] for m in made] == [None, None, None, "a"]
    assert ["error" in m for m in made] == [True, True, True, False]


def test_a_report_that_breaks_the_reader_stops_no_other(
    tmp_path: Path, report: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A parser that fails on one text, as a fault in any room would."""
    readers = load_readers()
    bad = tmp_path / "bad.txt"
    bad.write_text("Breaking news\n\nThe ministry said that it broke.\n", encoding="utf-8")

    def parse(text: str) -> Doc:
        if "it broke" in text:
            raise IndexError("words of the source")
        return readers.parse(text)

    asked = parser().parse_args(["read", str(bad), str(report), "--json"])
    assert read_with(replace(readers, parse=parse), asked) == 3
    told = capfd.readouterr()
    assert len(told.out.splitlines()) == 1
    assert "bad.txt" in told.err
    assert "IndexError" in told.err
    assert "words of the source" not in told.err


def test_reports_added_after_linking_are_told(tmp_path: Path, report: Path, capfd: pytest.CaptureFixture[str]) -> None:
    book = str(tmp_path / "a book")
    later = [tmp_path / name for name in ("b.txt", "c.txt")]
    for file in later:
        file.write_text(TEXT.replace("Ganja", f"Ganja ({file.stem})"), encoding="utf-8")
    assert main(["init", book]) == main(["add", str(report), "-C", book]) == 0
    for command in ("incidents", "tallies"):
        capfd.readouterr()
        assert main([command, "-C", book]) == 0
        assert capfd.readouterr().err == "", "the first to ask has them linked"
    for file, told in zip(later, ("1 report is", "2 reports are"), strict=True):
        assert main(["add", str(file), "-C", book]) == 0
        for command in ("incidents", "tallies"):
            capfd.readouterr()
            assert main([command, "-C", book, "--json"]) == 0
            assert capfd.readouterr().err == f"allegata: {told} not linked yet: allegata link -C '{book}'\n"
    assert main(["link", "-C", book]) == 0
    capfd.readouterr()
    assert main(["incidents", "-C", book]) == 0
    assert capfd.readouterr().err == ""


def test_a_feed_without_entries_is_kept_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book, feed = str(tmp_path / "book"), tmp_path / "feed.xml"
    feed.write_text('<?xml version="1.0"?><rss version="2.0"><channel><title>A wire</title></channel></rss>', encoding="utf-8")
    assert main(["init", book]) == 0
    for command in (["add", str(feed), "-C", book], ["read", str(feed)]):
        capsys.readouterr()
        assert main(command) == 3
        assert "feed.xml: a feed without entries" in capsys.readouterr().err
    assert main(["verify", book]) == 0
    assert "1 capture, " in capsys.readouterr().out


def test_a_page_with_no_date_is_read_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad").mkdir()
    made = make(tmp_path / "bad", "no-date.html", "wrong-charset.html")
    assert main(["init", str(tmp_path / "book")]) == 0
    assert main(["add", *map(str, made.values()), "-C", str(tmp_path / "book")]) == 0
    told = capsys.readouterr().err
    assert "no-date.html: no publication date found" in told
    assert "wrong-charset.html: " in told


def test_profile_check_says_what_is_wrong_and_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(PROFILE, encoding="utf-8")
    assert main(["profile", "check", str(file)]) == 0
    assert "3 parties, 3 bodies, 2 persons" in capsys.readouterr().out
    file.write_text(PROFILE.replace('since = "2031-03-01"', 'since = "1 March 2031"', 1), encoding="utf-8")
    assert main(["profile", "check", str(file)]) == 1
    told = capsys.readouterr().out
    assert "mine.toml: line 5: profile: since = '1 March 2031' is no day; write " in told
    assert main(["profile", "check", str(file), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["faults"][0].startswith("line 5: ")
    assert main(["profile", "check", str(tmp_path / "none.toml")]) == 3
    assert main(["profile", str(file)]) == 2
    assert "--reason" in capsys.readouterr().err


def test_visit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An address that must not be dialled is one line; nothing is due in a new casebook; a span is a number and its unit."""
    book = str(tmp_path / "book")
    assert main(["init", book]) == 0
    assert main(["visit", "http://169.254.169.254/latest", "-C", book]) == 3
    assert capsys.readouterr().err.count("not a public address") == 1
    assert main(["visit", "--every", "1d", "-C", book]) == 0
    assert main(["add", "http://localhost:80/", "-C", book]) == 3
    assert capsys.readouterr().err.count("not a public address") == 1
    with pytest.raises(SystemExit) as left:
        main(["visit", "--every", "daily", "-C", book])
    assert left.value.code == 2
