"""The position that an accused party takes on what it is accused of, as its own statements tell it."""

from enum import StrEnum

from .base import Record


class PositionKind(StrEnum):
    """HURIDOCS micro-thesaurus 28, Attribution: the five positions. UNKNOWN (99): no statement of the party tells one."""

    ACKNOWLEDGES_CIRCUMSTANCES = "acknowledges_circumstances"
    DENIES_ACT = "denies_act"
    DENIES_RESPONSIBILITY = "denies_responsibility"
    """It acknowledges the act and denies responsibility."""
    GIVES_EXPLANATION = "gives_explanation"
    """It acknowledges the act or the circumstances and gives another explanation."""
    ACCEPTS_RESPONSIBILITY = "accepts_responsibility"
    UNKNOWN = "unknown"

    @property
    def codes(self) -> tuple[str, str]:
        """Codes in MT28: of officials, of non-state actors. Which of the two a party is, no machine says."""
        if self is PositionKind.UNKNOWN:
            return "99", "99"
        number = list(PositionKind).index(self) + 1
        return f"010{number}", f"020{number}"


class Position(Record):
    """What one accused party says of an incident. Several stand beside each other where its speakers differ."""

    party: str
    """The party that other claimants accuse, or who they accuse where no party is known."""
    kind: PositionKind
    statements: tuple[str, ...] = ()
    """Ids of the party's own statements that it rests on; none of UNKNOWN."""
    rule: str = ""
    """The words that told it, and why the statement is about this incident."""
