"""Resolvers of calendar expressions: dates, months, years, decades, centuries, seasons, quarters, weekdays."""

import re
from datetime import date, timedelta

from .calendar import Point, as_date, at, bound, exists, from_date, shift, value, week
from .times_story import Found, Story

Match = re.Match[str]


def group(m: Match, name: str) -> str | None:
    """A named group that the pattern may not have."""
    held: str | None = m.groupdict().get(name)
    return held


def dated(m: Match, point: Point | None, *, kind: str = "DATE", anchor: str | None = None, text: str | None = None) -> Found:
    """A calendar date over the whole match; `text` is the value when the calendar has no such date."""
    if point is None or not exists(point):
        return Found(m.start(), m.end(), kind, text, anchor=anchor)
    return Found(m.start(), m.end(), kind, value(point), bound(point), bound(point), anchor, point=point)


def capital(word: str) -> bool:
    """Months and weekdays are names: `May`, not `may`."""
    return word[:1].isupper()


def month_word(m: Match) -> str:
    """The month as the word list has it."""
    return m["month"].lower()


def year_of(m: Match, name: str = "year") -> int | None:
    """The stated year, negative before our era."""
    digits = group(m, name)
    if digits is None:
        return None
    return -int(digits) if group(m, name.replace("year", "bc")) else int(digits)


def numbers_only(m: Match, story: Story) -> Found:
    """2020-10-04, 2020/10/04: the order is fixed by the year in front. With a time of day, to the minute."""
    point = Point(int(m["y"]), int(m["mo"]), int(m["d"]))
    hour = group(m, "h")
    if hour is None or not exists(point):
        return dated(m, point)
    minute = int(m["mi"])
    if int(hour) > 24 or minute > 59:
        return dated(m, None)
    moment = at(point, int(hour), minute)
    zone = group(m, "zone") or ""
    return Found(m.start(), m.end(), "TIME", f"{value(point)}T{hour}:{m['mi']}{zone}", moment, moment, point=point)


def unknown_order(m: Match, story: Story) -> Found | None:
    """04/10/2020: both orders are in use; only a number above 12 tells which. Unknown stays unknown: the year alone is sure."""
    a, b, year = int(m["a"]), int(m["b"]), int(m["y"])
    if len(m["y"]) == 2:
        if m["sep"] == "-" or story.published is None:
            return None
        year += story.published.year // 100 * 100
        if year > story.published.year + 10:
            year -= 100
    both = {p for p in (Point(year, b, a), Point(year, a, b)) if exists(p)}
    if story.published is not None and len(both) == 2 and from_date(story.published) in both:
        # A dateline in figures that can be the day of publication is it.
        return dated(m, from_date(story.published))
    if len(both) == 1:
        return dated(m, both.pop())
    if not both or not exists(Point(year)):
        return None if len(m["y"]) == 2 else dated(m, None)
    return Found(
        m.start(),
        m.end(),
        "DATE",
        f"{year:04d}-XX-XX",
        bound(Point(year)),
        bound(Point(year)),
        rule="numeric-date-unknown-order",
    )


def year_by_context(month: int, day: int | None, m: Match, story: Story) -> tuple[int, str] | None:
    """The year of a month or day that names none.

    Narrative: the last date's year, or the neighbouring one when that is much nearer. News: the nearest such date not
    after the publication; the next one where the sentence looks ahead, or where the last one lies more than nine months back
    (four in a sentence without a verb in the past).
    """
    told = story.told()
    now = story.now()
    if now is None or (told is not None and abs(told[0].year - now[0].year) > 1 and story.same_sentence(m.start())):
        if told is None or (not story.narrative and told[0].month is None):
            return None
        return _near(told[0], month), told[1]
    year = now[0].year
    here = Point(year, month, day)
    today = now[0] if day is not None else Point(year, now[0].month)
    if here == today:
        return year, now[1]
    past = year if (here.month or 0, here.day or 0) < (today.month or 0, today.day or 0) else year - 1
    gap = (year - past) * 12 + (now[0].month or 1) - month
    if story.ahead(m.start(), m.end()) and (past != year or gap > 2):
        return past + 1, now[1]
    return (past + 1 if gap > 9 or (gap > 4 and not story.behind(m.start(), m.end())) else past), now[1]


# Months that a bare month may lie behind or ahead of the narrative's date before the neighbouring year is meant instead.
NARRATIVE_BACK = 8
NARRATIVE_AHEAD = 10


