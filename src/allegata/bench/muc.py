"""Attack forms in the slots of MUC-4's templates: strings as written in the report, closed values, its date and location forms."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from ..data import rows
from ..extract.forms.assemble import assemble
from ..extract.forms.form import AttackForm, Filler
from ..extract.forms.pieces import body, sentences
from ..extract.forms.rules import hear_by_rules
from ..records import Span
from ..resolve.dates import find_times
from ..resolve.gazetteer import Gazetteer
from .rows import Row, day, readers

MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
LEAD = re.compile(
    r"\b(?:in|at|near|outside|of)\s+(?:the\s+)?(?:(?:city|town|village|municipality|port|department)\s+of\s+)?", re.I
)
WORD = re.compile(r"[A-Z][\w'-]*", re.I)
NO_TOWN = frozenset(
    {"the", "a", "an", "this", "that", "his", "her", "their", "its", "two", "three", "one", "front", "the area", "order"}
)
WEIGHT_OF_DATELINE = 2
"""The dateline's country counts as much as two words for a country in the text."""


def muc(row: Row, folder: Path) -> Row:
    """The incidents of a report."""
    text, published = row["text"], day(row)
    at = Where(text, readers().gazetteer)
    times = find_times(text, published=published)
    forms = assemble(hear_by_rules(text), text)
    made = []
    for form in forms:
        near = sentences_of(form, text)
        form = msgspec.structs.replace(form, places=form.places or at.named_in(near), day=form.day or day_in(near, times))
        made.append(incident(form, at, dated(form.day, times, published)))
    return {"incidents": made}


def sentences_of(form: AttackForm, text: str) -> list[Span]:
    """The sentences that tell of the form's targets, each once, in their order."""
    cut = sentences(text)
    told = [s.start for f in (*form.people, *form.objects) for s in f.spans]
    return [Span(low, high) for low, high in cut if any(low <= at < high for at in told)]


def day_in(near: Sequence[Span], times: Sequence[Any]) -> Span | None:
    """The first full day told in these sentences."""
    for sentence in near:
        for found in times:
            if sentence.covers(found.spans[0]) and re.match(r"\d{4}-\d\d-\d\d", found.value or ""):
                return Span(found.spans[0].start, found.spans[-1].end)
    return None


def incident(form: AttackForm, at: "Where", when: str | None) -> Row:
    """One form as slots; a slot without a fill is left out."""
    country = at.country(form.places)
    slots: dict[str, Any] = {
        "incident_date": [when] if when else [],
        "incident_location": [at.written(form.places, country)] if country else [],
        "incident_type": [form.type],
        "incident_stage": [form.stage],
        "perp_category": [form.category] if form.category else [],
        "perp_individual": [strings(f) for f in form.individuals],
        "perp_organization": [strings(f) for f in form.organizations],
        "perp_confidence": [about(f, f.kind) for f in form.organizations if f.kind],
        "instrument_id": [strings(f) for f in form.instruments],
        "instrument_type": [about(f, f.kind) for f in form.instruments if f.kind],
        "phys_id": [strings(f) for f in form.objects],
        "phys_type": [about(f, f.kind) for f in form.objects if f.kind],
        "phys_number": [about(f, f.number) for f in form.objects if f.number],
        "phys_effect": [about(f, f.effect) for f in form.objects if f.effect],
        "phys_nation": nations(form.objects, country),
        "hum_name": [{"any": upper(f.names)} for f in form.people if f.names],
        "hum_description": [described(f) for f in form.people if f.words],
        "hum_type": [about(f, f.kind) for f in form.people if f.kind],
        "hum_number": [about(f, f.number) for f in form.people if f.number],
        "hum_effect": [about(f, f.effect) for f in form.people if f.effect],
        "hum_nation": nations(form.people, country),
    }
    return {slot: fills for slot, fills in slots.items() if fills}


def upper(words: Iterable[str]) -> list[str]:
    """In capitals, as the templates are."""
    return [w.upper() for w in words]


def strings(filler: Filler) -> Row:
    """A string fill with its other wordings."""
    return {"any": upper(filler.all_words)}


def described(filler: Filler) -> Row:
    """The description of a victim, with the name that it belongs to."""
    return {"any": upper(filler.words), **({"of": upper(filler.names)} if filler.names else {})}


def about(filler: Filler, value: str | None) -> Row:
    """A closed value with the strings that it is said of."""
    return {"any": [value], "of": upper(filler.all_words)}


