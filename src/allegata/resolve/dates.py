"""Time expressions of a text: where they stand, what they are, which interval they mean, and counted from what.

The anchor is the publication date; in a text that runs on its own dates (see `open_story`), and for words that point back
("the following day", "in the afternoon"), it is the last date that the text named. What has no anchor, and what the calendar
does not have, keeps its words and has no interval.
"""

import itertools
import re
from collections.abc import Callable

from allegata.records import Day, Span, When

from . import times_accounts, times_clock, times_dates, times_feasts, times_relative, times_sets, times_spans
from .calendar import Point, bound, last_day, parse_day, shift, value
from .times_grammar import WORD, Grammar, Rule, grammar
from .times_story import Found, Story, open_story

Resolved = Found | tuple[Found, Found] | None
RESOLVERS: dict[str, Callable[[re.Match[str], Story], Resolved]] = {
    step.__name__: step
    for step in (
        times_dates.numbers_only,
        times_dates.unknown_order,
        times_dates.calendar,
        times_dates.two_days,
        times_dates.bare_day,
        times_dates.year,
        times_dates.short_year,
        times_dates.years_before_era,
        times_relative.edge_of,
        times_sets.vague_narrative,
        times_dates.decade,
        times_dates.century,
        times_dates.season,
        times_dates.quarter,
        times_dates.weekday,
        times_dates.weekday_set,
        times_feasts.holiday,
        times_feasts.feast,
        times_accounts.fiscal_year,
        times_accounts.year_end,
        times_accounts.year_earlier,
        times_relative.deictic,
        times_relative.relative_month,
        times_relative.relative_season,
        times_relative.relative_part,
        times_spans.relative_span,
        times_relative.relative_unit,
        times_relative.part_of_day,
        times_spans.ago,
        times_spans.event_relative,
        times_relative.day_beside,
        times_spans.duration,
        times_spans.duration_half,
        times_spans.half,
        times_spans.unit_long,
        times_spans.bare_units,
        times_relative.anchored_unit,
        times_spans.since_beginning,
        times_spans.day_of_war,
        times_sets.every,
        times_sets.rate,
        times_sets.adverb_set,
        times_sets.vague,
        times_clock.clock,
        times_clock.noon,
    )
}


def find_times(text: str, *, published: Day | None, since: Day | None = None, language: str = "en") -> tuple[When, ...]:
    """All time expressions of an English text, in text order, not overlapping.

    Spans are code points into `text`. `value` is TIMEX3 (ISO 24617-1) with `BC0490` for years before our era and `XX` for what
    is not known. `start`/`end` bound the time meant, both included: days in EDTF (`-0489` is 490 BC), minutes where a clock or
    a part of the day is named (the hours stand in data/times_en.toml). The two ends of a range ("27-30 September") are two
    expressions with one interval. `since`: the first day that "since the beginning of the war" counts from.

    >>> [(w.text, w.value, w.start) for w in find_times("On Saturday morning", published="2020-10-04")]
    [('Saturday morning', '2020-10-03TMO', '2020-10-03T06:00')]
    """
    words = grammar(language)
    story = open_story(text, words, _known(published), _known(since))
    found = _scan(text, story, words)
    _join_ranges(text, found, story)
    return tuple(_when(one, text) for one in found)


def _known(day: Day | None) -> Point | None:
    return None if day is None else parse_day(day)


def _scan(text: str, story: Story, words: Grammar) -> list[Found]:
    """Left to right; at each place the longest rule that resolves wins, and the anchor moves with every date."""
    held: list[Found] = []
    done = 0
    gate = words.gate
    for word in WORD.finditer(text):
        start = word.start()
        if start < done:
            continue
        token = word[0]
        rules = gate.get("#" if token[0].isdecimal() else token.lower())
        if rules is None or not _may_start(text, start, token):
            continue
        for one in _best(text, start, rules, story):
            if not one.kind:
                continue
            _extend_left(one, story, done)
            merged = _merge(held[-1], one, story) if held else False
            if not merged:
                held.append(one)
            done = max(done, one.end)
            story.move(held[-1])
    return held


def _may_start(text: str, start: int, token: str) -> bool:
    """A number is no date's beginning inside another number, a sum of money or a version ("1,250", "$20", "3.14")."""
    if start == 0:
        return True
    left = text[start - 1]
    if not token[0].isdecimal():
        return not left.isdecimal() and left != "_"
    if len(token) > 4 or left in "$€£#_" or left.isalpha():
        return False
    return not (left in ".,:/" and start > 1 and text[start - 2].isdecimal())


PARAGRAPH = re.compile(r"\n\s*\n")


