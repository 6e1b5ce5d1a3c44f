"""What an article holds for resolving its speakers: persons introduced, bodies named, who acts where.

Read once before any statement is resolved; who speaks is not known here.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from ..records import ActorKind, Record, Span, Speaker
from .grammar import children, subtree
from .lexicon import countries
from .names import Named, bare, has_kind, name_after, said
from .parsed import ParsedZone
from .phrases import body_beside, is_owned, with_place

if TYPE_CHECKING:
    from spacy.tokens import Token


class Scene(Record, frozen=True, kw_only=True):
    """What the article holds for resolving: persons introduced, and who was a subject where."""

    people: tuple[Named, ...]
    subjects: tuple[tuple[int, Named], ...]
    bodies: tuple[tuple[int, Speaker], ...]
    genders: Mapping[str, str]
    several: tuple[tuple[int, Speaker], ...]
    """Several unnamed people, or a body in the plural, that do something outside all contents: whom `they` can mean."""
    mentions: tuple[tuple[int, str, Speaker], ...]
    """Bodies named with what tells them from others, wherever in a sentence: place, the head word's lemma, who."""
    described: Mapping[str, frozenset[str]]
    """A description to the bodies introduced with it: `group` of `the aid group Acme`, `rebel` of `Acme rebels`."""
    documents: list[tuple[int, str, Speaker]]
    """Where a document was named whose maker is known: place, the word, the maker; grows as statements are resolved."""


def find_scene(zones: tuple[ParsedZone, ...], people: tuple[Named, ...], contents: Mapping[int, Sequence[Span]]) -> Scene:
    """All of it; `contents` are those of each paragraph's statements, in which nobody acts who could be meant outside."""
    return Scene(
        people=people,
        subjects=_subjects(zones, people, contents),
        bodies=_bodies(zones, contents),
        genders={p.name: p.gender for p in people if p.gender is not None},
        several=_several(zones, contents),
        mentions=_mentions(zones),
        described=_described(zones),
        documents=[],
    )


def _subjects(
    zones: tuple[ParsedZone, ...], people: tuple[Named, ...], contents: Mapping[int, Sequence[Span]]
) -> tuple[tuple[int, Named], ...]:
    """Persons that are a verb's subject outside all contents, with where: whom `he` can mean."""
    by_surname = {p.surname: p for p in sorted(people, key=lambda p: (len(p.name), p.role is not None))}
    held: list[tuple[int, Named]] = []
    for paragraph, zone in enumerate(zones):
        for token in zone.doc:
            as_subject = token.head if token.dep_ == "appos" else token
            if as_subject.dep_ in {"nsubj", "nsubjpass"} and token.text in by_surname:
                place = zone.place(token)
                if not any(c.covers(place) for c in contents.get(paragraph, ())):
                    held.append((place.start, by_surname[token.text]))
    return tuple(held)


def _bodies(zones: tuple[ParsedZone, ...], contents: Mapping[int, Sequence[Span]]) -> tuple[tuple[int, Speaker], ...]:
    """Bodies that are a verb's subject outside all contents, with where: whom `it` can mean."""
    held: list[tuple[int, Speaker]] = []
    for paragraph, zone in enumerate(zones):
        for token in zone.doc:
            if (
                token.dep_ not in {"nsubj", "nsubjpass"}
                or token.tag_ not in {"NN", "NNP", "NNPS"}
                or not (has_kind(token, "body") or has_kind(token, "outlet") or _is_letters(token))
            ):
                continue
            place, words = zone.place(token), list(bare(core_of(token)))
            if (len(words) > 1 or _is_letters(token)) and not any(c.covers(place) for c in contents.get(paragraph, ())):
                span = zone.span(words[0].i, words[-1].i)
                found = body_of(said(words), span, words, "name", ActorKind.ORGANISATION)
                proper = token.pos_ == "PROPN"
                held.append((place.start, msgspec.structs.replace(found, organisation=None) if proper else found))
    return tuple(held)


def _mentions(zones: tuple[ParsedZone, ...]) -> tuple[tuple[int, str, Speaker], ...]:
    held: list[tuple[int, str, Speaker]] = []
    for zone in zones:
        for token in zone.doc:
            if token.tag_ not in {"NN", "NNP", "NNPS"} or not has_kind(token, "body") or token.dep_ == "compound":
                continue
            words = with_place(token, list(bare(core_of(token))))
            if len(words) > 1 and words[0].dep_ not in {"poss", "nummod"} | {"advmod"} and not is_owned(words):
                span = zone.span(words[0].i, words[-1].i)
                found = body_of(said(words), span, words, "body", ActorKind.ORGANISATION)
                held.append((zone.place(token).start, token.lemma_.lower(), found))
    return tuple(held)


