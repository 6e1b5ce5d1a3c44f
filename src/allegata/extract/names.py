"""Names of persons and bodies in an article: full name, role and organisation as written, wherever they are introduced.

By capitals, parts of speech and the titles of data/titles.csv; the entity recogniser only breaks ties, as it mistypes names
that it has seldom seen, and a party's names must not fare worse than another's.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from ..records import ActorKind, Record, Span
from .lexicon import genders, titles
from .parsed import ParsedZone

if TYPE_CHECKING:
    from spacy.tokens import Token

PARTICLES = frozenset("al el bin ibn ben von van de der den da di du la le af ap dos".split())  # noqa: SIM905
ARTICLES = frozenset({"the", "a", "an", "this", "that", "same"})
OWNERS = frozenset({"his", "her", "its", "their", "my", "our"})
_JOINING = frozenset({"of", "for", "'s", "’s", "the", "and", "-", "–", "&"})
_ENTITIES = frozenset({"GPE", "NORP", "ORG", "LOC", "FAC"})
_PREFIXES = frozenset({"deputy", "vice", "acting", "former", "first", "chief", "senior", "assistant", "ex"})
_REACH = 12
"""Words within which a title stands to the name that it belongs to."""

_LONGEST = 5
"""Words of one name at most; longer runs of capitals are headlines."""


class Named(Record, frozen=True, kw_only=True):
    """A person or body as introduced. `span` is the name's place in the article."""

    name: str
    span: Span
    kind: ActorKind
    role: str | None = None
    organisation: str | None = None
    gender: str | None = None

    @property
    def surname(self) -> str:
        """The last word of a person's name, without the particle that a hyphen joins to it."""
        last = self.name.rsplit(" ", 1)[-1]
        particle, _, rest = last.partition("-")
        return rest if rest and particle.lower() in PARTICLES else last


def is_name_word(token: "Token") -> bool:
    """Whether the word could be part of a name: a capital, letters, and no title."""
    text = token.text
    return (
        text[:1].isupper()
        and any(c.isalpha() for c in text)
        and token.pos_ in {"PROPN", "NOUN", "ADJ", "X", "VERB", "ADV", "INTJ"}
        and token.ent_type_ not in {"DATE", "TIME"}
        and not ("title" in titles().get(text.lower(), ()) and token.pos_ != "PROPN")
    )


def has_kind(token: "Token", kind: str) -> bool:
    """Whether titles.csv gives the word (or its lemma) that kind."""
    known = titles()
    return kind in known.get(token.lower_, ()) or kind in known.get(token.lemma_.lower(), ())


def name_after(tokens: "Sequence[Token]", at: int) -> "list[Token]":
    """The words of a name that starts at index `at` of the tokens; empty if none does."""
    held: list[Token] = []
    while at < len(tokens) and len(held) < _LONGEST:
        token = tokens[at]
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        joins = bool(held) and (token.lower_ in PARTICLES or token.text == "-")
        after = (
            tokens[at + 2] if joins and following is not None and following.text == "-" and at + 2 < len(tokens) else following
        )
        if is_name_word(token) or (joins and after is not None and is_name_word(after)):
            held.append(token)
        else:
            break
        at += 1
    return held


@cache
def _starts() -> frozenset[str]:
    return frozenset(re.split(r"[ -]", word)[0] for word, kinds in titles().items() if "title" in kinds)


def title_at(tokens: "Sequence[Token]", at: int) -> int:
    """How many words from index `at` on make a title; 0 if none."""
    known = titles()
    if tokens[at].lower_ in _PREFIXES and at + 1 < len(tokens):
        length = title_at(tokens, at + 1)
        if length:
            return length + 1
    if tokens[at].lower_ not in _starts():
        return 0
    for length in (3, 2, 1):
        words = " ".join(t.lower_ for t in tokens[at : at + length]).replace(" - ", "-")
        if len(tokens) >= at + length and "title" in known.get(words, ()):
            return length
    return 0


