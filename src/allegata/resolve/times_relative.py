"""Resolvers of words that point: this week, the following day, last night, in the afternoon, the end of the month."""

import re

from .calendar import Point, as_date, bound, exists, first_day, last_day, shift, value
from .times_dates import (
    Match,
    dated,
    group,
    month_word,
    part_hours,
    parted,
    season_at,
    stated_year,
    week_of,
    year_by_context,
    year_of,
)
from .times_spans import SMALL, count, length, relative_span_of_one, steps, unit_of
from .times_story import Found, Story


def _base(story: Story, relative: str, *, day: bool = False) -> tuple[int, tuple[Point, str] | None]:
    step, whose = story.grammar.words["relatives"][" ".join(relative.lower().split())]
    if whose == "now":
        return step, story.now_or_told(day=day)
    word = relative.lower()
    if word in ("previous", "preceding", "prior", "next"):
        return step, story.told_or_now(day=day)
    return step, story.told(day=day)


def relative_unit(m: Match, story: Story) -> Found | None:
    """this week, last month, the following day, that year; "the past week" is a length."""
    relative = m["relative"].lower()
    unit = unit_of(m, story)
    before = story.before(m.start())
    if relative == "recent":
        return None
    if (
        unit in SMALL
        or (relative == "that" and unit in ("NI", "WE"))
        or (unit == "D" and relative in ("coming", "current", "upcoming"))
    ):
        return _now_reference(m, story) if unit == "D" else None
    if (relative in ("past", "this past") and unit != "WE") or (
        relative == "last" and before == "the" and unit not in ("NI", "WE", "CE")
    ):
        found = relative_span_of_one(m, story, unit)
        return found if unit != "D" or story.after(m.end()) != "of" else None
    if relative == "last" and unit == "D":
        return None
    if unit == "NI":
        return relative_part(m, story)
    fine = unit in ("D", "W", "WE", "F")
    step, base = _base(story, relative, day=fine)
    if relative == "latest":
        # "the latest quarter" is the one whose figures are out.
        step = -1 if unit == "Q" else step
    if unit == "D" and relative in (
        "next",
        "following",
        "previous",
        "preceding",
        "prior",
        "same",
        "that",
        "that same",
        "this",
        "subsequent",
    ):
        base = story.told(day=True) or (story.now() if relative in ("this",) else None)
    if base is None:
        told = story.told()
        if unit == "D" and step == 0 and told is not None and told[0].month is not None and m["relative"].lower() != "this":
            return Found(m.start(), m.end(), "DATE", value(told[0]) + "-XX", bound(told[0]), bound(told[0]), told[1])
        return Found(
            m.start(),
            m.end(),
            "DATE",
            {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX"}.get(unit, "XXXX"),
        )
    return turned_back(unit_at(m, base[0], step, unit, base[1]), step)


def turned_back(found: Found | None, step: int) -> Found | None:
    """A look back ("the previous year") is an aside: the narrative goes on from where it stood."""
    if found is not None and step < 0:
        found.aside = True
    return found


def _now_reference(m: Match, story: Story) -> Found | None:
    return Found(m.start(), m.end(), "DATE", "PRESENT_REF") if m["relative"].lower() == "current" else None


def unit_at(m: Match, base: Point, step: int, unit: str, anchor: str) -> Found | None:
    """The calendar unit that holds the anchor, moved by whole units."""
    start, end = m.span()
    if unit in ("W", "F", "WE"):
        moved = shift(base, step * (2 if unit == "F" else 1), "W")
        held = None if moved is None else week_of(moved)
        if held is None or moved is None:
            return Found(start, end, "DATE", "XXXX-WXX", anchor=anchor)
        if unit == "WE":
            sunday = held[2]
            saturday = bound(shift(Point(*(int(p) for p in sunday.split("-"))), -1, "D") or base)
            return Found(start, end, "DATE", held[0] + "-WE", saturday, sunday, anchor, point=moved)
        return Found(start, end, "DATE", held[0], held[1], held[2], anchor, False, point=None)
    if unit == "D":
        moved = shift(base, step, "D")
        return dated(m, moved, anchor=anchor, text="XXXX-XX-XX")
    if unit == "Q":
        if base.month is None:
            return Found(start, end, "DATE", f"{value(Point(base.year))}-QX", anchor=anchor)
        moved = shift(Point(base.year, (base.month - 1) // 3 * 3 + 1), step, "Q")
        if moved is None or moved.month is None:
            return None
        last = shift(moved, 2, "M") or moved
        return Found(
            start, end, "DATE", f"{value(Point(moved.year))}-Q{(moved.month + 2) // 3}", bound(moved), bound(last), anchor
        )
    if unit in ("DE", "CE"):
        width = 10 if unit == "DE" else 100
        first = base.year // width * width + step * width
        if base.year < 0:
            number = -base.year // width - step
            text = f"BC{number:0{3 if unit == 'DE' else 2}d}"
            return (
                Found(
                    start,
                    end,
                    "DATE",
                    text,
                    bound(Point(-(number * width + width - 1))),
                    bound(Point(-max(number * width, 1))),
                    anchor,
                )
                if number >= 0
                else None
            )
        if first < 1:
            return None
        text = f"{first // width:0{3 if unit == 'DE' else 2}d}"
        return Found(start, end, "DATE", text, bound(Point(first)), bound(Point(first + width - 1)), anchor)
    if unit == "M" and base.month is None:
        return Found(start, end, "DATE", f"{value(base)}-XX", bound(base), bound(base), anchor)
    moved = shift(Point(base.year, base.month if unit == "M" else None), step, unit)
    return dated(m, moved, anchor=anchor)


def relative_month(m: Match, story: Story) -> Found | None:
    """last October, this May, the previous April."""
    if not m["month"][:1].isupper():
        return None
    month = story.grammar.words["months"][month_word(m)]
    step, base = _base(story, m["relative"])
    if base is None:
        return Found(m.start(), m.end(), "DATE", f"XXXX-{month:02d}")
    here, year = base[0].month or 0, base[0].year
    moved = -1 if step < 0 and month >= here else 1 if step > 0 and month <= here else 0
    point = shift(Point(year, month), moved, "Y")
    return dated(m, point, anchor=base[1])


def relative_season(m: Match, story: Story) -> Found | None:
    """last winter, the next spring, this summer."""
    code = story.grammar.words["seasons"][m["season"].lower()]
    step, base = _base(story, m["relative"])
    if base is None:
        return Found(m.start(), m.end(), "DATE", f"XXXX-{code}")
    first, last = story.grammar.words["season_months"][code]
    here, year = base[0].month, base[0].year
    if here is None:
        moved = step
    elif step < 0:
        moved = 0 if last < here else -1
    elif step > 0:
        moved = 0 if first > here else 1
    else:
        # "this winter" is the nearest one: in October the one to come.
        moved = 1 if here - last > 6 else -1 if first - here > 6 else 0
    point = shift(Point(year), moved, "Y")
    return None if point is None else season_at(m, point.year, code, story, base[1])


def deictic(m: Match, story: Story) -> Found | None:
    """today, yesterday, tonight, tomorrow morning, the day before yesterday: from the publication, or unknown."""
    word = " ".join(m["deictic"].lower().split())
    if m["deictic"].isupper() and re.search(r"[A-Z]\s\Z", story.text[max(0, m.start() - 2) : m.start()]):
        # "USA TODAY" in mixed text is a name; in a text all in capitals the word behind is in capitals too.
        behind = re.match(r"\W{0,3}(\w+)", story.text[m.end() : m.end() + 20])
        if behind is not None and not behind[1].isupper():
            return None
    step = {"yesterday": -1, "tomorrow": 1, "day before yesterday": -2, "day after tomorrow": 2}.get(word, 0)
    now = story.now()
    part = "night" if word == "tonight" else group(m, "part")
    if now is None:
        return parted(m, None, part, story, text="XXXX-XX-XX")
    return parted(m, shift(now[0], step, "D"), part, story, anchor=now[1])


def relative_part(m: Match, story: Story) -> Found | None:
    """this morning, last night, the next morning, that afternoon."""
    relative = " ".join(m["relative"].lower().split())
    word = (group(m, "part") or group(m, "unit") or "").lower()
    step, whose = story.grammar.words["relatives"][relative]
    base = story.now_or_told(day=True) if whose == "now" else story.told(day=True)
    if relative == "next":
        base = story.told(day=True)
    if base is None:
        return parted(m, None, word, story, text="XXXX-XX-XX")
    code = story.grammar.words["parts"][word]
    if relative == "this" and story.now() is None:
        base = story.told(day=True) or base
    # "last night" is the night that began the evening before; "that night" and "the same morning" are the anchor's own.
    moved = shift(base[0], step, "D")
    if step > 0 and code == "NI":
        moved = shift(base[0], 1, "D")
    return parted(m, moved, word, story, anchor=base[1])


def part_of_day(m: Match, story: Story) -> Found | None:
    """in the afternoon, at dawn, overnight: of the last day named, or of the publication day."""
    word = " ".join(m["part"].lower().split())
    before = story.before(m.start())
    code = story.grammar.words["parts"][word]
    allowed = (
        before
        in (
            "the",
            "at",
            "by",
            "that",
            "until",
            "till",
            "since",
            "before",
            "after",
            "one",
            "all",
            "every",
            "each",
            "early",
            "late",
            "from",
            "mid",
            "around",
            "morning",
            "towards",
            "toward",
        )
        or word == "overnight"
    )
    if not allowed or story.text[m.end() : m.end() + 1] == "-":
        return None
    if (
        word in ("dawn", "dusk", "sunset", "night")
        and story.after(m.end()) == "of"
        and not re.match(r"\s+of\s+(?:the\s+)?\d", story.text[m.end() : m.end() + 12])
    ):
        return None if word != "night" else parted(m, None, word, story, text="XXXX-XX-XX")
    if before in ("one", "every", "each", "all") or (before == "at" and code == "NI") or word.endswith("s"):
        return parted(m, None, word, story, text="XXXX-XX-XX")
    base = story.told_or_now(day=True)
    day = None if base is None else base[0]
    if word == "overnight" and base is not None and base == story.now():
        # A report's "overnight" is the night that ended on its day.
        day = shift(base[0], -1, "D")
    found = parted(m, day, word, story, anchor=None if base is None else base[1])
    found.rule = "part-of-anchor-day"
    return found


def day_beside(m: Match, story: Story) -> Found | None:
    """the day before, a day later, the week after: from the last date named; with an event behind it, unknown."""
    unit = unit_of(m, story)
    way = m["way"].lower()
    before = story.before(m.start())
    event = group(m, "event")
    if before not in ("the", "a", "one") or (
        event is None and story.after(m.end()) not in ("", "he", "she", "they", "it", "the", "and", "in", "at", "by")
    ):
        return None
    step = 1 if way in ("after", "later") else -1
    if event is not None:
        return Found(
            m.start(),
            m.end(),
            "DATE",
            {"D": "XXXX-XX-XX"}.get(unit, "XXXX"),
            anchor=" ".join(event.split()),
            rule="event-relative",
        )
    base = story.told(day=unit in ("D", "W"))
    if base is None:
        return Found(m.start(), m.end(), "DATE", "XXXX-XX-XX" if unit == "D" else "XXXX")
    if unit == "NI":
        return turned_back(parted(m, shift(base[0], step, "D"), "night", story, anchor=base[1], text="XXXX-XX-XX"), step)
    return turned_back(unit_at(m, base[0], step, unit, base[1]), step)


# What must stand before "the week", "the month", "the year" for them to mean the anchor's own.
THROUGH = ("throughout", "during", "over", "for", "through", "all", "within")
EDGE = re.compile(
    r"(?:end|beginning|start|middle|rest|remainder|part|most|close|half|course|earlier in|later in|late in|early in)(?: of| on)?(?: in)? the\s*$",
    re.IGNORECASE,
)


def anchored_unit(m: Match, story: Story) -> Found | None:
    """throughout the week, the end of the month, later in the year: the unit that holds the anchor."""
    unit = unit_of(m, story)
    if unit == "WE":
        return _weekend(m, story)
    if (
        unit in SMALL
        or unit in ("NI", "WE", "Q", "DE", "CE", "F")
        or story.before(m.start()) != "the"
        or story.after(m.end()) in ("of", "when", "that", "before", "after")
    ):
        return None
    left = story.text[max(0, m.start() - 40) : m.start()]
    through = re.search(r"(\w+)(?: of)?\s+the\s*$", left)
    word = "" if through is None else through[1].lower()
    edge = EDGE.search(left) is not None
    if word not in THROUGH and not edge:
        return None
    if unit == "D" and word not in ("throughout", "during") and not edge:
        return None
    base = story.now_or_told(day=True) if unit == "W" else story.told_or_now()
    if unit in ("W", "D") and story.now() is not None and word in THROUGH:
        base = story.now()
    if unit == "W" and base is not None and base[0].day is None:
        base = story.told(day=True)
    if unit == "M" and base is not None and base[0].month is None:
        base = None
    if base is None:
        return Found(m.start(), m.end(), "DATE", {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX"}.get(unit, "XXXX"))
    found = unit_at(m, base[0], 0, unit, base[1])
    if found is None:
        return None
    if word in THROUGH:
        found.every_day, found.rule = True, "throughout-unit"
        now = story.now()
        if (
            now is not None
            and found.hi is not None
            and len(found.hi) == 10
            and found.lo is not None
            and found.lo <= value(now[0]) <= found.hi
        ):
            found.hi = value(now[0])
    return found


def _weekend(m: Match, story: Story) -> Found | None:
    """the weekend: the last one that has begun by the publication, or the coming one when the sentence looks ahead."""
    now = story.now()
    day = None if now is None else as_date(now[0])
    if now is None or day is None or story.before(m.start()) != "the":
        return None
    step = 0 if day.weekday() >= 5 or story.ahead(m.start(), m.end()) else -1
    return unit_at(m, now[0], step, "WE", now[1])


def edge_of(m: Match, story: Story) -> Found | None:
    """the last week of August, the first ten days of October 2020, the first three months of 1915."""
    words = group(m, "number")
    number = 1 if words is None else count(words, story)
    unit = unit_of(m, story)
    found = Found(m.start(), m.end(), "DURATION", length(number, unit))
    word = group(m, "month")
    if (word is not None and not word[:1].isupper()) or unit not in ("D", "W", "M", "F", "NI"):
        return None
    if word is None:
        stated = year_of(m, "year2")
        whole = None if stated is None else Point(stated)
    else:
        month = story.grammar.words["months"][month_word(m)]
        year = stated_year(m, story) or year_by_context(month, None, m, story)
        whole = None if year is None else Point(year[0], month)
        found.anchor = None if year is None else year[1]
    if whole is not None and exists(whole):
        _edge(found, m["edge"].lower(), whole, steps(number, unit), alone=words is None)
    return found


def _edge(found: Found, edge: str, whole: Point, span: tuple[int, str] | None, *, alone: bool) -> None:
    """Counts the stretch from the start or the end of the month or year."""
    found.point = whole
    if span is None or span[1] not in ("D", "W", "M"):
        return
    size, unit = span
    if edge in ("last", "final", "closing"):
        before = shift(last_day(whole), -size, unit)
        begin, until = None if before is None else shift(before, 1, "D"), last_day(whole)
    else:
        nth = NTH.get(edge, 1) - 1
        begin = shift(first_day(whole), nth * size, unit)
        after = None if begin is None else shift(begin, size, unit)
        until = (None if after is None else shift(after, -1, "D")) or last_day(whole)
    if begin is None or begin > last_day(whole):
        return
    if unit == "D" and alone:
        found.kind, found.value, found.point = "DATE", value(begin), begin
    found.lo, found.hi = bound(begin), bound(min(until, last_day(whole)))


NTH = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}


def night_or_part(found: Found, day: Point, story: Story) -> None:
    """Moves a part-of-day expression to another day."""
    lo, hi = part_hours(story, day, found.part or "", found.word if found.modifier is None else "", found.modifier)
    found.lo, found.hi, found.point = lo, hi, day
    found.value = f"{value(day)}T{found.part}"
