"""Names compared across spellings and scripts: `Hovhannisyan`, `Ovanisyan`, `Оганнисян`.

A skeleton keeps of a name what transliterations agree on: its consonants, sounds that one letter of another script stands
for taken together. Equal skeletons say that two spellings may be of one name, never that they are of one person.
"""

import re
import unicodedata
from difflib import SequenceMatcher
from functools import cache, lru_cache

from ..data import rows

SOUNDS = (
    ("shch", "s"), ("tch", "c"), ("sch", "s"), ("dzh", "z"), ("dj", "z"), ("zh", "z"), ("kh", "h"), ("gh", "g"), ("sh", "s"),
    ("ch", "c"), ("ts", "c"), ("tz", "c"), ("dz", "z"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("q", "k"), ("w", "v"), ("x", "ks"),
)  # fmt: skip
"""Letters that spell one sound in Latin, the longest first."""


CLOSE = 0.6
"""Share of letters in common: `hovhannisyan`, `ovanisyan` have .86, `hasan`, `hussein`, whose consonants are the same, .5."""


@lru_cache(maxsize=1 << 16)
def plain(name: str) -> str:
    """Lower case, in Latin letters where the script's letters are known, without marks, one blank between words."""
    letters = "".join(_letters().get(c, c) for c in unicodedata.normalize("NFC", name).lower())
    bare = "".join(c for c in unicodedata.normalize("NFKD", letters).lower() if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", re.sub(r"(?<=\w)['’](?=s\b)|['’`ʼ]", "", bare)))


def skeleton(word: str) -> str:
    """The consonants of one word; the first letter stays when it is a vowel's only trace ("a" of "Aliyev").

    >>> skeleton(plain("Hovhannisyan")) == skeleton(plain("Ovanisyan"))
    True
    """
    for letters, sound in SOUNDS:
        word = word.replace(letters, sound)
    word = re.sub(r"h(?!\Z)(?=[aeiouy]*)", "", word) or word
    bare = re.sub(r"[aeiouyj]", "", word)
    return re.sub(r"(.)\1+", r"\1", bare) or word[:1]


def spell_alike(one: str, other: str) -> bool:
    """Whether two names, in plain form, may be spellings of one: word for word one skeleton, an initial for a word allowed."""
    a, b = one.split(), other.split()
    if len(a) != len(b) or not a:
        return False
    return all(_words_alike(x, y) for x, y in zip(a, b, strict=True))


def _words_alike(one: str, other: str) -> bool:
    if one == other or (min(len(one), len(other)) == 1 and one[0] == other[0]):
        return True
    same = skeleton(one) == skeleton(other) and len(skeleton(one)) > 1
    return same and SequenceMatcher(None, one, other, autojunk=False).ratio() >= CLOSE


def initials(name: str) -> str:
    """The first letters of a body's words, small words left out: `hrw` of `Human Rights Watch`."""
    return "".join(w[0] for w in plain(name).split() if w not in {"of", "the", "and", "for", "in"})


@cache
def _letters() -> dict[str, str]:
    return {r["letters"]: r["latin"] for r in rows("letters.csv")}
