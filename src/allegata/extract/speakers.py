"""Who the words of a source stand for within the article: surname, title, pronoun, "the ministry", a document's maker.

One ground is enough, two candidates without a ground leave the words as they are. Parties are not told here: resolve does.
"""

import re
from bisect import bisect_left, insort
from collections.abc import Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

import msgspec

from ..records import ActorKind, Span, Spans, Speaker, ZoneKind, hull
from .cues import Draft
from .grammar import children, maker, subtree
from .lexicon import countries, titles
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
from .phrases import body_beside, is_owned, name_behind, person_beside, unnamed_beside, with_place
from .scene import Scene, body_of, core_of, find_scene, is_initials

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


def resolve_speakers(
    text: str, zones: tuple[ParsedZone, ...], drafts: Sequence[Draft], parents: Sequence[int | None]
) -> list[Speaker]:
    """A speaker for each draft, in the drafts' order; `parents[n]` is the index of the draft that draft n stands in."""
    people = find_people(zones)
    contents: dict[int, list[Span]] = {}
    for draft in drafts:
        contents.setdefault(draft.paragraph, []).extend(draft.content)
    scene = find_scene(zones, people, contents)
    said: list[tuple[int, Speaker]] = []
    # a headline names by description whom the text introduces, so it is read last
    order = sorted(range(len(drafts)), key=lambda n: (_is_above(drafts[n]), parents[n] is not None, _place(drafts[n])))
    held: dict[int, Speaker] = {}
    for n in order:
        outer = held.get(parents[n]) if parents[n] is not None else None  # type: ignore[arg-type]
        speaker = _resolve(text, drafts[n], scene, said, outer)
        held[n] = speaker
        if parents[n] is None and speaker.name is not None:
            insort(said, (_place(drafts[n]), speaker), key=itemgetter(0))
            _remember(drafts[n], speaker, scene)
    return [held[n] for n in range(len(drafts))]


def _place(draft: Draft) -> int:
    return hull((*draft.source, *draft.cue)).start if draft.source or draft.cue else draft.content[0].start


def _is_above(draft: Draft) -> bool:
    return draft.zone.zone.kind in {ZoneKind.HEADLINE, ZoneKind.STANDFIRST}


def _remember(draft: Draft, speaker: Speaker, scene: Scene) -> None:
    """The document that somebody speaks by (`said in a report`) or that speaks for him (`a report by the mission found`)."""
    if speaker.kind in {ActorKind.PERSON, ActorKind.UNKNOWN, ActorKind.AUTHOR} or _is_above(draft):
        return
    own = {t.i for s in draft.source for t in draft.zone.tokens(s)} if speaker.rule == "document" else set(draft.outer)
    for i in sorted(own):
        token = draft.zone.doc[i]
        if speaker.rule != "document" and speaker.kind is ActorKind.GENERIC:
            break
        if has_kind(token, "document") and token.pos_ == "NOUN":
            scene.documents.append((_place(draft), token.lemma_.lower(), speaker))


def _resolve(text: str, draft: Draft, scene: Scene, said: list[tuple[int, Speaker]], outer: Speaker | None) -> Speaker:
    written = " ".join(s.of(text) for s in draft.source).strip(" ,") or None
    head = draft.speaker
    if head is None or written is None:
        return Speaker(name=None, rule="none", as_written=written)
    within = draft.source
    if head.lower_ in _RELATIVE:
        antecedent = _antecedent(draft.head)
        head, within = (antecedent, ()) if antecedent is not None else (head, within)
    place = draft.zone.place(head).start
    reach = bisect_left(said, place, key=itemgetter(0))
    before = said[max(0, reach - MEMORY) : reach]
    if head.lower_ in _SELF and not is_initials(head):
        found = (
            msgspec.structs.replace(outer, rule="pronoun")
            if outer
            else Speaker(name=None, kind=ActorKind.AUTHOR, rule="pronoun")
        )
    elif head.tag_ in {"PRP", "PRP$"} and not is_initials(head):
        found = _pronoun(text, head, place, scene, before) or Speaker(name=None, rule="none")
    else:
        found = _noun(text, draft.zone, head, scene, before, within=within)
    return msgspec.structs.replace(found, as_written=written)