def introduced(zone: ParsedZone, tokens: "Sequence[Token]") -> Iterator[Named]:
    """Persons introduced by title and name ("the ministry's spokesman John Smith"), and names that the recogniser calls persons."""
    at = 0
    while at < len(tokens):
        length = title_at(tokens, at)
        name = _unranked(name_after(tokens, at + length)) if length else []
        alone = len(name) == 1 and has_kind(name[0], "body")
        if not name or alone or (name[0].pos_ != "PROPN" and name[0].ent_type_ != "PERSON"):
            at += max(length, 1)
            continue
        role, organisation = qualified(tokens, at, length)
        after = name[-1].i - tokens[at].i + at + 1
        if organisation is None:
            organisation = _of_what(tokens, after)
        yield Named(
            name=said(name),
            span=_span(zone, name),
            kind=ActorKind.PERSON,
            role=role,
            organisation=organisation,
            gender=next((genders()[w] for w in role.lower().split() if w in genders()), None),
        )
        at = after


def _unranked(name: "list[Token]") -> "list[Token]":
    """`Lieutenant General John Smith` behind `spokesman`: the rank is no part of the name."""
    while len(name) > 1 and (length := title_at(name, 0)) and length < len(name):
        name = name[length:]
    return name


def apposed(zone: ParsedZone, tokens: "Sequence[Token]") -> Iterator[Named]:
    """Persons whose title stands beside the name: `John Smith, the mayor of Anytown,` and `the mayor of Anytown, John Smith,`."""
    for at, token in enumerate(tokens):
        if token.text != ",":
            continue
        after = name_after(tokens, at + 1)
        before = _name_before(tokens, at)
        if len(before) > 1 and not has_kind(before[-1], "body"):
            stop = next((n for n in range(at + 1, min(at + _REACH, len(tokens))) if tokens[n].text in {",", "."}), len(tokens))
            words = tokens[at + 1 : stop]
            found = next(((n, k) for n in range(len(words)) if (k := title_at(words, n))), None)
            if found is not None and not (words and name_after(words, sum(found))):
                yield _named(zone, before, *titled(words))
        elif (
            len(after) > 1
            and not has_kind(after[-1], "body")
            and at + 1 + len(after) < len(tokens)
            and tokens[at + 1 + len(after)].text == ","
        ):
            start = next((n for n in range(at - 1, max(at - _REACH, -1), -1) if tokens[n].text in {",", "."}), -1) + 1
            words = tokens[start:at]
            found = next(((n, k) for n in range(len(words)) if (k := title_at(words, n))), None)
            if found is not None:
                yield _named(zone, after, *titled(words))


def titled(words: "Sequence[Token]") -> tuple[str | None, str | None]:
    """Role and organisation of `the acting director of the Peace Centre`, `the ministry's spokesman`, `the army spokesman`.

    What follows `of`, `for`, `at` or `in` is the organisation; `to` stays with the role (`assistant to the president`).
    """
    at = next((n for n in range(len(words)) if title_at(words, n)), None)
    if at is None:
        return said(bare(words)) or None, None
    length = title_at(words, at)
    role, organisation = qualified(words, at, length)
    of = next((n for n in range(at + length, len(words)) if words[n].lower_ in {"of", "for", "at", "in"}), None)
    if of is None:
        return " ".join(filter(None, (role, said(words[at + length :])))), organisation
    role = " ".join(filter(None, (role, said(words[at + length : of]))))
    return role, organisation or said(bare(words[of + 1 :])) or None


def bare(words: "Sequence[Token]") -> "Sequence[Token]":
    """Without the article or the owner's pronoun in front."""
    start = next((n for n, t in enumerate(words) if t.lower_ not in ARTICLES | OWNERS), len(words))
    return words[start:]


def _named(zone: ParsedZone, name: "Sequence[Token]", role: str | None, organisation: str | None) -> Named:
    return Named(name=said(name), span=_span(zone, name), kind=ActorKind.PERSON, role=role, organisation=organisation)


def _name_before(tokens: "Sequence[Token]", at: int) -> "list[Token]":
    first = at
    while first > 0 and at - first < _LONGEST and (_is_proper(tokens[first - 1]) or _joins(tokens[first - 1])):
        first -= 1
    while first < at and not _is_proper(tokens[first]):
        first += 1
    return list(tokens[first:at])


def _is_proper(token: "Token") -> bool:
    return is_name_word(token) and token.pos_ == "PROPN"


def _joins(token: "Token") -> bool:
    return token.lower_ in PARTICLES or token.text == "-"


