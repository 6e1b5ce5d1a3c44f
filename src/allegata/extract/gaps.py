"""One count told place by place ("seven in Milltown, four in Hilltown"): a claim for each place.

Invariant: the first claim keeps the number that the verb stands with; each later one has its own words and no other number.
"""

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ..records import Article, Claim, hull, identify
from .drafts import Draft, Reader
from .quantities import AT

if TYPE_CHECKING:
    from spacy.tokens import Token

_LONGEST = 8
"""Tokens of "in" and the name after it."""


def by_place(article: Article, reader: Reader, draft: Draft, claim: Claim) -> list[Claim]:
    """The claim, and one for each number of its list that has a place of its own."""
    gaps = [(c, q) for c, q in zip(draft.counted, claim.quantities, strict=True) if c.gap]
    if not gaps:
        return [claim]
    first = replace(claim, quantities=tuple(q for c, q in zip(draft.counted, claim.quantities, strict=True) if not c.gap))
    at = next((t for t in reader.zone.doc[draft.counted[0].last : gaps[0][0].first] if t.lower_ in AT), None)
    if at is not None:
        first = replace(first, span=hull((first.span, reader.zone.span(at.i, _end(at)))))
    made = [first]
    for counted, quantity in gaps:
        span = reader.zone.span(counted.first, _end(reader.zone.doc[counted.last + 1]))
        own = identify("claim", article.sha256, [span.start, span.end], claim.event, claim.statement, claim.rule)
        made.append(replace(claim, id=own, span=span, quantities=(replace(quantity, part_of=None),), victims=(), weapons=()))
    return made


def _end(prep: "Token") -> int:
    """The last token of what stands after the preposition."""
    last = prep.i
    for token in prep.doc[prep.i + 1 : prep.i + 1 + _LONGEST]:
        if token.is_punct or token.dep_ == "cc" or token.pos_ in {"VERB", "AUX"}:
            break
        last = token.i
    return last
