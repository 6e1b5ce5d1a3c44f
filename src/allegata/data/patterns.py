"""Patterns made of the vocabulary, for rooms that may not import each other."""

import re
from functools import cache

from . import rows


@cache
def whole_words(name: str) -> re.Pattern[str]:
    """A pattern for any of the words of a CSV file with a column `word`, as whole words in any case of letters."""
    return re.compile(rf"\b(?:{'|'.join(re.escape(row['word']) for row in rows(name))})\b", re.IGNORECASE)


COUNTED = r"(?:the|those) (?:dead|victims|wounded|injured|casualties|killed|missing|fatalities)"


@cache
def leaning(*, parts: bool = False) -> re.Pattern[str]:
    """How a sentence begins that counts on from the one before (data/leaning_words.csv); `parts`: that counts some of those counted before."""
    words = (r["words"].replace("{counted}", COUNTED) for r in rows("leaning_words.csv") if not parts or r["parts"] == "yes")
    return re.compile(rf"\W*(?:{'|'.join(words)})\b", re.IGNORECASE)
