"""The small word lists of the rules for claims, from data/claim_words.csv; its column `why` says what each is for."""

from functools import cache

from ..data import rows


@cache
def word_list(kind: str) -> frozenset[str]:
    """The words of one list: lemmas or words in lower case. Raises KeyError for a kind that the data does not have."""
    held = {row["kind"]: frozenset(row["words"].split("|")) for row in rows("claim_words.csv")}
    return held[kind]
