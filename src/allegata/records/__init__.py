"""The nouns that the rooms hand to each other: frozen, typed, with spans. wire.py is the way to and from JSON."""

from .actor import Actor, ActorKind, Speaker
from .article import (
    REPORTING,
    STATING,
    Article,
    DateEvidence,
    FieldConfidence,
    FieldEvidence,
    HeadingField,
    SourceRun,
    TextBox,
    Zone,
    ZoneForm,
    ZoneKind,
)
from .attack import AllegedAttack, Attacked, Harm
from .base import Record, identify
from .capture import Capture, Channel, Failure, FailureStage
from .change import ArticleChanges, ChangeKind, FieldChange, ZoneChange
from .claim import Claim, Codes, Factuality, Weapon
from .decision import Character, Decision, DecisionKind, Standing
from .dossier import Dossier
from .entry import Entry, EntryKind
from .incident import Incident, Linked, Origin, Range, Relation, RelationKind, Tally, TallyPoint
from .law import Invoked, LawKind
from .place import Candidate, Place, PlaceName, Precision, Scales, scales_of
from .position import Position, PositionKind
from .profile import Body, GenericSpeaker, KnownPlace, Party, Person, Profile, Tenure
from .quantity import Bound, Period, Quantity
from .reading import Extracted, Reading
from .registry import KnownActor, Match, Naming, Registered, Verdict
from .scan import ScannedPage, ScannedWord, Scans
from .span import Span, Spans, Stretches, hull, quote
from .statement import Act, Alternative, Statement, Wording
from .when import Day, Interval, Moment, When

__all__ = [
    "ZoneChange",
    "FieldChange",
    "ChangeKind",
    "ArticleChanges",
    "REPORTING",
    "STATING",
    "Act",
    "Actor",
    "ActorKind",
    "AllegedAttack",
    "Alternative",
    "Article",
    "Attacked",
    "Body",
    "Bound",
    "Candidate",
    "Capture",
    "Channel",
    "Character",
    "Claim",
    "Codes",
    "DateEvidence",
    "FieldConfidence",
    "FieldEvidence",
    "HeadingField",
    "Day",
    "Decision",
    "DecisionKind",
    "Dossier",
    "Entry",
    "EntryKind",
    "Extracted",
    "Factuality",
    "Failure",
    "FailureStage",
    "GenericSpeaker",
    "Harm",
    "Incident",
    "Interval",
    "Invoked",
    "KnownActor",
    "KnownPlace",
    "LawKind",
    "Linked",
    "Match",
    "Moment",
    "Naming",
    "Origin",
    "Party",
    "Period",
    "Person",
    "Place",
    "PlaceName",
    "Position",
    "PositionKind",
    "Precision",
    "Scales",
    "scales_of",
    "Profile",
    "Quantity",
    "Range",
    "Reading",
    "Record",
    "Registered",
    "Relation",
    "RelationKind",
    "ScannedPage",
    "ScannedWord",
    "Scans",
    "SourceRun",
    "Span",
    "Spans",
    "Stretches",
    "Speaker",
    "Standing",
    "Statement",
    "Tally",
    "TallyPoint",
    "Tenure",
    "TextBox",
    "Verdict",
    "Weapon",
    "When",
    "Wording",
    "Zone",
    "ZoneForm",
    "ZoneKind",
    "hull",
    "identify",
    "quote",
]
