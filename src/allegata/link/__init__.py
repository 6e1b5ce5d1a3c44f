"""Readings -> incidents, relations between claims, groups of one origin, running tallies.

Invariant: links are guesses beside the claims. A claim is never merged away, and no claim is ranked above another.
"""

from collections.abc import Sequence

from ..records import Linked, Reading
from .incidents import find_incidents, with_ids_of
from .items import items_of
from .origins import find_origins
from .positions import with_positions
from .relations import find_relations
from .tallies import find_tallies

__all__ = ["link"]


def link(readings: Sequence[Reading], *, before: Linked | None = None) -> Linked:
    """Everything that claims of these readings have to do with each other; the order of the readings does not matter.

    `before`: links made earlier; an incident that goes on keeps its id, so that what people decided about it still finds it.
    """
    ordered = sorted(readings, key=lambda r: (r.article.published or "", r.capture.sha256))
    items = items_of(ordered)
    origins = find_origins(ordered, items)
    groups = find_incidents(items)
    relations = find_relations(groups, items, origins)
    return Linked(
        incidents=with_positions(with_ids_of(before, [g.incident for g in groups]), items, relations),
        relations=relations,
        origins=origins,
        tallies=find_tallies(items),
    )
