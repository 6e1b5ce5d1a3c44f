"""Mentions -> attack forms: one form for each type of incident that enough of the mentions speak of."""

from collections.abc import Sequence

import numpy as np

from .fillers import Group, filler, group, persons, said, same_body, same_thing, value
from .form import AttackForm, Filler
from .mention import Heard, Mention
from .roles import HEADS

LEAST = 0.4
"""A filler less likely than this stays out."""
TARGETS = frozenset({"hum_name", "hum_desc", "phys"})


def assemble(heard: Heard, text: str) -> tuple[AttackForm, ...]:
    """The forms of a report, none where nothing is alleged of the kind."""
    kinds: dict[int, list[Mention]] = {}
    for m in heard.mentions:
        if m.role in TARGETS and "type" in m.says:
            kinds.setdefault(int(np.argmax(m.says["type"])), []).append(m)
    return tuple(form for kind, held in kinds.items() if (form := form_of(kind, held, heard.mentions, text)))


def form_of(kind: int, targets: Sequence[Mention], mentions: Sequence[Mention], text: str) -> AttackForm | None:
    """The form of one incident with these targets; None when none of them is likely enough."""
    people = _likely([filler(g, text, kind="hum_type", effect="hum_effect", counted=True) for g in persons(targets, text)])
    things = group([m for m in targets if m.role == "phys"], text, same_thing)
    objects = _likely([filler(g, text, kind="phys_type", effect="phys_effect", counted=True) for g in things])
    if not people and not objects:
        return None
    by = {role: [m for m in mentions if m.role == role] for role in ("perp_ind", "perp_org", "instrument", "place", "day")}
    bodies = group(by["perp_org"], text, same_body)
    about = list(mentions)
    return AttackForm(
        type=HEADS["type"][kind],
        stage=value(about, "stage") or "ACCOMPLISHED",
        category=value(about, "category"),
        individuals=_likely([filler(g, text) for g in group(by["perp_ind"], text, same_thing)]),
        organizations=_likely([filler(g, text, kind="confidence") for g in bodies]),
        objects=objects,
        people=people,
        instruments=_likely([filler(g, text, kind="instrument_type") for g in group(by["instrument"], text, same_thing)]),
        places=tuple(m.span for m in sorted(by["place"], key=lambda m: -m.chance)),
        day=max(by["day"], key=lambda m: m.chance).span if by["day"] else None,
    )


def _likely(fillers: Sequence[Filler]) -> tuple[Filler, ...]:
    return tuple(sorted((f for f in fillers if f.chance >= LEAST), key=lambda f: -f.chance))


__all__ = ["Group", "assemble", "form_of", "said"]
