"""Resolvers of feast days: fixed ones, and movable ones that a rule of the calendar gives (no church's or moon's tables)."""

import re
from datetime import date, timedelta

from .calendar import Point, from_date
from .times_dates import Match, capital, group, parted, stated_year, year_by_context
from .times_story import Found, Story


def holiday(m: Match, story: Story) -> Found | None:
    """Christmas, New Year's Day: the same day each year."""
    if not capital(m["holiday"]) and m["holiday"].lower() != "halloween":
        return None
    month, day = story.grammar.words["holidays"][re.sub(r"\s+", " ", m["holiday"].lower())].split("-")
    stated = stated_year(m, story) or year_by_context(int(month), int(day), m, story)
    point = None if stated is None else Point(stated[0], int(month), int(day))
    return parted(m, point, group(m, "part"), story, anchor=None if stated is None else stated[1], text=f"XXXX-{month}-{day}")


def feast(m: Match, story: Story) -> Found | None:
    """Good Friday, Thanksgiving: a day that moves; of the year stated, or of the feast nearest to the publication."""
    if not capital(m["feast"]):
        return None
    rule = story.grammar.words["feasts"][re.sub(r"\s+", " ", m["feast"].lower())]
    stated = stated_year(m, story)
    if stated is None:
        base = story.now_or_told()
        if base is None:
            return None
        about = _day(rule, base[0].year)
        stated = year_by_context(about.month, about.day, m, story) or (base[0].year, base[1])
    year, anchor = stated
    if not 1583 <= year <= 9999:
        return None
    return parted(m, from_date(_day(rule, year)), group(m, "part"), story, anchor=anchor)


def _day(rule: str, year: int) -> date:
    """`easter-2`: days from Easter; `11-3-4+1`: the day after the fourth Thursday (3) of November; which 5: the last one."""
    if rule.startswith("easter"):
        return _easter(year) + timedelta(days=int(rule[6:]))
    place, _, plus = rule.partition("+")
    month, weekday, which = (int(n) for n in place.split("-"))
    first = date(year, month, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))
    if day.month != month:
        day -= timedelta(days=7)
    return day + timedelta(days=int(plus or 0))


def _easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (J.-M. Oudin's rule, US Naval Observatory)."""
    century = year // 100
    golden = year % 19
    k = (century - 17) // 25
    moon = (century - century // 4 - (century - k) // 3 + 19 * golden + 15) % 30
    moon -= (moon // 28) * (1 - (moon // 28) * (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    after = moon - weekday
    month = 3 + (after + 40) // 44
    return date(year, month, after + 28 - 31 * (month // 4))
