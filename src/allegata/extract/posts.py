"""Words that a source sets as somebody else's: posts of networks within a page, forwarded messages. Each is one statement of who wrote it.

Without it what is alleged in them would stand in the report's own voice.
"""

import re
from collections.abc import Sequence

import msgspec

from ..records import STATING, Act, Article, Span, Spans, Speaker, Statement, Wording, Zone, ZoneForm, ZoneKind, identify

EXTRACTOR = "posts-1"
HANDLE = re.compile(r"\s*\(?@[\w.-]+\)?$")
NEAR = 2
"""Zones from a post to the line that signs it."""


def with_posts(article: Article, statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """The statements with one for each such zone, those within it placed in it; all in text order."""
    posts = [_statement(article, index) for index, zone in enumerate(article.zones) if _is_others(article, zone)]
    if not posts:
        return statements
    placed = [_within(each, posts) for each in statements]
    return tuple(sorted([*placed, *posts], key=_start))


def _start(statement: Statement) -> tuple[int, int]:
    spans = (*statement.source, *statement.cue, *statement.content) if statement.cue else statement.content
    first = min(spans, default=Span(0, 0))
    return first.start, -first.end


def _is_others(article: Article, zone: Zone) -> bool:
    """Whether its words are by another than who publishes the source."""
    return (
        bool(zone.said_by) and zone.kind in STATING and zone.said_by != article.outlet and zone.said_by not in article.authors
    )


def _statement(article: Article, index: int) -> Statement:
    zone = article.zones[index]
    name = HANDLE.sub("", zone.said_by or "") or zone.said_by
    source = _signed(article, index, name or "")
    return Statement(
        id=identify("statement", article.sha256, [list(s) for s in _pairs(source)], [], [[zone.start, zone.end]], EXTRACTOR),
        zone=zone.kind,
        source=source,
        cue=(),
        content=(zone.span,),
        act=Act.ASSERT,
        wording=Wording.DIRECT,
        direct=True,
        speaker=Speaker(name=name, as_written=zone.said_by, rule="name"),
        rule="post" if zone.form is ZoneForm.POST else "message",
    )


def _pairs(spans: Spans) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in spans]


def _signed(article: Article, index: int, name: str) -> Spans:
    """The name in the line that signs the post, beside it; nothing where the source gives it in no zone."""
    by = article.zones[index].said_by
    for zone in article.zones[max(0, index - NEAR) : index + NEAR + 1]:
        at = article.text.find(name, zone.start, zone.end) if zone.kind is ZoneKind.BYLINE and zone.said_by == by else -1
        if at >= 0:
            return (Span(at, at + len(name)),)
    return ()


def _within(statement: Statement, posts: Sequence[Statement]) -> Statement:
    if statement.parent is not None:
        return statement
    own = (*statement.source, *statement.cue, *statement.content)
    post = next((p for p in posts if own and all(p.content[0].covers(span) for span in own)), None)
    return msgspec.structs.replace(statement, parent=post.id) if post else statement
