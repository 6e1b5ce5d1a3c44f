"""Which words of a paragraph carry an event: triggers from data/event_triggers.csv whose needs are met where they stand.

Needs, by the word in the data: `topic` the report is about conflict; `person`, `equipment`, `object`, `place`, `relief`,
`mercenary`, `military` what the verb's object (or, for the fallen, its subject) names; `weapon` a weapon is fired;
`fallen` somebody died; `target` something that can be a target; `attack-object` an attack is repelled; `military-subject` forces do it;
`gunfire` a fire is one of weapons; `told` fighting is said to go on, or where, or by whom.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from ..data import rows
from ..records import Record
from .units import Unit, unit_of
from .vocabulary import word_list

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


class Trigger(Record):
    """A row of event_triggers.csv. `words`: lemmas; the first is looked up, the others hang on it."""

    words: tuple[str, ...]
    pos: str
    event: str
    measure: str | None
    roles: str
    needs: str


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """A trigger found at `token`; `indices` are all tokens of its words. `kind`: attack, harm, deed, move or act."""

    token: "Token"
    indices: tuple[int, ...]
    trigger: Trigger
    kind: str

    @property
    def event(self) -> str:
        """The event's code."""
        return self.trigger.event

    @property
    def is_noun(self) -> bool:
        """Whether the event is named and not told: "the shelling"."""
        return self.trigger.pos == "N"


SIZE_A_WORD = 50
"""Different words of a report, the first so many aside, for each word of conflict that it needs: long political articles have
a few by chance (at most 1 in 60 of 40 read), reports of attacks 1 in 25 or more."""


WAR_A_WORD = 30
"""The same for a report that is about conflict as a whole."""


class Topic(Record):
    """What the words of a whole report speak for."""

    size: int = 0
    """Different words of the report."""
    conflict: int = 0
    accident: int = 0
    other: int = 0

    @property
    def is_conflict(self) -> bool:
        """Whether ambiguous words may be read as acts of war."""
        return self.conflict * SIZE_A_WORD > self.size - SIZE_A_WORD and self.conflict > self.other

    @property
    def is_of_war(self) -> bool:
        """Whether the whole report is about a conflict, and not only a part of it."""
        return self.is_conflict and self.conflict * WAR_A_WORD > self.size - SIZE_A_WORD

    @property
    def is_elsewhere(self) -> bool:
        """Whether the dead and hurt are those of an accident, or words of sport and trade."""
        return max(self.accident, self.other) >= max(1, self.conflict - 1) and self.conflict < 4


_JOINTS = frozenset({"of", "to"})


@cache
def triggers() -> Mapping[tuple[str, str], tuple[Trigger, ...]]:
    """(part of speech, first lemma) to the triggers that begin with it, the longest first, then in the order of the data."""
    held: dict[tuple[str, str], list[Trigger]] = {}
    for row in rows("event_triggers.csv"):
        words = tuple(row["trigger"].split())
        made = Trigger(
            words=words,
            pos=row["pos"],
            event=row["event"],
            measure=row["measure"] or None,
            roles=row["roles"],
            needs=row["needs"],
        )
        first = words[-1] if made.pos == "N" and not _JOINTS & set(words) else words[0]
        held.setdefault((made.pos, first), []).append(made)
    return {key: tuple(sorted(found, key=lambda t: -len(t.words))) for key, found in held.items()}


@cache
def kinds() -> Mapping[str, str]:
    """Event code to kind."""
    return {row["code"]: row["kind"] for row in rows("events.csv")}


@cache
def topics() -> Mapping[str, frozenset[str]]:
    """Kind of topic to its words."""
    held: dict[str, set[str]] = {}
    for row in rows("topics.csv"):
        held.setdefault(row["kind"], set()).add(row["words"])
    return {kind: frozenset(words) for kind, words in held.items()}


def topic_of(lemmas: Collection[str]) -> Topic:
    """How many different words of each topic a report holds."""
    held, known = set(lemmas), topics()
    return Topic(
        size=len(held),
        conflict=len(held & known["conflict"]),
        accident=len(held & known["accident"]),
        other=len(held & known["other"]),
    )


