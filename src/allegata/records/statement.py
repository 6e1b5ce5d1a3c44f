"""One attribution found in a zone: who says what, by which words, in which speech act."""

from enum import StrEnum

from .actor import Speaker
from .article import ZoneKind
from .base import Record
from .law import Invoked
from .span import Spans
from .when import When


class Act(StrEnum):
    """The speech act. DECLINE: "did not confirm", "declined to comment" - neither an assertion nor a denial."""

    ASSERT = "assert"
    ACCUSE = "accuse"
    DENY = "deny"
    ADMIT = "admit"
    ANNOUNCE = "announce"
    WARN = "warn"
    THREATEN = "threaten"
    DEMAND = "demand"
    CALL = "call"
    REQUEST = "request"
    CONDEMN = "condemn"
    PROMISE = "promise"
    ASK = "ask"
    DECLINE = "decline"


class Wording(StrEnum):
    """Whose words: quoted, paraphrased, or both."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Alternative(Record):
    """Another reading of the same cue: where the rules put source, cue and content when the model puts them elsewhere."""

    source: Spans
    cue: Spans
    content: Spans
    rule: str


class Statement(Record):
    """Source, cue and content spans are PARC/PolNeAR's terms; each may be in several pieces, source and cue may be empty."""

    id: str
    zone: ZoneKind
    source: Spans
    cue: Spans
    content: Spans
    act: Act
    wording: Wording
    direct: bool
    """True when the content is quoted from end to end; `wording` says more."""
    speaker: Speaker
    parent: str | None = None
    """The statement in whose content (or cue) this one stands."""
    medium: str | None = None
    """"press briefing", "facebook", "video address": a code of data/media.csv."""
    said: When | None = None
    addressee: Spans = ()
    claims: tuple[str, ...] = ()
    rule: str = ""
    """Which rule or model found it, shown to the reviewer as the reason."""
    confidence: float | None = None
    """The calibrated chance that source, cue and content are as people would mark them; None where no model judged it."""
    alternative: Alternative | None = None
    """The other reading, where model and rules disagree."""
    denies: str | None = None
    """Of a denial: the statement of the same report that it denies, when there is one."""
    law: tuple[Invoked, ...] = ()
    """Law that the speaker invokes."""
