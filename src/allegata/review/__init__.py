"""Rules of judgement, no storage: what holds after all decisions."""

from .fold import Held, what_holds

__all__ = ["Held", "what_holds"]
