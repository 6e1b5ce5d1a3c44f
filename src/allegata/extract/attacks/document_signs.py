"""What an article's words as a whole say of the harm: signs for the kinds of violation and of those who did it."""

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
    """Signs of which violations the article is about: shares, so that a short article's two words weigh as a long one's twenty.

    `victims`: zone and token of a person to the chance of having been attacked.
    """
    told: Counter[str] = Counter(v.kind for v in violations)
    harming: Counter[str] = Counter(v.kind for v in violations if v.harmed)
    words = max(1, sum(len(z.doc) for z in zones))
    made: dict[str, float] = {}
    for rank, kind in enumerate(sorted(told, key=lambda k: (-told[k], k))):
        made[f"{kind}_any"] = 1.0
        made[f"{kind}_share"] = told[kind] / len(violations)
        made[f"{kind}_rank"] = 1 / (1 + rank)
        made[f"{kind}_commonest"] = float(rank == 0)
        made[f"{kind}_density"] = squash(100 * told[kind] / words)
        made[f"{kind}_harming_share"] = harming[kind] / (sum(harming.values()) or 1)
        made[f"{kind}_of_victims"] = 0.0
    at = {z.offset: n for n, z in enumerate(zones)}
    first = next((n for n, z in enumerate(zones) if z.zone.kind is not ZoneKind.HEADLINE), 0)
    for violation in violations:
        n, kind = at[violation.zone.offset], violation.kind
        made[f"{kind}_{violation.pos}"] = 1.0
        made[f"{kind}_of_victims"] += max((victims.get((n, t.i), 0.0) for t in violation.harmed), default=0.0)
        if violation.harmed:
            made[f"{kind}_harming"] = 1.0
        if violation.zone.zone.kind is ZoneKind.HEADLINE:
            made[f"{kind}_headline"] = made[f"sort_{violation.sort}_headline"] = 1.0
        if n in {first, first + 1}:
            made[f"{kind}_lead"] = made[f"sort_{violation.sort}_lead"] = 1.0
    return made | _of_sorts(violations, words) | {name: squash(v) for name, v in made.items() if name.endswith("_of_victims")}


def _of_sorts(violations: Sequence[Violation], words: int) -> dict[str, float]:
    told: Counter[str] = Counter(v.sort for v in violations)
    made: dict[str, float] = {}
    for rank, sort in enumerate(sorted(told, key=lambda s: (-told[s], s))):
        made[f"sort_{sort}_any"] = 1.0
        made[f"sort_{sort}_share"] = told[sort] / len(violations)
        made[f"sort_{sort}_rank"] = 1 / (1 + rank)
        made[f"sort_{sort}_density"] = squash(100 * told[sort] / words)
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