def _several(zones: tuple[ParsedZone, ...], contents: Mapping[int, Sequence[Span]]) -> tuple[tuple[int, Speaker], ...]:
    held: list[tuple[int, Speaker]] = []
    for paragraph, zone in enumerate(zones):
        for token in zone.doc:
            acts = token.dep_ in {"nsubj", "nsubjpass"} or (token.dep_ == "pobj" and token.head.dep_ == "agent")
            if token.tag_ not in {"NNS", "NNPS"} or not acts or not (has_kind(token, "generic") or has_kind(token, "body")):
                continue
            place = zone.place(token)
            if any(c.covers(place) for c in contents.get(paragraph, ())):
                continue
            words = with_place(token, list(bare(core_of(token))))
            span = zone.span(words[0].i, words[-1].i)
            held.append((place.start, body_of(said(words), span, words, "name", ActorKind.GENERIC)))
    return tuple(held)


def _named_next(token: "Token") -> "list[Token]":
    """`the aid group Acme`, where the parse made the description a part of the name."""
    name = name_after(list(token.doc), token.i + 1)
    joined = bool(name) and name[0].pos_ == "PROPN" and (token.head in name or name[-1].head == token.head)
    return name if joined else []


def _described(zones: tuple[ParsedZone, ...]) -> Mapping[str, frozenset[str]]:
    held: dict[str, set[str]] = {}
    for zone in zones:
        for token in zone.doc:
            if token.pos_ == "NOUN" and (has_kind(token, "body") or has_kind(token, "anaphor")):
                named = body_beside(token) or _named_next(token)
                if named:
                    held.setdefault(token.lemma_.lower(), set()).add(said(named))
            elif token.tag_ == "NNS" and has_kind(token, "band"):
                before = [c for c in children(token, {"compound"}) if c.pos_ == "PROPN" and c.i == token.i - 1]
                for name in (c for c in before if c.ent_type_ not in {"GPE", "LOC"} and c.lower_ not in countries()):
                    several = f"{name.text}s"
                    known = any(t.text == several for z in zones for t in z.doc)
                    held.setdefault(token.lemma_.lower(), set()).add(several if known else name.text)
    return {word: frozenset(names) for word, names in held.items()}


def _is_letters(token: "Token") -> bool:
    """A body by its letters alone."""
    return token.pos_ == "PROPN" and is_initials(token) and token.text.isalpha() and token.ent_type_ != "PERSON"


def is_initials(token: "Token") -> bool:
    """A country's letters (`US`), not the pronoun."""
    return len(token.text) > 1 and token.text.isupper()


def core_of(head: "Token") -> "list[Token]":
    """The phrase without appositions, clauses and brackets: article, qualifiers, head, `of ...`."""
    drop = [c for c in head.children if c.dep_ in {"appos", "relcl", "acl", "punct", "cc", "conj"} and c.i > head.i]
    kept = {"of", "for", "to", "at"} if has_kind(head, "title") else {"of"}
    drop += [c for c in head.children if c.dep_ == "prep" and c.lower_ not in kept and not c.is_title and not _in_name(head, c)]
    drop += [c for c in head.children if c.dep_ == "case"] if head.dep_ == "poss" else []
    indices = sorted(subtree(head, drop))
    return [head.doc[i] for i in indices]


def _in_name(head: "Token", prep: "Token") -> bool:
    """`Example Observatory for Human Rights`: capitals go on behind `for`."""
    after = prep.nbor() if prep.i + 1 < len(prep.doc) else None
    return head.pos_ == "PROPN" and prep.lower_ == "for" and after is not None and after.pos_ == "PROPN" and after.is_title


def body_of(name: str, span: Span, words: "list[Token]", rule: str, kind: ActorKind) -> Speaker:
    return Speaker(name=name, kind=kind, organisation=_qualifier(words), antecedent=(span,), rule=rule)


def _qualifier(words: "list[Token]") -> str | None:
    """What qualifies a generic word: `Westland` of `Westland officials` and of `Westland’s leadership`."""
    owner = next((n for n, t in enumerate(words) if t.lower_ in {"'s", "’s"}), None)
    if owner is not None:
        return said(words[:owner]) or None
    capitals = [t for t in words[:-1] if t.text[:1].isupper() and t.pos_ in {"PROPN", "ADJ", "NOUN"}]
    # a sentence's first word has a capital whatever it is
    named = [t for t in capitals if not has_kind(t, "body") and (not t.is_sent_start or t.pos_ == "PROPN" or t.ent_type_)]
    return said(named) or None
