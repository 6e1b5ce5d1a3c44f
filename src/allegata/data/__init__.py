"""The vocabulary as reviewed files beside this module: CSV and TOML, every row with its source.

Reading them is reading a part of the program: they ship in the package and change only with it.
"""

import csv
import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any


def path(name: str) -> Traversable:
    """A data file or folder of the package, for instance `samples`."""
    return files(__package__) / name


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a CSV file with a header, as dicts of stripped strings; `#` lines are left out.

    >>> rows("events.csv")[0]["code"]
    'shelling'
    """
    text = path(name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return tuple({k: (v or "").strip() for k, v in row.items() if k} for row in csv.DictReader(lines))


@cache
def toml(name: str) -> dict[str, Any]:
    """A TOML file of the package."""
    return tomllib.loads(path(name).read_text(encoding="utf-8"))
