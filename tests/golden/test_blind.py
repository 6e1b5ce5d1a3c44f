"""The blind dossiers keep their form: spans hold their quotes, and every reference leads somewhere that was published by then."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
DOSSIERS = [HERE / "blind", *sorted(p.parent for p in HERE.glob("blind2/*/gold.json"))]


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("folder", DOSSIERS, ids=lambda p: p.name)
def test_a_dossier_keeps_its_form(folder: Path) -> None:
    gold, reports = load(folder / "gold.json"), {p.stem: load(p) for p in sorted(folder.glob("reports/*.json"))}
    published = {key: datetime.fromisoformat(r["published"]) for key, r in reports.items()}
    claims = {c["id"]: c for c in gold["claims"]}
    targets = {"CONTEXT", *(x["id"] for x in (*gold["incidents"], *gold["tallies"]))}
    assert gold["dossier"] == folder.name and len(claims) == len(gold["claims"])
    assert all(key == r["id"] for key, r in reports.items())
    for marked in (*gold["claims"], *gold["traps"]):
        assert reports[marked["report"]]["text"][marked["start"] : marked["end"]] == marked["quote"]
    for claim in gold["claims"]:
        assert claim["target"] in targets
        assert not claim["said"] or datetime.fromisoformat(claim["said"]) <= published[claim["report"]]
        for relation in claim["relations"]:
            assert relation["to"] != claim["id"]
            assert published[claims[relation["to"]]["report"]] <= published[claim["report"]]
    assert {key for origin in gold["origins"] for key in origin["reports"]} == set(reports)


@pytest.mark.parametrize("folder", DOSSIERS, ids=lambda p: p.name)
def test_the_latest_figure_is_one_of_the_claim_named(folder: Path) -> None:
    gold = load(folder / "gold.json")
    claims = {c["id"]: c for c in gold["claims"]}
    for incident in gold["incidents"]:
        for party, measures in incident["expected"]["latest"].items():
            for measure, cell in measures.items():
                claim = claims[cell["from"]]
                assert (claim["claimant_party"], claim["target"]) == (party, incident["id"])
                assert [measure, *cell["value"]] in [[q["measure"], q["low"], q["high"]] for q in claim["quantities"]]
