"""What a person redacted leaves in no export: the record, every other record that shares a character with it, a title with its words.

An evidence package holds the bytes, so there the report is left out altogether. Where the words stand elsewhere in the report too,
those places are records of their own, to be redacted as well.
"""

from collections.abc import Mapping

import msgspec

from ..records import Claim, Reading, Spans, Statement
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
    if article.title and any(each in article.title or article.title in each for each in words):
        article = msgspec.structs.replace(article, title=None)
    return msgspec.structs.replace(reading, article=article, statements=statements, claims=claims)
