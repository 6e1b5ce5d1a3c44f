"""Resolvers of clock times: the day is the one just named, or the publication's."""

import re

from .calendar import Point, at, value
from .times_dates import Match, group
from .times_spans import count
from .times_story import Found, Story


def clock(m: Match, story: Story) -> Found | None:
    """7:30, 11.30 a.m., 2 a.m. local time, 1800 GMT, seven o'clock in the evening."""
    words = group(m, "number")
    counted = None if words is None else count(words, story)
    digits = group(m, "h")
    if digits is None and (words is None or counted is None or counted != int(counted) or re.search(r"[\s–-]", words)):
        return None
    hour = int(digits) if digits is not None else int(counted or 0)
    minute = int(group(m, "mi") or 0)
    half = re.sub(r"[^apm]", "", (group(m, "ampm") or "").lower())
    sign = group(m, "colon")
    if sign in (".", "h") and not half and not group(m, "zone"):
        return None
    left = story.text[m.start() - 1 : m.start()]
    if left in (":", "/", "$", "€", "£") or (sign == ":" and re.match(r"[:/]\d", story.text[m.end() : m.end() + 2])):
        return None
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif (group(m, "part") or "").lower() in ("afternoon", "evening") and hour < 12:
        hour += 12
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    return timed(m.start(), m.end(), hour, minute, story, zone=group(m, "zone"))


def noon(m: Match, story: Story) -> Found:
    """noon and midnight; midnight is the end of its day in one writer and the start in another: the value keeps 24:00."""
    return timed(m.start(), m.end(), 12 if m["noon"].lower() == "noon" else 24, 0, story, zone=group(m, "zone"))


def timed(start: int, end: int, hour: int, minute: int, story: Story, *, zone: str | None) -> Found:
    """A minute of the last day named, or of the publication day; without either the day stays unknown."""
    base = story.told_or_now(day=True)
    suffix = offset(zone, story)
    text = f"T{hour:02d}:{minute:02d}{suffix}"
    found = Found(start, end, "TIME", "XXXX-XX-XX" + text, clock=(hour, minute))
    if base is None or base[0].day is None:
        return found
    found.anchor = base[1]
    set_day(found, base[0], suffix)
    return found


def set_day(found: Found, day: Point, suffix: str = "") -> None:
    """Ties a clock time to a day."""
    hour, minute = found.clock or (0, 0)
    moment = at(day, hour, minute)
    found.value = f"{value(day)}T{hour:02d}:{minute:02d}{suffix}"
    found.lo = found.hi = moment
    found.point = day


def offset(zone: str | None, story: Story) -> str:
    """The zone as ISO 8601 writes it: `Z`, `+04:00`; empty when it is local or not known."""
    if zone is None:
        return ""
    word = zone.lower().replace(" ", "").replace("−", "-")
    signed = re.fullmatch(r"(?:gmt|utc)([+-])(\d{1,2}):?(\d{2})?", word)
    if signed is not None:
        return f"{signed[1]}{int(signed[2]):02d}:{signed[3] or '00'}"
    minutes = story.grammar.words["zone_offsets"].get(word)
    if minutes is None:
        return ""
    if minutes == 0:
        return "Z"
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