def find_mentions(doc: "Doc", lemmas: Sequence[str], topic: Topic) -> dict[int, Mention]:
    """The mentions of a Doc by the index of their token, in text order. `lemmas`: one a token, lower case."""
    known, kind_of = triggers(), kinds()
    found: dict[int, Mention] = {}
    for token in doc:
        pos = _POS.get(token.pos_)
        if pos is None:
            continue
        lemma = lemmas[token.i]
        if token.lower_ in _THE_HARMED and token.dep_ in _NOMINAL and token.pos_ != "NOUN":
            pos, lemma = "N", token.lower_
        for trigger in known.get((pos, lemma), ()):
            indices = _match(token, trigger, lemmas)
            if indices and NEEDS[trigger.needs](token, trigger, lemmas, topic) and not _is_light(token, trigger, lemmas):
                found[token.i] = Mention(token=token, indices=indices, trigger=trigger, kind=kind_of[trigger.event])
                break
    return {at: m for at, m in _without_inner(found).items() if m.kind == "act" or not _dates_another(m.token)}


_DATING = frozenset({"since", "until", "till", "before", "prior"})


def _dates_another(token: "Token") -> bool:
    """ "since the start of hostilities": an event that only says from when or until when."""
    here = token
    for _ in range(5):
        if here.dep_ == "pobj" and here.head.lower_ == "of" and here.head.head.lemma_.lower() in word_list("stretches"):
            return True
        if here.dep_ == "pobj" and (here.head.lower_ in _DATING or here.head.head.lower_ == "prior"):
            return True
        if here.dep_ not in {"pobj", "prep", "conj"}:
            return False
        here = here.head
    return False


_THE_HARMED = frozenset({"dead", "wounded", "injured", "missing", "killed", "displaced"})
_NOMINAL = frozenset({"pobj", "dobj", "nsubj", "nsubjpass", "attr"})
_POS = {"VERB": "V", "AUX": "V", "NOUN": "N", "PROPN": "N", "ADJ": "A"}


def _without_inner(found: dict[int, Mention]) -> dict[int, Mention]:
    """ "lost their lives", "open fire": a word inside another trigger carries no event of its own."""
    inner = {i for at, m in found.items() for i in m.indices if i != at}
    return {at: m for at, m in found.items() if at not in inner}


def _match(token: "Token", trigger: Trigger, lemmas: Sequence[str]) -> tuple[int, ...]:
    words = trigger.words
    if words == ("miss",) and (token.tag_ != "VBG" or any(c.dep_ == "dobj" for c in token.children)):
        return ()
    if len(words) == 1:
        return () if words == ("take",) and any(c.dep_ == "prt" for c in token.children) else (token.i,)
    if trigger.pos == "N" and not _JOINTS & set(words):
        start = token.i - len(words) + 1
        return tuple(range(start, token.i + 1)) if start >= 0 and tuple(lemmas[start : token.i + 1]) == words else ()
    if trigger.pos == "N":
        return _run(token, words, lemmas)
    indices, holder = [token.i], token
    for word in words[1:]:
        child = next(
            (
                c
                for c in holder.subtree
                if lemmas[c.i] == word and c.i != holder.i and c.i - token.i <= 6 and (c.head in {holder, token})
            ),
            None,
        )
        if child is None:
            return ()
        indices.append(child.i)
        holder = child
    return tuple(sorted(indices))


def _run(token: "Token", words: tuple[str, ...], lemmas: Sequence[str]) -> tuple[int, ...]:
    """The words in their order from the token on, articles, possessives and adjectives between them left out."""
    indices = [token.i]
    for word in words[1:]:
        at = indices[-1] + 1
        while at < len(lemmas) and lemmas[at] != word and token.doc[at].pos_ in {"DET", "PRON", "ADJ"}:
            at += 1
        if at >= len(lemmas) or lemmas[at] != word:
            return ()
        indices.append(at)
    return tuple(indices)


def _is_light(token: "Token", trigger: Trigger, lemmas: Sequence[str]) -> bool:
    """A noun that only modifies another: "ceasefire talks", "attack helicopter", "casualty figures"."""
    return (
        trigger.pos == "N"
        and token.dep_ in {"compound", "nmod", "amod"}
        and token.head.i > token.i
        and token.head.pos_ in {"NOUN", "PROPN"}
    )


