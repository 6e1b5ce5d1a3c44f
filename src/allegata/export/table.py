"""CSV: one row a claim (RFC 4180, UTF-8 with a byte order mark so that spreadsheets read it right).

A cell that a spreadsheet would take for a formula gets a leading apostrophe, unless it is a number.
"""

import csv
import io

from ..records import Dossier
from .rows import Row, rows

FORMULA = ("=", "+", "-", "@", "\t", "\r")

COLUMNS = (*(f for f in Row.__struct_fields__), "cite")


def csv_table(dossier: Dossier) -> bytes:
    """All claims of the dossier."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows(dossier):
        writer.writerow([cell(getattr(row, column)) for column in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def cell(value: object) -> str:
    """Text of a cell; several values are joined by `; `."""
    if value is None:
        return ""
    text = "; ".join(str(v) for v in value) if isinstance(value, tuple) else str(value)
    return f"'{text}" if text.startswith(FORMULA) and not is_number(text) else text


def is_number(text: str) -> bool:
    """Whether a spreadsheet reads the text as a number."""
    try:
        float(text)
    except ValueError:
        return False
    return True
