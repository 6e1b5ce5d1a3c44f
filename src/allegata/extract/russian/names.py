"""Persons and bodies that a Russian article names, and noun phrases put into the nominative."""

from collections.abc import Iterator, Sequence

from ...records import Record, Span
from .lexicon import titles
from .words import VERBAL, Paragraph, Word

FEMALE = ("ова", "ева", "ёва", "ина", "ская", "цкая")


MALE = ("ов", "ев", "ёв", "ин", "ский", "цкий")


class Person(Record, frozen=True, kw_only=True):
    """A person as introduced: `name` in the nominative, `role` the lemma of the title, `at` where the name stands."""

    name: str
    at: Span
    role: str | None = None
    role_words: str | None = None
    organisation: str | None = None
    gender: str | None = None

    @property
    def surname(self) -> str:
        """The last word of the name."""
        return self.name.rsplit(" ", 1)[-1]


class Body(Record, frozen=True, kw_only=True):
    """A body by a name of several words: the lemma of its head, the name in the nominative, where it stands."""

    lemma: str
    name: str
    at: Span
    subject: bool


def runs(p: Paragraph) -> Iterator[tuple[int, int]]:
    """The persons' names of a paragraph, as word ranges, without titles that the recogniser has taken along."""
    at = 0
    while at < len(p.words):
        if p.words[at].entity != "PER":
            at += 1
            continue
        end = at
        while end < len(p.words) and p.words[end].entity == "PER" and not p.words[end].is_punct:
            end += 1
        while at < end and p.words[at].lemma in titles():
            at += 1
        while at + 1 < end and p.words[at].rel == "nmod" and not at <= p.words[at].head < end:
            at += 1
        if at < end:
            yield at, end
        at = max(end, at + 1)


def find_people(p: Paragraph) -> Iterator[Person]:
    """The persons named in a paragraph, with the title that stands before the name."""
    for first, end in runs(p):
        words = p.words[first:end]
        title = _title_of(p, first)
        yield Person(
            name=" ".join(_nominative_name(words)),
            at=p.span(first, end - 1),
            role=title.lemma if title else None,
            role_words=_role_words(p, title, first) if title else None,
            organisation=_organisation(p, title) if title else None,
            gender=_name_gender(words),
        )


def _nominative_name(words: Sequence[Word]) -> list[str]:
    if any(w.feats.get("Case") == "Nom" for w in words):
        return [w.text for w in words]
    return [w.nominative for w in words]


def _name_gender(words: Sequence[Word]) -> str | None:
    last = words[-1].nominative if words[-1].feats.get("Case") != "Nom" else words[-1].text
    if len(words) > 1 and last.endswith(FEMALE):
        return "Fem"
    return "Masc" if last.endswith(MALE) else None


def _title_of(p: Paragraph, first: int) -> Word | None:
    """The noun that the name stands beside: `пресс-секретарь министерства Иван Иванов`."""
    head = p.words[p.words[first].head] if p.words[first].head >= 0 else None
    if head is not None and head.i < first and "title" in titles().get(head.lemma, ()) and p.begins[head.i] == p.begins[first]:
        return head
    before = p.words[first - 1] if first else None
    return before if before is not None and "title" in titles().get(before.lemma, ()) else None


def _role_words(p: Paragraph, title: Word, first: int) -> str:
    return " ".join([title.nominative, *(w.text for w in p.words[title.i + 1 : first] if not w.is_punct)]).lower()


def _organisation(p: Paragraph, title: Word) -> str | None:
    for child in p.children(title, "nmod"):
        if "body" in titles().get(child.lemma, ()) or child.entity == "ORG":
            return phrase(p, child, range(title.i + 1, p.ends[title.i]))
    return None


def find_bodies(p: Paragraph) -> Iterator[Body]:
    """The bodies that a paragraph names by several words."""
    for word in p.words:
        kinds = titles().get(word.lemma, frozenset())
        acronym = word.entity == "ORG" and word.text.isupper() and len(word.text) > 1
        if word.pos not in {"NOUN", "PROPN"} or not (acronym or kinds & {"body", "outlet"}):
            continue
        name = phrase(p, word, range(p.begins[word.i], p.ends[word.i]))
        if " " in name or (word.text.isupper() and len(word.text) > 1):
            yield Body(lemma=word.lemma, name=name, at=p.span(word.i, word.i), subject=word.rel.startswith("nsubj"))


def phrase(p: Paragraph, head: Word, within: range | frozenset[int]) -> str:
    """A noun phrase in the nominative, without clauses, appositions after a comma and what stands before its adjectives."""
    held = p.subtree(head, [c for c in p.children(head) if _is_extra(p, head, c)])
    first = last = head.i
    while (
        first - 1 in within
        and (first - 1 in held or first - 1 in p.mates)
        and (not p.words[first - 1].is_punct or first - 1 in p.mates)
    ):
        first -= 1
    while last + 1 in within and (last + 1 in held or last + 1 in p.mates) and p.words[last + 1].text != ",":
        last += 1
    words = _bare(p, p.words[first : last + 1])
    counted = bool(p.children(head, "nummod")) and head.feats.get("Case") in {"Gen", "Nom", "Acc", None}
    made = ""
    for word in words:
        form = word.nominative if (word.i == head.i and not counted) or _agrees(p, head, word) else word.text
        gap = " " if made and word.start > p.words[word.i - 1].end else ""
        made += gap + form
    return made


def _bare(p: Paragraph, words: Sequence[Word]) -> Sequence[Word]:
    """Without marks at the edges, except quotation marks of a name within, and without what joins it to the rest."""
    inside = {w.i for w in words}
    while words and words[-1].is_punct and (p.mates.get(words[-1].i) not in inside or words[0].i == p.mates.get(words[-1].i)):
        words = words[:-1]
    while words and (words[0].pos in {"ADP", "CCONJ", "PART"} or words[0].is_punct):
        words = words[1:]
    return words


def _agrees(p: Paragraph, head: Word, word: Word) -> bool:
    if word.rel in {"amod", "det"} and word.head == head.i:
        return word.feats.get("Case") == head.feats.get("Case")
    up = p.words[word.head] if word.head >= 0 else None
    return (
        word.rel == "conj"
        and up is not None
        and (up.i == head.i or (up.rel == "amod" and up.head == head.i))
        and word.feats.get("Case") == head.feats.get("Case")
    )


def _is_extra(p: Paragraph, head: Word, child: Word) -> bool:
    return child.i > head.i and (
        child.rel.startswith("acl")
        or child.rel in {"parataxis", "advcl", "ccomp", "discourse", "advmod"}
        or (child.rel == "conj" and child.pos in VERBAL)
    )
