"""The last resort for a page that gives no date in any other way: htmldate's patterns, and the place where the day that they find stands.

Invariant: a day is only given where the page writes it in full, outside of comments and posts of networks.
"""

from collections.abc import Iterator

from ..records import DateEvidence, Day
from .days import URL_DAY, days_in
from .marks import Mark, marks_of
from .markup import Element, Tree

ELSEWHERE = "elsewhere"
"""Said before the place: it is none of those in which a page gives its own date."""
LARGEST = 1_000_000
LONGEST_TAG = 20_000
"""Characters. htmldate builds a tree of its own, in time that grows with depth, with size, and with the square of a tag's attributes."""
BESIDE = 40
"""Characters on each side of a year in which its day and month stand."""
MOST_YEARS = 200
LONGEST_SCRIPT = 50_000
PREFERRED = ("time", "meta", "attribute", "text", "script", "link")
"""Places of a day, those that say most about a page first."""
FOREIGN = frozenset((Mark.COMMENT, Mark.POST))
LINKS = frozenset(("href", "src", "srcset", "action", "content", "style"))


def dates_of_last_resort(tree: Tree) -> Iterator[DateEvidence]:
    """The day that htmldate finds, by the place in which it stands; none where it stands nowhere in full."""
    longest = max(len(element.attributes) for element in tree.elements)
    if tree.capped or longest > LONGEST_TAG or len(tree.source) > LARGEST:
        return
    from htmldate import find_date  # takes long to import, and few pages come here

    value = find_date(tree.source, original_date=True, extensive_search=False)
    places = set(_places(tree, value)) if value else set[str]()
    place = next((each for each in PREFERRED if each in places), None)
    if value and place:
        yield DateEvidence(value=value, found_in=f"{ELSEWHERE} in {place}")


def _places(tree: Tree, value: Day) -> Iterator[str]:
    """Where the day stands, each kind of place as often as it stands there."""
    year = value[:4]
    for element in tree.elements:
        found = set(_places_in(tree, element, value, year))
        if found and not any(marks_of(holder) & FOREIGN for holder in (element, *element.ancestors)):
            yield from found


def _places_in(tree: Tree, element: Element, value: Day, year: str) -> Iterator[str]:
    if year[2:] in element.attributes:
        for name, given in element.named.items():
            if _holds(given, value):
                yield element.tag if element.tag in ("time", "meta") else "link" if name in LINKS else "attribute"
    for child in element.children:
        if isinstance(child, tuple) and tree.source.find(year[2:], *child) >= 0:
            text = tree.source[child[0] : min(child[1], child[0] + LONGEST_SCRIPT)]
            if _holds(text, value):
                yield element.tag if element.tag in ("script", "time") else "text"


def _holds(text: str, value: Day) -> bool:
    """Whether the text writes the day in full, near one of the places where its year stands."""
    at, seen = text.find(value[2:4]), 0
    while at >= 0 and seen < MOST_YEARS:
        near = text[max(0, at - BESIDE) : at + BESIDE]
        either = (*days_in(near), *days_in(near, month_first=True))
        linked = (_joined(found.groups()) for found in URL_DAY.finditer(near))
        compact = value.replace("-", "")
        if any(day.value == value for day in either) or compact in near or compact in linked:
            return True
        at, seen = text.find(value[2:4], at + BESIDE), seen + 1
    return False


def _joined(parts: tuple[str | None, ...]) -> str:
    return "".join(part.zfill(2) for part in parts if part and part not in "-/_.")
