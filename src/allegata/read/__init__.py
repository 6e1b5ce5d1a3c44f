"""read: a capture's bytes become an article of zones, with metadata, every character mapped to the source; two of them are compared."""

from .comparing import compare
from .reader import read

__all__ = ["compare", "read"]
