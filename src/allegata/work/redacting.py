"""What a person redacted leaves in no export: the record, every other record that shares a character with it, a title with its words,
wherever the page gives it, and who said the zone that holds it.

An evidence package holds the bytes, so there the report is left out altogether. Where the words stand elsewhere in the report too,
those places are records of their own, to be redacted as well.
"""

from collections.abc import Mapping, Sequence

import msgspec

from ..records import Claim, HeadingField, Reading, Spans, Statement, Zone
from ..review import Held


def spans_of(record: Statement | Claim) -> Spans:
    """Every stretch of text that a record shows."""
    if isinstance(record, Statement):
        return (*record.source, *record.cue, *record.content)
    return (record.span, *record.trigger)


def hidden(reading: Reading, held: Mapping[str, Held]) -> Spans:
    """The stretches of the report that were redacted."""
    records: tuple[Statement | Claim, ...] = (*reading.statements, *reading.claims)
    return tuple(span for r in records if r.id in held and held[r.id].is_redacted for span in spans_of(r))


def without_redacted(reading: Reading, held: Mapping[str, Held]) -> Reading:
    """The reading less all that touches what was redacted."""
    gone = hidden(reading, held)
    if not gone:
        return reading

    def leaves(record: Statement | Claim) -> bool:
        return not any(span.touches(other) for span in spans_of(record) for other in gone)

    statements = tuple(s for s in reading.statements if leaves(s))
    said = {s.id for s in statements}
    claims = tuple(c for c in reading.claims if leaves(c) and (c.statement is None or c.statement in said))
    article, words = reading.article, [span.of(reading.article.text) for span in gone]
    title = None if article.title and _holds(article.title, words) else article.title
    kept = tuple(
        e for e in article.evidence if e.field is not HeadingField.TITLE or not any(_holds(v, words) for v in e.values)
    )
    sayers = {zone.said_by for zone in article.zones if zone.said_by and any(zone.span.touches(span) for span in gone)}
    zones = tuple(_unnamed(zone) if zone.said_by in sayers else zone for zone in article.zones)
    article = msgspec.structs.replace(article, title=title, evidence=kept, zones=zones)
    return msgspec.structs.replace(reading, article=article, statements=statements, claims=claims)


def _holds(title: str, words: Sequence[str]) -> bool:
    return any(each in title or title in each for each in words)


def _unnamed(zone: Zone) -> Zone:
    return msgspec.structs.replace(zone, said_by=None, said_at=None, said_on=None)