def _near(told: Point, month: int) -> int:
    if told.month is None:
        return told.year
    gap = month - told.month
    moved = 1 if gap <= -NARRATIVE_BACK else -1 if gap >= NARRATIVE_AHEAD else 0
    found = shift(Point(told.year), moved, "Y")
    return told.year if found is None else found.year


def stated_year(m: Match, story: Story) -> tuple[int, str | None] | None:
    """The year written in the expression or just behind it ("31 May-1 June 1916"), or the one it points to ("of that year")."""
    stated = year_of(m)
    if stated is not None:
        return stated, None
    ahead = group(m, "aheadyear")
    if ahead is not None:
        return int(ahead), None
    words = group(m, "ofyear")
    if words is None:
        return None
    first = words.lower().split()[0]
    if first in ("this", "last", "next"):
        now = story.now()
        return None if now is None else (now[0].year + {"this": 0, "last": -1, "next": 1}[first], now[1])
    told = story.told()
    if told is None:
        return None
    if "that" in words.lower() and story.mentioned is not None:
        return story.mentioned.year, told[1]
    step = 1 if "following" in words.lower() else -1 if re.search("previous|preceding", words.lower()) else 0
    moved = shift(Point(told[0].year), step, "Y")
    return None if moved is None else (moved.year, told[1])


def calendar(m: Match, story: Story) -> Found | None:
    """Day, month and year in any usual order, with or without the year."""
    word = m["month"]
    digits = group(m, "day")
    if not capital(word):
        return None
    if digits is None and year_of(m) is None and _doubtful_month(m, story):
        return None
    month = story.grammar.words["months"][word.lower()]
    day = None if digits is None else int(digits)
    year = stated_year(m, story)
    if year is None and group(m, "ofyear") is None:
        year = year_by_context(month, day, m, story)
    if year is None:
        return Found(m.start(), m.end(), "DATE", f"XXXX-{month:02d}" + (f"-{day:02d}" if day else ""), rule="no-year")
    return dated(m, Point(year[0], month, day), anchor=year[1])


def _doubtful_month(m: Match, story: Story) -> bool:
    """A bare word that is a month only after a preposition ("May", "March", "Jan" the name)."""
    lists = story.grammar.words["words"]
    word = month_word(m)
    if (
        word in lists["ambiguous_months"]
        or word not in story.grammar.words["months"]
        or (len(word) <= 4 and word not in ("june", "july"))
    ):
        return story.before(m.start()) not in lists["before_month"] and not group(m, "ofyear")
    # A given name: a month is not followed by a surname unless a preposition stands before it.
    named = word in lists["name_months"] and re.match(r"\s[A-Z]", story.text[m.end() : m.end() + 2])
    return bool(named) and story.before(m.start()) not in lists["before_month"]


def two_days(m: Match, story: Story) -> tuple[Found, Found] | None:
    """27-30 September 2020: two expressions, each with the whole range as its interval; "10 and 18 October" is no range."""
    if not capital(m["month"]):
        return None
    month = story.grammar.words["months"][month_word(m)]
    year = stated_year(m, story) or year_by_context(month, int(m["day"]), m, story)
    found = []
    for name, digits in (("first", m["day"]), ("second", m["day2"])):
        start, end = m.span(name)
        if year is None:
            found.append(Found(start, end, "DATE", f"XXXX-{month:02d}-{int(digits):02d}", rule="no-year"))
            continue
        point = Point(year[0], month, int(digits))
        ok = exists(point)
        day = bound(point) if ok else None
        found.append(Found(start, end, "DATE", value(point) if ok else None, day, day, year[1], point=point if ok else None))
    first, second = found
    if group(m, "list") is not None:
        first.rule = second.rule = first.rule or "day-list"
    elif first.lo and second.hi and first.lo <= second.hi:
        first.hi, second.lo = second.hi, first.lo
        first.every_day = second.every_day = True
    return first, second


