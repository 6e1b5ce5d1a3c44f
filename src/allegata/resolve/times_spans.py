"""Resolvers of what is counted from somewhere: durations, "ago" and "later", "the past three days", "since the beginning"."""

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
from .times_story import Found, Story

SMALL = ("S", "TM", "TH")


def count(words: str, story: Story) -> float | None:
    """The number that the words name; None when they name none ("several"). "two to three" is its upper end."""
    text = re.sub(r"\s+", " ", words.strip().lower())
    numbers = story.grammar.words["numbers"]
    if text in ("a", "an"):
        return 1
    if "couple" in text:
        return 2
    if text == "half a dozen":
        return 6
    if text in story.grammar.words["words"]["vague_numbers"]:
        return None
    half = re.fullmatch(r"(.+?) and(?: a)? half", text)
    if half is not None:
        whole = count(half[1], story)
        return None if whole is None else whole + 0.5
    last = re.split(r" (?:to|or) |\s?[–—‑]\s?|(?<=\d)\s?-\s?(?=\d)", text)[-1].replace(",", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", last):
        return float(last)
    total = 0
    for word in re.split(r"[\s-]+", last):
        number = numbers.get(word, 1 if word in ("a", "an") else 0)
        total = (total or 1) * number if word in ("hundred", "dozen") else total + number
    return total or None


def unit_of(m: Match, story: Story) -> str:
    """The unit's code, from the singular or the plural word."""
    word = (group(m, "unit") or group(m, "plural") or group(m, "unit1") or "").lower()
    words = story.grammar.words
    code: str = words["units"].get(word) or words["plural_units"][word]
    return code


def length(number: float | None, unit: str) -> str:
    """The TIMEX3 duration: P3D, PT2H, PXW, P2.5Y."""
    figure = "X" if number is None else f"{number:g}" if number < 1e6 else f"{number:.0f}"
    if unit == "F":
        return "PXW" if number is None else f"P{number * 2:g}W"
    if unit in SMALL:
        return f"PT{figure}{unit[-1]}"
    return f"P{figure}{'D' if unit == 'NI' else unit}"


def steps(number: float | None, unit: str) -> tuple[int, str] | None:
    """Whole calendar steps of a duration; None when it is no whole number of a calendar unit."""
    if number is None or number != int(number) or unit in SMALL or number > 100_000:
        return None
    if unit == "F":
        return int(number) * 2, "W"
    return int(number), "D" if unit == "NI" else "W" if unit == "WE" else unit


def _counted(m: Match, story: Story) -> tuple[float | None, str]:
    words = group(m, "number")
    number = None if words is None or group(m, "plural") else count(words, story)
    return number, unit_of(m, story)


def _plausible(m: Match, story: Story) -> bool:
    """ "an hour" counts, "A second attack" and "second"s that order things do not; "a night raid" is not a length."""
    words, unit = group(m, "number") or "", (group(m, "unit") or "").lower()
    if unit in ("second", "quarter", "night", "seconds", "quarters") and words.lower() in ("a", "one", "an", "another"):
        return False
    if unit == "quarters" and (words.lower() in ("three", "some", "many", "3", "few") or story.after(m.end()) == "of"):
        return False
    if re.fullmatch(r"\d{4}", words) and unit.endswith("s") is False:
        return False
    # A number without plural counts only as an adjective: "ten-day visit", "a one year term".
    return not (
        unit
        and not unit.endswith("s")
        and words.lower() not in ("a", "an", "one", "1", "half")
        and "-" not in m[0]
        and story.after(m.end()) == ""
    )


def duration(m: Match, story: Story) -> Found | None:
    """three days, a week, 18 years old: a length without ends, unless a word before it ties it to now ("a full week since")."""
    if not _plausible(m, story):
        return None
    number, unit = _counted(m, story)
    return Found(m.start(), m.end(), "DURATION", length(number, unit))


def duration_half(m: Match, story: Story) -> Found:
    """a year and a half."""
    number, unit = _counted(m, story)
    return Found(m.start(), m.end(), "DURATION", length(None if number is None else number + 0.5, unit))


def half(m: Match, story: Story) -> Found:
    """half an hour, half a century."""
    unit = unit_of(m, story)
    finer = {"TH": (30, "TM"), "D": (12, "TH"), "Y": (6, "M"), "DE": (5, "Y"), "CE": (50, "Y"), "TM": (30, "S")}.get(unit)
    return Found(m.start(), m.end(), "DURATION", length(*finer) if finer else length(0.5, unit))


def unit_long(m: Match, story: Story) -> Found:
    """month-long."""
    return Found(m.start(), m.end(), "DURATION", length(1, unit_of(m, story)))


def bare_units(m: Match, story: Story) -> Found | None:
    """days, years: more than one, nobody says how many."""
    unit = unit_of(m, story)
    if unit in ("S", "Q", "WE", "NI") or re.match(r"\s+\d{4}", story.text[m.end() : m.end() + 8]):
        return None
    if story.before(m.start()) in (
        "of",
        "office",
        "working",
        "business",
        "man",
        "school",
        "teenage",
    ):
        return None
    return Found(m.start(), m.end(), "DURATION", length(None, unit))


def back_from(point: Point, number: float | None, unit: str) -> str | None:
    """The first moment of a stretch of that length that ends on a day: N days of 24 hours reach back to the N-th day before."""
    if unit in SMALL:
        hours = None if number is None else number / {"S": 3600, "TM": 60, "TH": 1}[unit]
        moved = None if hours is None or hours > 24 * 3660 else shift(point, -int(-(-hours // 24)), "D")
        return None if moved is None else bound(moved)
    whole = steps(number, unit)
    if whole is None:
        return None
    moved = shift(point, -whole[0], whole[1])
    return None if moved is None else bound(moved)


def relative_span(m: Match, story: Story) -> Found | None:
    """the past three days, the next two weeks, the previous two days, the first ten months: a length tied at one end."""
    number, unit = _counted(m, story)
    relative = " ".join((group(m, "relative") or "").lower().split())
    found = Found(m.start(), m.end(), "DURATION", length(number, unit))
    if relative not in story.grammar.words["relatives"]:
        return found
    if (group(m, "plural") and unit in ("S", "Q")) or relative in ("this", "that", "same", "that same", "current"):
        return None
    step, whose = story.grammar.words["relatives"][relative]
    base = story.now_or_told(day=True) if whose == "now" else story.told_or_now(day=True)
    if base is None or base[0].day is None or step == 0:
        return found
    found.anchor, found.every_day, found.rule = base[1], True, "span-before-anchor" if step < 0 else "span-after-anchor"
    if step < 0:
        found.lo = back_from(base[0], number, unit)
        found.hi = bound(base[0]) if found.lo else None
        return found
    whole = steps(number, unit)
    until = None if whole is None else shift(base[0], whole[0], whole[1])
    found.lo, found.hi = (bound(base[0]), bound(until)) if until else (None, None)
    return found


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


def relative_span_of_one(m: Match, story: Story, unit: str) -> Found:
    """the past week, in the past day, over the last month: one unit that ends at the publication."""
    found = Found(m.start(), m.end(), "DURATION", length(1, unit))
    base = story.now_or_told(day=True)
    if base is not None and base[0].day is not None:
        found.lo = back_from(base[0], 1, unit)
        found.hi = bound(base[0]) if found.lo else None
        found.anchor, found.every_day, found.rule = base[1], False, "span-before-anchor"
    return found


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
        moved = -1 if code == "WI" and here <= 2 else 0
    point = shift(Point(year), moved, "Y")
    return None if point is None else season_at(m, point.year, code, story, base[1])


def deictic(m: Match, story: Story) -> Found:
    """today, yesterday, tonight, tomorrow morning, the day before yesterday: from the publication, or unknown."""
    word = " ".join(m["deictic"].lower().split())
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
    if whose == "now" and story.now() is not None and relative == "next":
        base = story.told(day=True) or base
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
    word = m["part"].lower()
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
    found = parted(m, None if base is None else base[0], word, story, anchor=None if base is None else base[1])
    found.rule = "part-of-anchor-day"
    return found


def ago(m: Match, story: Story) -> Found | None:
    """two weeks ago, three days later, months earlier: from the publication ("ago") or from the last date named."""
    number, unit = _counted(m, story)
    way = m["way"].lower()
    forth = way in ("later", "after", "afterward", "afterwards", "hence", "from now", "on") or way.startswith("from")
    if way == "on" and unit in ("NI", "S"):
        return None
    whose_now = way in ("ago", "hence") or way.startswith("from")
    base = story.now() if whose_now else story.told_or_now(day=unit in ("D", "W", *SMALL))
    if not whose_now and base is not None and story.now() is not None and story.told() is None and unit in ("D", "NI"):
        base = None
    kind = "TIME" if unit in SMALL else "DATE"
    whole = steps(number, unit)
    if unit in SMALL:
        return _hours(m, base, number, unit, forth=forth)
    if number is None:
        return Found(m.start(), m.end(), kind, "FUTURE_REF" if forth else "PAST_REF", anchor=None if base is None else base[1])
    unknown = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX"}.get(unit, "XXXX")
    if base is None or whole is None:
        return Found(m.start(), m.end(), kind, unknown)
    coarse = base[0]
    if whole[1] == "Y":
        coarse = Point(base[0].year)
    elif whole[1] == "M":
        coarse = Point(base[0].year, base[0].month)
    moved = shift(coarse, whole[0] if forth else -whole[0], whole[1])
    if moved is None:
        return Found(m.start(), m.end(), kind, unknown, anchor=base[1])
    if whole[1] == "W":
        held = week_of(moved)
        if held is None:
            return None
        return Found(m.start(), m.end(), kind, held[0], held[1], held[2], base[1], False, point=moved)
    if whole[1] == "DE":
        decade = moved.year // 10
        return (
            Found(m.start(), m.end(), kind, f"{decade:03d}", bound(Point(decade * 10)), bound(Point(decade * 10 + 9)), base[1])
            if moved.year > 0
            else None
        )
    if whole[1] in ("CE", "Q"):
        moved = Point(moved.year)
    return turned_back(dated(m, moved, anchor=base[1]), 1 if forth or whose_now else -1)


def _hours(m: Match, base: tuple[Point, str] | None, number: float | None, unit: str, *, forth: bool) -> Found:
    """Hours from a day whose hour is not known: somewhere between that day and where the hours can reach."""
    found = Found(m.start(), m.end(), "TIME", length(number, unit))
    if base is None or base[0].day is None or number is None:
        return found
    hours = number / {"S": 3600, "TM": 60, "TH": 1}[unit]
    if hours > 24 * 366:
        return found
    far = shift(base[0], int(-(-hours // 24)) * (1 if forth else -1), "D")
    if far is None:
        return found
    found.lo, found.hi = (bound(base[0]), bound(far)) if forth else (bound(far), bound(base[0]))
    found.anchor, found.every_day = base[1], False
    return found


def event_relative(m: Match, story: Story) -> Found | None:
    """several hours after the offensive, a full week since the attack: the length is known, the event's time is not.

    The anchor is the event in the report's words. "since" ends at the publication.
    """
    way = m["way"].lower()
    event = " ".join(m["event"].split())[:60]
    if group(m, "shortly"):
        head = Found(
            m.start(), m.end("way"), "DATE", "FUTURE_REF" if way in ("after", "following") else "PAST_REF", anchor=event
        )
        head.rule = "event-relative"
        return None if story.narrative else head
    if group(m, "unit") and not _plausible(m, story):
        return None
    number, unit = _counted(m, story)
    found = Found(m.start(), m.end("way"), "DURATION", length(number, unit), anchor=event, rule="event-relative")
    now = story.now()
    if way == "since" and now is not None:
        found.lo = back_from(now[0], number, unit)
        found.hi = bound(now[0]) if found.lo else None
        found.every_day, found.anchor = True, f"{now[1]}; since {event}"
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


def since_beginning(m: Match, story: Story) -> Found | None:
    """since the beginning of fighting: from the profile's first day to the publication; unknown without a profile."""
    event = group(m, "event")
    beginning = (group(m, "beginning") or "").lower()
    if beginning and event is None and beginning not in ("outset", "beginning", "start", "very beginning"):
        return None
    if (
        beginning
        and event is None
        and (story.after(m.end()) in ("of", "to") or re.match(r"\s+of\b", story.text[m.end() : m.end() + 5]))
    ):
        return None
    if m["since"].lower() == "from" and event is None and beginning != "outset":
        return None
    start = None if story.since is None else bound(story.since)
    found = Found(
        m.start(),
        m.end(),
        "DATE",
        None if story.since is None else value(story.since),
        start,
        rule="since-beginning",
        every_day=True,
    )
    found.anchor = None if story.since is None else f"profile since {start}"
    if start is not None and story.published is not None:
        found.hi = story.published.isoformat()
        if found.hi < start:
            found.lo = found.hi = found.value = found.anchor = None
    return found


def every(m: Match, story: Story) -> Found | None:
    """every day, each Monday, every two weeks, every other day."""
    unit = group(m, "unit")
    if unit is not None:
        words = group(m, "number")
        number = 1.0 if words is None else count(words, story)
        if group(m, "other") == "other":
            number = 2
        return Found(m.start(), m.end(), "SET", length(number, unit_of(m, story)), every_day=True)
    day = group(m, "weekday")
    if day is not None:
        return (
            Found(m.start(), m.end(), "SET", f"XXXX-WXX-{story.grammar.words['weekdays'][day.lower()] + 1}")
            if day[0].isupper()
            else None
        )
    part = group(m, "part")
    if part is not None:
        return Found(m.start(), m.end(), "SET", f"XXXX-XX-XXT{story.grammar.words['parts'][part.lower()]}", every_day=True)
    month = group(m, "month")
    if month is not None:
        return (
            Found(m.start(), m.end(), "SET", f"XXXX-{story.grammar.words['months'][month.lower()]:02d}")
            if month[0].isupper()
            else None
        )
    return Found(m.start(), m.end(), "SET", f"XXXX-{story.grammar.words['seasons'][m['season'].lower()]}")


def rate(m: Match, story: Story) -> Found | None:
    """per month, twice a week."""
    unit = unit_of(m, story)
    if unit in SMALL and group(m, "often") is None:
        return None
    return Found(m.start(), m.end(), "SET", length(1, unit))


def adverb_set(m: Match, story: Story) -> Found:
    """daily, weekly, annual."""
    code = story.grammar.words["sets"][m["set"].lower()]
    return Found(m.start(), m.end(), "SET", code, every_day=True if code == "P1D" else None)


def vague(m: Match, story: Story) -> Found | None:
    """now, recently, the future: a reference that no calendar can hold."""
    word = " ".join(m["vague"].lower().split())
    if word == "future" and story.before(m.start()) == "the":
        return None
    if word.endswith("past") and re.match(
        r"\s+(?:\w+\s+)?(?:few|several|day|week|month|year|decade|century|couple|\d|two|three|four|five|six|seven|eight|nine|ten)",
        story.text[m.end() : m.end() + 30],
    ):
        return None
    if word == "soon" and (
        story.before(m.start()) == "as" or story.after(m.end()) in ("after", "as", "afterwards", "afterward", "thereafter")
    ):
        return None
    if word == "recent" and story.after(m.end()) in ("days", "weeks", "months", "years", "decades", "hours"):
        return None
    return Found(m.start(), m.end(), "DATE", story.grammar.words["vague"][word])


def vague_narrative(m: Match, story: Story) -> Found | None:
    """former, this period, at the same time: marked where the text is a narrative, without a calendar value."""
    if not story.narrative:
        return None
    word = " ".join(m["vague"].lower().split())
    start = m.end() - 8 if word.endswith("the time") else m.start()
    if word.endswith("the time") and story.after(m.end()) != "":
        return None
    if word == "present" and story.before(m.start()) not in ("the", "at"):
        return None
    return Found(start, m.end(), "DATE", story.grammar.words["vague_narrative"][word] or None)


def edge_of(m: Match, story: Story) -> Found | None:
    """the last week of August, the first ten days of October 2020, the first three months of 1915."""
    words = group(m, "number")
    number = 1 if words is None else count(words, story)
    unit = unit_of(m, story)
    found = Found(m.start(), m.end(), "DURATION", length(number, unit))
    word = group(m, "month")
    if word is not None and not word[:1].isupper():
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
        until = None if after is None else shift(after, -1, "D")
    if begin is None or until is None or begin > last_day(whole):
        return
    if unit == "D" and alone:
        found.kind, found.value, found.point = "DATE", value(begin), begin
    found.lo, found.hi = bound(begin), bound(min(until, last_day(whole)))


NTH = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}


def day_span(point: Point) -> tuple[str, str]:
    """First and last day, as bounds."""
    return bound(first_day(point)), bound(last_day(point))


def night_or_part(found: Found, day: Point, story: Story) -> None:
    """Moves a part-of-day expression to another day."""
    lo, hi = part_hours(story, day, found.part or "", "")
    found.lo, found.hi, found.point = lo, hi, day
    found.value = f"{value(day)}T{found.part}"


def is_day(point: Point | None) -> bool:
    """Whether the point is a day of our era."""
    return point is not None and as_date(point) is not None
