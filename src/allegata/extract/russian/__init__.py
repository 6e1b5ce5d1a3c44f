"""Russian: the statements of an article by rules over slovnet's parse. `attribute` takes the article and a loaded reader."""

from .attribution import attribute

__all__ = ["attribute"]
