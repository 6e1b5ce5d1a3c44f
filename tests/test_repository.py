"""What must not stand in the repository: text of the founding report, which is not ours to publish."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
REPORT = ROOT.parent / "shared/reports/founding-report.txt"
RUN = 11


def runs(text: str) -> set[str]:
    """All runs of RUN words."""
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


@pytest.mark.skipif(not REPORT.exists(), reason="the founding report is not beside this checkout")
def test_no_text_of_the_founding_report_stands_here() -> None:
    seed = runs(REPORT.read_text(encoding="utf-8"))
    found = {}
    for folder in ("src", "tests", "docs"):
        for file in (ROOT / folder).rglob("*"):
            if file.is_file() and file.suffix not in (".png", ".pyc") and "vendor" not in file.parts:
                shared = seed & runs(file.read_text(encoding="utf-8", errors="replace"))
                if shared:
                    found[str(file.relative_to(ROOT))] = min(shared)
    assert not found
