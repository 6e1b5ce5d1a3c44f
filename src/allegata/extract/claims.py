"""Parsed paragraphs and statements -> claims: what exactly is alleged, in which clause, with which numbers.

Invariant: a claim's words all lie in one statement, its innermost one, or in none (the author's own voice).
"""

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from ..data import rows
from ..records import Act, Actor, Article, Bound, Claim, Codes, Factuality, Period, Quantity, Span, Statement, Weapon, identify
from .answers import answer
from .deeds import political
from .events import Mention, Topic, find_mentions, topic_of
from .factuality import stance
from .numbers import find_numbers
from .parsed import ParsedZone
from .quantities import Counted, count, period_of
from .roles import perpetrators, phrase, victims
from .units import civilian_status, unit_of
from .weapons import Named, find_weapons

if TYPE_CHECKING:
    from spacy.tokens import Token

EXTRACTOR = "rules-1"

_STEPS = 10
_CUT = frozenset({"ccomp", "parataxis"})
_RANK = {"attack": 0, "move": 1, "harm": 2, "deed": 3, "act": 4}
_ASKED_FOR = frozenset({"ceasefire", "retreat", "mobilisation", "court_application"})
_TEMPORAL = frozenset({"after", "following", "before", "during", "amid", "despite"})
_VAGUE = frozenset({"attack", "ground_assault", "bombing"})
_HARM_ORDER = ("killing", "casualties", "injury", "equipment_loss", "military_loss", "destruction", "damage")


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """Mentions that tell of one event in one clause, with the numbers that hang on them; `top` stands highest in the parse."""

    top: Mention
    mentions: tuple[Mention, ...]
    counted: tuple[Counted, ...]


class Reader:
    """One paragraph with all that the steps found in it."""

    def __init__(self, zone: ParsedZone, lemmas: Sequence[str], topic: Topic, statements: Sequence[Statement]) -> None:
        self.zone, self.lemmas = zone, lemmas
        self.words = [t.lower_ for t in zone.doc]
        self.mentions = find_mentions(zone.doc, lemmas, topic)
        self.within = innermost(zone, statements)
        self.counted: list[Counted] = []
        self.weapons: list[Named] = []
        if self.mentions:
            self.counted = count(zone.doc, lemmas, find_numbers(zone.doc, self.words), self.mentions)
            self.weapons = find_weapons(zone.doc, self.words)

    def statement(self, index: int) -> Statement | None:
        """The innermost statement whose content holds the token."""
        return self.within(self.zone.offset + self.zone.doc[index].idx)


def find_claims(article: Article, zones: Sequence[ParsedZone], statements: Sequence[Statement]) -> tuple[Claim, ...]:
    """All that is alleged in an article, in text order.

    `statements` are those of the same article; a claim's `statement` is the innermost whose content covers it, None in
    the author's own voice. Parties stand as written in `of_party` and in the actors' names; `resolve` maps them.
    """
    lemmas = [[t.lemma_.lower() for t in zone.doc] for zone in zones]
    topic = topic_of({lemma for held in lemmas for lemma in held})
    made: list[Claim] = []
    for zone, own in zip(zones, lemmas, strict=True):
        reader = Reader(zone, own, topic, statements)
        if reader.mentions:
            made += _of_paragraph(article, reader, told=bool(made))
    if topic.is_conflict or made:
        made += political(article, statements, made, EXTRACTOR)
    return answer(article, statements, sorted(_unlike(made), key=lambda c: (c.span, c.event)), EXTRACTOR)


def _of_paragraph(article: Article, reader: Reader, *, told: bool) -> list[Claim]:
    """A paragraph's claims; a running count goes on through the clauses that follow it and name no time, place or attack."""
    drafts = [d for d in _drafts(reader) if _says_something(reader, d, told)]
    made: list[Claim] = []
    running = Period.INCIDENT
    for draft in drafts:
        alone = len([o for o in drafts if o.top.token.sent == draft.top.token.sent]) == 1
        claim = _claim(article, reader, draft, alone)
        if claim.quantities:
            if running is not Period.INCIDENT and _goes_on(draft, claim):
                claim = replace(claim, quantities=tuple(replace(q, period=running) for q in claim.quantities))
            running = claim.quantities[0].period
        made.append(claim)
    return made


def _goes_on(draft: Draft, claim: Claim) -> bool:
    """Whether a count without a time of its own may be of the stretch that was named before it."""
    if any(m.kind != "harm" for m in draft.mentions) or any(q.period is not Period.INCIDENT for q in claim.quantities):
        return False
    return not any(e.label_ in {"GPE", "LOC", "FAC", "TIME", "DATE"} for e in draft.top.token.sent.ents)


