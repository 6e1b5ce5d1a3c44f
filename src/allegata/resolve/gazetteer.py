"""What placing needs from a gazetteer, and how names are folded for look-up.

Folding: NFKD without marks, case folded, with a table for letters that are no marked letters (ə is not an e with a mark);
apostrophes gone, every other sign a space. Two spellings are one name when they fold to one string.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Protocol

from ..data import rows
from ..records import Candidate, Record

OWN_LETTERS = str.maketrans(
    {
        "ə": "e", "ı": "i", "ł": "l", "đ": "d", "ð": "d", "ø": "o", "œ": "oe", "æ": "ae", "þ": "th", "ħ": "h", "ŧ": "t", "ŋ": "n",
        "ĸ": "k", "ɣ": "g", "ƙ": "k", "ɓ": "b", "ɗ": "d", "ʻ": "", "ʼ": "", "ʽ": "", "ʾ": "", "ʿ": "", "ʹ": "", "ʺ": "", "'": "",
        "’": "", "‘": "", "`": "", "´": "", "ـ": "", "й": "й", "ё": "е", "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه",
    }
)  # fmt: skip
"""Letters that NFKD leaves alone or that two traditions write differently; one table for all scripts (Unicode 15 names)."""

NOT_LETTERS = re.compile(r"[\W_]+")


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """The form under which a name is looked up.

    >>> fold("Gəncə"), fold("Şuşa"), fold("Mets-Shen"), fold("Dera’a")
    ('gence', 'susa', 'mets shen', 'deraa')
    """
    text = unicodedata.normalize("NFKD", name).casefold().translate(OWN_LETTERS)
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return NOT_LETTERS.sub(" ", text.translate(OWN_LETTERS)).strip()


def respellings(name: str) -> Iterator[str]:
    """Folded forms to look a name up under when no gazetteer has it as written: in Latin letters, with or without an article.

    Of Cyrillic both readings of the letters that Russian and Ukrainian read differently.

    >>> list(respellings("Горловка"))
    ['gorlovka', 'horlovka']
    >>> list(respellings("Qusayr"))
    ['al qusayr']
    """
    folded = fold(name)
    if is_foreign(folded):
        letters = [_letters().get(c, c) for c in folded]
        russian = "".join(letters)
        if not is_foreign(russian):
            yield russian
            ukrainian = "".join(UKRAINIAN.get(c, latin) for c, latin in zip(folded, letters, strict=True))
            if ukrainian != russian:
                yield ukrainian
        return
    first, _, rest = folded.partition(" ")
    if first in ARTICLES and rest:
        yield from (f"{article} {rest}" for article in ARTICLES if article != first)
        yield rest
    elif folded:
        yield f"al {folded}"


ARTICLES = ("al", "el", "ar", "as", "ash", "at", "ad", "an", "az")
"""The Arabic article and the forms it takes before some letters."""

UKRAINIAN = {"г": "h", "и": "y"}


def is_foreign(name: str) -> bool:
    """Whether it has letters beyond the Latin ones."""
    return any(c > "\u024f" and c.isalpha() for c in name)


@cache
def _letters() -> dict[str, str]:
    return {r["letters"]: r["latin"] for r in rows("letters.csv") if len(r["letters"]) == 1} | {"ё": "e", "щ": "shch"}


class Entry(Record):
    """One gazetteer entry for a name, with the facts that judging candidates needs; never shown as a place's country.

    `candidate` has no score yet. `primary`: the name is the entry's main one. `exact`: it is written just so in the
    gazetteer, not only after folding. `country`: ISO code as the gazetteer has it, used for context only.
    `region`: the gazetteer's first-order division, used for context only. `fame`: how many names the gazetteer lists.
    """

    candidate: Candidate
    primary: bool = True
    exact: bool = True
    country: str | None = None
    region: str | None = None
    population: int = 0
    fame: int = 0


class Gazetteer(Protocol):
    """Names to entries. Every entry that has the name, in any spelling that folds alike; none for a name not known."""

    def look_up(self, name: str) -> tuple[Entry, ...]:
        """All entries with that name, in no order that means anything."""
        ...