def bare_day(m: Match, story: Story) -> Found | None:
    """the 20th: a day of the last month named. Only with "the" before it and nothing counted behind it."""
    of_month = group(m, "ofmonth")
    if of_month is None and (
        story.before(m.start()) != "the" or story.after(m.end()) or story.text[m.end() : m.end() + 1] == "-"
    ):
        known = story.before(m.start()) == "the" and story.after(m.end()) in (
            "and",
            "to",
            "was",
            "of",
            "the",
            "when",
            "but",
            "it",
            "in",
            "at",
        )
        if not known or story.after(m.end()) == "of":
            return None
    base = story.now_or_told()
    if base is None or base[0].month is None:
        return Found(m.start(), m.end(), "DATE", f"XXXX-XX-{int(m['day']):02d}")
    point = base[0]._replace(day=int(m["day"]))
    if story.now() is not None and exists(point) and point > base[0] and not story.ahead(m.start(), m.end()):
        point = shift(Point(point.year, point.month), -1, "M")._replace(day=int(m["day"]))  # type: ignore[union-attr]
    return dated(m, point, anchor=base[1])


def year(m: Match, story: Story) -> Found | tuple[Found, Found] | None:
    """A bare year: 1100 to 2100 unless it counts something; fewer digits only with their era or in a text that runs BC."""
    era = group(m, "bc") or group(m, "ad")
    number = int(m["year"])
    lists = story.grammar.words["words"]
    if era is None:
        follower = story.after(m.end())
        if not 1100 <= number <= 2100 or follower in lists["counted"] or follower in story.grammar.words["plural_units"]:
            return None
        before = story.before(m.start())
        if number < 1500 and before not in lists["before_old_year"]:
            return None
        if before.rstrip(".") in (
            "no",
            "number",
            "route",
            "flight",
            "page",
            "room",
            "article",
            "resolution",
            "than",
            "least",
            "some",
            "nearly",
            "almost",
            "over",
        ):
            return None
    point = Point(-number if group(m, "bc") else number)
    tail = group(m, "year2")
    if tail is None:
        return dated(m, point)
    closing = int(tail) if len(tail) == 4 else number // 100 * 100 + int(tail)
    if closing <= number or closing > 2100:
        return dated(m, point) if len(tail) == 4 else None
    head = Found(
        *m.span("year"),
        "DATE",
        value(point),
        bound(point),
        bound(Point(closing)),
        point=point,
        rule="year-range",
        every_day=True,
    )
    rest = Found(
        *m.span("year2"),
        "DATE",
        value(Point(closing)),
        head.lo,
        head.hi,
        point=Point(closing),
        rule="year-range",
        every_day=True,
    )
    return head, rest


def years_before_era(m: Match, story: Story) -> tuple[Found, Found] | None:
    """490-480 BC: the era stands once."""
    first, second = Point(-int(m["first"])), Point(-int(m["closing"]))
    if not exists(first) or not exists(second) or first >= second:
        return None
    lo, hi = bound(first), bound(second)
    return (
        Found(*m.span("first"), "DATE", value(first), lo, hi, point=first, every_day=True),
        Found(*m.span("second"), "DATE", value(second), lo, hi, point=second, every_day=True),
    )


def short_year(m: Match, story: Story) -> Found | None:
    """'99: in the century that the last date or the publication suggests."""
    base = story.told_or_now()
    if base is None:
        return None
    century = base[0].year // 100 * 100
    number = century + int(m["short"])
    found = dated(m, Point(number - 100 if number > base[0].year + 20 else number), anchor=base[1])
    found.aside = True
    return found


def _years(m: Match, first: int, last: int, text: str) -> Found:
    return Found(m.start(), m.end(), "DATE", text, bound(Point(first)), bound(Point(last)), point=None)


def decade(m: Match, story: Story) -> Found | None:
    """the 1990s, the '90s, the nineties, the 480s BC."""
    word = group(m, "decadeword")
    digits = str(story.grammar.words["decades"][word.lower()]) if word else m["decade"]
    number = int(digits)
    if word and story.before(m.start()) not in ("the", "early", "late", "mid"):
        return None
    if group(m, "bc") or (len(digits) == 3 and story.before_era):
        return _years(m, -(number + 9), -max(number, 1), f"BC{number // 10:03d}")
    if len(digits) == 3:
        return None
    if number < 100:
        base = story.now_or_told()
        century = 1900 if base is None else base[0].year // 100 * 100
        number = century + number if base is None or century + number <= base[0].year else century - 100 + number
    if not 1000 <= number <= 2100:
        return None
    return _years(m, number, number + 9, f"{number // 10:03d}")


