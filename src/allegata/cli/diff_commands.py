"""`allegata diff`: what was added to, taken from and changed in a page between two captures."""

import argparse
from collections.abc import Iterator

from ..records import Article, ArticleChanges, ChangeKind, Reading, Span, ZoneChange
from . import OK
from .told import out

SIGNS = {ChangeKind.ADDED: "+", ChangeKind.REMOVED: "-", ChangeKind.CHANGED: "~", ChangeKind.MOVED: ">", ChangeKind.RECAST: "="}


def diff(a: argparse.Namespace) -> int:
    """One paragraph a zone that differs."""
    from ..records.wire import to_json
    from ..work.book import open_book
    from ..work.comparing import changes_between, pair_named

    with open_book(a.casebook) as book:
        was, now = pair_named(book, a.capture, a.other)
        found = changes_between(was, now)
    if a.json:
        out(to_json(found))
    else:
        print("\n".join(lines(was, now, found)))
    return OK


def lines(was: Reading, now: Reading, found: ArticleChanges) -> Iterator[str]:
    """The two captures, then what differs; words that differ within a zone stand in [-brackets-] and {+braces+}."""
    for sign, captured in (("---", was.capture), ("+++", now.capture)):
        yield f"{sign} {captured.sha256}  {captured.fetched_at:%Y-%m-%d %H:%M %Z}  {captured.url or captured.name or ''}".rstrip()
    for field in found.fields:
        yield f"{field.field.value}: {field.before or 'not stated'} -> {field.after or 'not stated'}"
    for each in found.zones:
        yield f"{SIGNS[each.change]} {each.change.value} {each.kind.value}: {words(was.article, now.article, each)}"
    yield f"{len(found.zones)} zones differ, {found.same} are the same; links and other furniture of the page are not compared"


def words(was: Article, now: Article, each: ZoneChange) -> str:
    """The zone's words; of a changed one those of both, one after the other."""
    if each.change is not ChangeKind.CHANGED:
        article, span = (now, each.after) if each.after else (was, each.before)
        return " ".join(span.of(article.text).split()) if span else ""
    old = marked(was.text, each.before, each.removed, "[-", "-]")
    return f"{old}\n  now: {marked(now.text, each.after, each.added, '{+', '+}')}"


def marked(text: str, span: Span | None, spans: tuple[Span, ...], opens: str, closes: str) -> str:
    """The span's words, white space collapsed, with some of them marked."""
    if span is None:
        return ""
    parts, at = [], span.start
    for each in spans:
        parts += [text[at : each.start], opens, each.of(text), closes]
        at = each.end
    return " ".join("".join([*parts, text[at : span.end]]).split())