def _with_owner(
    text: str, speaker: Speaker, core: "list[Token]", zone: ParsedZone, scene: Scene, before: list[tuple[int, Speaker]]
) -> Speaker:
    """`his spokesman John Smith`: who `his` means stands where a body would."""
    owner = next((t for t in core if t.dep_ == "poss" and t.lower_ in OWNERS), None)
    if owner is None or speaker.organisation is not None:
        return speaker
    whose = _pronoun(text, owner, zone.place(owner).start, scene, before)
    return msgspec.structs.replace(speaker, organisation=whose.name) if whose is not None else speaker


def _antecedent(verb: "Token") -> "Token | None":
    here = verb
    for _ in range(6):
        if here.dep_ == "relcl":
            return _speaking(here.head)
        here = here.head
    return None


def _speaking(noun: "Token") -> "Token":
    """Of `a youth from the town, who ...`, `a report on the war which ...` the one that can speak, where the parse took the last."""
    here = noun
    for _ in range(3):
        above = here.head.head if here.dep_ == "pobj" else None
        while above is not None and above.dep_ == "prep" and above.pos_ == "ADP":
            above = above.head
        place = here.ent_type_ in {"GPE", "LOC", "FAC"}
        if (
            above is None
            or above.pos_ != "NOUN"
            or not (place or (here.pos_ == "NOUN" and not titles().get(here.lemma_.lower())))
        ):
            return here
        here = above
    return here


def _pronoun(text: str, head: "Token", place: int, scene: Scene, before: list[tuple[int, Speaker]]) -> Speaker | None:
    word = head.lower_
    if word in _HE:
        told: list[tuple[int, Speaker]] = [(at, s) for at, s in before if s.kind is ActorKind.PERSON or _is_somebody(s)]
        reach = bisect_left(scene.subjects, place, key=itemgetter(0))
        told += [(at, _speaker(p, "pronoun")) for at, p in scene.subjects[max(0, reach - MEMORY) : reach]]
        fits = [(at, s) for at, s in told if scene.genders.get(s.name or "") in {None, _HE[word]}]
        return _as_pronoun(max(fits, key=lambda pair: pair[0])[1]) if fits else None
    if word in _THEY:
        near = before[-1:]
        reach = bisect_left(scene.several, place, key=itemgetter(0))
        acting = scene.several[max(0, reach - 1) : reach]
        several = [(at, s) for at, s in before if _is_several(s)]
        several += [(at, b) for at, b in acting if not any(_speaks_there(s, a, b, at) for a, s in before)]
        start = _opened(text, place)
        if start is not None:
            several = [(at, s) for at, s in several if at >= start]
            before = []
        last = max(several, key=itemgetter(0), default=None)
        if last is not None and (not near or last[0] >= near[-1][0] or near[-1][1].kind is ActorKind.PERSON):
            return _as_pronoun(last[1])
    kinds = _BODIES if word in _IT | _THEY else frozenset(ActorKind)
    fits = [(at, s) for at, s in before if s.kind in kinds]
    if word in _IT:
        reach = bisect_left(scene.bodies, place, key=itemgetter(0))
        acted = scene.bodies[max(0, reach - 1) : reach]
        fits += [(at, b) for at, b in acted if not any(_speaks_there(s, a, b, at) for a, s in before)]
    return _as_pronoun(max(fits, key=itemgetter(0))[1]) if fits else None


def _speaks_there(speaker: Speaker, place: int, body: Speaker, at: int) -> bool:
    """Whether the subject is the source of a statement, so that it is resolved already."""
    return place <= at < place + len(speaker.as_written or "") and (body.name or "") in (speaker.as_written or "")


def _is_several(speaker: Speaker) -> bool:
    return speaker.kind is ActorKind.GROUP or (
        speaker.kind in {ActorKind.GENERIC, ActorKind.ORGANISATION}
        and any(w.islower() or w.istitle() for w in (speaker.name or "").split()[:1])
        and (speaker.name or "").split(" in ")[0].endswith("s")
    )


def _opened(text: str, place: int) -> int | None:
    """Where the quotation begins that the place stands in; None outside of one."""
    before = text[text.rfind("\n", 0, place) + 1 : place]
    curly = before.rfind("“")
    if curly > before.rfind("”"):
        return place - len(before) + curly
    return place - len(before) + before.rfind('"') if before.count('"') % 2 else None


def _is_somebody(speaker: Speaker) -> bool:
    """`a resident`, `a man of 40`: one, unnamed."""
    unnamed = speaker.kind in {ActorKind.GENERIC, ActorKind.UNKNOWN}
    if any(k in titles().get(w, ()) for w in (speaker.name or "").lower().split()[:3] for k in ("body", "anaphor", "outlet")):
        return False
    if not unnamed or speaker.rule == "document":
        return False
    written = (speaker.as_written or "").lower()
    one = speaker.kind is ActorKind.GENERIC and not _is_several(speaker) and written.startswith(_ONE)
    return one or written.startswith(("a ", "an "))


