"""Who the words of a Russian source stand for within the article: name in the nominative, surname, title, pronoun, "ведомство".

One ground is enough; where two could be meant the words stay as they are. Parties are not told here: resolve does.
"""

from collections.abc import Sequence

from ...records import ActorKind, Span, Speaker
from .drafts import Draft
from .lexicon import titles
from .names import Body, Person, find_bodies, find_people, phrase, runs
from .phrases import RELATIVE, THERE, preposition
from .words import Paragraph, Word

HE = frozenset({"он", "его", "ему", "него", "нему", "ним", "нем", "нём"})


SHE = frozenset({"она", "ее", "её", "ей", "нее", "неё", "ней"})


THEY = frozenset({"они", "их", "им", "ними", "них"})


SELF = frozenset({"я", "мы", "нас", "меня", "наш", "наша", "наши"})


SHORT = frozenset({"ведомство", "организация", "компания", "министерство", "аппарат", "агентство", "служба", "издание"})
"""Words by which a body is taken up again."""


STEM = 4
"""Letters that two forms of one surname share at least."""


MEMORY = 40
"""Statements that a pronoun looks back over."""


def resolve_speakers(paragraphs: Sequence[Paragraph], drafts: Sequence[Draft], parents: Sequence[int | None]) -> list[Speaker]:
    """A speaker for each draft, in the drafts' order; `parents[n]` is the index of the draft that draft n stands in."""
    people = tuple(person for p in paragraphs for person in find_people(p))
    told = [p.span(min(d.content), max(d.content)) for d in drafts for p in [d.p]]
    bodies = tuple(_outside(body, told) for p in paragraphs for body in find_bodies(p))
    order = sorted(range(len(drafts)), key=lambda n: (parents[n] is not None, _place(drafts[n])))
    said: list[tuple[int, Speaker, str | None]] = []
    held: dict[int, Speaker] = {}
    for n in order:
        parent = parents[n]
        outer = held.get(parent) if parent is not None else None
        before = [s for s in said if s[0] < _place(drafts[n])][-MEMORY:]
        speaker = _resolve(drafts[n], people, bodies, before, outer)
        held[n] = speaker
        if parent is None and speaker.name is not None:
            said.append((_place(drafts[n]), speaker, _gender(drafts[n])))
            said.sort(key=lambda s: s[0])
    return [held[n] for n in range(len(drafts))]


def _outside(body: Body, told: Sequence[Span]) -> Body:
    """The body; a subject only where it stands outside what somebody says."""
    inside = body.subject and any(span.covers(body.at) for span in told)
    return Body(lemma=body.lemma, name=body.name, at=body.at, subject=False) if inside else body


def _place(d: Draft) -> int:
    return d.p.words[min(d.source or d.cue)].start


def _gender(d: Draft) -> str | None:
    return d.p.words[d.head].feats.get("Gender")


def _resolve(
    d: Draft,
    people: Sequence[Person],
    bodies: Sequence[Body],
    before: Sequence[tuple[int, Speaker, str | None]],
    outer: Speaker | None,
) -> Speaker:
    written = " ".join(s.of(d.p.text) for s in (q.shift(-d.p.offset) for q in d.p.pieces(d.source))) or None
    if written is None and outer is not None and d.p.words[d.head].feats.get("Person") == "1":
        return _with(outer, rule="pronoun")
    if written is None and outer is None and d.p.words[d.head].feats.get("Person") == "1":
        return Speaker(name=None, kind=ActorKind.AUTHOR, rule="pronoun")
    if d.speaker is None or written is None:
        return Speaker(name=None, rule="none", as_written=written)
    head = d.p.words[d.speaker]
    if head.lemma in RELATIVE:
        head = _antecedent(d, head) or head
    found = _of_own_clause(d, head, people, bodies, before) or _pronoun(d, head, before, outer, people)
    if found is None:
        found = _noun(d, head, people, bodies, before)
    return _with(found, as_written=written)


def _with(s: Speaker, *, as_written: str | None = None, rule: str | None = None) -> Speaker:
    return Speaker(
        name=s.name,
        kind=s.kind,
        role=s.role,
        organisation=s.organisation,
        as_written=as_written if as_written is not None else s.as_written,
        antecedent=s.antecedent,
        rule=rule or s.rule,
    )