def century(m: Match, story: Story) -> Found | None:
    """the 19th century, the fifth century BC."""
    word = m["nth"].lower()
    number = story.grammar.words["ordinals"].get(word) or int(re.sub(r"\D", "", word) or 0)
    if not 1 <= number <= 30:
        return None
    if group(m, "bc"):
        return _years(m, -number * 100, -(number - 1) * 100 - 1, f"BC{number - 1:02d}")
    return _years(m, max((number - 1) * 100, 1), number * 100 - 1, f"{number - 1:02d}")


def season_at(m: Match, year: int, code: str, story: Story, anchor: str | None, *, kind: str = "DATE") -> Found:
    """A season of a year. The winter of a year is the one of its January; where a source names the year of a winter
    itself, it may as well mean the one that begins in its December, and the bounds hold both.
    """
    first, last = story.grammar.words["season_months"][code]
    begin = shift(Point(year, 1), first - 1, "M")
    finish = Point(year, last)
    if begin is None:
        return Found(m.start(), m.end(), kind, None)
    if first < 1 and group(m, "year"):
        finish = shift(finish, 1, "Y") or finish
    text = value(Point(year)) + f"-{code}"
    return Found(
        m.start(),
        m.end(),
        kind,
        text,
        bound(begin),
        bound(finish),
        anchor,
        point=Point(year),
        part=code,
        aside=anchor is not None,
    )


def season(m: Match, story: Story) -> Found | None:
    """the summer of 1916, summer 2020, the summer, Spring Offensive."""
    word = m["season"]
    lists = story.grammar.words["words"]
    code = story.grammar.words["seasons"][word.lower()]
    stated = stated_year(m, story)
    if stated is not None:
        return season_at(m, stated[0], code, story, stated[1])
    before = story.before(m.start())
    if group(m, "ofyear"):
        return Found(m.start(), m.end(), "DATE", f"XXXX-{code}")
    plain = word.lower() in ("summer", "winter", "autumn")
    if word.lower() == "fall" or (word.lower() == "spring" and not capital(word)):
        if before not in ("the", "in", "by", "early", "late", "mid", "last", "this", "next") or story.after(m.end()) in (
            "of",
            "in",
            "to",
            "from",
            "water",
        ):
            return None
    elif (
        not plain
        and before not in ("the", "in", "by", "early", "late", "mid", "during", "since", "until")
        and not capital(word)
    ):
        return None
    base = story.told() if story.now() is None else story.now()
    attribute = not capital(word) and before not in lists["before_season"] and story.after(m.end()) not in lists["after_season"]
    if base is None or attribute:
        return Found(m.start(), m.end(), "DATE", f"XXXX-{code}", rule="season-unknown")
    return season_at(m, _season_year(code, base[0], story, m), code, story, base[1])


def _season_year(code: str, base: Point, story: Story, m: Match) -> int:
    """The year of a season that names none; month 1 of a winter counts."""
    month = base.month
    if month is None:
        return base.year
    first, last = story.grammar.words["season_months"][code]
    if story.now() is None:
        step = 1 if last - month <= -7 else 0
    elif story.ahead(m.start(), m.end()):
        step = 1 if last < month else 0
    else:
        step = 1 if code == "WI" and month == 12 else -1 if first > month else 0
    moved = shift(Point(base.year), step, "Y")
    return base.year if moved is None else moved.year


def quarter(m: Match, story: Story) -> Found | None:
    """the first quarter of 2020, Q3, the second half of the year."""
    mark = group(m, "q")
    which = (group(m, "which") or "").lower()
    if mark is None and not which:
        return None
    if mark is not None:
        number, half = int(mark[1]), mark[0].lower() == "h"
        if which or mark[0].islower():
            return None
    else:
        number = int(group(m, "digitth") or story.grammar.words["ordinals"].get((group(m, "ordinal") or "").lower(), 0))
        half = which == "half"
    months = 6 if half else 3
    if not 1 <= number <= 12 // months:
        return None
    stated = stated_year(m, story)
    if half and stated is None and "year" not in m[0].lower():
        return None
    base = story.now_or_told()
    if stated is None:
        if base is None:
            return Found(m.start(), m.end(), "DATE", f"XXXX-{'H' if half else 'Q'}{number}")
        behind = base[0].month is not None and (number - 1) * months + 1 > base[0].month and not story.ahead(m.start(), m.end())
        stated = (base[0].year - (1 if behind and not half else 0), base[1])
    if not half:
        story.quarter = stated[0], number
    begin = Point(stated[0], (number - 1) * months + 1)
    finish = Point(stated[0], number * months)
    if not exists(begin):
        return None
    text = f"{value(Point(stated[0]))}-{'H' if half else 'Q'}{number}"
    return Found(m.start(), m.end(), "DATE", text, bound(begin), bound(finish), stated[1], point=Point(stated[0]))


