"""The clause that carries a claim: from its verb down, without other events' clauses and without who says so."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..records import Statement
from .drafts import TEMPORAL, Draft, Reader

if TYPE_CHECKING:
    from spacy.tokens import Token

_STEPS = 10


def clause(reader: Reader, draft: Draft) -> tuple[int, int]:
    """First and last token of the clause that carries the claim, within its statement's content."""
    top = draft.top.token
    here = reader.statement(top.i)
    head = _clause_head(top, lambda token: reader.statement(token.i) is here)
    own = {m.token.i for m in draft.mentions}
    others = {i for i in reader.mentions if i not in own}
    held: set[int] = set()
    for start in (head, *(m.token for m in draft.mentions)):
        stack = [start] if start.i not in held else []
        while stack:
            token = stack.pop()
            held.add(token.i)
            for child in token.children:
                if child.is_punct or reader.statement(child.i) is not here or _is_apart(child, own, others):
                    continue
                stack.append(child)
    first, last = _trim(reader, min(min(held), *own), max(max(held), *own))
    return _within_pieces(reader, here, top.i, first, last)


def _clause_head(top: "Token", inside: "Callable[[Token], bool]") -> "Token":
    """The verb that the claim's clause hangs on; a noun that only tells when ("after the attack") stands for itself."""
    here = top
    for _ in range(_STEPS):
        head = here.head
        if head.i == here.i or not inside(head) or here.dep_ in {"relcl", "acl", "advcl", "ccomp"}:
            break
        if here.pos_ in {"VERB", "AUX"} and here.dep_ != "xcomp":
            break
        if here.lower_ in TEMPORAL and here.dep_ in {"prep", "mark"}:
            break
        here = head
    return here


def _is_apart(child: "Token", own: set[int], others: set[int]) -> bool:
    """A branch of its own: another event's clause, or who says so."""
    if child.dep_ in {"conj", "advcl", "relcl", "parataxis", "ccomp", "acl", "dep"} and child.pos_ in {"VERB", "AUX"}:
        below = {t.i for t in child.subtree}
        return not (below & own) and (bool(below & others) or child.dep_ in {"conj", "parataxis", "ccomp"})
    return child.dep_ == "prep" and child.lower_ == "according" and not ({t.i for t in child.subtree} & own)


def _trim(reader: Reader, first: int, last: int) -> tuple[int, int]:
    doc = reader.zone.doc
    while first < last and (doc[first].is_punct or doc[first].is_space or doc[first].dep_ in {"cc", "mark"}):
        first += 1
    while last > first and (doc[last].is_punct or doc[last].is_space or doc[last].dep_ == "cc"):
        last -= 1
    return first, last


def _within_pieces(reader: Reader, statement: Statement | None, at: int, first: int, last: int) -> tuple[int, int]:
    """Cut back to the stretch about the trigger that lies in one statement, for a hull may reach over another's words."""
    low = high = at
    while low > first and (reader.statement(low - 1) is statement or reader.zone.doc[low - 1].is_punct):
        low -= 1
    while high < last and (reader.statement(high + 1) is statement or reader.zone.doc[high + 1].is_punct):
        high += 1
    return _trim(reader, low, high)
