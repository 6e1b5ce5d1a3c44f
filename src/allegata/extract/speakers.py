"""Who the words of a source stand for within the article: surname, title, pronoun, "the ministry", a document's maker.

One ground is enough, two candidates without a ground leave the words as they are. Parties are not told here: resolve does.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

import msgspec

from ..records import ActorKind, Record, Span, Spans, Speaker, ZoneKind, hull
from .cues import Draft
from .grammar import children, maker, subtree
from .lexicon import titles
from .names import (
    ARTICLES,
    OWNERS,
    Named,
    bare,
    find_people,
    has_kind,
    introduced,
    is_name_word,
    name_after,
    said,
    title_at,
    titled,
)
from .parsed import ParsedZone

if TYPE_CHECKING:
    from spacy.tokens import Token

_HE = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_THEY = frozenset({"they", "them", "their", "themselves"})
_IT = frozenset({"it", "its", "itself"})
_SELF = frozenset({"i", "we", "me", "us", "my", "our", "myself", "ourselves"})
_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
_BODIES = frozenset({ActorKind.ORGANISATION, ActorKind.OUTLET, ActorKind.GENERIC, ActorKind.GROUP})
_STEM = 5
"""Letters that a country's name and its demonym share at least, so that one can stand for the other in a qualifier."""

MEMORY = 60
"""Statements and subjects that a pronoun or "the ministry" looks back over; what it means stands within the last few."""


class Scene(Record, frozen=True, kw_only=True):
    """What the article holds for resolving: persons introduced, and who was a subject where."""

    people: tuple[Named, ...]
    subjects: tuple[tuple[int, Named], ...]
    bodies: tuple[tuple[int, Speaker], ...]
    genders: Mapping[str, str]


def resolve_speakers(
    text: str, zones: tuple[ParsedZone, ...], drafts: Sequence[Draft], parents: Sequence[int | None]
) -> list[Speaker]:
    """A speaker for each draft, in the drafts' order; `parents[n]` is the index of the draft that draft n stands in."""
    people = find_people(zones)
    contents: dict[int, list[Span]] = {}
    for draft in drafts:
        contents.setdefault(draft.paragraph, []).extend(draft.content)
    scene = Scene(
        people=people,
        subjects=_subjects(zones, people, contents),
        bodies=_bodies(zones, contents),
        genders={p.name: p.gender for p in people if p.gender is not None},
    )
    said: list[tuple[int, Speaker]] = []
    order = sorted(range(len(drafts)), key=lambda n: (parents[n] is not None, _place(drafts[n])))
    held: dict[int, Speaker] = {}
    for n in order:
        outer = held.get(parents[n]) if parents[n] is not None else None  # type: ignore[arg-type]
        speaker = _resolve(text, drafts[n], scene, said, outer)
        held[n] = speaker
        if parents[n] is None and speaker.name is not None:
            said.append((_place(drafts[n]), speaker))
    return [held[n] for n in range(len(drafts))]


def _place(draft: Draft) -> int:
    return hull((*draft.source, *draft.cue)).start if draft.source or draft.cue else draft.content[0].start


def _subjects(
    zones: tuple[ParsedZone, ...], people: tuple[Named, ...], contents: Mapping[int, Sequence[Span]]
) -> tuple[tuple[int, Named], ...]:
    """Persons that are a verb's subject outside all contents, with where: whom `he` can mean."""
    by_surname = {p.surname: p for p in sorted(people, key=lambda p: (len(p.name), p.role is not None))}
    held: list[tuple[int, Named]] = []
    for paragraph, zone in enumerate(zones):
        for token in zone.doc:
            if token.dep_ in {"nsubj", "nsubjpass"} and token.text in by_surname:
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
                or not has_kind(token, "body")
            ):
                continue
            place, words = zone.place(token), list(bare(_core(token)))
            if len(words) > 1 and not any(c.covers(place) for c in contents.get(paragraph, ())):
                span = zone.span(words[0].i, words[-1].i)
                found = _body(said(words), span, words, "name", ActorKind.ORGANISATION)
                proper = token.pos_ == "PROPN"
                held.append((place.start, msgspec.structs.replace(found, organisation=None) if proper else found))
    return tuple(held)


