"""read: a capture's bytes become an article of zones, with metadata, every character mapped to the source."""

from .reader import read

__all__ = ["read"]