def victims_of(token: "Token", trigger: Trigger) -> "list[Token]":
    """Head words of what the verb does harm to (for `victim` and `victim-object` verbs: who suffers it, what is lost)."""
    if trigger.pos == "A":
        return _described(token)
    if trigger.roles == "victim":
        return _subjects(token)
    passive = [c for c in token.children if c.dep_ == "nsubjpass"]
    objects = [c for c in token.children if c.dep_ in {"dobj", "dative"}]
    if passive:
        return _with_conjuncts(passive)
    if objects:
        return _with_conjuncts(objects)
    shared = [c for v in token.children if v.dep_ == "conj" and v.tag_ == token.tag_ for c in v.children if c.dep_ == "dobj"]
    if shared and token.tag_ in {"VBN", "VBD", "VB", "VBG"}:
        return _with_conjuncts(shared)
    if token.dep_ in {"acl", "relcl"} and token.tag_ == "VBN":
        return [token.head]
    if token.tag_ in {"VBN", "VBD", "JJ"} and token.dep_ != "ROOT":
        return _elliptical(token)
    if token.tag_ == "VBN" and token.dep_ == "ROOT":
        return [c for c in token.children if c.dep_ in {"nsubj", "dep"}]
    if token.tag_ == "VBN" and token.dep_ == "amod":
        return [token.head]
    return []


def _elliptical(verb: "Token") -> "list[Token]":
    """ "one was killed and four wounded": the subject of a bare participle suffers; with none it shares the first verb's."""
    own = [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass", "npadvmod"}]
    if own and verb.tag_ in {"VBN", "VBD"} and not any(c.dep_ == "aux" for c in verb.children):
        return _with_conjuncts(own)
    if verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"} and verb.tag_ in {"VBN", "VBD"}:
        return [c for c in verb.head.children if c.dep_ == "nsubjpass"] or [c for c in verb.head.children if c.dep_ == "dobj"]
    if verb.dep_ == "amod":
        return [verb.head]
    return []


def _subjects(verb: "Token") -> "list[Token]":
    own = [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}]
    if own:
        return _with_conjuncts(own)
    if verb.dep_ == "relcl" or verb.dep_ == "acl":
        return [verb.head]
    if verb.dep_ in {"conj", "xcomp", "advcl", "acomp", "oprd"} and verb.head.pos_ in {"VERB", "AUX"}:
        return [c for c in verb.head.children if c.dep_ in {"nsubj", "nsubjpass"}]
    return []


def _described(adjective: "Token") -> "list[Token]":
    own = [c for c in adjective.children if c.dep_ in {"nsubj", "nsubjpass"} and c.i < adjective.i]
    if own:
        return own
    head = adjective.head
    if adjective.dep_ == "amod" and head.pos_ in {"NOUN", "PROPN", "NUM"}:
        return [head]
    if head.pos_ in {"NOUN", "PROPN", "NUM"} and head.i < adjective.i:
        return [head]
    if head.pos_ in {"AUX", "VERB"}:
        objects = [
            c
            for c in head.children
            if c.dep_ in {"dobj", "nsubj"} and head.lemma_ in {"leave", "report", "list", "declare"} and c.i > head.i
        ]
        return objects or [c for c in head.children if c.dep_ in {"nsubj", "nsubjpass"}]
    return [c for c in adjective.children if c.dep_ in {"nummod", "npadvmod", "nsubj"}]


def _with_conjuncts(heads: "Sequence[Token]") -> "list[Token]":
    return [
        t
        for head in heads
        for t in (head, *(c for c in head.conjuncts if c.i > head.i and c.pos_ in {"NOUN", "PROPN", "NUM", "PRON"}))
    ]


Need = Callable[["Token", Trigger, Sequence[str], Topic], bool]


def named(token: "Token", lemmas: Sequence[str]) -> Unit | None:
    """The unit a word stands for, looking through number nouns: "dozens of houses"."""
    if lemmas[token.i] in word_list("number_nouns"):
        for of in token.children:
            if of.dep_ in {"prep", "quantmod"} and of.lower_ == "of":
                return next((unit_of(c, lemmas) for c in of.children if c.dep_ == "pobj"), None)
    return unit_of(token, lemmas)


def _after_of(noun: "Token") -> "list[Token]":
    return [p for of in noun.children if of.lower_ == "of" for p in of.children if p.dep_ == "pobj"]


