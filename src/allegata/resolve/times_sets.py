"""Resolvers of what recurs (every day, twice a week) and of what no calendar holds (now, recently)."""

import re

from .times_dates import (
    Match,
    group,
)
from .times_spans import SMALL, count, length, unit_of
from .times_story import Found, Story


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


def adverb_set(m: Match, story: Story) -> Found | None:
    """daily, weekly, annual; a capital inside a sentence makes it a name (a newspaper's)."""
    if m[0][0].isupper() and (story.before(m.start())[-1:].isalnum() or story.text[m.end() + 1 : m.end() + 2].isupper()):
        return None
    code = story.grammar.words["sets"][m["set"].lower()]
    return Found(m.start(), m.end(), "SET", code, every_day=True if code == "P1D" else None)


def vague(m: Match, story: Story) -> Found | None:
    """now, recently, the future: a reference that no calendar can hold."""
    word = " ".join(m["vague"].lower().split())
    if word == "future" and story.before(m.start()) == "the":
        return None
    if word == "the moment" and story.before(m.start()) != "at":
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
