"""A parsed sentence -> the PLOVER category of the event that it mainly tells: what is done, and whether it is done, promised, threatened, refused.

Words are data (data/category_words.csv); here is only how they are put together. The main verb is looked for behind the verbs
of saying ("officials said"), a verb that says little gives way to its object ("staged demonstrations"), and what is told as to come is a
promise when it helps and a threat when it harms ("will withdraw its aid").
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from ..data import rows
from ..records import Record

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

COOPERATIVE = frozenset({"AGREE", "SUPPORT", "CONSULT", "COOPERATE", "AID", "CONCEDE", "RETREAT"})
HARMFUL = frozenset({"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "FIGHT"})

DEPTH = 6
"""Verbs that may stand around the event's own: "said", "announced", "plans", "to begin"."""

_TO_COME = frozenset({"will", "would", "shall", "'ll", "wo", "'d"})
_DUE = frozenset({"must", "should", "need", "ought"})
_INSIDE = ("ccomp", "xcomp", "pcomp")
_PHRASE = frozenset({"dobj", "pobj", "prep", "prt", "advmod", "nsubjpass", "compound", "amod", "conj", "xcomp", "advcl", "pcomp", "attr", "dative",
                     "appos", "nmod", "agent", "oprd", "acomp", "aux", "nsubj"})  # fmt: skip


class Row(Record):
    """A row of the data: the verb's lemmas, what must stand with it, the category."""

    beside: frozenset[str]
    category: str


class Told(Record):
    """The category and the token that tells it."""

    category: str
    at: int


@cache
def _verbs() -> Mapping[str, tuple[Row, ...]]:
    """A verb's lemma to its rows, those that need something beside them first."""
    held: dict[str, list[Row]] = {}
    for row in rows("category_words.csv"):
        if row["use"] == "verb":
            made = Row(beside=frozenset(row["with"].split("|")) - {""}, category=row["category"])
            for word in row["words"].split("|"):
                held.setdefault(word, []).append(made)
    return {word: tuple(sorted(found, key=lambda r: not r.beside)) for word, found in held.items()}


@cache
def _words(use: str) -> Mapping[str, str]:
    """A word of that use to its category."""
    return {w: r["category"] for r in rows("category_words.csv") if r["use"] == use for w in r["words"].split("|")}


def category_of(sentence: "Doc") -> Told | None:
    """The category of the main event; None when no word tells one.

    `sentence` is parsed; of several sentences the first that tells one counts.
    """
    for span in sentence.sents:
        found = _at(span.root, frozenset(), DEPTH) or _anywhere(span)
        if found is not None:
            return found
    return None


def _at(token: "Token", mood: frozenset[str], depth: int) -> Told | None:
    """The event of a verb and what hangs on it. `mood`: future, due, not, unless."""
    if depth == 0:
        return None
    mood = mood | _mood(token)
    lemma = _lemma(token)
    inner = _inner(token)
    row = _row(token)
    if lemma in _words("saying") and inner and not (row is not None and row.beside):
        found = next((f for c in inner if (f := _at(c, _mood(c) | (mood & {"future"}), depth - 1))), None)
        if found is not None:
            return found
    if row is not None and (row.beside or not (lemma in _words("future") and inner)):
        return _told(_fought(row, token), token, mood)
    if lemma in _words("future") or any(c.lemma_.lower() in _words("willing") for c in token.children if c.dep_ == "acomp"):
        deeper = [*inner, *(x for c in token.children if c.dep_ == "acomp" for x in c.children if x.dep_ in _INSIDE)]
        found = next((f for c in deeper if (f := _at(c, mood | {"future"}, depth - 1))), None)
        if found is not None:
            return found
    for child in inner:
        found = _at(child, mood, depth - 1)
        if found is not None:
            return found
    noun = _noun(token)
    if noun is not None:
        return _told(_words("noun")[noun.lemma_.lower()], noun, mood)
    for child in token.children:
        if child.dep_ in {"conj", "advcl", "relcl", "acl", "parataxis"}:
            found = _at(child, mood, depth - 1)
            if found is not None:
                return found
    return None


