"""Attacks on defenders and journalists in the form of the HRDsAttack scorer: one attack an article."""

from pathlib import Path
from typing import Any

import msgspec

from ..extract.attacks.telling import day_parts
from ..records import AllegedAttack, Article, Attacked, Harm, Zone, ZoneKind
from ..work.attacks import attack_in
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
    return {"attacks": [as_row(attack_in(titled(row), readers()))]}


def titled(row: Row) -> Article:
    """The row as an article with a headline zone."""
    title, text = (row.get("title") or "").strip(), row["text"]
    start = len(title) + 2 if title else 0
    whole = f"{title}\n\n{text}" if title else text
    zones = [Zone(kind=ZoneKind.HEADLINE, start=0, end=len(title))] if title else []
    zones.append(Zone(kind=ZoneKind.BODY, start=start, end=len(whole)))
    return msgspec.structs.replace(as_article(whole, day(row)), zones=tuple(zones))


def as_row(attack: AllegedAttack) -> Row:
    """The attack as the scorer takes it; what is not known is null, and a violation of no kind `unknown`."""
    year, month, of_month = day_parts(attack.day)
    return {
        "perpetrator_mention": attack.has_doer,
        "perpetrator_type": DOERS.get(attack.doer or ""),
        "violation_types": [HARMS[h] for h in attack.harms] or ["unknown"],
        "year": year,
        "month": month,
        "day": of_month,
        "city": attack.city,
        "region": attack.region,
        "country": attack.country,
        "victims": [victim(v) for v in attack.victims],
    }


def victim(attacked: Attacked) -> Row:
    """A named person; the set calls everybody of unsaid age an adult, and who is no defender `insufficient information`."""
    return {
        "name": attacked.name,
        "types": [KINDS[k] for k in attacked.kinds] or ["insufficient information"],
        "sex": attacked.sex or "unknown",
        "age": attacked.age or "adult",
    }


TASKS = {"hrd": hrd}
