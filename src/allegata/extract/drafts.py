"""Mentions of a paragraph -> drafts of claims: which words tell of one event.

Invariant: the mentions of a draft lie in one statement; every number hangs on exactly one draft.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec

from ..records import Act, Period, Statement
from .events import Mention, Topic, find_mentions
from .numbers import find_numbers
from .parsed import ParsedZone
from .quantities import Counted, count
from .vocabulary import word_list
from .weapons import Named, find_weapons

if TYPE_CHECKING:
    from spacy.tokens import Token

_STEPS = 10
_ASKING = frozenset({Act.CALL, Act.DEMAND, Act.REQUEST, Act.WARN, Act.THREATEN})
TEMPORAL = frozenset({"after", "following", "before", "during", "amid", "despite"})
"""Prepositions by which an event is named only to say when another was."""
_CUT = frozenset({"ccomp", "parataxis"})
_RANK = {"attack": 0, "move": 1, "harm": 2, "deed": 3, "act": 4}
_VAGUE = frozenset({"attack", "ground_assault", "bombing"})
_HARM_ORDER = ("killing", "casualties", "injury", "equipment_loss", "military_loss", "destruction", "damage")


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """Mentions that tell of one event in one clause, with the numbers that hang on them; `top` stands highest in the parse."""

    top: Mention
    mentions: tuple[Mention, ...]
    counted: tuple[Counted, ...]


class Reader:
    """One paragraph with all that the steps found in it."""

    def __init__(
        self,
        zone: ParsedZone,
        lemmas: Sequence[str],
        topic: Topic,
        statements: Sequence[Statement],
        heading: Period = Period.INCIDENT,
    ) -> None:
        self.zone, self.lemmas, self.heading = zone, lemmas, heading
        self.words = [t.lower_ for t in zone.doc]
        self.mentions = find_mentions(zone.doc, lemmas, topic)
        self.within = innermost(zone, statements)
        self.statements = [s for s in statements if any(p.start < zone.end and zone.offset < p.end for p in s.content)]
        self.counted: list[Counted] = []
        self.weapons: list[Named] = []
        if self.mentions:
            self.counted = count(zone.doc, lemmas, find_numbers(zone.doc, self.words), self.mentions)
            self.weapons = find_weapons(zone.doc, self.words)

    def statement(self, index: int) -> Statement | None:
        """The innermost statement whose content holds the token."""
        return self.within(self.zone.offset + self.zone.doc[index].idx)


def innermost(zone: ParsedZone, statements: Sequence[Statement]) -> Callable[[int], Statement | None]:
    """A look-up from an offset of the article to the statement with the shortest content around it."""
    near = [
        (sum(len(p) for p in s.content), piece, s)
        for s in statements
        for piece in s.content
        if piece.start < zone.end and zone.offset < piece.end
    ]
    near.sort(key=lambda n: n[0])

    def look_up(offset: int) -> Statement | None:
        return next((s for _, piece, s in near if piece.start <= offset < piece.end), None)

    return look_up


def drafts(reader: Reader) -> list[Draft]:
    """Mentions joined to the events they tell of, one draft an event, in text order."""
    root: dict[int, int] = {i: i for i in reader.mentions}

    def find(i: int) -> int:
        while root[i] != i:
            i = root[i]
        return i

    for index, mention in reader.mentions.items():
        above = _beside(reader, mention) or _governing(reader, mention)
        if above is not None and _is_one(reader, mention, above):
            root[find(index)] = find(above.token.i)
    groups: dict[int, list[Mention]] = {}
    for index, mention in reader.mentions.items():
        groups.setdefault(find(index), []).append(mention)
    return [
        Draft(
            top=reader.mentions[top],
            mentions=tuple(group),
            counted=tuple(c for c in reader.counted if find(c.mention) == top),
        )
        for top, group in sorted(groups.items())
    ]


def _beside(reader: Reader, mention: Mention) -> Mention | None:
    """The harm before a mention that the parse does not hang on it: "with 90 wounded", "... when missiles struck", and
    "one was killed and four were injured" where both are what was said."""
    token, sentence = mention.token, mention.token.sent
    before = [m for i, m in reader.mentions.items() if sentence.start <= i < token.i and m.kind == "harm"]
    if not before:
        return None
    last = before[-1]
    if mention.kind == "harm" and any(c.lower_ == "with" and c.dep_ in {"mark", "prep"} for c in token.children):
        return last
    timed = any(c.lower_ in {"when", "as"} and c.dep_ in {"advmod", "mark"} and c.i < token.i for c in token.children)
    if mention.kind == "attack" and token.dep_ in {"relcl", "advcl"} and timed:
        return last
    twins = token.dep_ == "ccomp" and last.token.dep_ == "ccomp" and token.head.i == last.token.head.i
    joined = [t for t in reader.zone.doc[last.token.i + 1 : token.i] if t.lower_ == "and" and t.head.i == last.token.i]
    return last if mention.kind == "harm" and twins and joined else None


def _governing(reader: Reader, mention: Mention) -> Mention | None:
    """The nearest mention above in the parse, within the clause or across a clause of time, cause or result."""
    here = mention.token
    for _ in range(_STEPS):
        head = here.head
        if head.i == here.i or here.dep_ in _CUT:
            return None
        if here.dep_ == "relcl" and mention.kind != "harm":
            return None
        if here.dep_ == "pcomp" and head.head.i in reader.mentions and head.lower_ in {"after", "before"}:
            return None
        found = reader.mentions.get(head.i)
        if found is not None and head.i != mention.token.i:
            return found
        sibling = _sibling(reader, here, head, mention)
        if sibling is not None:
            return sibling
        here = head
    return None


def _sibling(reader: Reader, here: "Token", head: "Token", mention: Mention) -> Mention | None:
    """Harm and its cause side by side under a verb of neither: "the strike left three dead", "shelling caused damage"."""
    if head.pos_ not in {"VERB", "AUX"} or mention.kind != "harm" or _is_own_clause(here):
        return None
    for child in head.children:
        if child.i == here.i or child.dep_ not in {"nsubj", "nsubjpass", "prep", "dobj", "acomp", "oprd", "agent", "xcomp"}:
            continue
        candidates = [child, *(c for c in child.children if c.dep_ == "pobj")]
        candidates += [
            g for p in candidates[1:] for of in p.children if of.dep_ == "prep" for g in of.children if g.dep_ == "pobj"
        ]
        for candidate in candidates:
            found = reader.mentions.get(candidate.i)
            if found is not None and (found.kind == "attack" or (found.kind == "harm" and found.token.i < mention.token.i)):
                return found
    return None


def _is_own_clause(verb: "Token") -> bool:
    return verb.dep_ == "conj" and any(c.dep_ in {"nsubj", "nsubjpass", "expl"} for c in verb.children)


def _is_one(reader: Reader, lower: Mention, upper: Mention) -> bool:
    """Whether two mentions tell of one event: harm and the attack that did it, or harm and harm of one place."""
    if reader.statement(lower.token.i) is not reader.statement(upper.token.i):
        return False
    pair = {lower.kind, upper.kind}
    if _is_purpose(lower.token, upper.token):
        return False
    if pair == {"harm"}:
        return not _differ_in_place(lower.token, upper.token)
    if pair == {"harm", "attack"}:
        if lower.kind == "attack" and _is_own_clause(lower.token):
            return False
        return not (lower.token.dep_ == "conj" and _differ_in_place(lower.token, upper.token))
    if pair == {"deed", "harm"}:
        return lower.token.dep_ == "conj" and {lower.event, upper.event} <= {
            "disappearance",
            "detention",
            "displacement",
            "killing",
            "injury",
            "abduction",
        }
    if pair == {"attack"}:
        return _is_same_attack(lower, upper)
    if pair == {"move", "attack"}:
        return upper.event == "repelled_attack"
    if pair == {"deed"} or pair == {"act"}:
        return lower.event == upper.event
    return lower.token.dep_ == "dobj" and pair == {"attack", "deed"} and lower.event == upper.event


def _is_purpose(lower: "Token", upper: "Token") -> bool:
    """ "struck the base to avoid casualties": what is to be, or to be kept from being, is not what was done."""
    here = lower
    for _ in range(_STEPS):
        if here.i == upper.i or here.head.i == here.i:
            return False
        if here.pos_ == "VERB" and here.dep_ in {"advcl", "acl"} and any(c.tag_ == "TO" for c in here.children):
            return True
        here = here.head
    return False


def _is_same_attack(lower: Mention, upper: Mention) -> bool:
    """ "opened fire in an attack on", "shelled ... firing rockets": a second word for the attack, not a second attack."""
    if lower.token.dep_ == "conj":
        return lower.is_noun and upper.is_noun and (lower.event == upper.event or lower.event in _VAGUE)
    if lower.token.dep_ == "pobj" and lower.token.head.lower_ in TEMPORAL:
        return False
    return lower.event == upper.event or lower.event in _VAGUE or upper.event in _VAGUE


def _differ_in_place(lower: "Token", upper: "Token") -> bool:
    """ "two were killed in A and three wounded in B": each has its own place."""
    return bool(_own_places(lower)) and bool(_own_places(upper)) and lower.dep_ == "conj" and upper.pos_ == lower.pos_


def _own_places(token: "Token") -> "list[Token]":
    return [
        p
        for c in token.children
        if c.dep_ == "prep" and c.lower_ in {"in", "at", "near"}
        for p in c.children
        if p.ent_type_ in {"GPE", "LOC", "FAC"}
    ]


def says_something(reader: Reader, draft: Draft, told: bool) -> bool:
    """A bare noun that only points back ("following the attack") or names no deed ("economic losses") is no claim."""
    own = reader.statement(draft.top.token.i)
    if own is not None and own.act is Act.DENY and all(m.event == "misinformation" for m in draft.mentions):
        return False
    if len(draft.mentions) > 1 or draft.counted or not draft.top.is_noun:
        return True
    if draft.top.kind == "harm" and (_is_to_be_averted(reader, draft.top.token) or _is_not_disclosed(reader, draft.top.token)):
        return False
    if draft.top.event in {"military_loss", "displacement"} or draft.top.trigger.words == ("toll",):
        return False
    children = list(draft.top.token.children)
    if any(
        c.dep_ in {"prep", "poss", "acl", "relcl"} or (c.dep_ in {"amod", "compound"} and c.text[:1].isupper())
        for c in children
    ):
        return True
    points_back = any(c.dep_ == "det" and c.lower_ in {"the", "this", "these", "that", "such", "those"} for c in children)
    if draft.top.token.dep_ in {"nsubj", "nsubjpass"} and draft.top.token.head.lemma_ in {
        "take",
        "occur",
        "continue",
        "begin",
        "start",
        "resume",
        "happen",
    }:
        return True
    return not points_back


def _is_to_be_averted(reader: Reader, token: "Token") -> bool:
    """ "leave the cities to avoid casualties": the aim of a demand or call in the sentence, no harm that is alleged."""
    if token.dep_ != "dobj" or reader.lemmas[token.head.i] not in word_list("averting"):
        return False
    start, end = (reader.zone.offset + at for at in (token.sent.start_char, token.sent.end_char))
    return any(s.act in _ASKING and any(p.start < end and start < p.end for p in s.content) for s in reader.statements)


def _is_not_disclosed(reader: Reader, token: "Token") -> bool:
    """ "neither gave a number of casualties": it is the number that is spoken of."""
    number = token.head.head
    return (
        token.dep_ == "pobj"
        and token.head.lower_ == "of"
        and number.dep_ == "dobj"
        and reader.lemmas[number.i] in word_list("counts") | {"estimate", "breakdown"}
        and reader.lemmas[number.head.i] in word_list("disclosing")
    )


def event_of(draft: Draft) -> str:
    """The code of a draft: the way of the attack if it is said, else what was suffered, the dead before the hurt."""
    ranked = sorted(
        draft.mentions, key=lambda m: (_RANK[m.kind], m.event in _VAGUE, m is not draft.top, _harm_rank(m.event), m.token.i)
    )
    if draft.top.event == "repelled_attack":
        return draft.top.event
    return ranked[0].event


def _harm_rank(event: str) -> int:
    return _HARM_ORDER.index(event) if event in _HARM_ORDER else len(_HARM_ORDER)
