"""Attacks on defenders and journalists in the form of the HRDsAttack scorer: one attack an article."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from ..extract.attacks import Heard, Weights
from ..extract.attacks.telling import day_parts
from ..records import Article, Attacked, Harm, Zone, ZoneKind
from ..work.attacks import hear_in, load_weights
from .rows import as_article, day, readers

Row = dict[str, Any]

HARMS = {
    Harm.KILLING: "killing",
    Harm.DETENTION: "arbitrary detention",
    Harm.ABDUCTION: "kidnapping",
    Harm.DISAPPEARANCE: "enforced disappearance",
    Harm.TORTURE: "torture",
    Harm.OTHER: "other",
}
DOERS = {
    "state": "state actor",
    "other_state": "other state actors",
    "armed": "other actors with permissions",
    "criminal": "other actors without permissions",
    "company": "other non-state actors",
    "region": "regional orgs",
    "unknown": "insufficient info",
}
KINDS = {"journalist": "journalist", "defender": "human rights defender", "unionist": "trade unionist"}


def hrd(row: Row, folder: Path) -> Row:
    """The main attack of an article; `title` is its headline."""
    return {"attacks": [as_row(hear_in(titled(row), readers()), load_weights())]}


def titled(row: Row) -> Article:
    """The row as an article with a headline zone."""
    title, text = (row.get("title") or "").strip(), row["text"]
    start = len(title) + 2 if title else 0
    whole = f"{title}\n\n{text}" if title else text
    zones = [Zone(kind=ZoneKind.HEADLINE, start=0, end=len(title))] if title else []
    zones.append(Zone(kind=ZoneKind.BODY, start=start, end=len(whole)))
    return msgspec.structs.replace(as_article(whole, day(row)), zones=tuple(zones))


def as_row(heard: Heard, weights: Weights) -> Row:
    """The likeliest answer to each field by itself, as the scorer takes it: it asks for one where the product may say unknown.

    Harms and victims are given from their `least` on, the likeliest harm where none reaches it; a violation of no kind is `unknown`.
    """
    doer = max(heard.doers, key=lambda code: heard.doers[code], default="none")
    best = {field: options[0].value if options else None for field, options in heard.fields.items()}
    year, month, of_month = (day_parts(best[size])[n] for n, size in enumerate(("year", "month", "day")))
    harms = [h for h in Harm if heard.harms.get(h, 0.0) >= weights.harms[h].least]
    return {
        "perpetrator_mention": doer != "none",
        "perpetrator_type": DOERS.get(doer),
        "violation_types": [HARMS[h] for h in harms or likeliest(heard)] or ["unknown"],
        "year": year,
        "month": month,
        "day": of_month,
        "city": best["city"],
        "region": best["region"],
        "country": best["country"],
        "victims": [victim(p) for p in likely_victims(heard.persons, weights.victim.least)],
    }


def likely_victims(persons: Sequence[Attacked], least: float) -> list[Attacked]:
    """Who has the least chance, and enough of it beside the likeliest."""
    best = max((p.chance for p in persons), default=0.0)
    return [p for p in persons if p.chance >= max(least, BESIDE_THE_BEST * best)]


def likeliest(heard: Heard) -> list[Harm]:
    """The harm with the greatest chance; none where none has one to speak of."""
    best = max(heard.harms, key=lambda h: heard.harms[h], default=None)
    return [best] if best is not None and heard.harms[best] >= SOME else []


BESIDE_THE_BEST = 0.3
"""Of the likeliest victim's chance: with less than that a person is one who is only spoken of."""

SOME = 0.1
"""Chance of a harm under which the words tell of none."""


def victim(attacked: Attacked) -> Row:
    """A named person; the set calls everybody of unsaid age an adult, and who is no defender `insufficient information`."""
    return {
        "name": attacked.name,
        "types": [KINDS[k] for k in attacked.kinds] or ["insufficient information"],
        "sex": attacked.sex or "unknown",
        "age": attacked.age or "adult",
    }


TASKS = {"hrd": hrd}
