"""The annotated reports that ship: every file holds, the splits are a partition, and there is what the guidelines promise."""

from pathlib import Path

import pytest

from allegata.bench.annotated import annotated, read_file
from allegata.bench.statements import ROLES, calibration_error, score
from allegata.data import path

FOLDER = Path(str(path("annotated")))
FILES = sorted(f for f in FOLDER.glob("*.toml") if f.name != "splits.toml")


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_the_file_holds(file: Path) -> None:
    row, wrong = read_file(file)
    assert not wrong
    assert file.stem == row["id"]
    for statement in row["statements"]:
        for start, end in (p for role in ROLES for p in statement[role]):
            assert row["text"][start:end].strip() == row["text"][start:end]
        if statement["parent"] is not None:
            outer = row["statements"][statement["parent"]]
            reach = [*outer["content"], *outer["cue"], *outer["source"]]
            assert min(p[0] for p in reach) <= statement["cue"][0][0] <= max(p[1] for p in reach) + 200


def test_the_splits_hold_every_report_once() -> None:
    parts = [[r["id"] for r in annotated(s)] for s in ("train", "dev", "test")]
    assert sorted(i for p in parts for i in p) == [f.stem for f in FILES]
    assert all(len(p) >= 12 for p in parts)


def test_there_are_enough_of_them() -> None:
    rows = list(annotated())
    assert len(rows) >= 102
    assert sum(len(r["statements"]) for r in rows) >= 2800
    assert sum(r["lang"] == "ru" for r in rows) >= 10
    assert sum(s["parent"] is not None for r in rows for s in r["statements"]) >= 700


def test_the_later_reports_train_and_are_rich_in_statements_within_statements() -> None:
    later = [r for r in annotated("train", lang="en") if r["id"] >= "en-55"]
    assert len(later) >= 36
    assert all(sum(s["parent"] is not None for s in r["statements"]) >= 6 for r in later)


def _as_found(row: dict[str, object]) -> list[dict[str, object]]:
    return [{**s, "confidence": 1.0} for s in row["statements"]]  # type: ignore[attr-defined]


def test_the_gold_against_itself_is_perfect() -> None:
    rows = list(annotated("dev"))
    figures = score(rows, {r["id"]: _as_found(r) for r in rows})
    assert all(figures[k] == 1 for k in ("full", "nested", "act", "speaker", "medium", "denies"))
    assert figures["ece"] == 0


def test_an_empty_answer_is_worth_nothing() -> None:
    rows = list(annotated("dev"))
    assert score(rows, {})["full"] == 0


def test_a_wrong_act_parent_or_speaker_costs_just_that() -> None:
    row = next(r for r in annotated("dev", lang="en") if any(s["parent"] is not None for s in r["statements"]))
    found = [{**s, "act": "none", "parent": None, "speaker": "Nobody Such", "confidence": 0.0} for s in row["statements"]]
    figures = score([row], {row["id"]: found})
    assert figures["full"] == 1
    assert figures["act"] == figures["nested"] == figures["speaker"] == 0
    assert figures["ece"] == 1


def test_calibration_error_is_the_distance_in_each_bin() -> None:
    assert calibration_error([(0.8, True), (0.8, False)]) == pytest.approx(0.3)
    assert calibration_error([]) == 0


def test_a_mistake_is_named(tmp_path: Path) -> None:
    wrong = tmp_path / "en-99-wrong.toml"
    wrong.write_text(
        '[report]\nid = "en-99-wrong"\nlang = "en"\ntext = "The mayor said it."\nzones = ["body", "body"]\n'
        '[[statement]]\nid = "s1"\nat = "The mayor"\nsource = "The major"\ncue = "said"\ncontent = "it"\nact = "sing"\nkind = "person"\n',
        encoding="utf-8",
    )
    told = " ".join(read_file(wrong)[1])
    assert "The major" in told
    assert "act 'sing'" in told
    assert "1 blocks of text, 2 zones" in told