def _resolve(text: str, draft: Draft, scene: Scene, said: list[tuple[int, Speaker]], outer: Speaker | None) -> Speaker:
    written = " ".join(s.of(text) for s in draft.source).strip(" ,") or None
    head = draft.speaker
    if head is None or written is None:
        return Speaker(name=None, rule="none", as_written=written)
    within = draft.source
    if head.lower_ in _RELATIVE and (whom := _antecedent(draft.head)) is not None:
        head, within = whom, ()
    place = draft.zone.place(head).start
    reach = bisect_left(said, place, key=itemgetter(0))
    before = said[max(0, reach - MEMORY) : reach]
    if head.lower_ in _SELF:
        found = (
            msgspec.structs.replace(outer, rule="pronoun")
            if outer
            else Speaker(name=None, kind=ActorKind.AUTHOR, rule="pronoun")
        )
    elif head.tag_ in {"PRP", "PRP$"}:
        found = _pronoun(head, place, scene, before) or Speaker(name=None, rule="none")
    else:
        found = _noun(text, draft.zone, head, scene, before, within=within)
    return msgspec.structs.replace(found, as_written=written)


def _with_owner(
    speaker: Speaker, core: "list[Token]", zone: ParsedZone, scene: Scene, before: list[tuple[int, Speaker]]
) -> Speaker:
    """`his spokesman John Smith`: who `his` means stands where a body would."""
    owner = next((t for t in core if t.dep_ == "poss" and t.lower_ in OWNERS), None)
    if owner is None or speaker.organisation is not None:
        return speaker
    whose = _pronoun(owner, zone.place(owner).start, scene, before)
    return msgspec.structs.replace(speaker, organisation=whose.name) if whose is not None else speaker


def _antecedent(verb: "Token") -> "Token | None":
    here = verb
    for _ in range(6):
        if here.dep_ == "relcl":
            return here.head
        here = here.head
    return None


def _pronoun(head: "Token", place: int, scene: Scene, before: list[tuple[int, Speaker]]) -> Speaker | None:
    word = head.lower_
    if word in _HE:
        told: list[tuple[int, Speaker]] = [(at, s) for at, s in before if s.kind is ActorKind.PERSON]
        reach = bisect_left(scene.subjects, place, key=itemgetter(0))
        told += [(at, _speaker(p, "pronoun")) for at, p in scene.subjects[max(0, reach - MEMORY) : reach]]
        fits = [(at, s) for at, s in told if scene.genders.get(s.name or "") in {None, _HE[word]}]
        return _as_pronoun(max(fits, key=lambda pair: pair[0])[1]) if fits else None
    kinds = _BODIES if word in _IT | _THEY else frozenset(ActorKind)
    fits = [(at, s) for at, s in before if s.kind in kinds]
    if word in _IT:
        reach = bisect_left(scene.bodies, place, key=itemgetter(0))
        fits += scene.bodies[max(0, reach - 1) : reach]
    return _as_pronoun(max(fits, key=itemgetter(0))[1]) if fits else None


def _as_pronoun(speaker: Speaker) -> Speaker:
    return msgspec.structs.replace(speaker, rule="pronoun")


def _speaker(named: Named, rule: str) -> Speaker:
    return Speaker(
        name=named.name, kind=named.kind, role=named.role, organisation=named.organisation, antecedent=(named.span,), rule=rule
    )


def _noun(
    text: str, zone: ParsedZone, head: "Token", scene: Scene, before: list[tuple[int, Speaker]], *, within: Spans = ()
) -> Speaker:
    core = [t for t in _core(head) if not within or any(s.covers(zone.place(t)) for s in within)] or [head]
    person = next(iter(introduced(zone, core)), None)
    if person is not None:
        return _with_owner(_person(person, scene), core, zone, scene, before)
    apposed = _apposed(zone, head, core) or _one_inside(zone, head, scene, within)
    if apposed is not None:
        return _with_owner(_person(apposed, scene), core, zone, scene, before)
    named = _named_at_end(zone, head, scene, within)
    if named is not None:
        return named
    split = _of_body(zone, core)
    if split is not None:
        return _person(split, scene)
    if head.pos_ == "PROPN" or (is_name_word(head) and not titles().get(head.lower_)):
        return _proper(zone, head, core, scene)
    if head.text[:1].isupper() and any(t.dep_ == "prep" and t.is_title for t in core):
        return _proper(zone, head, core, scene)
    return _common(text, zone, head, core, scene, before)