def _best(text: str, start: int, rules: tuple[Rule, ...], story: Story) -> tuple[Found, ...]:
    best: tuple[Found, ...] = ()
    reach = start
    for rule in rules:
        m = rule.pattern.match(text, start)
        if m is None or m.end() <= reach or ("\n" in m[0] and PARAGRAPH.search(m[0])):
            continue
        result = RESOLVERS[rule.resolve](m, story)
        if result is None:
            continue
        both = result if isinstance(result, tuple) else (result,)
        if both[-1].end > reach:
            best, reach = both, both[-1].end
            for one in both:
                one.rule = one.rule or rule.name
    return best


def _extend_left(found: Found, story: Story, done: int) -> None:
    """Takes in "the", "early", "about", "the end of" before an expression, and narrows it by what they say."""
    if found.rule in ("since-beginning", "set", "set-rate"):
        return
    m = story.grammar.left.search(story.text, max(done, found.start - 32), found.start)
    if m is None:
        return
    phrase = m["mod"]
    if phrase is None:
        # "the 2020 budget", "the May talks": the article belongs to the noun behind; "the 20th", "the summer" keep theirs.
        if (
            found.rule not in ("year", "month", "month-year")
            and not _qualifies(found, story)
            and not (found.rule == "day-month" and story.text[found.start].isalpha())
        ):
            found.start = m.start()
        return
    kind = story.grammar.modifiers[" ".join(phrase.lower().split())]
    counted = kind in ("APPROX", "MORE_THAN", "LESS_THAN")
    if counted and (found.kind == "DATE" or found.rule.startswith("span-")) and not phrase.lower().startswith("c"):
        # "over the winter": the word is a preposition here.
        found.start = m.end() - 4 if m[0].lower().endswith(" the ") else found.start
        return
    found.start = m.start()
    if kind in ("START", "MID", "END"):
        _narrow(found, kind, story)


def _qualifies(found: Found, story: Story) -> bool:
    """ "the 24-hour truce": a length before a noun is the noun's, and so is the article."""
    return found.kind == "DURATION" and "-" in story.text[found.start : found.end] and not story.narrative


# Thirds of a calendar unit: WMO ten-day periods for months, four months of a year (see data/times_en.toml).
MONTH_THIRDS = {"START": (1, 10), "MID": (11, 20), "END": (21, 31)}
YEAR_THIRDS = {"START": (1, 4), "MID": (5, 8), "END": (9, 12)}


def _narrow(found: Found, kind: str, story: Story) -> None:
    point = found.point
    if found.kind == "TIME" and found.part is not None and point is not None:
        found.modifier = kind
        found.lo, found.hi = times_dates.part_hours(story, point, found.part, "", kind)
    if found.kind != "DATE" or found.lo is None or found.lo != found.hi or point is None or point.day is not None:
        return
    if point.month is not None:
        first, last = MONTH_THIRDS[kind]
        found.lo = bound(point._replace(day=first))
        found.hi = bound(point._replace(day=last) if kind != "END" else last_day(point))
    else:
        found.lo, found.hi = (bound(point._replace(month=month)) for month in YEAR_THIRDS[kind])


AFTER = re.compile(r"\s{0,2}(?:after|before|following|prior to)\s{1,2}(?:the\s)?", re.IGNORECASE)
BEFORE_DATE = re.compile(r"\s*,?\s{0,2}(?:on|of|,)?\s{0,2}(?:the )?\Z", re.IGNORECASE)
BEFORE_TIME = re.compile(r"\s*,?\s{0,2}(?:at|in|by|around|about|,|at about|at around)?\s{0,2}(?:the )?\Z", re.IGNORECASE)


def _merge(before: Found, found: Found, story: Story) -> bool:
    """One expression out of a time of day and its date ("at 7:30 on 4 October", "4 October, 7:30", "the night of 8 May")."""
    between = story.text[before.end : found.start]
    if len(between) > 14 or "\n" in between:
        return False
    if (
        before.away is not None
        and found.kind == "DATE"
        and found.point is not None
        and (AFTER.fullmatch(between) or between.strip() in ("", "the"))
    ):
        return _count_from(before, found)
    if found.rule.split("+")[0] not in CALENDAR and found.clock is None and found.part is None:
        return False
    if before.rule in ("since-beginning", "since-event") and SINCE_ON.match(between) and found.kind == "DATE" and found.lo:
        return _since_stated(before, found, story)
    if before.rule.startswith(("relative-part", "since")):
        return False
    if (
        before.kind == "TIME"
        and found.kind == "DATE"
        and found.point is not None
        and found.point.day is not None
        and BEFORE_DATE.match(between)
    ):
        if before.clock is None and before.part is None:
            return False
        if before.rule.startswith("weekday") and found.rule.startswith("weekday"):
            return False
        before.end, before.anchor = found.end, found.anchor
        before.rule = ("clock" if before.clock is not None else "part-of-day") + "+date"
        if before.clock is not None:
            times_clock.set_day(before, found.point)
        else:
            times_relative.night_or_part(before, found.point, story)
        return True
    if (
        before.kind == "DATE"
        and before.point is not None
        and before.point.day is not None
        and found.kind == "TIME"
        and BEFORE_TIME.match(between)
    ):
        if (found.clock is None and found.part is None) or found.point != before.point:
            return False
        before.end, before.kind, before.value, before.lo, before.hi = found.end, "TIME", found.value, found.lo, found.hi
        before.rule, before.clock, before.part = before.rule + "+time", found.clock, found.part
        return True
    return False


