"""Repetitions are folded into the claim that they repeat, whatever way the relations run."""

import pytest

from allegata.web.incidents import head_of


@pytest.mark.parametrize(
    ("repeats", "heads", "why"),
    [
        ({}, {"a": "a"}, "repeats nothing"),
        ({"a": "b"}, {"a": "b", "b": "b"}, "one step"),
        ({"a": "b", "b": "c"}, {"a": "c", "b": "c", "c": "c"}, "a chain ends in one claim"),
        ({"a": "b", "b": "a"}, {"a": "a", "b": "a"}, "a ring has one head"),
        ({"x": "b", "b": "c", "c": "b"}, {"x": "b", "b": "b", "c": "b"}, "a chain into a ring"),
    ],
)
def test_head_of(repeats: dict[str, str], heads: dict[str, str], why: str) -> None:
    assert {claim: head_of(claim, repeats) for claim in heads} == heads, why
