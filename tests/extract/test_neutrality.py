"""Neutrality is a law: with the names of two sides exchanged in report and profile, the same is extracted with names exchanged."""

from collections import Counter
from functools import cache

import pytest

from tests.extract.exchanging import SLUGS, Pair, alleged, of_samples, own, report, sample, told
from tests.golden.facts import readings

OWN = tuple(own())
EVERY = 3
"""Every third of our own reports is read here; `make neutral` reads all."""


def test_there_are_reports_enough() -> None:
    assert len(SLUGS) + len(OWN) >= 60


def test_exchanging_changes_every_name() -> None:
    exchange = of_samples()[0]
    text = readings()["su-25"].article.text
    assert exchange.of(text) != text
    assert exchange.of("an Armenian, a Russian and Baku") == "an Azerbaijani, a Russian and Yerevan"


FLOOR = 27
"""Of 28 samples, under their profile; only to be raised. In the others the parser reads a sentence otherwise under the other name."""

FLOOR_OWN = 5
"""Of 17, every third of our own reports, without a profile, towns exchanged too: 5 reached. The first exchange, of fewer names, gave 6."""


@cache
def short() -> tuple[Pair, ...]:
    return tuple(report(name) for name in OWN[::EVERY])


def test_statements_do_not_depend_on_whose_they_are() -> None:
    unlike = [s for s in SLUGS if told(sample(s).plain, sample(s).exchange) != told(sample(s).other, None)]
    assert len(SLUGS) - len(unlike) >= FLOOR, unlike


def test_claims_do_not_depend_on_whose_they_are() -> None:
    unlike = [s for s in SLUGS if alleged(sample(s).plain) != alleged(sample(s).other)]
    assert len(SLUGS) - len(unlike) >= FLOOR, unlike


def test_our_own_reports_give_the_same() -> None:
    unlike = {p.name: p.differences() for p in short() if p.differences()}
    assert len(short()) - len(unlike) >= FLOOR_OWN, unlike


@pytest.mark.parametrize("slug", SLUGS)
def test_no_side_is_denied_more_than_the_other(slug: str) -> None:
    """Acts and factuality as a whole, whatever the parser makes of single sentences: no more than two differ."""
    ours, theirs = sample(slug).plain, sample(slug).other
    acts = [Counter(s.act for s in r.statements) for r in (ours, theirs)]
    facts = [Counter(c.factuality for c in r.claims) for r in (ours, theirs)]
    assert ((acts[0] - acts[1]) + (acts[1] - acts[0])).total() <= 2
    assert ((facts[0] - facts[1]) + (facts[1] - facts[0])).total() <= 2