# Rules whose day a time of day may lean on.
CALENDAR = (
    "day-month",
    "iso-date",
    "slash-date",
    "numeric-date",
    "day-range",
    "day-list",
    "day-of-month",
    "deictic-day",
    "weekday-before-anchor",
    "weekday-on-anchor",
    "weekday-after-anchor",
)


SINCE_ON = re.compile(r",?\s(?:on|in)\s(?:the\s)?\Z", re.IGNORECASE)


def _since_stated(before: Found, found: Found, story: Story) -> bool:
    """ "since the start of the invasion on February 24": the report itself says when."""
    before.value, before.lo, before.point, before.end = found.value, found.lo, found.point, found.end
    before.hi = story.published.isoformat() if story.published is not None and not story.narrative else None
    before.anchor, before.every_day, before.rule = found.anchor, True, before.rule + "+date"
    return True


def _count_from(before: Found, found: Found) -> bool:
    """ "two days after 4 October": the date is known, so the sum is."""
    number, unit = before.away or (0, "D")
    moved = None if found.point is None else shift(found.point, number, unit)
    if moved is None:
        return False
    before.kind, before.value, before.lo, before.hi = "DATE", value(moved), bound(moved), bound(moved)
    before.anchor, before.rule, before.point, before.end, before.away = (
        found.anchor,
        "event-relative+date",
        moved,
        found.end,
        None,
    )
    return True


BETWEEN = re.compile(r"\s{0,2}(?:[-–—]|,? ?(?:to|until|till|through|up to))(?: the)?\s{0,2}\Z", re.IGNORECASE)
AND = re.compile(r"\s{0,2}and(?: the)?\s{0,2}\Z", re.IGNORECASE)
LEFT_BETWEEN = re.compile(r"\bbetween(?: about)?\s\Z", re.IGNORECASE)
LEFT_THROUGHOUT = re.compile(r"\b(?:throughout|all through|for all of|all of)\s(?:the\s)?\Z", re.IGNORECASE)
LEFT_SINCE = re.compile(r"\b(?:ever )?since(?: about| at least)?\s\Z", re.IGNORECASE)


def _join_ranges(text: str, found: list[Found], story: Story) -> None:
    """ "from X to Y", "between X and Y": both ends get the whole interval; "since X" runs to the publication."""
    for one, other in itertools.pairwise(found):
        gap = text[one.end : other.start] if other.start - one.end <= 14 else "?"
        through = BETWEEN.match(gap) is not None and one.rule != "day-range"
        if through and one.rule == "clock" and one.clock is not None and "+" in other.rule and other.point is not None:
            # "from 7 a.m. to 9 a.m. on Saturday": the day stands behind the second.
            times_clock.set_day(one, other.point)
        between = AND.match(gap) is not None and LEFT_BETWEEN.search(text, max(0, one.start - 16), one.start) is not None
        if (
            (through or between)
            and one.lo
            and other.hi
            and one.kind in ("DATE", "TIME")
            and other.kind in ("DATE", "TIME")
            and (
                (one.lo <= other.hi and not one.lo.startswith("-"))
                or (one.lo.startswith("-") and one.point and other.point and one.point <= other.point)
            )
        ):
            one.hi, other.lo = other.hi, one.lo
            one.every_day = other.every_day = through and not between
            one.rule = one.rule if one.rule.endswith("range") else one.rule + "+range"
            other.rule = other.rule if other.rule.endswith("range") else other.rule + "+range"
    for one in found:
        if one.every_day is None and one.kind == "DATE" and one.lo and (one.lo != one.hi or len(one.lo) < 10):
            # "in October" is true on at least one day of it, "throughout October" on every day.
            one.every_day = LEFT_THROUGHOUT.search(text, max(0, one.start - 20), one.start) is not None
        if (
            one.kind == "DATE"
            and one.lo
            and one.point is not None
            and LEFT_SINCE.search(text, max(0, one.start - 24), one.start)
        ):
            until = story.published.isoformat() if story.published is not None and not story.narrative else None
            if until is None or one.lo <= until:
                one.hi, one.every_day, one.rule = until, True, one.rule + "+since"


def _when(found: Found, text: str) -> When:
    return When(
        text=text[found.start : found.end],
        spans=(Span(found.start, found.end),),
        start=found.lo,
        end=found.hi,
        rule=found.rule,
        anchor=found.anchor,
        kind=found.kind,
        value=found.value,
        every_day=found.every_day,
    )


__all__ = ["find_times"]
