"""Linear models over named signs: what the shipped weights of this room are, and how they are read."""

import math
from collections.abc import Mapping, Sequence

import msgspec

from ...records import Record, Span

Signs = Mapping[str, float]

NEVER = 1.01
"""A `sure` that no chance reaches: on the training articles no threshold made the answers right often enough."""


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A possible answer, where the words that say it stand, and its signs."""

    value: str
    spans: tuple[Span, ...]
    signs: Signs


class Scorer(Record):
    """A logistic regression: weights by the sign's name; a sign without a weight says nothing.

    `least`: the chance from which on answers do best on the whole (F1); `sure`: from which on they are right as often as
    training/attacks.py asks of the product's records. docs/models/attacks.md is the card.
    """

    bias: float
    weights: Mapping[str, float]
    least: float = 0.5
    sure: float = NEVER

    def chance(self, signs: Signs) -> float:
        """Between 0 and 1."""
        total = self.bias + weigh(self.weights, signs)
        return 1 / (1 + math.exp(-max(-40.0, min(40.0, total))))


class Ranker(Record):
    """Which of several options is the answer: a conditional logit, in which `none` stands for "none of these"."""

    none: float
    weights: Mapping[str, float]
    sure: float = NEVER

    def chances(self, options: Sequence[Signs]) -> list[float]:
        """One for each option; together with that of none they sum to 1."""
        totals = [self.none, *(weigh(self.weights, signs) for signs in options)]
        most = max(totals)
        powers = [math.exp(t - most) for t in totals]
        whole = sum(powers)
        return [p / whole for p in powers[1:]]


def weigh(weights: Mapping[str, float], signs: Signs) -> float:
    """The sum of signs times weights."""
    return sum(weights.get(name, 0.0) * value for name, value in signs.items())


def squash(count: float) -> float:
    """Counts grow by their logarithm: the tenth mention says less than the second."""
    return math.log1p(count)