_ONE = ("the ", "one of ", "another ", "my ", "his ", "her ")


def _as_pronoun(speaker: Speaker) -> Speaker:
    return msgspec.structs.replace(speaker, rule="pronoun")


def _speaker(named: Named, rule: str) -> Speaker:
    return Speaker(
        name=named.name, kind=named.kind, role=named.role, organisation=named.organisation, antecedent=(named.span,), rule=rule
    )


def _noun(
    text: str, zone: ParsedZone, head: "Token", scene: Scene, before: list[tuple[int, Speaker]], *, within: Spans = ()
) -> Speaker:
    core = [t for t in core_of(head) if not within or any(s.covers(zone.place(t)) for s in within)] or [head]
    whole = [t for s in within for t in zone.tokens(s)]
    beside = person_beside(zone, whole) if len(within) == 1 and not has_kind(head, "document") else None
    if beside is not None:
        return _with_owner(text, _person(beside, scene), core, zone, scene, before)
    person = next(iter(introduced(zone, core)), None)
    if person is not None:
        return _with_owner(text, _person(person, scene), core, zone, scene, before)
    apposed = _apposed(zone, head, core)
    if apposed is not None:
        return _with_owner(text, _person(apposed, scene), core, zone, scene, before)
    if has_kind(head, "body") or has_kind(head, "outlet"):
        named = body_beside(head) or name_behind(head, whole)
        if named:
            known = titles().get(said([head.nbor(-1), head]).lower(), ()) if head.i else ()
            kind = ActorKind.OUTLET if has_kind(head, "outlet") or "outlet" in known else ActorKind.ORGANISATION
            span = zone.span(named[0].i, named[-1].i)
            return Speaker(name=said(named), kind=kind, organisation=None, antecedent=(span,), rule="name")
    other = unnamed_beside(head)
    if other is not None and (head.lower_ in {"one", "another"} or has_kind(head, "voice") or has_kind(head, "generic")):
        words = with_place(other, [t for t in core_of(other) if t.lower_ not in ARTICLES])
        if words:
            span = zone.span(words[0].i, words[-1].i)
            return Speaker(
                name=_with_article(core_of(other), said(words)), kind=ActorKind.GENERIC, antecedent=(span,), rule="name"
            )
    split = _of_body(zone, core)
    if split is not None:
        return _person(split, scene)
    if has_kind(head, "body") and core[-1] is head and len(core) == 2 and core[0].lower_ == "the":
        return _common(text, zone, head, core, scene, before, within=within)
    if head.pos_ == "PROPN" or (is_name_word(head) and not titles().get(head.lower_)):
        return _proper(zone, head, core, scene)
    if head.text[:1].isupper() and any(t.dep_ == "prep" and t.is_title for t in core):
        return _proper(zone, head, core, scene)
    return _common(text, zone, head, core, scene, before, within=within)


def _apposed(zone: ParsedZone, head: "Token", core: "list[Token]") -> Named | None:
    """`a spokesman, John Smith` and `John Smith, director of the centre`."""
    for other in children(head, {"appos"}):
        words = core_of(other)
        beside = min(subtree(other)) - 1
        if has_kind(head, "title") and other.pos_ == "PROPN" and (head.doc[beside].text == "," or beside == head.i):
            again = next(iter(introduced(zone, words)), None)
            role, organisation = titled(core)
            if again is not None:
                return msgspec.structs.replace(again, role=role, organisation=organisation or again.organisation)
            name = name_after(words, 0)
            if name and not has_kind(name[-1], "body"):
                return Named(
                    name=said(name),
                    span=zone.span(name[0].i, name[-1].i),
                    kind=ActorKind.PERSON,
                    role=role,
                    organisation=organisation,
                )
        if head.pos_ == "PROPN" and any(title_at(words, n) for n in range(len(words))):
            first = next((n for n, t in enumerate(core) if is_name_word(t)), len(core))
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


