"""Which claim a denial answers, within one article: the allegation told inside it, or the nearest earlier one that fits."""

import re
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from ..data import rows
from ..records import REPORTING, Act, Article, Claim, Factuality, Statement, hull, identify
from .vocabulary import word_list

NEAR = 1200
"""Characters back in which an allegation is looked for: some two hundred words, two or three paragraphs."""

_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w’'-]{2,}")

_WORDS = 2
"""Words of a denied content from which on it says something itself."""

_OPEN = frozenset({"denial", "attack", "accusation"})
_SAYS_FALSE = frozenset({"misinformation", "denial"})
"""What calls something untrue is not turned round by the denial that it is."""
_HARM = frozenset({"strike", "person", "loss"})


def answer(article: Article, statements: Sequence[Statement], claims: Sequence[Claim], extractor: str) -> tuple[Claim, ...]:
    """The claims with `answers` set, and for each allegation told inside a denial the denial as a claim of its own."""
    by_id = {s.id: s for s in statements}
    made: list[Claim] = []
    for claim in claims:
        denial = _denied_by(claim, by_id)
        made.append(claim)
        if denial is not None and claim.event not in _SAYS_FALSE:
            made.append(_turned(article, claim, denial, extractor))
    pointed = (_pointed(article, claim, made, by_id) for claim in made)
    return tuple(c for c in pointed if not _is_empty(article, c))


def _is_empty(article: Article, claim: Claim) -> bool:
    """A denial of "it" or "what" that answers nothing in the article tells nothing."""
    return claim.event == "denial" and not claim.answers and len(claim.span.of(article.text).split()) < _WORDS


def _denied_by(claim: Claim, statements: Mapping[str, Statement]) -> Statement | None:
    """The statement around the claim's own that denies it: "claims that are falsified by footage, according to ..."."""
    own = statements.get(claim.statement or "")
    outer = statements.get(own.parent or "") if own else None
    return outer if outer is not None and own is not None and outer.act is Act.DENY and own.act is not Act.DENY else None


def _turned(article: Article, claim: Claim, denial: Statement, extractor: str) -> Claim:
    span = hull(denial.content) if denial.content and hull(denial.content).covers(claim.span) else claim.span
    return replace(
        claim,
        id=identify("claim", article.sha256, [span.start, span.end], claim.event, denial.id, f"{extractor} denies {claim.id}"),
        statement=denial.id,
        span=span,
        factuality=Factuality.DENIED if claim.factuality is not Factuality.DENIED else Factuality.ASSERTED,
        quantities=(),
        answers=(claim.id,),
        rule="denies-inner",
    )


def _names_in(text: str, claim: Claim) -> set[str]:
    """Names in a claim's words, its first word left out: capitals may only begin a sentence."""
    return set(_NAME.findall(claim.span.of(text)))


def _pointed(article: Article, claim: Claim, claims: Sequence[Claim], statements: Mapping[str, Statement]) -> Claim:
    """A denial points to the nearest earlier allegation by someone else that it can be about."""
    own = statements.get(claim.statement or "")
    if own is None or not _denies(claim, own) or (claim.answers and not _is_nobodys(claim.answers[0], claims, statements)):
        return claim
    before = [c for c in claims if _is_before(article, c, claim) and _may_answer(claim, own, c, statements)]
    if not before:
        return claim
    named = _names_in(article.text, claim)
    nearest = max(
        before,
        key=lambda c: (
            bool(named & _names_in(article.text, c)),
            _family(c.event) == _family(claim.event),
            _posted(article, c),
            c.span.start,
        ),
    )
    answered = [nearest.id, *_others(article, own, nearest, before)]
    if claim.event != "denial":
        # what is denied was said in one breath: the attack and the harm that it did
        told = [c.id for c in before if c.statement == nearest.statement and _family(c.event) in _HARM]
        return replace(claim, answers=tuple(dict.fromkeys((*claim.answers, *answered, *told))))
    return replace(
        claim,
        id=identify("claim", claim.id, nearest.id),
        event=nearest.event,
        codes=nearest.codes,
        perpetrators=nearest.perpetrators,
        weapons=nearest.weapons,
        answers=tuple(answered),
        rule=f"{claim.rule}, denies-before",
    )


def _is_before(article: Article, other: Claim, claim: Claim) -> bool:
    """Whether the other was told before: by the clock of a live page's entries, else near before it in the text."""
    if any(z.said_at is not None for z in article.zones):
        there, here = _posted(article, other), _posted(article, claim)
        if there and here and there != here:
            return there < here
    return 0 < claim.span.start - other.span.start <= NEAR


def _posted(article: Article, claim: Claim) -> str:
    """When the entry that holds the claim was posted, as text that sorts; empty when the page does not say."""
    zone = article.zone_at(claim.span.start)
    return zone.said_at.isoformat() if zone is not None and zone.said_at is not None else ""


def _others(article: Article, own: Statement, nearest: Claim, before: Sequence[Claim]) -> list[str]:
    """The further claims that "all of it", "both", "the accusations" answer: those of the same paragraph and the one before."""
    said = {w.strip(",.;:”’").lower() for piece in own.content for w in piece.of(article.text).split()[:3]}
    if not said & word_list("all_of_it"):
        return []
    body = [z.span for z in article.zones if z.kind in REPORTING]
    at = next((i for i, z in enumerate(body) if z.covers(nearest.span)), None)
    if at is None:
        return []
    near = body[max(0, at - 1) : at + 1]
    return [c.id for c in before if c.id != nearest.id and any(z.covers(c.span) for z in near)]


def _denies(claim: Claim, own: Statement) -> bool:
    """A denial, or a plain statement that an attack did not happen; that nobody was hurt is a number, not a denial."""
    return own.act is Act.DENY or (claim.factuality is Factuality.DENIED and not claim.quantities)


def _is_nobodys(id: str, claims: Sequence[Claim], statements: Mapping[str, Statement]) -> bool:
    """Whether nobody is named for the allegation inside ("refuted allegations that"): then someone named before may be meant."""
    inner = next((c for c in claims if c.id == id), None)
    said = statements.get(inner.statement or "") if inner else None
    return said is not None and said.speaker.name is None


def _may_answer(claim: Claim, own: Statement, other: Claim, statements: Mapping[str, Statement]) -> bool:
    if other.id == claim.id or other.factuality is not Factuality.ASSERTED:
        return False
    said = statements.get(other.statement or "")
    if (
        other.id in claim.answers
        or said is None
        or said.act is Act.DENY
        or said.speaker.name is None
        or (said.speaker.name is not None and said.speaker.name == own.speaker.name)
    ):
        return False
    a, b = _family(claim.event), _family(other.event)
    return claim.event in _OPEN or a == b or (a in _HARM and b in _HARM)


def _family(event: str) -> str:
    return next((row["family"] for row in rows("events.csv") if row["code"] == event), "other")