def _of_own_clause(
    d: Draft, head: Word, people: Sequence[Person], bodies: Sequence[Body], before: Sequence[tuple[int, Speaker, str | None]]
) -> Speaker | None:
    """`Врачи, по их словам, приняли 80 раненых`: the subject before the phrase, when it can speak."""
    if d.row.kind != "phrase" or head.lower not in HE | SHE | THEY:
        return None
    p = d.p
    wanted = ("Plur", None) if head.lower in THEY else ("Sing", "Masc" if head.lower in HE else "Fem")
    for i in sorted(d.content):
        word = p.words[i]
        if i > min(d.cue):
            break
        speaks = word.entity == "PER" or titles().get(word.lemma, frozenset()) & {"title", "generic", "body"}
        fits = word.feats.get("Number") == wanted[0] and wanted[1] in {None, word.feats.get("Gender")}
        if word.rel == "nsubj" and speaks and fits:
            return _with(_noun(d, word, people, bodies, before), rule="pronoun")
    return None


def _antecedent(d: Draft, pronoun: Word) -> Word | None:
    """The noun before `который` that agrees with it."""
    for above in d.p.above(pronoun):
        if above.rel.startswith("acl") and above.head >= 0:
            return _whole(d.p, d.p.words[above.head], pronoun)
    for i in range(pronoun.i - 1, max(d.p.begins[pronoun.i] - 1, pronoun.i - 6), -1):
        if d.p.words[i].pos in {"NOUN", "PROPN"}:
            return _whole(d.p, d.p.words[i], pronoun)
    return None


def _whole(p: Paragraph, noun: Word, pronoun: Word) -> Word:
    """The noun of a chain that agrees with the pronoun (`запись разговора, из которой`), or the group (`группа людей, которые`)."""
    for above in (noun, *p.above(noun)):
        if above.pos not in {"NOUN", "PROPN"}:
            break
        if above.feats.get("Gender") == pronoun.feats.get("Gender") and above.feats.get("Number") == pronoun.feats.get(
            "Number"
        ):
            noun = above
            break
    up = p.words[noun.head] if noun.head >= 0 else None
    return up if up is not None and noun.rel == "nmod" and "group" in titles().get(up.lemma, ()) else noun


def _pronoun(
    d: Draft, head: Word, before: Sequence[tuple[int, Speaker, str | None]], outer: Speaker | None, people: Sequence[Person]
) -> Speaker | None:
    lower = head.lower
    if lower in SELF:
        if outer is not None:
            return _with(outer, rule="pronoun")
        return Speaker(name=None, kind=ActorKind.AUTHOR, rule="pronoun")
    bodies = {ActorKind.ORGANISATION, ActorKind.OUTLET}
    if lower in HE | SHE:
        wanted = "Masc" if lower in HE else "Fem"
        told = [(at, s) for at, s, gender in before if s.kind is ActorKind.PERSON and _may_be(s, gender, wanted, people)]
        told += [(at, s) for at, s, gender in before if s.kind is ActorKind.GENERIC and gender == wanted and not told]
        named = [
            (q.at.start, _speaker(q, "pronoun")) for q in people if q.gender == wanted and q.at.start < head.start and q.role
        ]
        last = max([*told, *named], key=lambda pair: pair[0], default=None)
        return _with(last[1], rule="pronoun") if last else Speaker(name=None, rule="none")
    if lower in THEY:
        several = {*bodies, ActorKind.GROUP, ActorKind.GENERIC}
        told = [(at, s) for at, s, _ in before if s.kind in several]
        return _with(told[-1][1], rule="pronoun") if told else Speaker(name=None, rule="none")
    if lower in THERE or lower == "оно":
        told = [(at, s) for at, s, _ in before if s.kind in bodies]
        return _with(told[-1][1], rule="pronoun") if told else Speaker(name=None, rule="none")
    return None


def _may_be(s: Speaker, gender: str | None, wanted: str, people: Sequence[Person]) -> bool:
    known = gender if gender in {"Masc", "Fem"} else next((p.gender for p in people if p.name == s.name and p.gender), None)
    return known in {None, wanted}


