"""The twins of a list: the same rows as JSON and CSV, under the same address with another ending."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from django.http import HttpResponse

from ..export.table import cell


def json_answer(value: object) -> HttpResponse:
    """Records as JSON."""
    return HttpResponse(msgspec.json.encode(value), "application/json")


def csv_answer(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A table; cells that a spreadsheet would run as formulas are disarmed."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(value) for value in row])
    response = HttpResponse(out.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
