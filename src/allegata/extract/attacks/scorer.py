"""A logistic regression over named signs: what the shipped weights of this room are, and how they are read."""

import math
from collections.abc import Mapping

from ...records import Record

Signs = Mapping[str, float]


class Scorer(Record):
    """Weights by the sign's name (see signs in people_signs.py and its neighbours); a sign without a weight says nothing.

    `least`: the chance from which on an answer is given. Fitted by training/attacks.py; docs/models/attacks.md is the card.
    """

    bias: float
    weights: Mapping[str, float]
    least: float = 0.5

    def chance(self, signs: Signs) -> float:
        """Between 0 and 1."""
        total = self.bias + sum(self.weights.get(name, 0.0) * value for name, value in signs.items())
        return 1 / (1 + math.exp(-max(-40.0, min(40.0, total))))


def squash(count: float) -> float:
    """Counts grow by their logarithm: the tenth mention says less than the second."""
    return math.log1p(count)
