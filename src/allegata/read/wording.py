"""What a line or a short block says about its own role: rules in data/page_lines.csv."""

import re
from collections import defaultdict
from enum import StrEnum
from functools import cache

from .. import data

LONGEST_ANY = 300
"""Rules that may match anywhere are for captions and legal lines; longer blocks are prose that mentions such words."""
NAME_WORD = r"(?:[A-ZÀ-ÞĀ-ŽА-ЯҐЄІЇƏԱ-Ֆ](?:[\w'’.-]*[\w.])?|(?:de|del|della|di|da|van|von|der|den|bin|ibn|al|el|la|le|du|dos|y|e)(?:-\w+)?)"
NAME = re.compile(rf"(?=\S*[A-ZÀ-ÞĀ-ŽА-ЯҐЄІЇƏԱ-Ֆ]){NAME_WORD}(?:\s+{NAME_WORD}){{1,4}}")
HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,4}", re.I)
SENTENCE_END = re.compile(r"[.!?…։。؟][\"'”’»)\]]*$")


class Wording(StrEnum):
    """The roles that page_lines.csv gives. COMMENTS, LIST: what follows is comments, is links. REPLY: a comment form. LIVE: a live page's title.
    OUTLET: a word of outlets' names."""

    COMMENTS = "comments"
    REPLY = "reply"
    LIVE = "live"
    LIST = "list"
    BOILERPLATE = "boilerplate"
    CAPTION = "caption"
    BYLINE = "byline"
    BIO = "bio"
    OUTLET = "outlet"


@cache
def _rules() -> dict[tuple[Wording, str], re.Pattern[str]]:
    parts: dict[tuple[Wording, str], list[str]] = defaultdict(list)
    for row in data.rows("page_lines.csv"):
        parts[Wording(row["role"]), row["match"]].append(row["pattern"])
    return {key: re.compile("|".join(f"(?:{p})" for p in patterns), re.I) for key, patterns in parts.items()}


def says(line: str, role: Wording) -> bool:
    """Whether the line's own words give it the role. `line` without outer white space."""
    rules = _rules()
    whole, start, anywhere = (rules.get((role, how)) for how in ("whole", "start", "any"))
    return bool(
        (whole and len(line) <= LONGEST_ANY and whole.fullmatch(line))
        or (start and start.match(line))
        or (anywhere and len(line) <= LONGEST_ANY and anywhere.search(line))
    )


def is_name(line: str) -> bool:
    """Whether the line is nothing but what looks like a person's name of two to five words."""
    return len(line) <= 60 and bool(NAME.fullmatch(line))


def is_sentence(line: str) -> bool:
    """Whether the line ends as a sentence does."""
    return bool(SENTENCE_END.search(line))


def is_outlet(line: str) -> bool:
    """Whether the line is nothing but what looks like a medium's name: few words with capitals, one of them a word of such names."""
    words = line.split()
    if not 1 <= len(words) <= 6 or len(line) > 60 or line[-1:] in ".!?:":
        return False
    if (len(words) == 1 and not HOST.fullmatch(line)) or says(line, Wording.BOILERPLATE):
        return False
    proper = all(word[0].isupper() or word[0].isdigit() or word in ("of", "the", "and", "&") for word in words)
    return (proper or len(words) == 1) and says(line, Wording.OUTLET)
