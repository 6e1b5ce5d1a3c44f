"""A rule, crime or instrument of law that a speaker invokes. It says who speaks of which law, never that the law was broken."""

from enum import StrEnum

from .base import Record
from .span import Spans


class LawKind(StrEnum):
    """CRIME: "war crimes". BODY: a body of law or a principle of it, "international humanitarian law". INSTRUMENT: a text, "UN Charter"."""

    CRIME = "crime"
    BODY = "body"
    INSTRUMENT = "instrument"


class Invoked(Record):
    """Law as invoked in a statement or a claim: by whom is who makes that statement. `code`: of data/instruments.csv."""

    code: str
    kind: LawKind
    name: str
    """The law's usual name, from the data."""
    spans: Spans
    """The words that name it, with article and date."""
    instrument: str | None = None
    """The instrument's usual name; None where only a crime or a body of law is named."""
    article: str | None = None
    """The provision as cited, in one spelling: `8(2)(b)(i)`, `common 3`, `rule 39`, `chapter VII`, `822` of a resolution."""
    dated: str | None = None
    """The day by which an agreement is told from others, as written."""
    rule: str = ""

    @property
    def shown(self) -> str:
        """`Rome Statute, 8(2)(b)(i)`; with the day as written of an agreement that has no other name."""
        return ", ".join(filter(None, (self.instrument or self.name, self.article, self.dated)))