def _common(
    text: str,
    zone: ParsedZone,
    head: "Token",
    core: "list[Token]",
    scene: Scene,
    before: list[tuple[int, Speaker]],
    *,
    within: Spans = (),
) -> Speaker:
    words = list(bare(core)) if core and core[0].lower_ in ARTICLES else core
    if not words:
        return Speaker(name=None, rule="none")
    name, span = said(words), zone.span(words[0].i, words[-1].i)
    definite = any(c.lower_ in {"the", "this"} for c in children(head, {"det"})) or bool(children(head, {"poss"}))
    if has_kind(head, "document"):
        whose = maker(head) or _released(head)
        if whose is not None and whose.tag_ in {"PRP", "PRP$"}:
            found = _pronoun(text, whose, zone.place(whose).start, scene, before)
            if found is not None:
                return msgspec.structs.replace(found, rule="document")
        elif whose is not None:
            return msgspec.structs.replace(_noun(text, zone, whose, scene, before), rule="document")
        owner = _compounded(zone, head)
        if owner is not None:
            return owner
        above = _is_title_zone(zone)
        if definite or above:
            told = [d for d in scene.documents if above or d[0] < zone.place(head).start]
            same = [d for d in told if d[1] == head.lemma_.lower()] or told
            if same:
                return msgspec.structs.replace(same[0 if above else -1][2], rule="document")
            if before and definite:
                return msgspec.structs.replace(before[-1][1], rule="document")
        longer = with_place(head, words)
        return Speaker(name=said(longer), kind=ActorKind.UNKNOWN, antecedent=(span,), rule="name")
    together = [t for t in words if t.lower_ in _PAIRS]
    if together or (definite and head.tag_ == "NNS" and has_kind(head, "body") and "body" not in titles().get(head.lower_, ())):
        return body_of(name, span, words, "name", ActorKind.GROUP)
    # headlines leave the article out
    known = definite or (head.tag_ in {"NN", "NNP", "NNS"} and not children(head, {"det", "nummod"}) and _is_title_zone(zone))
    known = known or (head.tag_ == "NN" and has_kind(head, "title") and not children(head, {"det", "poss", "nummod"}))
    if known and (len(words) == 1 or _is_title_zone(zone)):
        names = scene.described.get(head.lemma_.lower(), frozenset())
        if len(names) == 1 and (has_kind(head, "band") or _is_title_zone(zone)):
            return Speaker(name=min(names), kind=ActorKind.ORGANISATION, antecedent=(span,), rule="body")
    if known and has_kind(head, "title") and head.tag_ in {"NN", "NNP"}:
        person = _by_title(words, scene, before, zone.place(head).start) or _told_before(words, before)
        if person is not None:
            return person
    if definite and has_kind(head, "title") and head.tag_ == "NN":
        role, organisation = titled(core)
        return Speaker(name=name, kind=ActorKind.PERSON, role=role, organisation=organisation, antecedent=(span,), rule="none")
    longer = with_place(head, words, whole=[t for s in within for t in zone.tokens(s)])
    if len(longer) > len(words) and not (has_kind(head, "title") and not has_kind(head, "generic")):
        name, span = said(longer), zone.span(longer[0].i, longer[-1].i)
    owner_word = is_owned(core)
    # within a sentence `its` may as well be the one accused
    if owner_word is not None and owner_word.is_sent_start and has_kind(head, "body"):
        lord = _pronoun(text, owner_word, zone.place(owner_word).start, scene, before)
        if lord is not None and lord.name is not None:
            return body_of(f"{lord.name}’s {said(bare(words))}", span, words, "body", ActorKind.ORGANISATION)
    if has_kind(head, "body"):
        reach = bisect_left(scene.bodies, zone.place(head).start, key=itemgetter(0))
        near = sorted([*before, *scene.bodies[max(0, reach - MEMORY) : reach]], key=itemgetter(0))
        bodies = [s for _, s in near if s.kind is ActorKind.ORGANISATION and s.name and _is_short_for(words, s.name)]
        if definite and len(longer) == len(words) and has_kind(head, "anaphor") and all(t.text.islower() for t in words):
            proper = [s for _, s in before if s.kind is ActorKind.ORGANISATION and s.name and not s.name.islower()]
            if head.lemma_.lower() not in _OF_STATES:
                proper = [s for s in proper if (s.name or "").lower() not in countries()]
            if proper and (len(words) > 1 or not bodies):
                return msgspec.structs.replace(proper[-1], rule="body")
        mentioned = [m for at, _, m in scene.mentions if at < zone.place(head).start]
        alike = _same_body(head, longer, [*mentioned, *bodies]) if definite and len(longer) > len(words) == 1 else []
        if alike:
            return msgspec.structs.replace(alike[-1], rule="body")
        if definite and len(words) == 1 and len(longer) == 1:
            fuller = [s for s in bodies if s.name and " " in s.name] or _mentioned(head, zone.place(head).start, scene)
            if fuller or bodies:
                return msgspec.structs.replace((fuller or bodies)[-1], rule="body")
        one = "body" in titles().get(head.lower_, ()) or head.tag_ != "NNS"
        return body_of(name, span, words, "name", ActorKind.ORGANISATION if one else ActorKind.GENERIC)
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
        if head.tag_ == "NNS" and children(head, {"conj"}):
            joined = list(head.doc[head.left_edge.i : children(head, {"conj"})[-1].i + 1])
            if not within or all(any(s.covers(zone.place(t)) for s in within) for t in joined):
                joined = list(bare(joined))
                return body_of(said(joined), zone.span(joined[0].i, joined[-1].i), words, "name", ActorKind.GENERIC)
        return body_of(_with_article(core, name), span, words, "name", ActorKind.GENERIC)
    return body_of(name, span, words, "name", ActorKind.UNKNOWN)