def _is_person(token: "Token", lemmas: Sequence[str], depth: int = 2) -> bool:
    unit = named(token, lemmas)
    if unit is not None or token.lower_ in _THE_HARMED:
        return unit is None or unit.kind == "person"
    if token.pos_ == "PRON":
        return token.lower_ not in word_list("nobody")
    if token.pos_ == "NUM" or token.like_num or lemmas[token.i] in word_list("number_nouns"):
        return depth > 0 and all(_is_person(p, lemmas, depth - 1) for p in _after_of(token))
    return token.ent_type_ in {"PERSON", "NORP"} or lemmas[token.i] == "other"


def _needs_kinds(*kinds: str, names: Collection[str] = ()) -> Need:
    def test(token: "Token", trigger: Trigger, lemmas: Sequence[str], topic: Topic) -> bool:
        if topic.is_elsewhere:
            return False
        held = victims_of(token, trigger)
        found = [named(t, lemmas) for t in held]
        return any(u is not None and u.kind in kinds for u in found) or any(t.ent_type_ in names for t in held)

    return test


def _about_conflict(token: "Token", trigger: Trigger, lemmas: Sequence[str], topic: Topic) -> bool:
    return topic.is_conflict


def _harms_person(token: "Token", trigger: Trigger, lemmas: Sequence[str], topic: Topic) -> bool:
    if topic.is_elsewhere or any(c.dep_ == "dobj" and c.lower_.endswith(("self", "selves")) for c in token.children):
        return False
    held = victims_of(token, trigger)
    return any(_is_person(t, lemmas) for t in held) if held else topic.is_conflict and trigger.pos == "V"


def _falls(token: "Token", trigger: Trigger, lemmas: Sequence[str], topic: Topic) -> bool:
    """Who died: one person's death is of war only in a report of war, a number of deaths is an event by itself."""
    if not _harms_person(token, trigger, lemmas, topic):
        return False
    if token.dep_ == "xcomp" and token.head.lower_ in {"ready", "willing", "prepared", "want", "afraid"}:
        return False
    return topic.is_conflict or any(t.like_num or any(c.like_num for c in t.children) for t in victims_of(token, trigger))


def _fires_weapon(token: "Token", trigger: Trigger, lemmas: Sequence[str], topic: Topic) -> bool:
    held = [t for t in token.children if t.dep_ in {"dobj", "nsubjpass", "nsubj"}] + (
        [token.head] if token.dep_ in {"acl", "relcl"} else []
    )
    found = [named(c, lemmas) for t in held for c in (t, *t.conjuncts)]
    unsaid = any(lemmas[c.i] in word_list("weapons") for c in held)
    return topic.is_conflict and (unsaid or any(u is not None and u.kind == "munition" for u in found))


@cache
def _banned() -> frozenset[str]:
    """Names, in lower case, of weapons whose very use is alleged as a breach."""
    held = (row["names"].split("|") for row in rows("weapons.csv") if row["event"] == "prohibited_weapon")
    return frozenset(name.lower() for names in held for name in names)


def _uses_weapon(token: "Token", trigger: Trigger, lemmas: Sequence[str], topic: Topic) -> bool:
    """ "used drones against": a weapon is the object and somebody or something its target; a banned one needs no target."""
    held = victims_of(token, trigger)
    if topic.is_conflict and any(name in t.doc[t.left_edge.i : t.i + 1].text.lower() for t in held for name in _banned()):
        return True
    found = [named(t, lemmas) for t in held]
    aimed = any(c.dep_ == "prep" and c.lower_ in {"against", "on", "in", "at", "during"} for c in token.subtree)
    return aimed and any(u is not None and u.kind in {"munition", "equipment"} for u in found)


def _has_target(token: "Token", trigger: Trigger, lemmas: Sequence[str], topic: Topic) -> bool:
    if not topic.is_conflict:
        return False
    held = victims_of(token, trigger)
    if not held:
        return any(
            c.dep_ == "agent" or (c.dep_ == "prep" and c.lower_ in {"at", "on", "against", "upon", "in"})
            for c in token.children
        )
    return any(
        named(t, lemmas) is not None or t.ent_type_ in _PLACES or t.pos_ in {"PROPN", "PRON"} or _is_of_war(t) for t in held
    )


def _is_of_war(noun: "Token") -> bool:
    return any(
        c.dep_ in {"amod", "compound"} and c.lower_ in {"military", "civilian", "enemy", "residential"} for c in noun.children
    )


_PLACES = frozenset({"GPE", "LOC", "FAC"})