def _unlike(claims: Sequence[Claim]) -> list[Claim]:
    held: dict[str, Claim] = {}
    for claim in claims:
        held.setdefault(claim.id, claim)
    return list(held.values())


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


def _drafts(reader: Reader) -> list[Draft]:
    """Mentions joined to the events they tell of, one draft an event, in text order."""
    root: dict[int, int] = {i: i for i in reader.mentions}

    def find(i: int) -> int:
        while root[i] != i:
            i = root[i]
        return i

    for index, mention in reader.mentions.items():
        above = _governing(reader, mention)
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


def _governing(reader: Reader, mention: Mention) -> Mention | None:
    """The nearest mention above in the parse, within the clause or across a clause of time, cause or result."""
    here = mention.token
    for _ in range(_STEPS):
        head = here.head
        if head.i == here.i or here.dep_ in _CUT:
            return None
        if here.dep_ == "relcl" and not mention.kind == "harm":
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
    if lower.token.dep_ == "pobj" and lower.token.head.lower_ in _TEMPORAL:
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


def _says_something(reader: Reader, draft: Draft, told: bool) -> bool:
    """A bare noun that only points back ("following the attack") or names no deed ("economic losses") is no claim."""
    if len(draft.mentions) > 1 or draft.counted or not draft.top.is_noun:
        return True
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


def _refined(event: str, weapons: Sequence[Weapon]) -> str:
    """ "attacked with drones" is a drone strike: the weapon tells what the verb leaves open."""
    if event not in {"attack", "missile_attack"} or not weapons:
        return event
    code = weapons[0].code
    return next((row["event"] for row in rows("weapons.csv") if row["code"] == code), "") or event


def codes_of(event: str) -> Codes:
    """The event's counterparts in PLOVER and ACLED."""
    row = next((r for r in rows("events.csv") if r["code"] == event), None)
    return Codes(plover=row["plover"] or None, acled=row["acled"] or None) if row else Codes()


def clause(reader: Reader, draft: Draft) -> tuple[int, int]:
    """First and last token of the clause that carries the claim, within its statement's content."""
    top = draft.top.token
    here = reader.statement(top.i)
    head = _clause_head(top, lambda token: reader.statement(token.i) is here)
    own = {m.token.i for m in draft.mentions}
    others = {i for i in reader.mentions if i not in own}
    held: set[int] = set()
    stack = [head]
    while stack:
        token = stack.pop()
        held.add(token.i)
        for child in token.children:
            if child.is_punct or reader.statement(child.i) is not here or _is_apart(child, own, others):
                continue
            stack.append(child)
    first, last = _trim(reader, min(min(held), *own), max(max(held), *own))
    return _within_pieces(reader, here, top.i, first, last)


def _clause_head(top: "Token", inside: "Callable[[Token], bool]") -> "Token":
    """The verb that the claim's clause hangs on; a noun that only tells when ("after the attack") stands for itself."""
    here = top
    for _ in range(_STEPS):
        head = here.head
        if head.i == here.i or not inside(head) or here.dep_ in {"relcl", "acl", "advcl", "ccomp"}:
            break
        if here.pos_ in {"VERB", "AUX"} and here.dep_ != "xcomp":
            break
        if here.lower_ in _TEMPORAL and here.dep_ in {"prep", "mark"}:
            break
        here = head
    return here


def _is_apart(child: "Token", own: set[int], others: set[int]) -> bool:
    """A branch of its own: another event's clause, or who says so."""
    if child.dep_ in {"conj", "advcl", "relcl", "parataxis", "ccomp", "acl", "dep"} and child.pos_ in {"VERB", "AUX"}:
        below = {t.i for t in child.subtree}
        return not (below & own) and (bool(below & others) or child.dep_ in {"conj", "parataxis", "ccomp"})
    return child.dep_ == "prep" and child.lower_ == "according" and not ({t.i for t in child.subtree} & own)


def _trim(reader: Reader, first: int, last: int) -> tuple[int, int]:
    doc = reader.zone.doc
    while first < last and (doc[first].is_punct or doc[first].is_space or doc[first].dep_ in {"cc", "mark"}):
        first += 1
    while last > first and (doc[last].is_punct or doc[last].is_space or doc[last].dep_ == "cc"):
        last -= 1
    return first, last


def _within_pieces(reader: Reader, statement: Statement | None, at: int, first: int, last: int) -> tuple[int, int]:
    """Cut back to the stretch about the trigger that lies in one statement, for a hull may reach over another's words."""
    low = high = at
    while low > first and (reader.statement(low - 1) is statement or reader.zone.doc[low - 1].is_punct):
        low -= 1
    while high < last and (reader.statement(high + 1) is statement or reader.zone.doc[high + 1].is_punct):
        high += 1
    return _trim(reader, low, high)