def _core(head: "Token") -> "list[Token]":
    """The phrase without appositions, clauses and brackets: article, qualifiers, head, `of ...`."""
    drop = [c for c in head.children if c.dep_ in {"appos", "relcl", "acl", "punct", "cc", "conj"} and c.i > head.i]
    kept = {"of", "for", "to", "at"} if has_kind(head, "title") else {"of"}
    drop += [c for c in head.children if c.dep_ == "prep" and c.lower_ not in kept and not c.is_title and not _places(head, c)]
    drop += [c for c in head.children if c.dep_ == "case"] if head.dep_ == "poss" else []
    indices = sorted(subtree(head, drop))
    return [head.doc[i] for i in indices]


def _places(head: "Token", prep: "Token") -> bool:
    """`officials in Northtown`, `the health ministry in Westland`: the place is part of who they are."""
    if prep.lower_ not in {"in", "from"} or prep.i != head.i + 1 or not (has_kind(head, "body") or has_kind(head, "generic")):
        return False
    return any(t.pos_ == "PROPN" and t.ent_type_ not in {"DATE", "TIME"} for t in children(prep, {"pobj"}))


def _apposed(zone: ParsedZone, head: "Token", core: "list[Token]") -> Named | None:
    """`a spokesman, John Smith` and `John Smith, director of the centre`."""
    for other in children(head, {"appos"}):
        words = _core(other)
        beside = min(subtree(other)) - 1
        if has_kind(head, "title") and other.pos_ == "PROPN" and (head.doc[beside].text == "," or beside == head.i):
            again = next(iter(introduced(zone, words)), None)
            role, organisation = titled(core)
            if again is not None:
                return msgspec.structs.replace(again, role=role, organisation=organisation or again.organisation)
            name = name_after(words, 0)
            if name:
                return Named(
                    name=said(name),
                    span=zone.span(name[0].i, name[-1].i),
                    kind=ActorKind.PERSON,
                    role=role,
                    organisation=organisation,
                )
        if head.pos_ == "PROPN" and any(title_at(words, n) for n in range(len(words))):
            first = next((n for n, t in enumerate(core) if is_name_word(t)), 0)
            name = name_after(core, first)
            role, organisation = titled(words)
            if name:
                return Named(
                    name=said(name),
                    span=zone.span(name[0].i, name[-1].i),
                    kind=ActorKind.PERSON,
                    role=role,
                    organisation=organisation,
                )
    return None


def _one_inside(zone: ParsedZone, head: "Token", scene: Scene, within: Spans) -> Named | None:
    """`a spokesman for the council, John Smith`, wherever the parse hung the name: the one person introduced inside the source."""
    if not has_kind(head, "title"):
        return None
    inside = [p for p in scene.people if any(s.covers(p.span) for s in within)]
    return inside[0] if len({p.name for p in inside}) == 1 and inside[0].span.start > zone.place(head).start else None


def _named_at_end(zone: ParsedZone, head: "Token", scene: Scene, within: Spans) -> Speaker | None:
    """`the state’s power company, Westpower`, `the news agency WNA`, `her counterpart in Westland, John Smith`, `his brother John`:
    the name that ends the source, behind a comma or behind what it is, whatever the parse made of it."""
    if head.tag_ not in {"NN", "CD"} or not within:
        return None
    words = [t for t in zone.tokens(within[-1]) if t.i > head.i]
    while words and words[-1].is_punct:
        words.pop()
    start = next((n for n in range(len(words)) if len(name_after(words, n)) == len(words) - n), len(words))
    name = words[start:]
    if not name or name[0].pos_ != "PROPN" or not (name[0].i == head.i + 1 or zone.doc[name[0].i - 1].text == ","):
        return None
    span = zone.span(name[0].i, name[-1].i)
    if has_kind(head, "body") or has_kind(head, "outlet") or any(has_kind(t, "body") for t in name):
        kind = ActorKind.OUTLET if has_kind(head, "outlet") else ActorKind.ORGANISATION
        return Speaker(name=said(name), kind=kind, antecedent=(span,), rule="name")
    if len(name) < 2 and name[0].ent_type_ != "PERSON":
        return None
    role, organisation = titled(_core(head)) if has_kind(head, "title") else (None, None)
    return _person(Named(name=said(name), span=span, kind=ActorKind.PERSON, role=role, organisation=organisation), scene)