def _lemma(token: "Token") -> str:
    """In lower case; "staged" is of "stage" also where the lemmatiser cuts too much."""
    lemma = token.lemma_.lower()
    whole = token.lower_.removesuffix("d")
    return whole if lemma not in _verbs() and whole in _verbs() else lemma


def _inner(token: "Token") -> list["Token"]:
    """What a verb says or wants: "said that", "want to", "was quoted as saying"."""
    held = [c for c in token.children if c.dep_ in _INSIDE]
    return held + [p for c in token.children if c.dep_ == "prep" and c.lower_ == "as" for p in c.children if p.dep_ == "pcomp"]


def _mood(token: "Token") -> frozenset[str]:
    held = set()
    for child in token.children:
        word = child.lower_
        if child.dep_ in {"aux", "auxpass"}:
            held |= {"future"} if word in _TO_COME else {"due"} if word in _DUE else set()
        elif child.dep_ == "neg":
            held.add("not")
        elif child.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ == "unless" for c in child.children):
            held.add("unless")
    return frozenset(held)


def _row(token: "Token") -> Row | None:
    """The first row of a verb whose company is met."""
    found = _verbs().get(_lemma(token), ())
    if not found:
        return None
    near = _phrase(token)
    return next((r for r in found if not r.beside or r.beside & near), None)


def _phrase(token: "Token", depth: int = 5) -> frozenset[str]:
    """The lemmas of what hangs on a verb, clauses of time and cause aside."""
    held: set[str] = set()
    for child in token.children:
        if child.dep_ in _PHRASE and depth:
            held |= {child.lemma_.lower(), child.lower_} | _phrase(child, depth - 1)
    return frozenset(held)


def _noun(token: "Token") -> "Token | None":
    """The nearest noun that names an event, among what is done or suffered."""
    for child in token.children:
        if child.dep_ in {"dobj", "pobj", "nsubjpass", "attr", "prep", "nsubj", "conj", "acomp"}:
            if child.lemma_.lower() in _words("noun") and child.ent_type_ != "DATE":
                return child
            deeper = _noun(child)
            if deeper is not None:
                return deeper
    return None


def _told(category: str, token: "Token", mood: frozenset[str]) -> Told:
    if "due" in mood and category in COOPERATIVE | HARMFUL:
        category = "DEMAND"
    elif "not" in mood and category in COOPERATIVE:
        category = "REJECT"
    elif "future" in mood and category in HARMFUL | {"REJECT"}:
        category = "THREATEN"
    elif "future" in mood and category in COOPERATIVE:
        category = "THREATEN" if "unless" in mood else "AGREE"
    return Told(category=category, at=token.i)


def _fought(row: Row, token: "Token") -> str:
    """Fighting is what armed forces do; the same by others is an assault."""
    if row.category != "FIGHT" or row.beside:
        return row.category
    doers = {t.lemma_.lower() for c in token.children if c.dep_ in {"nsubj", "agent"} for t in c.subtree}
    doers |= {
        t.lemma_.lower()
        for c in token.children
        if c.dep_ in {"nsubjpass", "prep"} and c.lower_ in {"with", "by"}
        for t in c.subtree
    }
    return "FIGHT" if doers & set(_words("armed")) else "ASSAULT"


def _anywhere(span: "Span") -> Told | None:
    """Any verb of the sentence, the highest in the parse first."""
    ordered: Iterator[Token] = iter(sorted((t for t in span if t.pos_ == "VERB"), key=lambda t: (len(list(t.ancestors)), t.i)))
    for token in ordered:
        row = _row(token)
        if row is not None and token.lemma_.lower() not in _words("saying"):
            return _told(_fought(row, token), token, _mood(token))
    return None