def _claim(article: Article, reader: Reader, draft: Draft, alone: bool) -> Claim:
    statement = reader.statement(draft.top.token.i)
    first, last = clause(reader, draft)
    zone = reader.zone
    named = _weapons(reader, draft, first, last)
    event = _refined(event_of(draft), named)
    factuality = _factuality(reader, draft, statement)
    span = zone.span(first, last)
    sentence = draft.top.token.sent
    words = [reader.words[first : last + 1]] + ([reader.words[sentence.start : sentence.end]] if alone else [])
    return Claim(
        id=identify("claim", article.sha256, [span.start, span.end], event, statement.id if statement else None, EXTRACTOR),
        statement=statement.id if statement else None,
        span=span,
        event=event,
        factuality=factuality,
        trigger=tuple(zone.place(zone.doc[i]) for m in draft.mentions for i in m.indices),
        codes=codes_of(event),
        perpetrators=_actors(perpetrators, reader, draft),
        victims=_actors(victims, reader, draft),
        weapons=named,
        quantities=_quantities(reader, draft, words),
        rule=f"{draft.top.trigger.pos}:{' '.join(draft.top.trigger.words)}"
        + (f"+{len(draft.mentions) - 1}" if len(draft.mentions) > 1 else ""),
    )


def _factuality(reader: Reader, draft: Draft, statement: Statement | None) -> Factuality:
    """Of the way of attack when one is told, else of the highest mention; turned round by a statement that denies.

    In a demand only what is demanded lies ahead: "recognise the crimes committed" takes the crimes for granted.
    """

    def inside(token: "Token") -> bool:
        return reader.statement(token.i) is statement

    first = min(draft.mentions, key=lambda m: (m is not draft.top, m.token.i))
    found = stance(first.token, reader.lemmas, inside)
    if found is Factuality.DENIED and any(c.low == 0 and c.high == 0 for c in draft.counted):
        found = Factuality.ASSERTED
    if (
        draft.counted
        and all(c.bound is Bound.UNKNOWN for c in draft.counted)
        and found in {Factuality.DENIED, Factuality.UNKNOWN}
    ):
        found = Factuality.ASSERTED
    is_asked = first.event in _ASKED_FOR or (not first.is_noun and first.token.tag_ == "VB")
    return by_act(found, statement, is_asked)


def by_act(found: Factuality, statement: Statement | None, is_asked: bool) -> Factuality:
    """What the speech act makes of the words: a denial turns them round, a threat or promise is of the future."""
    if statement is None:
        return found
    if statement.act is Act.DENY:
        return {Factuality.ASSERTED: Factuality.DENIED, Factuality.DENIED: Factuality.ASSERTED}.get(found, found)
    if statement.act in {Act.THREATEN, Act.PROMISE} and found is Factuality.ASSERTED:
        return Factuality.FUTURE
    if statement.act in {Act.DEMAND, Act.CALL, Act.REQUEST} and found is Factuality.ASSERTED and is_asked:
        return Factuality.HYPOTHETICAL
    return Factuality.UNKNOWN if statement.act is Act.ASK else found


def _actors(
    who: Callable[[ParsedZone, Mention, Sequence[str]], tuple[Actor, ...]], reader: Reader, draft: Draft
) -> tuple[Actor, ...]:
    held: dict[tuple[Span, ...], Actor] = {}
    for mention in draft.mentions:
        for actor in who(reader.zone, mention, reader.lemmas):
            held.setdefault(actor.spans, actor)
    return tuple(held.values())


def _weapons(reader: Reader, draft: Draft, first: int, last: int) -> tuple[Weapon, ...]:
    """Weapons of the clause that were used, not those that were counted as lost."""
    lost = {
        i
        for c in draft.counted
        if c.unit is not None and c.unit.kind == "equipment"
        for i in range(c.first, (c.noun.i if c.noun is not None else c.last) + 1)
    }
    harmed = {
        t.i
        for m in draft.mentions
        if m.event in {"equipment_loss", "downing", "military_loss"}
        for t in m.token.subtree
        if t.dep_ in {"dobj", "nsubjpass", "conj", "compound", "appos"}
    }
    offset = reader.zone.offset
    return tuple(
        Weapon(name=reader.zone.doc.text[w.start : w.end], code=w.code, spans=(Span(offset + w.start, offset + w.end),))
        for w in reader.weapons
        if first <= w.first <= last and not ({w.first, w.last} & (lost | harmed))
    )


