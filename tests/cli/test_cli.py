"""The command line as the outside relies on it: names, exit statuses, JSON form, speed of --help."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from allegata.cli import main, parser
from allegata.cli.commands import COMMANDS
from allegata.data import path as data_path
from tests.hostile.make import make

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
