"""Who is alleged to have done it and to whom: perpetrators and victims around a mention, with the words as written.

Invariant: a pronoun and "the attack" stay unresolved; nobody is named who is not named beside the event.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..records import Act, Actor, ActorKind, Span
from .events import Mention, named, triggers, victims_of
from .lexicon import verbs
from .parsed import ParsedZone
from .units import Unit
from .vocabulary import word_list
from .weapons import makes

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOUNS = frozenset({"NOUN", "PROPN"})
_NAME_PARTS = frozenset({"compound", "amod", "nmod", "flat", "poss", "case"})
_TO_VICTIM = frozenset({"of", "against", "on", "upon", "at", "toward", "towards"})
_TO_VICTIM_OF_VERB = frozenset({"against", "at", "upon", "on"})


def perpetrators(zone: ParsedZone, mention: Mention, lemmas: Sequence[str]) -> tuple[Actor, ...]:
    """Whom the words around a mention name as the doer; empty when nobody is named."""
    if mention.event == "repelled_attack":
        return ()
    heads = _by_noun(mention, lemmas) if mention.is_noun else _by_verb(mention, lemmas)
    heads = [h for h in heads if zone.doc[h.i : h.i + 2][-1].text != ":"]
    return tuple(_actor(zone, head, lemmas) for head in heads if _can_act(head, lemmas) or _owned_arms(head, lemmas))


def victims(zone: ParsedZone, mention: Mention, lemmas: Sequence[str]) -> tuple[Actor, ...]:
    """The persons or groups that the words around a mention name as harmed; objects and places are no victims."""
    if mention.trigger.roles == "agent" and mention.is_noun:
        return ()
    if mention.is_noun:
        heads = [p for c in mention.token.children if c.dep_ == "prep" and c.lower_ in _TO_VICTIM for p in _pobjs(c)]
    else:
        heads = _aimed_at(mention)
    return tuple(
        _actor(zone, _counted(head), lemmas)
        for head in heads
        if _is_person(head, lemmas)
        and not _is_excepted(head)
        and head.lower_ != "others"
        and not (mention.is_noun and _may_be_place(head))
    )


def _is_excepted(head: "Token") -> bool:
    """Whether the words say that it was not them: "against the army but not civilians"."""
    return any(child.dep_ == "neg" for child in head.children)


def _aimed_at(mention: Mention) -> "list[Token]":
    """The objects of a verb and of its `at`, `on`, `against`; of verbs that only have a doer, what stands after `against`."""
    doer_only = mention.trigger.roles == "agent"
    heads = [] if doer_only else victims_of(mention.token, mention.trigger)
    words = frozenset({"against"}) if doer_only else _TO_VICTIM_OF_VERB
    doc = mention.token.doc
    return heads + [
        p for i in mention.indices for c in doc[i].children if c.dep_ == "prep" and c.lower_ in words for p in _pobjs(c)
    ]


def _may_be_place(head: "Token") -> bool:
    """After "attack on" a single name that is tagged a person is as likely a town; a first name or title settles it."""
    return head.pos_ == "PROPN" and not any(c.dep_ == "compound" for c in head.children)


def _counted(head: "Token") -> "Token":
    """ "dozens of people": the people."""
    if head.lemma_.lower() in word_list("number_nouns"):
        return next((p for of in head.children if of.lower_ == "of" for p in of.children if p.dep_ == "pobj"), head)
    return head


def _pobjs(prep: "Token") -> "list[Token]":
    return [t for p in prep.children if p.dep_ == "pobj" for t in (p, *p.conjuncts)]


def _is_person(head: "Token", lemmas: Sequence[str]) -> bool:
    if head.pos_ not in _NOUNS:
        return False
    unit = named(head, lemmas)
    if unit is not None:
        return unit.kind == "person"
    return head.ent_type_ == "PERSON"


def _can_act(head: "Token", lemmas: Sequence[str]) -> bool:
    if head.pos_ == "ADJ" or head.dep_ in {"compound", "amod", "nmod"}:
        return head.text[:1].isupper()
    if head.pos_ not in _NOUNS or ("N", lemmas[head.i]) in triggers():
        return False
    unit = named(head, lemmas)
    return (
        unit is None and head.ent_type_ not in {"DATE", "TIME", "CARDINAL"} and lemmas[head.i] not in word_list("things")
    ) or (unit is not None and unit.kind == "person")


def _owned_arms(head: "Token", lemmas: Sequence[str]) -> bool:
    """Whether it is arms that the words call somebody's: `Redlandic artillery shelled`, `Redland's rockets hit`, `a Redlandic drone`."""
    if lemmas[head.i] not in word_list("arms"):
        return False
    owners = [c for c in head.children if c.dep_ in {"amod", "compound", "nmod", "poss"} and c.text.istitle()]
    return any(c.ent_type_ not in {"PRODUCT", "PERSON", "DATE", "CARDINAL"} and c.lower_ not in makes() for c in owners)


def _by_verb(mention: Mention, lemmas: Sequence[str]) -> "list[Token]":
    verb, roles = mention.token, mention.trigger.roles
    agents = [p for c in verb.children if c.dep_ == "agent" or (c.dep_ == "prep" and c.lower_ == "by") for p in _pobjs(c)]
    if agents or roles in {"victim", "victim-object", "victim-place"} or mention.trigger.pos == "A" or verb.tag_ == "JJ":
        return agents if roles not in {"victim-object", "victim-place"} else []
    if any(c.dep_ == "nsubjpass" for c in verb.children) or (
        verb.tag_ == "VBN" and not any(c.dep_ == "aux" for c in verb.children)
    ):
        return agents
    if (
        "come" in mention.trigger.words
        or "subject" in mention.trigger.words
        or (roles == "agent-weapon" and lemmas[verb.i] in {"land", "fall"})
    ):
        return []
    return _subject(verb)


def _subject(verb: "Token") -> "list[Token]":
    """The subject of an active verb, through `and`, infinitives, gerunds and relative clauses."""
    here = verb
    for _ in range(6):
        own = [c for c in here.children if c.dep_ == "nsubj"]
        if own:
            if own[0].tag_ in {"WDT", "WP"}:
                return [here.head] if here.dep_ == "relcl" else []
            return [own[0], *(c for c in own[0].conjuncts if c.i > own[0].i)]
        if any(c.dep_ == "nsubjpass" for c in here.children):
            return []
        if here.dep_ == "acl" and here.tag_ == "VBG":
            return [here.head]
        if here.dep_ == "relcl":
            return [here.head]
        if here.dep_ == "pcomp" and here.head.lower_ in {"of", "for"} and here.head.head.pos_ in {"VERB", "AUX"}:
            accused = [c for c in here.head.head.children if c.dep_ in {"dobj", "nsubjpass"}]
            return accused[:1]
        if here.dep_ in {"conj", "xcomp", "advcl"} and here.head.pos_ in {"VERB", "AUX"}:
            objects = [c for c in here.head.children if c.dep_ == "dobj"]
            if here.dep_ == "xcomp" and objects and objects[0].i < here.i:
                return objects[:1]
            if here.dep_ == "advcl" and _is_telling(here.head):
                return _accused(here.head)
            here = here.head
            continue
        return []
    return []


def _is_telling(verb: "Token") -> bool:
    """Whether the verb tells what somebody says: then its subject is not who did it ("accused them of shelling it, killing six")."""
    told = verbs().get(verb.lemma_.lower())
    return told is not None and (bool(_accused(verb)) or any(c.dep_ == "ccomp" for c in verb.children))


def _accused(verb: "Token") -> "list[Token]":
    """Whom a verb of accusing names, when what follows `of` or `for` is what they are accused of."""
    told = verbs().get(verb.lemma_.lower())
    if told is None or told.act is not Act.ACCUSE or not any(c.lower_ in {"of", "for"} for c in verb.children):
        return []
    return [c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"}][:1]


def _by_noun(mention: Mention, lemmas: Sequence[str]) -> "list[Token]":
    noun, victim_of = mention.token, mention.trigger.roles == "of-victim"
    held: list[Token] = []
    for child in noun.children:
        if victim_of and child.dep_ in {"poss", "compound", "amod", "nmod"}:
            continue
        if child.dep_ == "poss":
            held.append(child)
        elif child.dep_ == "prep" and (child.lower_ == "by" or (child.lower_ == "of" and mention.trigger.roles == "agent")):
            held += _pobjs(child)
        elif (
            child.dep_ in {"compound", "amod", "nmod"}
            and child.text[:1].isupper()
            and child.pos_ in {"ADJ", "PROPN"}
            and not child.is_sent_start
        ) or (child.dep_ == "amod" and child.is_sent_start and child.ent_type_ == "NORP"):
            held.append(child)
        elif child.dep_ == "acl" and child.tag_ == "VBN":
            held += [p for c in child.children if c.dep_ == "agent" for p in _pobjs(c)]
    if held:
        aimed = any(c.dep_ == "prep" and c.lower_ in _TO_VICTIM and c.i > noun.i for c in noun.children)
        return [
            h
            for h in held
            if h.ent_type_ not in {"DATE", "TIME"} and not _is_weapon_name(h, lemmas) and (aimed or not _may_be_where(h))
        ]
    head = noun.head
    if noun.dep_ == "pobj" and head.lower_ in {"of", "for"} and _is_telling(head.head):
        return _accused(head.head)
    if noun.dep_ == "dobj" and head.lemma_ in word_list("carrying"):
        return _subject(head)
    if noun.dep_ == "nsubjpass" and head.lemma_ in word_list("carrying"):
        return [p for c in head.children if c.dep_ == "agent" for p in _pobjs(c)]
    return []


def _may_be_where(name: "Token") -> bool:
    """ "the Milltown missile strike": a place's name right before the noun is as likely where it struck as who did it."""
    return name.pos_ == "PROPN" and name.dep_ in {"compound", "nmod"} and name.ent_type_ in {"GPE", "LOC", "FAC"}


def _is_weapon_name(token: "Token", lemmas: Sequence[str]) -> bool:
    unit = named(token, lemmas)
    return unit is not None and unit.kind in {"equipment", "munition"}


def phrase(zone: ParsedZone, head: "Token") -> Span:
    """The name's words: the noun with what describes it before it, without article and number.

    "the Northland armed forces" gives "Northland armed forces".
    """
    first = head.i
    while first > head.sent.start:
        before = zone.doc[first - 1]
        owner = before.head
        if (
            before.dep_ in _NAME_PARTS
            and (owner.i == head.i or (first <= owner.i <= head.i))
            and not before.is_punct
            and before.tag_ != "PRP$"
        ) or (before.text in {"’s", "'s", "-"} and first < head.i):
            first -= 1
        else:
            break
    last = head.i
    after = zone.doc[last + 1] if last + 1 < len(zone.doc) else None
    if after is not None and after.lower_ == "of" and after.head.i == head.i and head.pos_ in _NOUNS:
        objects = [c for c in after.children if c.dep_ == "pobj"]
        if objects and objects[0].pos_ == "PROPN" and objects[0].i - last <= 4:
            last = objects[0].i
    return zone.span(first, last)


def _actor(zone: ParsedZone, head: "Token", lemmas: Sequence[str]) -> Actor:
    span = phrase(zone, head)
    unit = named(head, lemmas)
    return Actor(
        name=zone.of(span),
        spans=(span,),
        kind=_kind(head, unit is not None),
        status=_status(unit),
    )


def _status(unit: Unit | None) -> str | None:
    if unit is None:
        return None
    return unit.status or ("child" if unit.age == "child" else unit.sex)


def _kind(head: "Token", is_unit: bool) -> ActorKind:
    if head.ent_type_ == "PERSON":
        return ActorKind.PERSON
    if is_unit:
        return ActorKind.GROUP
    return ActorKind.ORGANISATION if head.ent_type_ == "ORG" else ActorKind.UNKNOWN