def _of_body(zone: ParsedZone, core: "list[Token]") -> Named | None:
    """`John Smith of the Ministry of Defence`: a name of two words or more, without a body's word, before `of`."""
    of = next((n for n, t in enumerate(core) if t.lower_ == "of"), None)
    name = name_after(core, 0)
    if of is None or len(name) != of or of < 2 or any(has_kind(t, "body") or has_kind(t, "outlet") for t in name):
        return None
    rest = bare(core[of + 1 :])
    if not any(has_kind(t, "body") for t in rest) and name[-1].ent_type_ != "PERSON":
        return None
    return Named(name=said(name), span=zone.span(name[0].i, name[-1].i), kind=ActorKind.PERSON, organisation=said(rest) or None)


def _person(named: Named, scene: Scene) -> Speaker:
    """The person with the fullest name in the article that this name, title and all, can mean."""
    fuller = [p for p in scene.people if p.surname == named.surname and len(p.name) > len(named.name)]
    names = {p.name for p in fuller}
    if " " not in named.name and len(names) > 1 and named.role is not None:
        same = [p for p in fuller if p.role is not None and p.role.lower() == named.role.lower()]
        fuller, names = same, {p.name for p in same}
    if " " in named.name or len(names) != 1:
        known = [p for p in scene.people if p.name == named.name and p.role is not None]
        if known and named.role is None:
            named = max(known, key=lambda p: len(p.organisation or ""))
        return _speaker(named, "name")
    best = max(fuller, key=lambda p: (p.role is not None, len(p.organisation or "")))
    return msgspec.structs.replace(
        _speaker(best, "surname"), role=best.role or named.role, organisation=best.organisation or named.organisation
    )


def _proper(zone: ParsedZone, head: "Token", core: "list[Token]", scene: Scene) -> Speaker:
    words = [t for t in core if not (t.dep_ == "det" and t.i < head.i)]
    name = said(words)
    span = zone.span(words[0].i, words[-1].i)
    if any(has_kind(t, "body") for t in words):
        return Speaker(name=name, kind=ActorKind.ORGANISATION, antecedent=(span,), rule="name")
    if any(has_kind(t, "outlet") for t in words) and len(words) > 1:
        return Speaker(name=name, kind=ActorKind.OUTLET, antecedent=(span,), rule="name")
    if any(p.surname == words[-1].text for p in scene.people):
        return _person(Named(name=name, span=span, kind=ActorKind.PERSON), scene)
    kind = _kind(head, words)
    return Speaker(name=name, kind=kind, antecedent=(span,), rule="name")


def _kind(head: "Token", words: "list[Token]") -> ActorKind:
    if head.ent_type_ == "PERSON" or any(c.lower_ == "who" for r in children(head, {"relcl"}) for c in r.children):
        return ActorKind.PERSON
    if head.ent_type_ in {"ORG", "GPE", "NORP", "LOC", "FAC"}:
        return ActorKind.ORGANISATION
    return ActorKind.PERSON if 2 <= len(words) <= 3 and all(is_name_word(t) for t in words) else ActorKind.UNKNOWN


def _body(name: str, span: Span, words: "list[Token]", rule: str, kind: ActorKind) -> Speaker:
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


