"""Allegata: give it the reports, get back who alleges what, in whose words, against whose denial, with which numbers."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .errors import AllegataError
    from .work.pipeline import follow, read_report

__version__ = "0.1.0"
__all__ = ["AllegataError", "follow", "read_report"]


def __getattr__(name: str) -> Any:
    """The public verbs, loaded when they are first asked for: importing the package reads no model and no data."""
    if name == "AllegataError":
        from .errors import AllegataError

        return AllegataError
    if name in ("follow", "read_report"):
        from .work import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module 'allegata' has no attribute {name!r}")
