"""The measures of event categories: counted by hand on rows of our own."""

import json
from pathlib import Path
from typing import Any

import pytest

from allegata.bench.events import measure, measure_plover, measure_police
from allegata.errors import SourceError


def by_id(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {r["id"]: r for r in rows}


def test_plover_counts_an_open_answer_against_recall_alone() -> None:
    gold = by_id([{"id": n, "event": e} for n, e in (("1", "AID"), ("2", "AID"), ("3", "FIGHT"), ("4", "FIGHT"))])
    found = by_id(
        [{"id": "1", "event": "AID"}, {"id": "2", "event": "FIGHT"}, {"id": "3", "event": None}, {"id": "9", "event": "AID"}]
    )
    figures = measure_plover(gold, found)
    assert (figures["p"], figures["r"], figures["f1"]) == (1 / 2, 1 / 4, 1 / 3)
    assert (figures["AID"], figures["FIGHT"]) == (2 / 3, 0)
    assert measure_plover(gold, gold)["f1"] == 1


def test_police_counts_sentences() -> None:
    def row(*labels: list[str]) -> dict[str, Any]:
        return {"id": "1", "sentences": [{"start": 0, "end": 1, "labels": own} for own in labels]}

    gold = by_id([row(["FORCE", "KILL", "ANY_ACTION"], ["FORCE"], [])])
    figures = measure_police(gold, by_id([row(["FORCE"], [], ["KILL"])]))
    assert (figures["FORCE_p"], figures["FORCE_r"], figures["FORCE"]) == (1, 1 / 2, 2 / 3)
    assert figures["KILL"] == 0
    assert measure_police(gold, {})["FORCE"] == 0


def test_a_file_that_is_none_is_said_so(tmp_path: Path) -> None:
    good = tmp_path / "good.jsonl"
    good.write_text(json.dumps({"id": "1", "event": "AID"}) + "\n", encoding="utf-8")
    with pytest.raises(SourceError, match="cannot be read as JSON lines"):
        measure("plover", good, tmp_path / "missing.jsonl")
