"""How far the fields of a heading can be trusted: by where a value was found, and whether other parts of the source agree.

The shares were counted on pages whose true heading is known: data/heading_confidence.csv.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from .. import data
from ..records import DateEvidence, FieldConfidence, FieldEvidence, HeadingField
from .heading import Heading

ANY = "any"
NOT_RIVALS = frozenset(("modified", "caption"))
"""Days of changes and of pictures may differ from that of publication without a contradiction."""


def confidence_of(heading: Heading, dates: Sequence[DateEvidence]) -> tuple[FieldConfidence, ...]:
    """For title, authors and day of publication where they were found; nothing for a day that the user gave. Web pages only."""
    judged = (_looked_up(*each) for each in supports(heading.title, heading.authors, heading.evidence, dates))
    return tuple(found for found in judged if found)


def supports(
    title: str | None, authors: Sequence[str], evidence: Sequence[FieldEvidence], dates: Sequence[DateEvidence]
) -> Iterator[tuple[HeadingField, str, str]]:
    """For each field that was found: where its value stands first, and what the other parts of the source say to it."""
    for field, chosen in ((HeadingField.TITLE, (title,) if title else ()), (HeadingField.AUTHORS, tuple(authors))):
        if chosen:
            given = [(_words(each.values), each.found_in) for each in evidence if each.field is field]
            yield field, *_support(_words(chosen), given)
    if dates and dates[0].found_in != "given":
        rivals = [(frozenset((d.value,)), d.found_in) for d in dates if d.found_in not in NOT_RIVALS]
        yield HeadingField.PUBLISHED, dates[0].found_in.partition(" ")[0], _support(frozenset((dates[0].value,)), rivals)[1]


def _support(chosen: frozenset[str], given: Iterable[tuple[frozenset[str], str]]) -> tuple[str, str]:
    """Where the chosen value stands first, and what the other parts say to it."""
    held = list(given)
    agreeing = list(dict.fromkeys(where for words, where in held if words == chosen))
    if len(agreeing) > 1:
        return agreeing[0], "agreed"
    return (agreeing or [ANY])[0], "disputed" if any(words != chosen for words, _ in held) else "alone"


def _words(values: Iterable[str]) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", " ".join(values).lower()))


@cache
def _shares() -> dict[tuple[str, str, str], tuple[float, int]]:
    found = data.rows("heading_confidence.csv")
    return {(r["field"], r["found_in"], r["support"]): (int(r["right"]) / int(r["of"]), int(r["of"])) for r in found}


def _looked_up(field: HeadingField, found_in: str, support: str) -> FieldConfidence | None:
    """The share for this place where enough pages were counted, else for any place."""
    shares = _shares()
    found = shares.get((field, found_in, support)) or shares.get((field, ANY, support))
    return FieldConfidence(field=field, support=support, share=round(found[0], 3), of=found[1]) if found else None
