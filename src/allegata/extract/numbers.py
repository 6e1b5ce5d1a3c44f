"""Numbers as reports write them: digits, words, ranges, bounds. What a number counts is quantities.py's question.

Invariant: dates, ages, times, distances, calibres and names of weapons (`152 mm`, `aged 13`, `BM-21`) are no numbers here.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ..data import rows
from ..records import Bound
from .vocabulary import word_list

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Number(NamedTuple):
    """A number phrase: tokens `first` to `last` with its bounding words, `core` to `last_core` without."""

    first: int
    last: int
    core: int
    last_core: int
    low: int | None
    high: int | None
    bound: Bound


class Reading(NamedTuple):
    """A number read from token to token, before the words around it bound it. `end` is the first token after it."""

    low: int
    high: int | None
    bound: Bound
    end: int


_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
SMALL: Mapping[str, int] = {word: n for n, word in enumerate(_UNITS.split())} | {
    word: 10 * n for n, word in enumerate(_TENS.split(), start=2)
}
SCALES: Mapping[str, int] = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "dozen": 12}
DASHES = frozenset({"-", "–", "—", "‑", "−"})
GREATEST = 10**10
"""More than people live: a longer row of digits is a telephone or an index, no count."""

_GROUPED = re.compile(r"\d{1,3}(?:[,.’'\u00a0\u202f]\d{3})+\Z")
_PLAIN = re.compile(r"\d{1,10}\Z")
_DECIMAL = re.compile(r"\d{1,4}[.,]\d{1,2}\Z")
_JOINED = re.compile(r"(\d[\d,.]*)[-–—‑](\d[\d,.]*)\Z")
_THREE = re.compile(r"\d{3}\Z")


class Bounds:
    """data/bounds.csv as look-up tables of lower-case word tuples; made once by `bounds`."""

    def __init__(self) -> None:
        self.before: dict[tuple[str, ...], Bound] = {}
        self.after: dict[tuple[str, ...], Bound] = {}
        self.number: dict[tuple[str, ...], tuple[Bound, int]] = {}
        self.not_after: set[tuple[str, ...]] = set()
        self.not_before: set[tuple[str, ...]] = set()
        for row in rows("bounds.csv"):
            key = tuple(row["words"].split())
            if row["kind"] == "before":
                self.before[key] = Bound(row["bound"])
            elif row["kind"] == "after":
                self.after[key] = Bound(row["bound"])
            elif row["kind"] == "number":
                self.number[key] = (Bound(row["bound"]), int(row["value"]))
            elif row["kind"] == "not_after":
                self.not_after.add(key)
            else:
                self.not_before.add(key)
        self.first_words = frozenset(key[0] for key in self.number)


@cache
def bounds() -> Bounds:
    """The words that bound numbers."""
    return Bounds()


def find_numbers(doc: "Doc", words: Sequence[str]) -> list[Number]:
    """All numbers of a Doc in text order. `words` are its tokens in lower case, one each.

    "at least five" gives low 5, high None, AT_LEAST; "between 20 and 30" a RANGE; "dozens" low 24, AT_LEAST.
    """
    known, found, at = bounds(), [], 0
    while at < len(words):
        word = words[at]
        if not (word[:1].isdigit() or word in SMALL or word in SCALES or word in known.first_words or "-" in word):
            at += 1
            continue
        reading = _range(words, at)
        if reading is None or _counts_nothing(doc, words, at, reading.end):
            at = reading.end if reading else at + 1
            continue
        found.append(_bounded(words, at, reading))
        at = max(found[-1].last, reading.end - 1) + 1
    return found


def _range(words: Sequence[str], at: int) -> Reading | None:
    first = _value(words, at)
    if first is None or first.high is None or first.bound is not Bound.EXACT:
        return first
    end = first.end
    if end + 1 >= len(words):
        return first
    joint = words[end]
    between = at > 0 and words[at - 1] == "between"
    if not (joint in DASHES or joint in {"to", "or"} or (joint == "and" and between)):
        return first
    second = _value(words, end + 1)
    if second is None or second.high is None or second.bound is not Bound.EXACT:
        return first
    low = first.low
    if low < 100 <= second.low and second.low % low == 0 and words[at] in SMALL and words[second.end - 1] in SCALES:
        low *= SCALES[words[second.end - 1]]
    if joint == "to" and any(w in word_list("rising") for w in words[max(0, at - 6) : at]):
        return Reading(second.low, second.low, Bound.EXACT, second.end)
    if low >= second.low:
        return first
    return Reading(low, second.low, Bound.RANGE, second.end)


def _value(words: Sequence[str], at: int) -> Reading | None:
    known = bounds()
    for length in (3, 2, 1):
        held = known.number.get(tuple(words[at : at + length]))
        if held and at + length <= len(words):
            bound, value = held
            return _scaled(words, at + length, value, None if bound is Bound.AT_LEAST else value, bound)
    word = words[at]
    if word[:1].isdigit():
        return _digits(words, at)
    return _spelled(words, at)


def _digits(words: Sequence[str], at: int) -> Reading | None:
    word, bound = words[at], Bound.EXACT
    if word.endswith("+"):
        word, bound = word[:-1], Bound.AT_LEAST
    joined = _JOINED.match(word)
    if joined:
        low, high = (_plain(part) for part in joined.groups())
        return Reading(low, high, Bound.RANGE, at + 1) if low is not None and high is not None and low < high else None
    if _DECIMAL.match(word) and at + 1 < len(words) and words[at + 1] in SCALES:
        value = round(float(word.replace(",", ".")) * SCALES[words[at + 1]])
        return Reading(value, value, bound, at + 2)
    plain = _plain(word)
    if plain is None:
        return None
    end = at + 1
    while plain and len(words[at]) <= 3 and end < len(words) and _THREE.match(words[end]) and plain < GREATEST:
        plain, end = plain * 1000 + int(words[end]), end + 1
    if bound is Bound.AT_LEAST:
        return Reading(plain, None, bound, end)
    return _scaled(words, end, plain, plain, bound)


def _plain(word: str) -> int | None:
    if _PLAIN.match(word) and int(word) < GREATEST and (len(word) == 1 or word[0] != "0"):
        return int(word)
    if _GROUPED.match(word):
        return int(re.sub(r"\D", "", word))
    return None


def _scaled(words: Sequence[str], end: int, low: int, high: int | None, bound: Bound) -> Reading:
    if (
        end < len(words)
        and words[end] in SCALES
        and low < 1000
        and not (bound is Bound.AT_LEAST and high is None and low >= 20)
    ):
        scale = SCALES[words[end]]
        return Reading(low * scale, None if high is None else high * scale, bound, end + 1)
    return Reading(low, high, bound, end)


def _spelled(words: Sequence[str], at: int) -> Reading | None:
    total = part = 0
    end = at
    while end < len(words):
        value = _small(words[end])
        if value is not None and (part % 100 == 0 or (part % 10 == 0 and value < 10 and part % 100 >= 20)):
            part += value
        elif words[end] in SCALES and part:
            scale = SCALES[words[end]]
            part *= scale
            if scale >= 1000:
                total, part = total + part, 0
        elif words[end] == "and" and part % 100 == 0 and part and end + 1 < len(words) and _small(words[end + 1]) is not None:
            if part < 100:
                break
        elif (
            words[end] in DASHES
            and part % 10 == 0
            and part % 100 >= 20
            and end + 1 < len(words)
            and 0 < (_small(words[end + 1]) or 0) < 10
        ):
            pass
        else:
            break
        end += 1
    if end == at:
        return None
    return Reading(total + part, total + part, Bound.EXACT, end)


def _small(word: str) -> int | None:
    if word in SMALL:
        return SMALL[word]
    tens, dash, units = word.partition("-")
    if dash and SMALL.get(tens, 0) >= 20 and 0 < SMALL.get(units, 0) < 10:
        return SMALL[tens] + SMALL[units]
    return None


def _counts_nothing(doc: "Doc", words: Sequence[str], at: int, end: int) -> bool:
    known = bounds()
    after = words[end] if end < len(words) else ""
    if (after,) in known.not_after or (
        after in DASHES and end + 1 < len(words) and words[end + 1] != "strong" and words[end + 1].isalpha()
    ):
        return True
    if tuple(words[end : end + 2]) in known.not_after or (after[:1] in {"%", "°", ":"} and len(after) == 1 and after != ":"):
        return True
    before = words[at - 1] if at else ""
    if before in {"may", "march"} and doc[at - 1].text[:1].isupper() and at > 1:
        return True
    if before in {"and", "or", ","} and at > 2 and words[at - 2].isdigit() and (words[at - 3],) in known.not_before:
        return True
    if ((before,) in known.not_before and not (at > 1 and words[at - 2].isdigit())) or tuple(
        words[max(0, at - 3) : at]
    ) in known.not_before:
        return True
    if (
        before == "/"
        or (before == ":" and at > 1 and words[at - 2][:1].isdigit())
        or after == "/"
        or (before in DASHES and at > 1 and words[at - 2].isalpha())
    ):
        return True
    if after == ":" and end + 1 < len(words) and words[end + 1][:1].isdigit():
        return True
    if (
        words[at] == "one"
        and end == at + 1
        and (
            after in {"of", "another"} or (before in {"no", "the", "any", "this", "that", "every"} and doc[at].dep_ != "nummod")
        )
    ):
        return not (after == "of" and end + 1 < len(words) and words[end + 1] in {"them", "whom", "which"})
    return _is_year(doc, words, at, end) or _is_age(doc, words, at, end)


def _is_year(doc: "Doc", words: Sequence[str], at: int, end: int) -> bool:
    if end != at + 1 or not (len(words[at]) == 4 and words[at].isdigit() and 1900 <= int(words[at]) <= 2100):
        return False
    return not (doc[at].dep_ == "nummod" and doc[at].head.tag_ == "NNS" and doc[at].ent_type_ != "DATE")


def _is_age(doc: "Doc", words: Sequence[str], at: int, end: int) -> bool:
    """ "A. Name, 13, was killed": a number between commas after a name is an age."""
    if not (at > 1 and words[at - 1] in {",", "("} and (end == len(words) or words[end] in {",", ".", ")", ";"})):
        return False
    return end == at + 1 and doc[at].text.isdigit() and doc[at - 2].tag_ in {"NNP", "NN"}


def _bounded(words: Sequence[str], at: int, reading: Reading) -> Number:
    """The number with the words before and after it that bound it: "at least", "or more"."""
    known = bounds()
    low, high, bound = reading.low, reading.high, reading.bound
    first, last = at, reading.end - 1
    said: list[Bound] = []
    stop = at - 1 if at and words[at - 1] in {"between", "from"} and bound is Bound.RANGE else at
    first = stop
    while stop > 0:
        length = next((n for n in (3, 2, 1) if n <= stop and tuple(words[stop - n : stop]) in known.before), 0)
        if not length:
            break
        said.append(known.before[tuple(words[stop - length : stop])])
        stop -= length
        if said[-1] is not Bound.EXACT or length > 1:
            first = stop
    if first == stop and stop and words[stop - 1] == "not" and low == high == 1:
        return Number(stop - 1, last, at, last, 0, 0, Bound.EXACT)
    for length in (4, 3, 2, 1):
        held = known.after.get(tuple(words[last + 1 : last + 1 + length]))
        if held and last + length < len(words):
            said.append(held)
            last += length
            break
    low, high, bound = _limit(low, high, bound, said)
    return Number(first, last, at, reading.end - 1, low, high, bound)


def _limit(low: int, high: int | None, bound: Bound, said: Sequence[Bound]) -> tuple[int, int | None, Bound]:
    limits = [b for b in said if b is not Bound.EXACT]
    if Bound.AT_LEAST in limits:
        return low, None, Bound.AT_LEAST
    if Bound.AT_MOST in limits:
        return 0, high if high is not None else low, Bound.AT_MOST
    if Bound.ABOUT in limits and bound is Bound.EXACT:
        return low, high, Bound.ABOUT
    return low, high, bound
