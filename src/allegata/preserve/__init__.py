"""Source -> Capture: bytes are hashed as received, kept write-once, and logged. Nothing is interpreted here."""

from .receive import preserve

__all__ = ["preserve"]
