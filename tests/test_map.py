"""docs/map.md names every room and file at the top of the package, and nothing that is not there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_map_names_what_is_there() -> None:
    tree = (ROOT / "docs/map.md").read_text(encoding="utf-8").split("```")[1]
    named = set(re.findall(r"^    ([\w.]+)/? ", tree, re.M))
    package = ROOT / "src/allegata"
    there = {p.name for p in package.iterdir() if (p.is_dir() and (p / "__init__.py").exists()) or p.suffix == ".py"}
    assert named == there - {"__main__.py"}
