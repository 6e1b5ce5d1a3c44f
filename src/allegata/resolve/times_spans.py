"""Resolvers of lengths: durations, "ago" and "later", "the past three days", "several hours after", "since the beginning"."""

import re

from .calendar import Point, bound, shift, value
from .times_dates import (
    Match,
    dated,
    group,
    week_of,
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
    if unit in ("second", "quarter", "night", "weekend", "seconds", "quarters") and words.lower() in (
        "a",
        "one",
        "an",
        "another",
    ):
        return False
    if unit == "quarters" and (words.lower() in ("three", "some", "many", "3", "few") or story.after(m.end()) == "of"):
        return False
    if re.fullmatch(r"[012]\d[0-5]\d", words) and unit == "hours":
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
    if not story.narrative and OLD.search(m[0]):
        return None
    number, unit = _counted(m, story)
    if m["number"].lower() in ("a", "an") and PER.search(story.text, max(0, m.start() - 40), m.start()):
        return Found(m.start(), m.end(), "SET", length(1, unit))
    return Found(m.start(), m.end(), "DURATION", length(number, unit))


# An age is no time of the news; a narrative in the manner of an encyclopedia counts it (TIMEX2).
OLD = re.compile(r"\bold\Z", re.IGNORECASE)

# "$15 an hour", "20 miles a day": a rate, when a number and at most two words stand before.
PER = re.compile(
    r"(?:\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|forty|fifty|hundreds|dozens|thousands)\b|\d[\d,.]*)(?:\s\(?(?!(?:in|over|for|within|after|and|to|than|of|about|at|on)\b)[\w$]+\)?){0,3}\s\Z"
)


def duration_half(m: Match, story: Story) -> Found:
    """a year and a half."""
    if group(m, "number2"):
        word = m["unit2"].lower()
        words = story.grammar.words
        return Found(
            m.start(),
            m.end(),
            "DURATION",
            length(count(m["number2"], story), words["units"].get(word) or words["plural_units"][word]),
        )
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
    if unit in SMALL and story.before(m.start()) not in story.grammar.words["words"]["before_hours"]:
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
    near = whose == "now" or (step < 0 and not story.same_sentence(m.start()))
    base = story.now_or_told(day=True) if near else story.told_or_now(day=True)
    if base is None or base[0].day is None or step == 0:
        return found
    found.anchor, found.every_day, found.rule = base[1], True, "span-before-anchor" if step < 0 else "span-after-anchor"
    if step < 0:
        found.lo = back_from(base[0], number, unit)
        found.hi = bound(base[0])
        return found
    whole = steps(number, unit)
    until = None if whole is None else shift(base[0], whole[0], whole[1])
    found.lo, found.hi = bound(base[0]), None if until is None else bound(until)
    return found


def relative_span_of_one(m: Match, story: Story, unit: str) -> Found:
    """the past week, in the past day, over the last month: one unit that ends at the publication."""
    found = Found(m.start(), m.end(), "DURATION", length(1, unit))
    base = story.now_or_told(day=True)
    if base is not None and base[0].day is not None:
        found.lo = back_from(base[0], 1, unit)
        found.hi = bound(base[0]) if found.lo else None
        found.anchor, found.every_day, found.rule = base[1], False, "span-before-anchor"
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
    if forth and not whose_now and story.told() is None:
        base = None
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
        around = shift(moved, -3, "D"), shift(moved, 3, "D")
        if held is None or around[0] is None or around[1] is None:
            return None
        # The value is the calendar week, as TIMEX3 has it; the interval is the week around the day counted back.
        return Found(m.start(), m.end(), kind, held[0], bound(around[0]), bound(around[1]), base[1], False, point=moved)
    if whole[1] == "DE":
        decade = moved.year // 10
        return (
            Found(m.start(), m.end(), kind, f"{decade:03d}", bound(Point(decade * 10)), bound(Point(decade * 10 + 9)), base[1])
            if moved.year > 0
            else None
        )
    if whole[1] in ("CE", "Q"):
        moved = Point(moved.year)
    result = dated(m, moved, anchor=base[1])
    # A look back is an aside: the narrative goes on from where it stood.
    result.aside = not forth and not whose_now
    return result


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
    # TIMEX2 takes "after" in, TIMEX3 leaves it to the link between the two.
    end = m.end("way") if story.narrative else m.start("way") - 1
    found = Found(m.start(), end, "DURATION", length(number, unit), anchor=event, rule="event-relative")
    now = story.now()
    whole = steps(number, unit)
    if whole is not None and way in ("after", "following", "before", "prior to"):
        found.away = (whole[0] if way in ("after", "following") else -whole[0], whole[1])
    if way == "since" and now is not None:
        found.lo = back_from(now[0], number, unit)
        found.hi = bound(now[0]) if found.lo else None
        found.every_day, found.anchor = True, f"{now[1]}; since {event}"
    return found


def _whole_war(event: str, story: Story) -> bool:
    """Whether the words name the war itself, and not an attack, a siege or an operation within it."""
    lists = story.grammar.words["words_since"]
    words = event.lower().split()
    while words and words[0] in lists["neutral"] and " ".join(words) not in lists["war"]:
        words = words[1:]
    return " ".join(words) in lists["war"]


def day_of_war(m: Match, story: Story) -> Found:
    """the 23rd day of the war, day 23 of the invasion: counted from the profile's first day, which is day 1."""
    digits = group(m, "nth") or group(m, "nth2")
    nth = int(digits) if digits else story.grammar.words["ordinals"][m["ordinal"].lower()]
    found = Found(m.start(), m.end(), "DATE", None)
    if story.since is None or not _whole_war(m["event"], story):
        found.anchor = " ".join(m["event"].split())
        return found
    day = shift(story.since, nth - 1, "D")
    if day is not None:
        found.value, found.lo, found.hi, found.point = value(day), bound(day), bound(day), day
        found.anchor = f"profile since {bound(story.since)}"
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
    known = story.since if event is None or _whole_war(event, story) else None
    start = None if known is None else bound(known)
    found = Found(
        m.start(),
        m.end(),
        "DATE",
        None if known is None else value(known),
        start,
        rule="since-beginning",
        every_day=True,
    )
    found.anchor = event if known is None else f"profile since {start}"
    if start is not None and story.published is not None:
        found.hi = story.published.isoformat()
        if found.hi < start:
            found.lo = found.hi = found.value = found.anchor = None
    return found