def weekday(m: Match, story: Story) -> Found | None:
    """Saturday, last Friday, next Monday, Saturday morning.

    News: the nearest such day not after the publication; after it when the sentence looks ahead. "last": before the
    publication day; "next": after it; "this": in the same week. Narrative: the first such day from the last date on.
    """
    word = m["weekday"]
    lists = story.grammar.words["words"]
    if not capital(word) or (
        word.lower() in lists["ambiguous_weekdays"]
        and story.before(m.start()) not in ("on", "last", "next", "this", "by", "until")
    ):
        return None
    wanted = story.grammar.words["weekdays"][word.lower()]
    relative = (group(m, "relative") or "").lower()
    # Without a publication date only a narrative's weekdays follow its last day: a news text's would be a guess.
    base = story.told(day=True) if story.narrative else story.now()
    day = None if base is None else as_date(base[0])
    part = group(m, "part")
    if base is None or day is None:
        return parted(m, None, part, story, text=f"XXXX-WXX-{wanted + 1}")
    try:
        found = _weekday_from(day, wanted, relative, told=story.now() is None, ahead=story.ahead(m.start(), m.end()))
    except OverflowError:
        return parted(m, None, part, story, text=f"XXXX-WXX-{wanted + 1}")
    result = parted(m, from_date(found), part, story, anchor=base[1])
    result.rule = "weekday-before-anchor" if found < day else "weekday-after-anchor" if found > day else "weekday-on-anchor"
    return result


def _weekday_from(day: date, wanted: int, relative: str, *, told: bool, ahead: bool) -> date:
    back = (day.weekday() - wanted) % 7
    forth = (wanted - day.weekday()) % 7
    if relative in ("last", "past", "previous", "preceding", "this past", "prior"):
        return day - timedelta(days=back or 7)
    if relative in ("next", "coming", "following", "upcoming", "this coming", "subsequent"):
        return day + timedelta(days=forth or 7)
    if relative in ("this", "current"):
        return day - timedelta(days=day.weekday()) + timedelta(days=wanted)
    if told or ahead:
        return day + timedelta(days=forth)
    return day - timedelta(days=back)


def weekday_set(m: Match, story: Story) -> Found | None:
    """Fridays: a set without bounds."""
    if not capital(m[0]):
        return None
    number = story.grammar.words["weekdays"][m["weekdays"].lower()]
    return Found(m.start(), m.end(), "SET", f"XXXX-WXX-{number + 1}")


def parted(
    m: Match, day: Point | None, word: str | None, story: Story, *, anchor: str | None = None, text: str | None = None
) -> Found:
    """A day, or the part of it that the word names, by the hours of the data file."""
    if word is None:
        return dated(m, day, anchor=anchor, text=text)
    key = re.sub(r"\s+", " ", word.lower())
    code = story.grammar.words["parts"][key]
    if day is None or not exists(day):
        return Found(m.start(), m.end(), "TIME", f"{text or 'XXXX-XX-XX'}T{code}", anchor=anchor, part=code, word=key)
    lo, hi = part_hours(story, day, code, key)
    return Found(m.start(), m.end(), "TIME", f"{value(day)}T{code}", lo, hi, anchor, point=day, part=code, word=key)


def part_hours(
    story: Story, day: Point, code: str, word: str = "", modifier: str | None = None
) -> tuple[str | None, str | None]:
    """The first and the last minute of a part of a day; None on both sides when the day is not known."""
    words = story.grammar.words
    table = {"START": "hours_early", "END": "hours_late"}.get(modifier or "", "hours")
    hours = words["hours_word"].get(word) or words[table].get(code) or words["hours"].get(code)
    if hours is None or day.day is None:
        return None, None
    lo, hi = hours
    end = (bound(day) + "T23:59") if hi == 24 else at(day, hi)
    return at(day, lo), end


def week_of(point: Point) -> tuple[str, str, str] | None:
    """Value and bounds of the ISO week that holds a day."""
    day = as_date(point)
    if day is None:
        return None
    text, monday, sunday = week(day)
    return text, bound(monday), bound(sunday)
