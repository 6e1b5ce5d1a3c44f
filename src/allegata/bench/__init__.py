"""Measure ourselves: predictions in the form that scorers read, one line out for each line in."""

from collections.abc import Callable
from pathlib import Path

from ..errors import ExportError, SourceError

__all__ = ["predict"]


def predict(task: str, source: Path, target: Path) -> int:
    """Write predictions for `source` (JSON lines; a folder of reports for `dossier`) to `target`; returns how many items failed.

    Same ids, same order; a failed item gives `{"id": ..., "error": "..."}`. Raises SourceError when `source` cannot be
    read, ExportError when `target` cannot be written, KeyError for an unknown task.
    """
    try:
        return PREDICTORS[task](source, target)
    except OSError as error:
        if error.filename == str(target):
            raise ExportError(
                f"{target} cannot be written ({error.strerror}); name a file in a folder that is there"
            ) from error
        raise SourceError(f"{error.filename or source} cannot be read ({error.strerror}); check the path") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{source} is not UTF-8 ({error.reason} at byte {error.start}); give JSON lines") from error


def _rows(task: str) -> Callable[[Path, Path], int]:
    def run(source: Path, target: Path) -> int:
        from . import rows

        return rows.predict_rows(rows.TASKS[task], source, target)

    return run


def _attacks(task: str) -> Callable[[Path, Path], int]:
    def run(source: Path, target: Path) -> int:
        from . import attacks, rows

        return rows.predict_rows(attacks.TASKS[task], source, target)

    return run


def _events(task: str) -> Callable[[Path, Path], int]:
    def run(source: Path, target: Path) -> int:
        from . import events, rows

        return rows.predict_rows(events.TASKS[task], source, target)

    return run


def _dossiers(source: Path, target: Path) -> int:
    from .dossier import predict_dossiers

    return predict_dossiers(source, target)


PREDICTORS: dict[str, Callable[[Path, Path], int]] = {
    "attribution": _rows("attribution"),
    "article": _rows("article"),
    "timex": _rows("timex"),
    "geoparse": _rows("geoparse"),
    "muc": _rows("muc"),
    "hrd": _attacks("hrd"),
    "plover": _events("plover"),
    "police": _events("police"),
    "dossier": _dossiers,
}
