"""`allegata bench predict`: one line out for each line in, same ids and order, a failed item says so; offsets fit the text."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from allegata.bench import PREDICTORS, predict
from allegata.data import path as data_path
from allegata.data import toml

TEXT = "The ministry said on Sunday that five civilians were killed in Ganja. “It is a lie,” the spokesman of Northland said.\u2028More followed."


def write(file: Path, rows: list[dict[str, Any]]) -> Path:
    file.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    return file


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]


@pytest.mark.parametrize("task", ["attribution", "timex", "geoparse", "muc", "hrd"])
def test_text_tasks_keep_ids_and_order_and_a_failed_row_says_so(task: str, tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"id": "b", "text": TEXT, "published": "2020-10-05"},
        {"id": "broken", "published": None},
        {"id": "a", "text": TEXT, "published": None},
    ]
    assert predict(task, write(tmp_path / "in.jsonl", rows), tmp_path / "out.jsonl") == 1
    out = lines(tmp_path / "out.jsonl")
    assert [r["id"] for r in out] == ["b", "broken", "a"]
    assert "error" in out[1] and "error" not in out[0]


def test_spans_are_those_of_the_given_text(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", [{"id": "a", "text": TEXT, "published": "2020-10-05"}])
    found = {}
    for task in ("attribution", "timex", "geoparse"):
        predict(task, source, tmp_path / "out.jsonl")
        found[task] = lines(tmp_path / "out.jsonl")[0]
    statement = found["attribution"]["statements"][0]
    assert [TEXT[s:e] for s, e in statement["cue"]] == ["said"]
    assert any(
        TEXT[s:e].startswith("that five civilians") or TEXT[s:e].startswith("five civilians") for s, e in statement["content"]
    )
    (sunday,) = [x for x in found["timex"]["expressions"] if TEXT[x["start"] : x["end"]].endswith("Sunday")]
    assert sunday["value"] == "2020-10-04"
    assert "Ganja" in [TEXT[p["start"] : p["end"]] for p in found["geoparse"]["places"]]


def test_an_article_gives_one_attack_in_the_scorers_form(tmp_path: Path) -> None:
    text = "The reporter Ada Bell was arrested in Lagos, Nigeria, on 2 October 2020. Police detained Bell for a week."
    source = write(tmp_path / "in.jsonl", [{"id": "a", "title": "Reporter held", "text": text, "published": "2020-10-05"}])
    assert predict("hrd", source, tmp_path / "out.jsonl") == 0
    (attack,) = lines(tmp_path / "out.jsonl")[0]["attacks"]
    assert [v["name"] for v in attack["victims"]] == ["Ada Bell"]
    assert "arbitrary detention" in attack["violation_types"]
    assert (attack["year"], attack["month"], attack["day"]) == ("2020", "10", "02")


def test_a_page_gives_its_parts(tmp_path: Path) -> None:
    (tmp_path / "html").mkdir()
    raw = (data_path("samples") / "ganja-wire.html").read_bytes()
    (tmp_path / "html" / "a.html.gz").write_bytes(gzip.compress(raw))
    source = write(tmp_path / "in.jsonl", [{"id": "a", "url": "https://sample.example/a", "html_file": "html/a.html.gz"}])
    assert predict("article", source, tmp_path / "out.jsonl") == 0
    (out,) = lines(tmp_path / "out.jsonl")
    assert set(out) == {"id", "title", "published", "authors", "body", "captions", "comments"}
    assert out["published"] == "2020-10-04"
    assert "One civilian was killed" in out["body"]


def dossier(folder: Path, slugs: tuple[str, ...]) -> Path:
    """A folder of pasted reports, as a dossier's reader gets them."""
    folder.mkdir(parents=True)
    rows = [r for r in toml("samples/index.toml")["sample"] if r["slug"] in slugs]
    for number, row in enumerate(rows, 1):
        text = (data_path("samples") / row["file"]).read_text(encoding="utf-8")
        report = {
            "id": f"{number:02}",
            "outlet": row["outlet"],
            "url": row["url"],
            "published": row["published"],
            "lang": "en",
            "title": "",
            "text": text,
        }
        (folder / f"{number:02}.json").write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    return folder


def test_a_dossier_gives_claims_relations_origins_and_tables(tmp_path: Path) -> None:
    folder = dossier(tmp_path / "one" / "reports", ("losses-4-october", "ombudsman-release", "mutual-fire"))
    (folder / "04.json").write_text("{}", encoding="utf-8")
    assert predict("dossier", tmp_path / "one", tmp_path / "out.jsonl") == 0
    (out,) = lines(tmp_path / "out.jsonl")
    assert out["dossier"] == "one"
    assert out["unread"][0]["report"] == "04", "a report that cannot be read is named and stops nothing"
    texts = {f.stem: json.loads(f.read_text(encoding="utf-8")).get("text", "") for f in folder.glob("*.json")}
    for claim in out["claims"]:
        assert 0 <= claim["start"] < claim["end"] <= len(texts[claim["report"]])
        assert {"claimant", "claimant_party", "act", "quantities", "incident"} <= set(claim)
    known = range(len(out["claims"]))
    assert all(r["from"] in known and r["to"] in known for r in out["relations"])
    assert {x for group in out["origins"] for x in group} == {"01", "02", "03"}


def test_an_unknown_task_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        predict("no-such-task", tmp_path, tmp_path)
    assert set(PREDICTORS) == {"attribution", "article", "timex", "geoparse", "muc", "hrd", "plover", "police", "dossier"}


def test_an_attack_has_its_country_and_day(tmp_path: Path) -> None:
    text = "   LIMA, 9 JAN 90 -- [TEXT] TERRORISTS KILLED A JUDGE IN LIMA YESTERDAY, PERUVIAN POLICE SAID."
    source = write(tmp_path / "in.jsonl", [{"id": "a", "text": text, "published": "1990-01-09"}])
    assert predict("muc", source, tmp_path / "out.jsonl") == 0
    (incident,) = lines(tmp_path / "out.jsonl")[0]["incidents"]
    assert incident["incident_type"] == ["ATTACK"]
    assert incident["incident_location"][0].startswith("PERU")
    assert incident["hum_type"] == [{"any": ["LEGAL OR JUDICIAL"], "of": ["JUDGE"]}]
