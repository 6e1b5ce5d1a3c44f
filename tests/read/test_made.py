"""Captions, bios, bylines and entries on our own pages in the manner of sixteen families: floors that only rise."""

import pytest

from .made.score import pages, scored

FLOORS = {"caption": 0.99, "bio": 0.99, "byline": 0.92, "entry": 0.99}


@pytest.mark.parametrize("kind", FLOORS)
def test_parts_of_made_pages(kind: str) -> None:
    assert scored()[kind][2] >= FLOORS[kind]


def test_there_are_pages_enough() -> None:
    assert sum(1 for _ in pages()) >= 60
