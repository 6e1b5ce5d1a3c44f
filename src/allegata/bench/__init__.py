"""Measure ourselves: predictions in the form that scorers read, one line out for each line in."""

from collections.abc import Callable
from pathlib import Path

__all__ = ["predict"]


def predict(task: str, source: Path, target: Path) -> int:
    """Write predictions for `source` (JSON lines; a folder of reports for `dossier`) to `target`; returns how many items failed.

    Same ids, same order; a failed item gives `{"id": ..., "error": "..."}`. Raises KeyError for an unknown task.
    """
    return PREDICTORS[task](source, target)


def _rows(task: str) -> Callable[[Path, Path], int]:
    def run(source: Path, target: Path) -> int:
        from . import rows

        return rows.predict_rows(task, source, target)

    return run


def _dossiers(source: Path, target: Path) -> int:
    from .dossier import predict_dossiers

    return predict_dossiers(source, target)


PREDICTORS: dict[str, Callable[[Path, Path], int]] = {
    "attribution": _rows("attribution"),
    "article": _rows("article"),
    "timex": _rows("timex"),
    "geoparse": _rows("geoparse"),
    "dossier": _dossiers,
}
