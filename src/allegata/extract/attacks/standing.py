"""How the mentions of a place stand to the harm that an article tells of: signs by name."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ...records import Span, ZoneKind
from ..parsed import ParsedZone
from .people_signs import Ground
from .scorer import squash

if TYPE_CHECKING:
    from spacy.tokens import Token

HEADS = 4
"""Steps up the parse from a place to the verb it belongs to."""

BESIDE = 8
"""Words within which a trigger stands close."""

SAYING = frozenset({"say", "tell", "announce", "report", "add", "write", "state", "condemn", "urge", "call", "publish"})
"""Verbs whose time is that of the saying and not of what is said."""


class Mentions:
    """Where an article names places: each name's signs grow by every mention."""

    def __init__(self, zones: Sequence[ParsedZone], ground: Ground, victims: Mapping[tuple[int, int], float]) -> None:
        self.zones = zones
        self.ground = ground
        self.victims = victims
        self.triggers = {(n, v.token.i) for n, zone in enumerate(zones) for v in ground.all if v.zone.offset == zone.offset}

    def at(self, span: Span) -> "tuple[int, tuple[Token, ...]] | None":
        """The zone and tokens of a span; None where nothing was parsed (a dateline)."""
        for n, zone in enumerate(self.zones):
            if zone.offset <= span.start < zone.end:
                tokens = zone.tokens(span)
                return (n, tokens) if tokens else None
        return None

    def count(self, held: Counter[str], span: Span) -> None:
        """Add what one mention shows."""
        held["n"] += 1
        found = self.at(span)
        if found is None:
            held["unparsed"] += 1
            held["dateline"] += span.start < self.zones[0].offset + 400 if self.zones else 0
            return
        n, tokens = found
        doc = self.zones[n].doc
        held["in_headline"] += self.zones[n].zone.kind is ZoneKind.HEADLINE
        held["in_lead"] += n == self.ground.first
        held["near_lead"] += n in {self.ground.first + 1, self.ground.first + 2}
        first, last = tokens[0].i, tokens[-1].i
        before = doc[first - 1].lower_ if first else ""
        before = doc[first - 2].lower_ if before == "the" and first > 1 else before
        held[f"prep_{before}"] += before in {"in", "at", "near", "from", "of", "to", "on", "since", "after", "until", "by"}
        self._of_harm(held, n, tokens)
        close = any((n, i) in self.triggers for i in range(first - BESIDE, last + BESIDE + 1))
        held["close"] += close
        sentence = tokens[0].sent
        in_sentence = [self.victims[n, i] for i in range(sentence.start, sentence.end) if (n, i) in self.victims]
        held["with_victim"] += bool(in_sentence)
        held["with_chance"] += max(in_sentence, default=0.0)  # type: ignore[assignment]

    def _of_harm(self, held: Counter[str], n: int, tokens: "Sequence[Token]") -> None:
        held["beside"] += (n, tokens[0].sent.start) in self.ground.told
        here = tokens[-1]
        for token in tokens:
            if token.head.i < tokens[0].i or token.head.i > tokens[-1].i:
                here = token
        for _ in range(HEADS):
            if here.head.i == here.i:
                break
            here = here.head
            if here.lemma_.lower() in SAYING:
                held["hangs_on_saying"] += 1
                break
            if (n, here.i) in self.triggers:
                held["hangs"] += 1
                break


def squashed(held: Mapping[str, float]) -> dict[str, float]:
    """Counts as signs."""
    return {name: squash(count) for name, count in held.items() if count}
