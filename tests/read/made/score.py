"""F1 of captions, bios, bylines and entries over all made pages: `python -m tests.read.made.score [--misses]`.

Each file of families/ is a page in the manner of a common system, class names and nesting as its own themes have them, with `@title`,
`@body0` and so on where a report's parts stand; stories.toml has the reports. A page is one of each.
"""

import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from allegata.records import ZoneKind

from ..capturing import article

ALIKE = 0.8
"""Share of words that a zone and a true part have in common, of all words of both, to be the same."""

Part = tuple[str, str]
Story = dict[str, Any]
HERE = Path(__file__).parent


def stories() -> list[Story]:
    return tomllib.loads((HERE / "stories.toml").read_text(encoding="utf-8"))["story"]  # type: ignore[no-any-return]


def filled(template: str, story: Story) -> str:
    """The family's page with the report's parts in their places."""
    parts = {f"@{name}": story[name] for name in ("title", "lead", "by", "bio", "date", "lang")}
    parts |= {
        f"@{name}{i}": text for name, key in (("body", "body"), ("caption", "captions")) for i, text in enumerate(story[key])
    }
    parts |= {f"@{name}{i}": entry[at] for at, name in enumerate(("clock", "text")) for i, entry in enumerate(story["entries"])}
    return re.sub(
        r"@(?:body|caption|clock|text)\d|@(?:title|lead|bio|by|date|lang)", lambda found: parts[found.group()], template
    )


def pages() -> Iterator[tuple[str, list[Part], list[Part]]]:
    """Each page's name, its true parts and those that are read; the time stands before an entry's words."""
    for family in sorted((HERE / "families").glob("*.html")):
        template = family.read_text(encoding="utf-8")
        for number, story in enumerate(stories(), 1):
            read = article(filled(template, story))
            zones = [(zone.kind, zone.span.of(read.text), zone.said_at) for zone in read.zones]
            found = [(str(kind), text) for kind, text, _ in zones if kind in (ZoneKind.CAPTION, ZoneKind.BIO, ZoneKind.BYLINE)]
            found += [("entry", f"{at:%H %M} {text}") for kind, text, at in zones if kind is ZoneKind.BODY and at]
            yield f"{family.stem} {number}", list(true_parts(template, story)), found


def true_parts(template: str, story: Story) -> Iterator[Part]:
    """The parts that the family has a place for."""
    yield from (
        (name, story["by" if name == "byline" else name])
        for name, sign in (("byline", "@by"), ("bio", "@bio"))
        if sign in template
    )
    if "@caption0" in template:
        yield from (("caption", text) for text in story["captions"])
    if "@text0" in template:
        yield from (("entry", f"{clock} {text}") for clock, text in story["entries"])


def alike(a: str, b: str) -> bool:
    one, other = (Counter(re.findall(r"\w+", text.lower())) for text in (a, b))
    return (one & other).total() >= ALIKE * (one | other).total()


def scored(show: bool = False) -> dict[str, tuple[float, float, float, int]]:
    """Precision, recall, F1 and number of true parts, by kind."""
    counts: Counter[tuple[str, str]] = Counter()
    for name, true, found in pages():
        hit = [any(t[0] == f[0] and alike(t[1], f[1]) for f in found) for t in true]
        fits = [any(t[0] == f[0] and alike(t[1], f[1]) for t in true) for f in found]
        counts.update((kind, "true") for kind, _ in true)
        counts.update((kind, "found") for kind, _ in found)
        counts.update((part[0], "hit") for part, ok in zip(true, hit, strict=True) if ok)
        counts.update((part[0], "fits") for part, ok in zip(found, fits, strict=True) if ok)
        if show:
            for sign, parts, oks in (("missed", true, hit), ("wrong", found, fits)):
                for part, ok in zip(parts, oks, strict=True):
                    if not ok:
                        print(f"{sign:7}{name:22}{part[0]:8}{part[1][:90]}")
    made = {}
    for kind in ("caption", "bio", "byline", "entry"):
        p = counts[kind, "fits"] / max(1, counts[kind, "found"])
        r = counts[kind, "hit"] / max(1, counts[kind, "true"])
        made[kind] = (p, r, 2 * p * r / (p + r) if p + r else 0.0, counts[kind, "true"])
    return made


if __name__ == "__main__":
    for kind, (p, r, f1, size) in scored("--misses" in sys.argv).items():
        print(f"{kind:8} P {p:.3f} R {r:.3f} F1 {f1:.3f} of {size}")