def _has_object(token: "Token", trigger: Trigger, lemmas: Sequence[str], topic: Topic) -> bool:
    held = victims_of(token, trigger)
    if topic.is_elsewhere:
        return False
    if any((unit := named(t, lemmas)) is not None and unit.kind in {"structure", "equipment", "place", "relief"} for t in held):
        return True
    return topic.is_conflict and any(t.ent_type_ in _PLACES or t.pos_ == "PRON" for t in held)


def _takes_place(token: "Token", trigger: Trigger, lemmas: Sequence[str], topic: Topic) -> bool:
    if not topic.is_conflict and trigger.words[0] in {"take", "lose", "free", "clear", "seize", "abandon", "occupy"}:
        return False
    held = victims_of(token, trigger)
    if len(trigger.words) > 1:
        return topic.is_conflict
    strong = any((unit := named(t, lemmas)) is not None and (unit.kind == "place" or unit.code in _HELD) for t in held)
    return strong or any(t.ent_type_ in _PLACES or (t.pos_ == "PROPN" and topic.is_conflict) for t in held)


_HELD = frozenset({"settlement", "command_post", "military_base", "air_base", "bridge"})


def _is_done_by_forces(token: "Token", trigger: Trigger, lemmas: Sequence[str], topic: Topic) -> bool:
    if not topic.is_conflict:
        return False
    held = _subjects(token)
    return any(
        ((unit := named(t, lemmas)) is not None and unit.kind in {"person", "equipment"} and unit.status is not None)
        or lemmas[t.i] in {"army", "unit", "enemy", "side", "military", "aggressor"}
        for t in held
    )


def _repels_attack(token: "Token", trigger: Trigger, lemmas: Sequence[str], topic: Topic) -> bool:
    attacks = triggers()
    return any(
        ("N", lemmas[t.i]) in attacks or lemmas[t.i] in {"attempt", "enemy", "advance"} for t in victims_of(token, trigger)
    )


def _moves_fighters(token: "Token", trigger: Trigger, lemmas: Sequence[str], topic: Topic) -> bool:
    return any((unit := named(t, lemmas)) is not None and unit.code == "fighters" for t in victims_of(token, trigger))


def _is_gunfire(token: "Token", trigger: Trigger, lemmas: Sequence[str], topic: Topic) -> bool:
    if not topic.is_conflict or token.head.lower_ == "on":
        return False
    if any(c.dep_ == "prep" and c.lower_ in {"from", "at", "on", "upon", "toward", "towards", "by"} for c in token.children):
        return True
    return token.dep_ in {"dobj", "nsubjpass", "nsubj"} and lemmas[token.head.i] in word_list("firing")


def _is_told(token: "Token", trigger: Trigger, lemmas: Sequence[str], topic: Topic) -> bool:
    """Fighting as an event of its own, no more than a name for the war ("operations are accompanied by")."""
    if not topic.is_conflict:
        return False
    if any(c.dep_ in {"prep", "poss", "acl", "relcl"} and c.lower_ not in {"of", "for", "with", "to"} for c in token.children):
        return True
    return token.dep_ not in {"nsubj", "nsubjpass", "dobj"} or lemmas[token.head.i] in word_list("going_on")


def _loses_forces(token: "Token", trigger: Trigger, lemmas: Sequence[str], topic: Topic) -> bool:
    """ "lost 400 troops, 20 tanks": other persons that one loses are those of war only in a report of war."""
    if topic.is_elsewhere:
        return False
    found = [u for t in victims_of(token, trigger) if (u := named(t, lemmas)) is not None]
    return any(u.kind == "equipment" or (u.kind == "person" and (topic.is_conflict or u.status)) for u in found)


NEEDS: Mapping[str, Need] = {
    "": lambda token, trigger, lemmas, topic: not topic.is_elsewhere or topic.is_conflict,
    "topic": _about_conflict,
    "person": _harms_person,
    "fallen": _falls,
    "equipment": _needs_kinds("equipment"),
    "military": _loses_forces,
    "relief": _needs_kinds("relief"),
    "object": _has_object,
    "place": _takes_place,
    "weapon": _fires_weapon,
    "gunfire": _is_gunfire,
    "told": _is_told,
    "weapon-use": _uses_weapon,
    "target": _has_target,
    "mercenary": _moves_fighters,
    "attack-object": _repels_attack,
    "military-subject": _is_done_by_forces,
}
