"""False alarms: claims of harm found in articles that allege none in a conflict (sport, trade, weather, culture).

Which articles are unrelated is told by a rule that knows nothing of what is extracted: at most `MOST` different words of
data/violence_words.csv, which news of war, crime and politics by force is made of.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ..data import rows as data_rows
from ..errors import AllegataError
from ..extract import extract
from ..extract.events import kinds
from ..records import REPORTING, Article, Claim
from .rows import as_article, page_of, readers, row_of

MOST = 1
LEAST = 100
"""Words of a page's own text below which it is no article."""

HARM = frozenset({"attack", "harm", "deed", "move"})
"""Kinds of data/events.csv that allege harm or acts of war; demands, calls and denials are no false alarms by themselves."""


def is_unrelated(text: str) -> bool:
    """Whether so few words of violence stand in it that it cannot be news of a conflict or a crime."""
    words = set(re.findall(r"[a-z]+", text.lower()))
    stems = tuple(row["stem"] for row in data_rows("violence_words.csv"))
    return len([w for w in words if w.startswith(stems)]) <= MOST


def is_of_harm(claim: Claim) -> bool:
    """Whether a claim alleges an attack or harm."""
    return kinds().get(claim.event, "other") in HARM


def articles(source: Path) -> Iterator[tuple[str, Article]]:
    """The English articles of a set of JSON lines by id: rows with `text`, or pages with an `html_file` beside the set.

    Raises ValueError for a line that is no row; a page that cannot be read is no article.
    """
    for line in filter(str.strip, source.read_text(encoding="utf-8").split("\n")):
        row = row_of(line)
        try:
            article = as_article(row["text"], None) if "text" in row else page_of(row, source.parent)
        except AllegataError:
            continue
        if article.language == "en":
            yield str(row["id"]), article


def false_alarms(sources: Iterable[Path]) -> dict[str, Any]:
    """Over all unrelated articles of the sets: `articles`, `with_harm`, `claims_of_harm`, `claims`, and each by its rule."""
    seen: set[str] = set()
    told: list[tuple[str, str, str]] = []
    number, other = 0, 0
    for source in sources:
        for name, article in articles(source):
            text = " ".join(z.span.of(article.text) for z in article.zones if z.kind in REPORTING)
            if text in seen or len(text.split()) < LEAST or not is_unrelated(text):
                continue
            seen.add(text)
            number += 1
            found = extract(article, parse=readers().parse, attribution=readers().attribution).claims
            harm = [c for c in found if is_of_harm(c)]
            other += len(found) - len(harm)
            told += [(name, c.rule, " ".join(c.span.of(article.text).split())) for c in harm]
    return {
        "articles": number,
        "with_harm": len({name for name, _, _ in told}),
        "claims_of_harm": len(told),
        "other_claims": other,
        "rules": dict(Counter(rule for _, rule, _ in told).most_common()),
        "words": [{"id": name, "rule": rule, "words": words} for name, rule, words in told],
    }