def _speaker(person: Person, rule: str) -> Speaker:
    return Speaker(
        name=person.name,
        kind=ActorKind.PERSON,
        role=person.role_words,
        organisation=person.organisation,
        antecedent=(person.at,),
        rule=rule,
    )


def _noun(
    d: Draft, head: Word, people: Sequence[Person], bodies: Sequence[Body], before: Sequence[tuple[int, Speaker, str | None]]
) -> Speaker:
    p = d.p
    within = d.source if head.i in d.source else frozenset(range(p.begins[head.i], p.ends[head.i]))
    named = _named_in(p, head, within)
    if named is not None:
        return _person(named, people)
    kinds = titles().get(head.lemma, frozenset())
    name = phrase(p, head, within)
    span = (p.span(head.i, head.i),)
    if any(c.rel == "conj" and c.pos in {"NOUN", "PROPN"} and c.i in within for c in p.children(head)):
        return Speaker(name=name, kind=ActorKind.GROUP, antecedent=span, rule="name")
    owned = _owner(p, head, within)
    if (
        "document" in kinds
        and owned is not None
        and not preposition(p, owned)
        and (owned.entity == "ORG" or "body" in titles().get(owned.lemma, ()))
    ):
        own = titles().get(owned.lemma, frozenset())
        return _with(_body(p, owned, phrase(p, owned, within), own, bodies, before, _owner(p, owned, within)), rule="body")
    if "document" in kinds and owned is None and d.row.kind == "document" and " " not in name and before:
        last = before[-1]
        if last[0] >= p.offset and last[1].kind in {ActorKind.PERSON, ActorKind.ORGANISATION}:
            return _with(last[1], rule="body")
    if "body" in kinds or "outlet" in kinds or head.entity in {"ORG", "LOC"}:
        return _body(p, head, name, kinds, bodies, before, owned)
    if "title" in kinds:
        person = _by_title(head, name, people)
        if person is not None:
            return _speaker(person, "title")
    if head.lemma == "сторона" and p.children(head, "amod") and not p.children(head, "nummod"):
        return Speaker(name=name, kind=ActorKind.ORGANISATION, antecedent=span, rule="name")
    if head.feats.get("Number") == "Plur" and any(
        c.entity == "ORG" and preposition(p, c) == "из" for c in p.children(head, "nmod")
    ):
        return Speaker(name=name, kind=ActorKind.ORGANISATION, antecedent=span, rule="name")
    if "group" in kinds or head.lemma == "сторона":
        return Speaker(name=name, kind=ActorKind.GROUP, antecedent=span, rule="name")
    if (
        head.lemma in {"никто", "один", "многие"}
        or "generic" in kinds
        or "title" in kinds
        or "document" in kinds
        or head.pos in {"NOUN", "ADJ", "NUM", "DET", "VERB"}
    ):
        return Speaker(name=name, kind=ActorKind.GENERIC, antecedent=span, rule="name")
    if head.pos == "PROPN" and not head.lower.endswith(("вшие", "щие", "вший", "вшая")):
        return _person(Person(name=name, at=span[0]), people)
    return Speaker(name=name, antecedent=span, rule="name")


def _owner(p: Paragraph, head: Word, within: range | frozenset[int]) -> Word | None:
    """The body or country that a noun is of: `отчёт миссии`, `власти области`."""
    found = (c for c in p.children(head, "nmod") if c.i in within)
    return next((c for c in found if c.entity in {"ORG", "LOC"} or "body" in titles().get(c.lemma, ())), None)


def _named_in(p: Paragraph, head: Word, within: range | frozenset[int]) -> Person | None:
    """The person whom the phrase names: its head, or a name beside a title."""
    for person, (first, end) in zip(find_people(p), runs(p), strict=True):
        if first not in within:
            continue
        if first <= head.i < end:
            return person
        own = p.words[first]
        kinds = titles().get(head.lemma, frozenset())
        if own.head == head.i and (
            own.rel in {"appos", "flat", "flat:name"} or (own.rel == "nmod" and "title" in kinds and end - first > 1)
        ):
            return person
        if kinds & {"title", "generic"} and own.feats.get("Case") == head.feats.get("Case") and own.feats.get("Case") != "Gen":
            return person
        if kinds & {"title"} and "body" not in kinds and end - first > 1 and max(within) == end - 1 and own.rel == "appos":
            return person
    return None