def qualified(tokens: "Sequence[Token]", at: int, length: int) -> tuple[str, str | None]:
    """Title with what qualifies it, and the body or country before it: `Westland’s Human Rights Ombudsman` gives both."""
    first = at
    while first > 0 and (tokens[first - 1].lower_ in _JOINING or _qualifies(tokens[first - 1])):
        first -= 1
    before = list(tokens[first:at])
    while before and before[0].lower_ in _JOINING:
        before.pop(0)
    title = said(tokens[at : at + length])
    owner = next((n for n, t in enumerate(before) if t.lower_ in {"'s", "’s"}), None)
    if owner is not None:
        rest = before[owner + 1 :]
        return " ".join(filter(None, (said(rest), title))), said(before[:owner]) or None
    if not before:
        return title, None
    if any(has_kind(t, "body") for t in before):
        return title, said(before)
    marked = [t for t in before if t.ent_type_ in _ENTITIES]
    if (marked and marked[0] is before[0]) or len(before) == 1:
        cut = len(marked) if marked else 1
        cut = max(cut, 1) if all(t in marked for t in before[:cut]) else 1
        return " ".join(filter(None, (said(before[cut:]), title))), said(before[:cut])
    return " ".join((said(before), title)), None


def _qualifies(token: "Token") -> bool:
    return (
        token.text[:1].isupper() and token.pos_ in {"PROPN", "ADJ", "NOUN"} and token.ent_type_ not in {"DATE", "TIME"}
    ) or (token.dep_ in {"compound", "amod", "poss"} and token.pos_ in {"ADJ", "NOUN", "PROPN"})


def _of_what(tokens: "Sequence[Token]", at: int) -> str | None:
    if at < len(tokens) and tokens[at].lower_ == "of":
        start = at + 1
        if start < len(tokens) and tokens[start].lower_ == "the":
            start += 1
        return said(name_after(tokens, start)) or None
    return None


def said(tokens: "Sequence[Token]") -> str:
    """The words as they stand."""
    return "".join(t.text_with_ws for t in tokens).strip(" ,")


def _span(zone: ParsedZone, tokens: "Sequence[Token]") -> Span:
    return zone.span(tokens[0].i, tokens[-1].i)


def find_people(zones: tuple[ParsedZone, ...]) -> tuple[Named, ...]:
    """All persons introduced with a full name, in text order: with a title first, the recogniser's after, one entry a place."""
    found: list[Named] = []
    for zone in zones:
        held = list(introduced(zone, list(zone.doc)))
        held += [n for n in apposed(zone, list(zone.doc)) if not any(n.span.touches(h.span) for h in held)]
        for entity in zone.doc.ents:
            if entity.label_ != "PERSON":
                continue
            first = next((n for n, t in enumerate(entity) if is_name_word(t) and not title_at([t], 0)), len(entity))
            words = name_after(list(entity), first)
            if len(words) < 2 or any(n.span.touches(_span(zone, words)) for n in held):
                continue
            held.append(Named(name=said(words), span=_span(zone, words), kind=ActorKind.PERSON))
        found += sorted(held, key=lambda n: n.span)
    return (*found, *_by_one_name(zones, found))


def _by_one_name(zones: tuple[ParsedZone, ...], known: "Sequence[Named]") -> Iterator[Named]:
    """Persons of one name, as kin (`his daughter Ada`) or with what they are behind a comma (`Ada, 71,`, `Ada, a grocer`)."""
    parts = {w for n in known for w in n.name.split()}
    for zone in zones:
        for token in list(zone.doc)[:-2]:
            name, after = (token.nbor(), None) if has_kind(token, "kin") else (token, token.nbor())
            alone = is_name_word(name) and name.pos_ == "PROPN" and name.text not in parts and len(name.text) > 1
            if not alone or (name.i + 1 < len(name.doc) and name.nbor().pos_ == "PROPN") or name.dep_ == "compound":
                continue
            words = [t.text for t in name.doc[name.i + 1 : name.i + 4]]
            aged = words[:1] + words[2:] == [",", ","] and words[1].isdigit()
            told = words[:1] == [","] and words[1:2] in (["a"], ["an"]) and name.ent_type_ == "PERSON"
            if after is None or aged or told:
                gender = genders().get(token.lower_) if after is None else None
                yield Named(name=name.text, span=_span(zone, [name]), kind=ActorKind.PERSON, gender=gender)