_OF_STATES = frozenset({"government", "country", "state", "side", "ministry", "military", "army", "command", "office"})
"""What a state can be called again by; `the group` and `the organisation` are none."""
_PAIRS = frozenset({"both", "neither", "either", "each"})


def _is_title_zone(zone: ParsedZone) -> bool:
    return zone.zone.kind in {ZoneKind.HEADLINE, ZoneKind.STANDFIRST}


def _mentioned(head: "Token", place: int, scene: Scene) -> list[Speaker]:
    """The nearest body before that is named with the same word and more (`the Westland-led coalition`), else the only one after."""
    same = [(at, s) for at, word, s in scene.mentions if word == head.lemma_.lower()]
    before = [s for at, s in same if at < place]
    return before if before or len({s.name for _, s in same}) > 1 else [s for _, s in same]


def _compounded(zone: ParsedZone, head: "Token") -> Speaker | None:
    """The body whose name stands before its document: `an Example Watch report`."""
    before = [t for t in head.doc[head.left_edge.i : head.i] if t.pos_ == "PROPN" and t.dep_ == "compound"]
    if len(before) < 2 or before[-1].i != head.i - 1 or any(t.ent_type_ not in {"ORG", ""} for t in before):
        return None
    span = zone.span(before[0].i, before[-1].i)
    return Speaker(name=said(before), kind=ActorKind.ORGANISATION, antecedent=(span,), rule="document")


def _with_article(core: "list[Token]", name: str) -> str:
    """`an official` is no name: somebody whom the report leaves unnamed keeps the article."""
    return f"{core[0].lower_} {name}" if core and core[0].lower_ in {"a", "an"} else name


def _told_before(words: "list[Token]", before: list[tuple[int, Speaker]]) -> Speaker | None:
    """`the spokesman` after `a spokesman for the service`: the unnamed one who spoke last."""
    if len(words) != 1:
        return None
    title = words[0].lemma_.lower()
    fits = [
        s
        for _, s in before
        if s.kind is ActorKind.GENERIC
        and title in f"{s.role or ''} {(s.name or '').split(' of ')[0].split(' in ')[0]}".lower().split()
    ]
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


def _same_body(head: "Token", longer: "list[Token]", near: list[Speaker]) -> list[Speaker]:
    """The bodies that `the ministry in Anytown` can mean: named with both words, or with the country that is governed from there."""
    place = said(longer[longer.index(head) + 2 :]).lower()
    country = countries().get(place)
    fuller = [s for s in near if s.name and len(s.name.split()) > 2 and _is_short_for([head], s.name)]
    return [
        s for s in fuller if place in (s.name or "").lower() or (country is not None and country in _governed(s.name or ""))
    ]


def _governed(name: str) -> set[str]:
    words = re.findall(r"\w+", name.lower())
    return {countries()[w] for n in (1, 2) for i in range(len(words)) if (w := " ".join(words[i : i + n])) in countries()}


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
        fits = [p for p in fits if any(h in f"{p.organisation or ''} {p.role or ''}".lower() for h in hints)]
    if len({p.surname for p in fits}) > 1:
        near = [s.name for _, s in before if s.name in {p.name for p in fits}]
        fits = [p for p in fits if near and p.name == near[-1]]
    return _speaker(max(fits, key=lambda p: len(p.name)), "title") if fits else None
