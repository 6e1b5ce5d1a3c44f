"""Where the reader of a text stands in time: the publication date, and the last date that the text named."""

import re
from dataclasses import dataclass
from datetime import date

from allegata.records import Moment

from .calendar import Point, as_date, from_date, value
from .times_grammar import Grammar

YEAR_TOKEN = re.compile(r"(?<![\d.,$€£])(?:1[0-9]{3}|20[0-4]\d)(?![\d%]|,\d|\.\d)|\d{1,4}\s?B\.?C")
DEICTIC_TOKEN = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[Tt]oday|[Yy]esterday|[Tt]omorrow|(?:this|last|next) (?:week|month|year)|ago)\b"
)
SENTENCE_END = re.compile(r"[.!?]\s|\n")


# A narrative's date that lies further from the one before is an aside ("as in 1812"), until a second one confirms it.
STRAY_YEARS = 6


FAR_YEARS = 5
# A future word this many characters before a date no longer speaks of it; about twelve words.
FUTURE_REACH = 70


@dataclass(slots=True)
class Found:
    """An expression on its way to a `When`; `point` moves the narrative anchor, `years` is the width of a decade or century."""

    start: int
    end: int
    kind: str
    value: str | None
    lo: Moment | None = None
    hi: Moment | None = None
    anchor: str | None = None
    every_day: bool | None = None
    point: Point | None = None
    part: str | None = None
    rule: str = ""
    word: str = ""
    modifier: str | None = None
    aside: bool = False
    away: tuple[int, str] | None = None
    clock: tuple[int, int] | None = None


@dataclass(slots=True)
class Story:
    """What the resolvers know at a point of the text. `narrative`: the text runs on its own dates, far from its publication."""

    text: str
    grammar: Grammar
    published: date | None
    since: Point | None
    narrative: bool
    before_era: bool
    last: Point | None = None
    last_text: str = ""
    last_at: int = 0
    last_day: Point | None = None
    last_day_text: str = ""
    stray: Point | None = None
    mentioned: Point | None = None
    quarter: tuple[int, int] | None = None
    """The year and number of the quarter that was named last."""

    def move(self, found: Found) -> None:
        """The narrative anchor goes to the date just named."""
        point = found.point
        if point is None:
            return
        self.mentioned = point
        if found.aside:
            return
        if self.narrative and self.last is not None and self._strays(point, found.start):
            stray, self.stray = self.stray, point
            if stray is None or abs(point.year - stray.year) > STRAY_YEARS:
                return
        self.stray = None
        if self.last is not None and point == (self.last.year, None, None) and found.part is None:
            return
        self.last, self.last_text, self.last_at = point, self.text[found.start : found.end], found.end
        if point.day is not None:
            self.last_day, self.last_day_text = point, self.last_text

    def _strays(self, point: Point, start: int) -> bool:
        """A year far from the narrative's, or a bare year inside a sentence that tells of months and days."""
        if self.last is None:
            return False
        far = abs(point.year - self.last.year)
        if far > STRAY_YEARS:
            return True
        if point.month is not None or far == 0 or self.last.month is None:
            return False
        left = SENTENCE_END.split(self.text[max(0, start - 30) : start])
        return len(left) < 2 and start > 30

    def now(self) -> tuple[Point, str] | None:
        """The day of publication, unless the text is a narrative about another time."""
        if self.published is None or self.narrative:
            return None
        point = from_date(self.published)
        return point, f"published {value(point)}"

    def told(self, *, day: bool = False) -> tuple[Point, str] | None:
        """The last date that the text named; with `day`, the last that was precise to the day."""
        point, text = (self.last_day, self.last_day_text) if day else (self.last, self.last_text)
        return None if point is None else (point, " ".join(text.split()))

    def told_or_now(self, *, day: bool = False) -> tuple[Point, str] | None:
        """The narrative's date, or else the day of publication."""
        return self.told(day=day) or self.now()

    def now_or_told(self, *, day: bool = False) -> tuple[Point, str] | None:
        """The day of publication, or else the narrative's date."""
        return self.now() or self.told(day=day)

    def before(self, start: int) -> str:
        """The word before an offset, lower case; empty at the start of a sentence."""
        left = self.text[max(0, start - 24) : start].rstrip(" \t\n\u00a0-–(\"'“‘")
        word = re.search(r"[\w'’]+[.,;:!?]?$", left)
        return "" if word is None else word[0].lower()

    def after(self, end: int) -> str:
        """The word after an offset, lower case; empty when punctuation comes first."""
        word = re.match(r"[\s-]{1,3}([^\W\d_]+(?:-[^\W\d_]+)*)", self.text[end : end + 24])
        return "" if word is None else word[1].lower()

    def ahead(self, start: int, end: int) -> bool:
        """Whether the sentence speaks of what is to come (bounded look: 120 characters before, 80 behind).

        The future word must stand before the date with no verb in the past between ("said he would meet on Friday", not "would
        not comment, he said on Friday"), or behind it with none before it ("On Friday the court will rule").
        """
        left = SENTENCE_END.split(self.text[max(0, start - 120) : start])[-1]
        if re.search(r"\bsince\s(?:the\s)?\Z", left):
            return False
        marks = list(self.grammar.future.finditer(left))
        if marks and len(left) - marks[-1].end() > FUTURE_REACH:
            return False
        if marks:
            return self.grammar.past.search(left, marks[-1].end()) is None
        if len(left.split()) > 3:
            return False
        right = SENTENCE_END.split(self.text[end : end + 80])[0]
        mark = self.grammar.future.search(right)
        return mark is not None and self.grammar.past.search(right, 0, mark.start()) is None

    def behind(self, start: int, end: int) -> bool:
        """Whether the sentence has a verb in the past tense (the same bounded look)."""
        left = SENTENCE_END.split(self.text[max(0, start - 120) : start])[-1]
        right = SENTENCE_END.split(self.text[end : end + 80])[0]
        return self.grammar.past.search(left) is not None or self.grammar.past.search(right) is not None

    def same_sentence(self, start: int) -> bool:
        """Whether the last date named stands in the sentence of this offset."""
        return start - self.last_at < 200 and SENTENCE_END.search(self.text, self.last_at, start) is None


def open_story(text: str, grammar: Grammar, published: Point | None, since: Point | None) -> Story:
    """A story at the start of its text.

    It is taken for a narrative when at least five years are named that lie more than a year from the publication, and
    they are more than twice as many as the years near it and the weekdays and "yesterday"s together. Without a publication
    date it is one unless weekdays and "yesterday"s prevail. Only the first 200,000 characters are weighed.
    """
    head = text[:200_000]
    day = None if published is None else as_date(published)
    years = YEAR_TOKEN.findall(head)
    before_era = any("B" in y for y in years)
    deictic = len(DEICTIC_TOKEN.findall(head))
    narrative = len(years) > 2 * deictic or not deictic
    if published is not None:
        near = sum(1 for y in years if "B" not in y and abs(int(y) - published.year) <= 1)
        far = len(years) - near
        news = near + deictic
        narrative = far >= FAR_YEARS and far > 2 * news
    return Story(text=text, grammar=grammar, published=day, since=since, narrative=narrative, before_era=before_era)
