"""Law as a speaker invokes it: the words of data/instruments.csv in a statement, with article and date when they are named.

No finding: "violated humanitarian law" is recorded as humanitarian law spoken of by that speaker. What stands in no statement is
put to the claims of the author's own voice in the same sentence, and else left alone: then nobody invokes it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from msgspec.structs import replace

from ..data import rows
from ..records import REPORTING, Article, Claim, Invoked, LawKind, Record, Span, Statement, hull

Laws = Mapping[str, tuple[Invoked, ...]]
"""Id of a statement or claim to the law that is invoked there."""

_PROVISION = r"\d+[a-z]?(?: ?bis)?(?: ?\((?:\d+|[a-z]{1,5})\))*"
_LISTED = rf"{_PROVISION}(?:(?:, | and | or |, and )(?:article )?{_PROVISION})*"
_CITED = {
    "article": rf"(?:articles?|arts?\.?) (?P<article>{_LISTED})",
    "common": rf"common article (?P<common>{_PROVISION})",
    "rule": rf"rules? (?P<rule>{_LISTED})",
    "paragraph": rf"(?:paragraphs?|points?|clauses?) (?P<paragraph>{_LISTED})",
    "chapter": r"chapter (?P<chapter>[ivx]+|\d+)",
    "protocol": r"protocol (?P<protocol>[ivx]+|\d+)",
}
_NUMBER = r"\d[\d/]*(?: \(\d{4}\))?"
_JOINT = r"(?:,? (?:of|to|in|under) (?:the )?|,? )"
_DATED = re.compile(
    r" (?:of|from|dated|signed on|reached on|agreed on) "
    r"(?P<dated>(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"(?: \d{1,2})?(?:,? \d{4})?|\d{4})(?!\w)"
)


class _Row(Record):
    """A row of the data with what finds its names."""

    code: str
    kind: str
    name: str
    needs: str
    articles: str


class _Found(Record):
    """Where law is named in a text, and which."""

    row: _Row
    span: Span
    article: str | None = None
    dated: str | None = None


def invoked(article: Article, statements: Sequence[Statement], claims: Sequence[Claim]) -> tuple[list[Statement], list[Claim]]:
    """The statements and claims with the law that is invoked in each."""
    held: dict[str, list[Invoked]] = {}
    for zone in article.zones:
        if zone.kind in REPORTING:
            for found in _find(article.text[zone.start : zone.end]):
                law = replace(found, span=found.span.shift(zone.start))
                for key, rule in _where(article, law.span, zone.span, statements, claims):
                    held.setdefault(key, []).append(_record(law, rule))
    return (
        [replace(s, law=tuple(held[s.id])) if s.id in held else s for s in statements],
        [replace(c, law=tuple(held[c.id])) if c.id in held else c for c in claims],
    )


def _record(found: _Found, rule: str) -> Invoked:
    row = found.row
    return Invoked(
        code=row.code.removesuffix("_short"),
        kind=LawKind(row.kind),
        name=row.name,
        spans=(found.span,),
        instrument=row.name if row.kind == LawKind.INSTRUMENT else None,
        article=found.article,
        dated=found.dated,
        rule=f"{rule}:{row.code}",
    )


def _where(
    article: Article, span: Span, zone: Span, statements: Sequence[Statement], claims: Sequence[Claim]
) -> Iterator[tuple[str, str]]:
    """Ids of what invokes the law: the innermost statement around it, else claims of the own voice in its sentence."""
    if any(s.touches(span) for x in statements for s in x.source):
        return
    around = [x for x in statements if any(c.covers(span) for c in x.content)]
    inside = {x.parent for x in around}
    innermost = [x for x in around if x.id not in inside]
    if innermost:
        yield from ((x.id, "in what is said") for x in innermost)
        return
    beside = [x for x in statements if x.cue and hull((*x.cue, *x.content)).covers(span) and _is_near(article, x, span)]
    if beside:
        yield from ((x.id, "beside what is said") for x in beside[:1])
        return
    sentence = _sentence(article.text, span, zone)
    yield from ((c.id, "in the report's own voice") for c in claims if c.statement is None and c.span.touches(sentence))


def _is_near(article: Article, statement: Statement, span: Span) -> bool:
    """Whether one sentence holds both the cue and the law."""
    return hull(statement.cue).touches(_sentence(article.text, span, Span(0, len(article.text))))


def _sentence(text: str, span: Span, limit: Span) -> Span:
    start = max((m.end() for m in re.finditer(r"[.!?][”\"’)]?\s+(?=[A-Z“\"])|\n", text[limit.start : span.start])), default=0)
    end = re.search(r"[.!?][”\"’)]?(?=\s+[A-Z“\"]|\s*$)|\n", text[span.end : limit.end])
    return Span(limit.start + start, span.end + end.end() if end else limit.end)


def _find(text: str) -> Iterator[_Found]:
    """All law that is named in a text, in text order, of two overlapping names the longer one."""
    taken: list[Span] = []
    for match in sorted(_pattern().finditer(text), key=lambda m: (m.start(), -m.end())):
        row = _row_of(match)
        if row.kind == "not":
            continue
        span = Span(match.start(), match.end())
        found = _cited(text, row, span)
        if (row.needs == "article" and found.article is None) or any(found.span.touches(t) for t in taken):
            continue
        taken.append(found.span)
        yield found
    for match in _COMMON.finditer(text):
        span = Span(match.start(), match.end())
        if not any(span.touches(t) for t in taken):
            yield _Found(row=_by_code()["geneva"], span=span, article=f"common {match['no']}")


_COMMON = re.compile(r"\b[Cc]ommon [Aa]rticle (?P<no>[23])\b")
"""Articles 2 and 3 are common to the four Geneva Conventions, and cited without them."""


def _cited(text: str, row: _Row, span: Span) -> _Found:
    """The law with the provision that stands before or behind it, and the day of an agreement."""
    number = re.search(_NUMBER + "$", span.of(text)) if row.code.endswith("_resolution") else None
    found = _Found(row=row, span=span, article=number.group() if number else None)
    if row.articles:
        before = _before(row.articles).search(text[: span.start])
        behind = _behind(row.articles).match(text[span.end :])
        if before is not None:
            found = replace(found, span=Span(before.start(), span.end), article=_provision(before))
        elif behind is not None:
            found = replace(found, span=Span(span.start, span.end + behind.end()), article=_provision(behind))
    dated = _DATED.match(text[found.span.end :]) if row.code == "ceasefire" else None
    if dated is not None:
        found = replace(found, span=Span(found.span.start, found.span.end + dated.end()), dated=dated["dated"])
    return found


def _provision(match: re.Match[str]) -> str:
    """`Article 8 (2)(b)` -> `8(2)(b)`; what is no article says so: `rule 39`."""
    kind, words = next((k, v) for k, v in match.groupdict().items() if v is not None)
    number = words.upper() if kind in {"chapter", "protocol"} else re.sub(r"(?i)articles? ", "", words).replace(" (", "(")
    return number if kind == "article" else f"{kind} {number}"


@cache
def _before(kinds: str) -> re.Pattern[str]:
    return re.compile(rf"(?i)\b{_ways(kinds)}{_JOINT}(?:the )?(?:1949 )?$")


@cache
def _behind(kinds: str) -> re.Pattern[str]:
    return re.compile(rf"(?i)(?:,|’s|'s| \()? ?(?:in |under )?(?:its )?{_ways(kinds)}(?!\w)")


def _ways(kinds: str) -> str:
    return "(?:" + "|".join(_CITED[k] for k in sorted(kinds.split("|"), reverse=True)) + ")"


@cache
def _by_code() -> Mapping[str, _Row]:
    return {
        r["code"]: _Row(code=r["code"], kind=r["kind"], name=r["name"], needs=r["needs"], articles=r["articles"])
        for r in rows("instruments.csv")
    }


def _row_of(match: re.Match[str]) -> _Row:
    assert match.lastgroup is not None
    return _by_code()[match.lastgroup]


@cache
def _pattern() -> re.Pattern[str]:
    """All names as groups that bear the row's code; bodies that bear a crime's name stand first, then the longest names."""
    forms = [(r["kind"] != "not", -len(n), r["code"], n) for r in rows("instruments.csv") for n in r["names"].split("|")]
    codes: dict[str, list[str]] = {}
    for _, _, code, name in sorted(forms):
        codes.setdefault(code, []).append(_form(name))
    return re.compile(r"(?<![\w-])(?:" + "|".join(f"(?P<{code}>{'|'.join(n)})" for code, n in codes.items()) + r")(?!\w)")


def _form(name: str) -> str:
    """A name as a pattern; without capitals in any case and with a plural."""
    words = re.escape(name).replace(r"\ ", r"\s").replace(r"\#", _NUMBER).replace(r"\*", r"\w*")
    return f"(?i:{words}(?:e?s)?)" if name == name.lower() else words