def _common(
    text: str, zone: ParsedZone, head: "Token", core: "list[Token]", scene: Scene, before: list[tuple[int, Speaker]]
) -> Speaker:
    words = list(bare(core)) if core and core[0].lower_ in ARTICLES else core
    if not words:
        return Speaker(name=None, rule="none")
    name, span = said(words), zone.span(words[0].i, words[-1].i)
    definite = any(c.lower_ in {"the", "this"} for c in children(head, {"det"})) or bool(children(head, {"poss"}))
    if has_kind(head, "document"):
        whose = maker(head) or _released(head)
        if whose is not None and whose.tag_ in {"PRP", "PRP$"}:
            found = _pronoun(whose, zone.place(whose).start, scene, before)
            if found is not None:
                return msgspec.structs.replace(found, rule="document")
        elif whose is not None:
            return msgspec.structs.replace(_noun(text, zone, whose, scene, before), rule="document")
        if definite and before:
            return msgspec.structs.replace(before[-1][1], rule="document")
        return Speaker(name=name, kind=ActorKind.UNKNOWN, antecedent=(span,), rule="name")
    # headlines leave the article out
    known = definite or (zone.zone.kind is ZoneKind.HEADLINE and not children(head, {"det"}))
    if known and has_kind(head, "title") and head.tag_ in {"NN", "NNP"}:
        person = _by_title(words, scene, before, zone.place(head).start) or _told_before(words, before)
        if person is not None:
            return person
    if definite and has_kind(head, "title") and head.tag_ == "NN":
        role, organisation = titled(core)
        return Speaker(name=name, kind=ActorKind.PERSON, role=role, organisation=organisation, antecedent=(span,), rule="none")
    if has_kind(head, "body"):
        reach = bisect_left(scene.bodies, zone.place(head).start, key=itemgetter(0))
        near = sorted([*before, *scene.bodies[max(0, reach - MEMORY) : reach]], key=itemgetter(0))
        bodies = [s for _, s in near if s.kind is ActorKind.ORGANISATION and s.name and _is_short_for(words, s.name)]
        if definite and not bodies and len(words) == 1 and has_kind(head, "anaphor"):
            bodies = [s for _, s in before if s.kind is ActorKind.ORGANISATION]
        if definite and len(words) == 1 and bodies:
            return msgspec.structs.replace(bodies[-1], rule="body")
        one = "body" in titles().get(head.lower_, ()) or head.tag_ != "NNS"
        return _body(name, span, words, "name", ActorKind.ORGANISATION if one else ActorKind.GENERIC)
    if has_kind(head, "title") and head.tag_ == "NN" and not has_kind(head, "generic"):
        role, organisation = titled(core)
        return Speaker(
            name=_with_article(core, name),
            kind=ActorKind.GENERIC,
            role=role,
            organisation=organisation,
            antecedent=(span,),
            rule="name",
        )
    if has_kind(head, "generic") or head.tag_ == "NNS":
        return _body(_with_article(core, name), span, words, "name", ActorKind.GENERIC)
    return _body(name, span, words, "name", ActorKind.UNKNOWN)


def _with_article(core: "list[Token]", name: str) -> str:
    """`an official` is no name: somebody whom the report leaves unnamed keeps the article."""
    return f"{core[0].lower_} {name}" if core and core[0].lower_ in {"a", "an"} else name


def _told_before(words: "list[Token]", before: list[tuple[int, Speaker]]) -> Speaker | None:
    """`the spokesman` after `a spokesman for the service`: the unnamed one who spoke last."""
    if len(words) != 1:
        return None
    title = words[0].lemma_.lower()
    fits = [s for _, s in before if s.kind is ActorKind.GENERIC and s.role and title in s.role.lower().split()]
    return msgspec.structs.replace(fits[-1], rule="title") if fits else None


def _released(noun: "Token") -> "Token | None":
    """`data released by the ministry`, `figures of the ministry`: whose they are."""
    for below in children(noun, {"acl", "relcl", "prep"}):
        for by in (below, *children(below, {"agent"})):
            if by.lower_ in {"by", "from", "of"}:
                found = children(by, {"pobj"})
                if found and by.dep_ in {"agent", "prep"}:
                    return found[0]
        for who in children(below, {"nsubj"}) if below.dep_ == "relcl" else []:
            if who.tag_ not in {"WDT", "WP"}:
                return who
    return None


def _is_short_for(words: "list[Token]", name: str) -> bool:
    return words[-1].lower_ in name.lower().split() or words[-1].lemma_.lower() in name.lower().split()


def _by_title(words: "list[Token]", scene: Scene, before: list[tuple[int, Speaker]], place: int) -> Speaker | None:
    """`the president`: the one person introduced with that title, or the nearest before who fits what qualifies it."""
    title = next((said(words[n : n + k]) for n in range(len(words)) if (k := title_at(words, n))), None)
    if title is None:
        return None
    hints = [t.lower_[:_STEM] for t in words if t.text[:1].isupper() and not title_at([t], 0)]
    fits = [p for p in scene.people if p.role is not None and title.lower() in p.role.lower()]
    if hints:
        fits = [p for p in fits if p.organisation is not None and any(h in p.organisation.lower() for h in hints)]
    if len({p.surname for p in fits}) > 1:
        near = [s.name for _, s in before if s.name in {p.name for p in fits}]
        fits = [p for p in fits if near and p.name == near[-1]]
    return _speaker(max(fits, key=lambda p: len(p.name)), "title") if fits else None