def _person(named: Person, people: Sequence[Person]) -> Speaker:
    """The person with the fullest name in the article that this name can mean."""
    same = [q for q in people if _same_surname(q.surname, named.surname)]
    if " " in named.name:
        same = [q for q in same if " " in q.name and _same_surname(q.name.split(" ")[0], named.name.split(" ")[0])]
    fuller = [q for q in same if len(q.name.split(" ")) > len(named.name.split(" "))]
    names = {q.name for q in fuller}
    if fuller and (len(names) == 1 or len({q.name[:STEM] for q in fuller}) == 1):
        best = max(fuller, key=lambda q: (q.role is not None, q.organisation is not None))
        return _speaker(best, "surname")
    best = max([named, *same], key=lambda q: (q.name.count(" "), q.role is not None, q.organisation is not None, q is named))
    return _speaker(best, "name")


def _same_surname(one: str, other: str) -> bool:
    one, other = one.casefold(), other.casefold()
    shared = min(len(one), len(other)) - 1
    return one == other or (shared >= STEM and abs(len(one) - len(other)) <= 2 and one[:shared] == other[:shared])


def _body(
    p: Paragraph,
    head: Word,
    name: str,
    kinds: frozenset[str],
    bodies: Sequence[Body],
    before: Sequence[tuple[int, Speaker, str | None]],
    owned: Word | None,
) -> Speaker:
    span = (p.span(head.i, head.i),)
    kind = ActorKind.OUTLET if "outlet" in kinds and "body" not in kinds else ActorKind.ORGANISATION
    if kind is ActorKind.OUTLET and head.feats.get("Number") == "Plur":
        kind = ActorKind.GENERIC
    if owned is None and (head.lower == head.text or p.begins[head.i] == head.i) and not any(w in name for w in '«"'):
        found = _taken_up(head, name, bodies, before)
        if found is not None:
            return found
        if "generic" in kinds or (
            head.lemma == "власть" and (" " not in name or any(c.lemma == "местный" for c in p.children(head)))
        ):
            return Speaker(name=name, kind=ActorKind.GENERIC, antecedent=span, rule="name")
    if " " not in name and "body" in kinds:
        found = _taken_up(head, name, bodies, before)
        if found is not None:
            return found
    return Speaker(name=name, kind=kind, antecedent=span, rule="name")


def _taken_up(
    head: Word, name: str, bodies: Sequence[Body], before: Sequence[tuple[int, Speaker, str | None]]
) -> Speaker | None:
    """What `ведомство`, `министерство`, `аппарат` means: the last body with that word in its name, or the last that spoke."""
    if " " not in name:
        earlier = [b for b in bodies if b.lemma == head.lemma and b.at.start < head.start] or [
            b for b in bodies if b.lemma == head.lemma
        ]
        if earlier and (len({b.name for b in earlier}) == 1 or head.lemma not in {"власть", "армия"}):
            return Speaker(name=earlier[-1].name, kind=ActorKind.ORGANISATION, antecedent=(earlier[-1].at,), rule="body")
    if head.lemma not in SHORT:
        return None
    told = [(at, s) for at, s, _ in before if s.kind is ActorKind.ORGANISATION]
    told += [(b.at.start, _of_body(b)) for b in bodies if b.subject and b.at.start < head.start]
    return _with(max(told, key=lambda pair: pair[0])[1], rule="body") if told else None


def _of_body(body: Body) -> Speaker:
    return Speaker(name=body.name, kind=ActorKind.ORGANISATION, antecedent=(body.at,), rule="body")


def _by_title(head: Word, name: str, people: Sequence[Person]) -> Person | None:
    """The one person of the article with that title."""
    held = [q for q in people if q.role == head.lemma]
    if " " in name:
        place = name.split(" ")[-1].casefold()[:STEM]
        close = [q for q in held if place in (q.role_words or "").casefold()]
        held = close or (
            held if len(name.split(" ")) > 2 and len({q.name for q in held}) == 1 and head.lemma == "защитник" else []
        )
    return held[0] if len({q.name for q in held}) == 1 else None
