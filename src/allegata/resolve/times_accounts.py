"""Resolvers of how business news tells time: fiscal years, year-end, the year-earlier quarter."""

from .calendar import Point, bound, shift, value
from .times_dates import Match, dated, group, year_of
from .times_story import Found, Story


def fiscal_year(m: Match, story: Story) -> Found | None:
    """fiscal 2014, the fiscal year 2014: the year that it is named by; when it begins differs, so the bounds hold the year before too."""
    year = year_of(m)
    if year is None:
        return None
    found = dated(m, Point(year))
    found.lo = bound(Point(year - 1)) if found.lo and year > 1 else None
    return found


def year_end(m: Match, story: Story) -> Found | None:
    """year-end: the last third of the publication's year."""
    base = story.now_or_told()
    if base is None:
        return Found(m.start(), m.end(), "DATE", "XXXX")
    year = Point(base[0].year)
    return Found(m.start(), m.end(), "DATE", value(year), bound(Point(year.year, 12)), bound(Point(year.year, 12)), base[1])


def year_earlier(m: Match, story: Story) -> Found | None:
    """the year-earlier quarter: the same part of the year before the one that was just named."""
    if (group(m, "unit") or "").lower() == "month":
        base = story.told_or_now()
        moved = None if base is None or base[0].month is None else shift(Point(base[0].year, base[0].month), -1, "Y")
        return None if base is None else dated(m, moved, anchor=base[1], text="XXXX-XX")
    named = story.quarter or (None if story.now() is None else _quarter_of(story))
    ordinal = group(m, "ordinal")
    if ordinal is not None and story.now_or_told() is not None:
        base = story.now_or_told()
        number = story.grammar.words["ordinals"][ordinal.lower()]
        named = (named[0] if named else base[0].year, number) if base and number <= 4 else named
    if named is None:
        return Found(m.start(), m.end(), "DATE", "XXXX-QX")
    year, quarter = named[0] - 1, named[1]
    begin, finish = Point(year, quarter * 3 - 2), Point(year, quarter * 3)
    return Found(m.start(), m.end(), "DATE", f"{value(Point(year))}-Q{quarter}", bound(begin), bound(finish))


def _quarter_of(story: Story) -> tuple[int, int] | None:
    now = story.now()
    return None if now is None else (now[0].year, ((now[0].month or 1) + 2) // 3)
