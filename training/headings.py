"""Counts how often fields of a heading are right, by where they were found and what agrees: `python -m training.headings GOLD.jsonl ...`
prints data/heading_confidence.csv's rows. Gold rows are those that `allegata bench predict article` takes."""

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from allegata.preserve import preserve
from allegata.read import read
from allegata.read.confidence import ANY, supports
from allegata.records import Article, Channel, HeadingField

FEWEST, FEWEST_ANY = 25, 15
"""Pages below which a place has no row of its own, and below which nothing is said."""

Key = tuple[str, str, str]


def main(names: list[str]) -> None:
    seen: Counter[Key] = Counter()
    right: Counter[Key] = Counter()
    for name in names:
        for row in map(json.loads, Path(name).read_text(encoding="utf-8").splitlines()):
            for key, is_right in judged(row["gold"], article(row, Path(name).parent)):
                for counted in (key, (key[0], ANY, key[2])):
                    seen[counted] += 1
                    right[counted] += is_right
    for key in sorted(seen):
        if seen[key] >= (FEWEST_ANY if key[1] == ANY else FEWEST):
            print(*key, right[key], seen[key], "counted by training/headings.py", sep=",")


def article(row: dict[str, Any], folder: Path) -> Article:
    raw = gzip.decompress((folder / row["html_file"]).read_bytes())
    return read(preserve(raw, media_type="text/html", now=datetime.now(UTC), channel=Channel.FILE, url=row["url"]), raw)


def judged(gold: dict[str, Any], page: Article) -> Iterator[tuple[Key, bool]]:
    """Each field that the page has and gold knows, and whether it is right."""
    true = {
        HeadingField.TITLE: (gold.get("title"), page.title or "", words),
        HeadingField.AUTHORS: (gold.get("authors"), " ".join(page.authors), names),
        HeadingField.PUBLISHED: (gold.get("published"), page.published or "", str),
    }
    for field, found_in, support in supports(page.title, page.authors, page.evidence, page.dates):
        wanted, found, form = true[field]
        if wanted:
            yield (field, found_in, support), form(wanted) == form(found)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def names(value: str | list[str]) -> set[str]:
    return {w for w in words(value if isinstance(value, str) else " ".join(value)) if len(w) > 2 or not w.isascii()}


if __name__ == "__main__":
    main(sys.argv[1:])
