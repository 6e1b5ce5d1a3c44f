"""Which claim a denial answers, within one article: the allegation told inside it, or the nearest earlier one that fits."""

import re
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from ..data import rows
from ..records import Act, Article, Claim, Factuality, Statement, hull, identify

NEAR = 1200
"""Characters back in which an allegation is looked for: some two hundred words, two or three paragraphs."""

_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w’'-]{2,}")

_OPEN = frozenset({"denial", "attack", "accusation"})
_HARM = frozenset({"strike", "person", "loss"})


def answer(article: Article, statements: Sequence[Statement], claims: Sequence[Claim], extractor: str) -> tuple[Claim, ...]:
    """The claims with `answers` set, and for each allegation told inside a denial the denial as a claim of its own."""
    by_id = {s.id: s for s in statements}
    made: list[Claim] = []
    for claim in claims:
        denial = _denied_by(claim, by_id)
        made.append(claim)
        if denial is not None:
            made.append(_turned(article, claim, denial, extractor))
    return tuple(_pointed(article.text, claim, made, by_id) for claim in made)


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


def _pointed(text: str, claim: Claim, claims: Sequence[Claim], statements: Mapping[str, Statement]) -> Claim:
    """A denial points to the nearest earlier allegation by someone else that it can be about."""
    own = statements.get(claim.statement or "")
    if own is None or own.act is not Act.DENY or (claim.answers and not _is_nobodys(claim.answers[0], claims, statements)):
        return claim
    before = [c for c in claims if _may_answer(claim, own, c, statements)]
    if not before:
        return claim
    names = _names_in(text, claim)
    nearest = max(
        before, key=lambda c: (bool(names & _names_in(text, c)), _family(c.event) == _family(claim.event), c.span.start)
    )
    if claim.event != "denial":
        # what is denied was said in one breath: the attack and the harm that it did
        told = [c.id for c in before if c.statement == nearest.statement and _family(c.event) in _HARM]
        return replace(claim, answers=tuple(dict.fromkeys((*claim.answers, nearest.id, *told))))
    return replace(
        claim,
        id=identify("claim", claim.id, nearest.id),
        event=nearest.event,
        codes=nearest.codes,
        answers=(nearest.id,),
        rule=f"{claim.rule}, denies-before",
    )


def _is_nobodys(id: str, claims: Sequence[Claim], statements: Mapping[str, Statement]) -> bool:
    """Whether nobody is named for the allegation inside ("refuted allegations that"): then someone named before may be meant."""
    inner = next((c for c in claims if c.id == id), None)
    said = statements.get(inner.statement or "") if inner else None
    return said is not None and said.speaker.name is None


def _may_answer(claim: Claim, own: Statement, other: Claim, statements: Mapping[str, Statement]) -> bool:
    if (
        other.id == claim.id
        or other.factuality is not Factuality.ASSERTED
        or not 0 < claim.span.start - other.span.start <= NEAR
    ):
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