def _quantities(reader: Reader, draft: Draft, stretches: Sequence[Sequence[str]]) -> tuple[Quantity, ...]:
    attack = any(m.kind == "attack" for m in draft.mentions)
    made: list[Quantity] = []
    for item in draft.counted:
        military = item.unit is not None and (item.unit.kind == "equipment" or item.unit.status == "combatant")
        total = next(
            (i for i in range(len(made) - 1, -1, -1) if made[i].measure == item.measure and made[i].part_of is None), None
        )
        made.append(
            Quantity(
                measure=item.measure,
                low=item.low,
                high=item.high,
                bound=item.bound,
                spans=(reader.zone.span(item.first, item.last),),
                who=_who(reader, item),
                of_party=_whose(reader, item, draft),
                period=_period(stretches, attack, military),
                part_of=total if item.sub else None,
            )
        )
    return tuple(made)


def _period(stretches: Sequence[Sequence[str]], attack: bool, military: bool) -> Period:
    """From the clause's own words first, then from its sentence's."""
    found = (period_of(words, has_attack=attack, is_military=military) for words in stretches)
    return next((period for period in found if period is not Period.INCIDENT), Period.INCIDENT)


def _who(reader: Reader, item: Counted) -> str | None:
    if item.unit is not None:
        if item.unit.code == "people" and item.noun is not None and civilian_status(item.noun, reader.lemmas) == "civilian":
            return "civilians"
        return item.unit.code
    noun = item.noun
    after = reader.zone.doc[item.last + 3 : item.last + 4]
    if item.sub and noun is None and after and after[0].tag_ == "RB":
        return after[0].lower_
    if noun is None or noun.i == item.mention:
        mention = reader.zone.doc[item.mention]
        if mention.dep_ == "acl" and (unit := unit_of(mention.head, reader.lemmas)) is not None:
            return unit.code
        status = civilian_status(mention, reader.lemmas)
        if status is not None:
            return "civilians" if status == "civilian" else "servicemen"
        return next((u.code for c in mention.children if c.dep_ == "prep" and c.lower_ in {"among", "of", "to"} for p in c.children
                     if p.dep_ == "pobj" and (u := unit_of(p, reader.lemmas)) is not None), None)  # fmt: skip
    return reader.lemmas[noun.i]


def _whose(reader: Reader, item: Counted, draft: Draft) -> str | None:
    """The words that say whose the counted are: "Northland soldiers", "losses of the Northland army"; None when not said."""
    tokens = [t for t in (item.noun, reader.zone.doc[item.mention]) if t is not None]
    tokens += [m.token for m in draft.mentions if m.event in {"military_loss", "casualties"} and m.token not in tokens]
    trigger = {i for m in draft.mentions for i in m.indices} | set(range(item.first, item.last + 1))
    for token in tokens:
        found = _possessor(token, trigger) if token.pos_ in {"NOUN", "PROPN", "NUM"} else None
        if found is not None:
            return (
                phrase(reader.zone, found).shift(-reader.zone.offset).of(reader.zone.doc.text)
                if found.dep_ in {"poss", "pobj"}
                else found.text
            )
    return None


def _is_name(word: "Token") -> bool:
    """A capital tells a name; at the head of a sentence any word has one, so the ordinary ones there are left out."""
    return word.text[:1].isupper() and not (word.is_sent_start and (word.lower_ in _ORDINARY or word.like_num))


_ORDINARY = frozenset(
    [
        "military",
        "civilian",
        "enemy",
        "total",
        "heavy",
        "recent",
        "latest",
        "combat",
        "more",
        "many",
        "several",
        "other",
        "all",
        "daily",
        "personnel",
        "equipment",
        "human",
        "death",
        "army",
        "troop",
        "new",
        "confirmed",
        "reported",
        "official",
        "most",
        "some",
        "young",
        "local",
        "armed",
        "government",
    ]
)
"""Words before soldiers, losses and casualties that say nothing of whose they are."""


def _possessor(noun: "Token", skip: Collection[int] = ()) -> "Token | None":
    for child in noun.children:
        if (
            child.i < noun.i
            and child.i not in skip
            and child.dep_ in {"amod", "compound", "nmod", "poss"}
            and (_is_name(child) or child.lower_ == "enemy")
            and (child.pos_ in {"ADJ", "PROPN"} or child.lower_ == "enemy")
        ):
            if (
                child.ent_type_ not in {"DATE", "PRODUCT", "TIME"}
                and unit_of(child, [t.lemma_.lower() for t in child.doc]) is None
            ):
                return child
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in {"of", "among", "from", "by"}:
            for owner in child.children:
                if owner.dep_ == "pobj":
                    inner = _possessor(owner, skip)
                    if inner is not None:
                        return inner
                    if owner.pos_ == "PROPN" and owner.ent_type_ in {"GPE", "ORG", "NORP", "LOC"} and child.lower_ != "by":
                        return owner
    return None


def family_of(event: str) -> str:
    """The family of an event code, `other` when the data has none."""
    return next((row["family"] for row in rows("events.csv") if row["code"] == event), "other")
