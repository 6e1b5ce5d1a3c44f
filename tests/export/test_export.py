"""Exports: every row and sentence is cited, a spreadsheet runs nothing, the same dossier gives the same bytes."""

import csv
import io
import json
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from allegata.export import EXPORTERS
from allegata.link import link
from allegata.records import Act, DateEvidence, Dossier, Factuality, Period
from tests.link.made import Made, number, on, place

TOWN = place("Easttown", "geonames:1")


def dossier() -> Dossier:
    a = Made("Red said one was killed. Blue denied it. =cmd|' /C calc'!A0 <script>alert(1)</script>", published="2020-10-04")
    b = Made("Losses so far 368, then 379.", published="2020-10-06", outlet='"Quoted" & Sons')
    a.said("Red Ministry", "shelling", number("killed", 1), party="Red", at=TOWN, when=on("2020-10-04"), by="Blue")
    a.said(
        "Blue Ministry", "shelling", party="Blue", act=Act.DENY, factuality=Factuality.DENIED, at=TOWN, when=on("2020-10-04")
    )
    b.said(
        "Blue Army", "equipment_loss", number("destroyed", 368, who="armoured_vehicle", period=Period.CUMULATIVE), party="Blue"
    )
    c = Made("Later 379.", published="2020-10-08")
    c.said(
        "Blue Army", "equipment_loss", number("destroyed", 379, who="armoured_vehicle", period=Period.CUMULATIVE), party="Blue"
    )
    readings = (a.reading, b.reading, c.reading)
    return Dossier(
        title="Sample",
        made_at=datetime(2026, 11, 1, tzinfo=UTC),
        readings=readings,
        linked=link(readings),
        log_size=3,
        log_root="ab" * 32,
    )


@pytest.mark.parametrize("kind", sorted(EXPORTERS))
def test_the_same_dossier_gives_the_same_bytes(kind: str) -> None:
    assert EXPORTERS[kind](dossier()) == EXPORTERS[kind](dossier())


def test_every_line_of_the_dossier_cites_capture_and_span() -> None:
    page = EXPORTERS["dossier-html"](dossier()).decode()
    hashes = {r.capture.sha256[:8] for r in dossier().readings}
    rows = re.findall(r"<tr><td>(?!by ).*?</tr>", page, re.S)
    claims = [r for r in rows if "<q>" in r]
    assert len(claims) == 3, "two claims, and the denial once more as the answer of the accused"
    for row in claims:
        cited = re.search(r"\[([0-9a-f]{8}):\d+–\d+\]", row)
        assert cited and cited[1] in hashes
    said = re.findall(r"<li[^>]*>.*?</li>", page, re.S)
    assert said and all(re.search(r"\[[0-9a-f]{8}:\d+–\d+\]", line) for line in said)


def test_days_that_disagree_are_told() -> None:
    made = dossier()
    days = tuple(
        DateEvidence(value=v, found_in=f) for v, f in (("2020-10-04", "meta"), ("2020-10-05", "url"), ("2020-10-04", "time"))
    )
    article = msgspec.structs.replace(made.readings[0].article, published_from="meta", dates=days)
    readings = (msgspec.structs.replace(made.readings[0], article=article), *made.readings[1:])
    made = msgspec.structs.replace(made, readings=readings)
    page = EXPORTERS["dossier-html"](made).decode()
    assert page.count("also 2020-10-05; url") == 1 and "also 2020-10-04" not in page
    told = [json.loads(line) for line in EXPORTERS["jsonl"](made).decode().splitlines()]
    first = next(line for line in told if line["record"] == "article" and line["capture"] == readings[0].capture.sha256)
    assert [(d["value"], d["found_in"]) for d in first["dates"]] == [(d.value, d.found_in) for d in days]


def test_the_html_runs_nothing_and_fetches_nothing() -> None:
    page = EXPORTERS["dossier-html"](dossier()).decode()
    assert "<script" not in page
    assert "default-src 'none'" in page
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", page)


def test_the_pdf_says_what_the_html_says(tmp_path: Path) -> None:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed (poppler-utils): the PDF's text is not compared")
    (tmp_path / "d.pdf").write_bytes(EXPORTERS["dossier-pdf"](dossier()))
    text = subprocess.run(["pdftotext", "-layout", tmp_path / "d.pdf", "-"], capture_output=True, text=True, check=True).stdout
    for needed in ("Red Ministry", "Blue Ministry", "denies", dossier().readings[0].capture.sha256[:8], "379"):
        assert needed in text


def test_a_cell_that_looks_like_a_formula_is_defused_and_a_number_is_not() -> None:
    from allegata.export.table import cell

    assert cell("=1+1").startswith("'")
    assert cell("@SUM(A1)").startswith("'")
    assert cell("-5") == "-5"
    assert cell(None) == ""


def test_csv_has_one_row_a_claim_and_reads_back() -> None:
    made = dossier()
    rows = list(csv.DictReader(io.StringIO(EXPORTERS["csv"](made).decode("utf-8-sig"))))
    assert [r["claim"] for r in rows] == [c.id for r in made.readings for c in r.claims]
    assert all(re.fullmatch(r"sha256:[0-9a-f]{64}#\d+-\d+", r["cite"]) for r in rows)
    assert rows[0]["denied_by"] == "Blue Ministry"


def test_jsonl_holds_every_record_once() -> None:
    made = dossier()
    lines = [json.loads(line) for line in EXPORTERS["jsonl"](made).splitlines()]
    assert lines[0]["record"] == "dossier"
    assert sum(line["record"] == "claim" for line in lines) == sum(len(r.claims) for r in made.readings)


def test_geojson_says_whose_event_it_is() -> None:
    made = json.loads(EXPORTERS["geojson"](dossier()))
    (feature,) = made["features"]
    assert feature["geometry"] is None
    assert feature["properties"]["alleged_event"] == "shelling"
    assert [f["by"] for f in feature["properties"]["by_party"]] == ["Red"]
