"""Two articles of one address compared, zone by zone and within changed zones word by word.

White space and the place in the source do not count; a zone's role does. Time is bounded: what is too long for the exact comparison is
compared as added and removed alone.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from ..records import (
    Article,
    ArticleChanges,
    ChangeKind,
    FieldChange,
    HeadingField,
    Span,
    Zone,
    ZoneChange,
    ZoneKind,
)

SHOWN = frozenset(ZoneKind) - {ZoneKind.BOILERPLATE}
"""A page's furniture (links to other pages, counters) differs at every visit."""
ALIKE = 0.5
"""Share of words that two zones have in common, from which on one is a new version of the other."""
MOST_PAIRED = 400
"""Zones on both sides of one gap that are compared with each other; more are added and removed."""
MOST_EXACT = 1_000_000
"""Zones of one times zones of the other: pages of a thousand paragraphs each, after what both begin and end with."""
MOST_WORDS = 4000
"""Of one zone, compared word by word."""
Key = tuple[ZoneKind, str]
WORD = re.compile(r"\w+|[^\w\s]")


def compare(before: Article, after: Article, *, kinds: frozenset[ZoneKind] = SHOWN) -> ArticleChanges:
    """What was added to, taken from and changed in an article between two captures. `kinds`: the roles that are compared."""
    old, new = ([zone for zone in article.zones if zone.kind in kinds] for article in (before, after))
    keys = [[(zone.kind, _flat(zone, article)) for zone in zones] for zones, article in ((old, before), (new, after))]
    found: list[ZoneChange] = []
    same = len(old)
    for a, b, c, d in _gaps(keys[0], keys[1]):
        same -= b - a
        found += _gap(before, old[a:b], after, new[c:d])
    return ArticleChanges(
        before=before.capture,
        after=after.capture,
        fields=tuple(_fields(before, after)),
        zones=tuple(_moved(before, after, found)),
        same=same,
    )


def _gaps(old: Sequence[Key], new: Sequence[Key]) -> Iterator[tuple[int, int, int, int]]:
    """Stretches `old[a:b]`, `new[c:d]` that differ, between those that are the same."""
    start = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    rest = zip(reversed(old[start:]), reversed(new[start:]), strict=False)
    end = next((i for i, (a, b) in enumerate(rest) if a != b), min(len(old), len(new)) - start)
    was, now = old[start : len(old) - end], new[start : len(new) - end]
    if len(was) * len(now) > MOST_EXACT:
        yield start, start + len(was), start, start + len(now)
        return
    for tag, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag != "equal":
            yield start + a, start + b, start + c, start + d


def _flat(zone: Zone, article: Article) -> str:
    return " ".join(zone.span.of(article.text).split())


def _fields(before: Article, after: Article) -> Iterator[FieldChange]:
    for field in HeadingField:
        was, now = (_stated(getattr(article, field.value)) for article in (before, after))
        if was != now:
            yield FieldChange(field=field, before=was, after=now)


def _stated(value: str | tuple[str, ...] | None) -> str | None:
    return ", ".join(value) or None if isinstance(value, tuple) else value


def _gap(before: Article, old: Sequence[Zone], after: Article, new: Sequence[Zone]) -> Iterator[ZoneChange]:
    """The zones between two that stayed: each new one with the old one most like it, in order; the rest added and removed."""
    pairs = dict(_pairs(before, old, after, new)) if len(old) * len(new) <= MOST_PAIRED**2 else {}
    first = 0
    for index, zone in enumerate(new):
        if index not in pairs:
            yield ZoneChange(change=ChangeKind.ADDED, kind=zone.kind, after=zone.span)
            continue
        yield from (_removed(each) for each in old[first : pairs[index]])
        yield _changed(before, old[pairs[index]], after, zone)
        first = pairs[index] + 1
    yield from (_removed(each) for each in old[first:])


def _removed(zone: Zone) -> ZoneChange:
    return ZoneChange(change=ChangeKind.REMOVED, kind=zone.kind, before=zone.span)


def _pairs(before: Article, old: Sequence[Zone], after: Article, new: Sequence[Zone]) -> Iterator[tuple[int, int]]:
    words = [
        [frozenset(WORD.findall(_flat(z, article).lower())) for z in zones] for zones, article in ((old, before), (new, after))
    ]
    first = 0
    for index, now in enumerate(words[1]):
        shares = [(_share(was, now), -place) for place, was in enumerate(words[0][first:], first)]
        share, place = max(shares, default=(0.0, 0))
        if share >= ALIKE:
            yield index, -place
            first = 1 - place


def _share(a: frozenset[str], b: frozenset[str]) -> float:
    return 2 * len(a & b) / max(1, len(a) + len(b))


def _changed(before: Article, old: Zone, after: Article, new: Zone) -> ZoneChange:
    was, now = (_words(zone.span, article.text) for zone, article in ((old, before), (new, after)))
    if [word for word, _ in was] == [word for word, _ in now]:
        return ZoneChange(change=ChangeKind.RECAST, kind=new.kind, before=old.span, after=new.span)
    gone: list[Span] = []
    come: list[Span] = []
    if max(len(was), len(now)) <= MOST_WORDS:
        matcher = SequenceMatcher(None, [w for w, _ in was], [w for w, _ in now], autojunk=False)
        for tag, a, b, c, d in matcher.get_opcodes():
            if tag != "equal":
                gone += [Span(was[a][1].start, was[b - 1][1].end)] if b > a else []
                come += [Span(now[c][1].start, now[d - 1][1].end)] if d > c else []
    return ZoneChange(
        change=ChangeKind.CHANGED, kind=new.kind, before=old.span, after=new.span, removed=tuple(gone), added=tuple(come)
    )


def _words(span: Span, text: str) -> list[tuple[str, Span]]:
    found = WORD.finditer(text, span.start, span.end)
    return [(each.group(), Span(*each.span())) for each in found]


def _moved(before: Article, after: Article, found: Sequence[ZoneChange]) -> Iterator[ZoneChange]:
    """The changes, each zone that went at one place and came word by word at another told once, as moved or recast."""
    gone: dict[str, list[ZoneChange]] = defaultdict(list)
    for each in found:
        if each.change is ChangeKind.REMOVED and each.before:
            gone[" ".join(each.before.of(before.text).split())].append(each)
    taken: set[int] = set()
    told: dict[int, ZoneChange] = {}
    for index, each in enumerate(found):
        same = gone.get(" ".join(each.after.of(after.text).split())) if each.change is ChangeKind.ADDED and each.after else None
        if same:
            was = same.pop(0)
            taken.add(id(was))
            how = ChangeKind.MOVED if was.kind is each.kind else ChangeKind.RECAST
            told[index] = ZoneChange(change=how, kind=each.kind, before=was.before, after=each.after)
    for index, each in enumerate(found):
        if id(each) not in taken:
            yield told.get(index, each)
