"""How a word of time stands in its clause: to the verb it belongs to, to the harm told there, to who is likely harmed; signs by name."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ...records import Span, ZoneKind
from ..parsed import ParsedZone
from .people_signs import Ground
from .standing import BESIDE, SAYING, Mentions
from .violations import Violation

if TYPE_CHECKING:
    from spacy.tokens import Token

STEPS = 5
"""Steps up the parse to a word of harm: "on the night of 3 May" is three away."""

_PREPOSITIONS = frozenset(
    {"in", "at", "near", "from", "of", "to", "on", "since", "after", "until", "by", "for", "before", "during"}
)
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "agent", "prep"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_VERBS = frozenset({"VERB", "AUX"})


class Clauses:
    """An article's clauses. `victims`: zone and token of a person to the chance of having been attacked; `harms`: a kind's chance."""

    def __init__(
        self, zones: Sequence[ParsedZone], ground: Ground, victims: Mapping[tuple[int, int], float], harms: Mapping[str, float]
    ) -> None:
        self.zones, self.first = zones, ground.first
        self.victims, self.harms = victims, harms
        self.find = Mentions(zones, ground, victims).at
        at = {z.offset: n for n, z in enumerate(zones)}
        self.told: dict[tuple[int, int], Violation] = {}
        for violation in ground.all:
            self.told.setdefault((at[violation.zone.offset], violation.token.i), violation)

    def signs(self, span: Span) -> dict[str, float]:
        """What one mention shows."""
        found = self.find(span)
        if found is None:
            return {"unparsed": 1.0}
        n, tokens = found
        made = self._place(n, tokens)
        for token in _upwards(tokens):
            if (n, token.i) in self.told:
                made |= self._hanging(n, token)
                break
        verb = next((t for t in _upwards(tokens) if t.pos_ in _VERBS), None)
        made |= self._governed(n, verb) if verb is not None else {"no_verb": 1.0}
        return made | self._around(n, tokens)

    def _place(self, n: int, tokens: "Sequence[Token]") -> dict[str, float]:
        doc, first = self.zones[n].doc, tokens[0].i
        before = doc[first - 1].lower_ if first else ""
        before = doc[first - 2].lower_ if before == "the" and first > 1 else before
        made = {
            "in_headline": float(self.zones[n].zone.kind is ZoneKind.HEADLINE),
            "how_early": 1 - n / len(self.zones),
            "in_lead": float(n == self.first),
            "near_lead": float(n in {self.first + 1, self.first + 2}),
            "opens_sentence": float(first - tokens[0].sent.start < 4),
        }
        return made | ({f"prep_{before}": 1.0} if before in _PREPOSITIONS else {})

    def _hanging(self, n: int, token: "Token") -> dict[str, float]:
        """The nearest word of harm above."""
        harm = self.told[n, token.i]
        made = {
            "hangs": 1.0,
            f"hangs_{harm.sort}": 1.0,
            f"hangs_{harm.pos}": 1.0,
            "hangs_harm": self.harms.get(harm.kind, 0.0),
            "hangs_victim": self._chance(n, harm.harmed),
            "hangs_harming": float(bool(harm.harmed)),
            "hangs_negated": float(harm.negated),
        }
        return made | ({f"hangs_{token.tag_}": 1.0} if harm.pos == "V" else {})

    def _governed(self, n: int, verb: "Token") -> dict[str, float]:
        """The verb of the clause."""
        below = [self.told[n, t.i] for t in verb.subtree if (n, t.i) in self.told]
        return {
            f"verb_{verb.tag_}": 1.0,
            f"verb_{verb.dep_}": 1.0,
            "verb_says": float(verb.lemma_.lower() in SAYING),
            "verb_harms": float((n, verb.i) in self.told),
            "verb_victim": self._chance(n, (t for c in verb.children if c.dep_ in _ARGUMENTS for t in c.subtree)),
            "verb_of_victim": self._chance(n, (t for c in verb.children if c.dep_ in _SUBJECTS for t in c.subtree)),
            "clause_tells": float(bool(below)),
            "clause_harm": max((self.harms.get(v.kind, 0.0) for v in below), default=0.0),
        }

    def _around(self, n: int, tokens: "Sequence[Token]") -> dict[str, float]:
        sentence = tokens[0].sent
        beside = [self.told[n, i] for i in range(sentence.start, sentence.end) if (n, i) in self.told]
        near = range(tokens[0].i - BESIDE, tokens[-1].i + BESIDE + 1)
        close = [self.told[n, i] for i in near if (n, i) in self.told]
        return {
            "beside": float(bool(beside)),
            "beside_harm": max((self.harms.get(v.kind, 0.0) for v in beside), default=0.0),
            "close": float(bool(close)),
            "close_harm": max((self.harms.get(v.kind, 0.0) for v in close), default=0.0),
            "sentence_victim": self._chance(n, sentence),
            **{f"beside_{v.sort}": 1.0 for v in beside},
        }

    def _chance(self, n: int, tokens: "Iterable[Token]") -> float:
        return max((self.victims.get((n, t.i), 0.0) for t in tokens), default=0.0)


def _upwards(tokens: "Sequence[Token]") -> "Iterator[Token]":
    """From the words of time up the parse, the nearest first."""
    first, last = tokens[0].i, tokens[-1].i
    here = next((t for t in reversed(tokens) if not first <= t.head.i <= last), tokens[-1])
    for _ in range(STEPS):
        if here.head.i == here.i:
            return
        here = here.head
        yield here