def nations(fillers: Sequence[Filler], country: str | None) -> list[Row]:
    """The nation of a target whose own words name another country than that of the incident."""
    made = []
    for f in fillers:
        found = next((iso for w in f.all_words for iso in countries_in(w) if iso != country), None)
        if found:
            made.append(about(f, name_of(found)))
    return made


@cache
def _country_words() -> tuple[tuple[str, re.Pattern[str]], ...]:
    made = []
    for row in rows("countries.csv"):
        words = [row["name"], *row["names"].split("|"), *row["demonyms"].split("|")]
        made.append((row["iso"], [w for w in words if w]))
    made += [(r["kind"], r["names"].split("|")) for r in rows("form_words.csv") if r["use"] == "state_owned"]
    return tuple(
        (iso, re.compile(r"(?<!\w)(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words) + r")(?!\w)", re.I))
        for iso, words in made
    )


@cache
def scope() -> frozenset[str]:
    """ISO codes of the countries whose incidents are asked for."""
    return frozenset(c for r in rows("form_words.csv") if r["use"] == "country" for c in r["kind"].split("|"))


def countries_in(text: str) -> list[str]:
    """ISO codes of the countries that the words name, or whose people or goods they are."""
    return [iso for iso, words in _country_words() if words.search(text)]


def name_of(iso: str) -> str:
    """The country's name in the templates."""
    named = {r["iso"]: r["name"] for r in rows("countries.csv")}
    own = {r["kind"]: r["names"].split("|")[0] for r in rows("form_words.csv") if r["use"] == "state_owned"}
    return (own.get(iso) or named[iso]).upper()


class Where:
    """The places of one report: which country an incident is in, and how its location is written."""

    def __init__(self, text: str, gazetteer: Gazetteer) -> None:
        self.text, self.gazetteer = text, gazetteer
        self.votes: Counter[str] = Counter()
        for iso, words in _country_words():
            if iso in scope():
                self.votes[iso] += len(words.findall(text))
        start = body(text)
        self.dateline = re.split(r"[,(]|--", text[:start] or text[:60])[0].strip()
        for iso in self.countries(self.dateline):
            self.votes[iso] += WEIGHT_OF_DATELINE

    def countries(self, name: str) -> set[str]:
        """Countries of the scope that have a place of that name; of several those whose place is far the greatest."""
        found = [e for e in self.gazetteer.look_up(name) if e.country in scope()]
        most = max((e.population for e in found), default=0)
        return {e.country for e in found if e.country and e.population * 5 >= most}

    def country(self, places: Sequence[Span]) -> str | None:
        """The country of an incident at these places: the one that has them, and that the report speaks of most."""
        votes = Counter(self.votes)
        for span in places[:2]:
            for iso in self.countries(span.of(self.text)):
                votes[iso] += 3
        best = votes.most_common(1)
        return best[0][0] if best and best[0][1] else None

    def named_in(self, near: Sequence[Span]) -> tuple[Span, ...]:
        """Towns named behind a preposition of place in these sentences, the nearest to the start first."""
        found: list[Span] = []
        for sentence in near:
            for lead in LEAD.finditer(self.text, sentence.start, sentence.end):
                words = list(WORD.finditer(self.text, lead.end(), min(sentence.end, lead.end() + 60)))[:4]
                for n in range(len(words), 0, -1):
                    span = Span(words[0].start(), words[n - 1].end())
                    name = " ".join(span.of(self.text).split())
                    if words[0].start() == lead.end() and name.lower() not in NO_TOWN and self.countries(name):
                        found.append(span)
                        break
        return tuple(found)

    def written(self, places: Sequence[Span], country: str) -> str:
        """`COUNTRY: PLACE`, the place that is likeliest."""
        name = name_of(country)
        words = next((" ".join(s.of(self.text).split()).strip(' "').upper() for s in places), None)
        return f"{name}: {words} (CITY)" if words and words != name else name


def dated(span: Span | None, times: Sequence[Any], published: str | None) -> str | None:
    """The day as templates write it; `- DAY` (up to the report's day) where no day is told."""
    if span is not None:
        for found in times:
            value = (found.value or "")[:10]
            if found.spans[0].start < span.end and span.start < found.spans[-1].end and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
                return written_day(value)
    return f"- {written_day(published)}" if published else None


def written_day(iso: str) -> str:
    """2 February 1990 as `02 FEB 90`."""
    held = date.fromisoformat(iso)
    return f"{held.day:02} {MONTHS[held.month - 1]} {held.year % 100:02}"
