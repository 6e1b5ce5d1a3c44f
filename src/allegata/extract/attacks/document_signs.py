"""What an article's words as a whole say of the harm: signs for the kinds of violation and of those who did it."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from ...data import rows
from ...records import ZoneKind
from ..parsed import ParsedZone
from .scorer import squash
from .violations import Violation


@cache
def doer_kinds() -> Mapping[str, frozenset[str]]:
    """A word to the kinds of doer that it stands for."""
    held: dict[str, set[str]] = {}
    for row in rows("doer_kinds.csv"):
        for word in row["words"].split("|"):
            held.setdefault(word, set()).add(row["kind"])
    return {word: frozenset(kinds) for word, kinds in held.items()}


def violation_signs(
    zones: Sequence[ParsedZone], violations: Sequence[Violation], victims: Mapping[tuple[int, int], float]
) -> dict[str, float]:
    """Signs of which violations the article is about. `victims`: zone and token of a person to the chance of having been attacked."""
    held: Counter[str] = Counter()
    at = {z.offset: n for n, z in enumerate(zones)}
    first = next((n for n, z in enumerate(zones) if z.zone.kind is not ZoneKind.HEADLINE), 0)
    weight: Counter[str] = Counter()
    for violation in violations:
        n, kind = at[violation.zone.offset], violation.kind
        held[f"{kind}"] += 1
        held[f"{kind}_{violation.pos}"] += 1
        held[f"{kind}_headline"] += violation.zone.zone.kind is ZoneKind.HEADLINE
        held[f"{kind}_lead"] += n in {first, first + 1}
        held[f"{kind}_with_harmed"] += bool(violation.harmed)
        chance = max((victims.get((n, t.i), 0.0) for t in violation.harmed), default=0.0)
        weight[kind] += chance  # type: ignore[assignment]
        held[f"word {violation.token.lemma_.lower()}"] += 1
    made = {name: squash(count) for name, count in held.items() if count}
    total = sum(held[k] for k in weight) or 1
    for kind in weight:
        made[f"{kind}_share"] = held[kind] / total
        made[f"{kind}_of_victims"] = squash(weight[kind])
    return made


def doer_signs(zones: Sequence[ParsedZone], violations: Sequence[Violation]) -> dict[str, float]:
    """Signs of what kind of doer the article speaks of: who stands as the doer, and which kinds it names at all."""
    held: Counter[str] = Counter()
    for violation in violations:
        held[f"told_{violation.kind}"] += 1
        for token in violation.doers:
            phrase = {token.lemma_.lower(), token.lower_, *(c.lemma_.lower() for c in token.children if c.i < token.i)}
            kinds = {kind for word in phrase for kind in doer_kinds().get(word, ())}
            for kind in kinds:
                held[f"did_{kind}"] += 1
                held[f"did_{kind}_{violation.kind}"] += 1
            held["did"] += 1
            held["did_unknown"] += not kinds
    for zone in zones:
        for token in zone.doc:
            for kind in doer_kinds().get(token.lemma_.lower(), ()):
                held[f"named_{kind}"] += 1
                held[f"named_{kind}_headline"] += zone.zone.kind is ZoneKind.HEADLINE
    made = {name: squash(count) for name, count in held.items() if count}
    did = max(1, held["did"])
    named = sum(held[f"named_{k}"] for k in ("state", "armed", "criminal", "company", "region")) or 1
    for kind in ("state", "armed", "criminal", "company", "region"):
        made[f"share_{kind}"] = held[f"did_{kind}"] / did
        made[f"named_share_{kind}"] = held[f"named_{kind}"] / named
    return made


_WORD = re.compile(r"[a-z]+")


def word_signs(zones: Sequence[ParsedZone]) -> dict[str, float]:
    """Every lemma of the article once, as a sign of its own."""
    held = Counter(t.lemma_.lower() for z in zones for t in z.doc if t.is_alpha and not t.is_stop and t.ent_type_ not in _NAMES)
    return {f"lemma {w}": squash(n) for w, n in held.items() if len(w) > 2 and _WORD.fullmatch(w)}


_NAMES = frozenset(
    {"PERSON", "GPE", "NORP", "ORG", "LOC", "FAC", "DATE", "TIME", "CARDINAL", "MONEY", "PRODUCT", "WORK_OF_ART"}
)
"""A party's, place's or person's name is no sign of what happened."""
