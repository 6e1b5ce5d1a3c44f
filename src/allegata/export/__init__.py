"""A dossier -> files for a reader outside. Every row and every sentence cites capture and span; nothing here decides what may leave.

Callers pass a Dossier that is already filtered (rejected claims gone, coordinates coarsened, embargo applied).
"""

from collections.abc import Callable

from ..records import Dossier
from . import bundle, document, geojson, table

__all__ = ["EXPORTERS"]

EXPORTERS: dict[str, Callable[[Dossier], bytes]] = {
    "dossier-html": document.html,
    "dossier-pdf": document.pdf,
    "csv": table.csv_table,
    "jsonl": bundle.jsonl,
    "geojson": geojson.feature_collection,
}
"""What `allegata export KIND` can write."""
