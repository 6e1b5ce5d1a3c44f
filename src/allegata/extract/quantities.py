"""Which number counts what: from a number phrase up the parse to the event whose victims or objects it counts.

Invariant: a quantity hangs on one mention; a number that reaches none counts nothing that is alleged.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from ..data import rows
from ..records import Bound, Period
from .climbing import Climber
from .events import Mention, named
from .numbers import Number
from .units import Unit, unit_of
from .vocabulary import word_list

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """A number tied to the mention at token `mention`. `noun` is the head of what is counted, None when it is left out.

    `sub`: it breaks down an earlier number ("including four women"). `gap`: it counts the same as the number before it, at
    another place ("five in Milltown and two in Hilltown"). `first` to `last`: the tokens of number and bound.
    """

    first: int
    last: int
    low: int | None
    high: int | None
    bound: Bound
    mention: int
    measure: str
    noun: "Token | None"
    unit: Unit | None
    sub: bool = False
    gap: bool = False


_ARTICLES = frozenset({"a", "an"})
_NOUNS = frozenset({"NOUN", "PROPN"})


def count(doc: "Doc", lemmas: Sequence[str], numbers: Sequence[Number], mentions: Mapping[int, Mention]) -> list[Counted]:
    """What every number of a Doc counts, in text order, articles ("a woman and a child"), zeros and unknowns included."""
    if not mentions:
        return []
    finder = _Finder(doc, lemmas, mentions)
    found: list[Counted] = []
    for number in numbers:
        made = finder.of_number(number) or finder.of_part(number, found)
        gap = finder.of_gap(number, found)
        if gap is not None and (made is None or (made.mention == gap.mention and made.noun is None)):
            made = gap
        if made is not None:
            found.append(made)
    taken = {i for c in found for i in range(c.first, c.last + 1)}
    for token in doc:
        word = token.lower_
        if token.i in taken:
            continue
        if word in _ARTICLES and token.dep_ == "det":
            made = finder.of_article(token)
            made = made or finder.of_listed(token, found)
        elif word in {"no", "nobody", "none", "zero"} or (word == "without" and token.dep_ == "prep"):
            made = finder.of_nothing(token)
        elif word in word_list("unknowing"):
            made = finder.of_unknown(token)
        else:
            continue
        if made is not None and not (set(range(made.first, made.last + 1)) & taken):
            found.append(made)
            taken.update(range(made.first, made.last + 1))
    return _inherit(sorted(found, key=lambda c: c.first))


def _inherit(found: list[Counted]) -> list[Counted]:
    """A bare number counts what its neighbour counts: "one civilian was killed and four wounded", "killing three and wounding four troops"."""
    made: list[Counted] = []
    for at, item in enumerate(found):
        if (
            item.unit is None
            and item.measure in _PERSONAL
            and (item.noun is None or item.noun.lower_ in {"others", "other", "more"})
        ):
            before = next((m for m in reversed(made) if not m.sub), None)
            after = found[at + 1] if at + 1 < len(found) else None
            forward = after if item.noun is None and after is not None and not after.sub else None
            unit = _lent(before, item.first) or _lent(forward, item.last)
            item = msgspec.structs.replace(item, unit=unit)
        made.append(item)
    return made


_PERSONAL = frozenset({"killed", "wounded", "missing", "detained", "displaced", "abducted", "casualties"})
_NEAR = 20
"""Tokens between a bare number and the one it leans on: one clause and its neighbour."""


def _lent(neighbour: Counted | None, at: int) -> Unit | None:
    if neighbour is None or neighbour.unit is None or neighbour.unit.kind != "person" or abs(neighbour.first - at) > _NEAR:
        return None
    return neighbour.unit


class _Finder:
    """Finds what the numbers, articles and words of nothing of one Doc count."""

    def __init__(self, doc: "Doc", lemmas: Sequence[str], mentions: Mapping[int, Mention]) -> None:
        self.doc, self.lemmas, self.mentions = doc, lemmas, mentions
        self.tree = Climber(doc, lemmas, mentions)

    def of_number(self, number: Number) -> Counted | None:
        last = self.doc[number.last_core]
        if last.lower_ == "number" and last.dep_ == "dobj" and self.lemmas[last.head.i] in word_list("disclosing"):
            return None
        carrier, noun = self.carrier(number)
        sub = self.is_part(number, noun or carrier)
        if sub and noun is None:
            noun = self.part(number)
            at = self.tree.climb(carrier)
            at = self.tree.beside(number, None) if at is None else at
            return (
                self.counted(number.first, number.last, number.low, number.high, number.bound, at, noun, sub)
                if at is not None
                else None
            )
        at = self.close(number) if noun is None else None
        if at is None:
            at = self.tree.climb(carrier) if noun is None else self.tree.climb(noun)
        if at is None:
            at = self.tree.beside(number, noun)
        if at is None:
            return None
        return self.counted(number.first, number.last, number.low, number.high, number.bound, at, noun, sub)

    def close(self, number: Number) -> int | None:
        """The participle or adjective of harm that a bare number stands right before: "1 killed, 11 wounded in two attacks"."""
        mention = self.mentions.get(number.last + 1)
        if mention is None or mention.kind != "harm" or mention.trigger.pos == "N" or len(mention.indices) > 1:
            return None
        token = mention.token
        pair = any(c.dep_ in {"conj", "cc"} for c in token.children) or token.dep_ == "conj"
        bare = token.tag_ in {"VBN", "VBD", "JJ"} and not any(c.dep_ in {"dobj", "aux", "auxpass"} for c in token.children)
        return token.i if bare and not pair else None

    def counted(
        self, first: int, last: int, low: int | None, high: int | None, bound: Bound, at: int, noun: "Token | None", sub: bool
    ) -> Counted | None:
        mention = self.mentions[at]
        unit = named(noun, self.lemmas) if noun is not None and noun.i != at else None
        measure = self.measure(mention, unit, noun)
        if unit is not None and unit.code == "families" and noun is not None and noun.tag_ == "NN":
            return None  # "members of one family": they are counted, not it
        if measure is None or (noun is not None and noun.i != at and unit is None and not self.may_count(noun, mention)):
            return None
        return Counted(
            first=first, last=last, low=low, high=high, bound=bound, mention=at, measure=measure, noun=noun, unit=unit, sub=sub
        )

    def measure(self, mention: Mention, unit: Unit | None, noun: "Token | None") -> str | None:
        measure = mention.trigger.measure
        if measure in {"killed", "wounded"} and self.is_of_both(mention, measure):
            return "casualties"
        if measure is None and mention.kind == "attack":
            return "fired" if unit is not None and unit.kind == "munition" else self.hit(unit)
        if mention.event == "damage" and measure is None:
            return "damaged"
        if measure is None and mention.event == "destruction":
            return "destroyed"
        if unit is not None and unit.kind == "equipment" and (mention.event == "military_loss" or measure in _PERSONAL):
            return "destroyed"
        if measure == "attacks" and noun is not None and noun.i != mention.token.i:
            return self.hit(unit)
        return measure

    def is_of_both(self, mention: Mention, measure: str) -> bool:
        """ "killed or wounded more than 500", "500 killed and wounded": one number for the dead and the hurt."""
        token = mention.token
        pair = [c for c in token.children if c.dep_ == "conj"] + ([token.head] if token.dep_ == "conj" else [])
        for other in pair:
            held = self.mentions.get(other.i)
            if held is None or held.trigger.measure not in {"killed", "wounded"} or held.trigger.measure == measure:
                continue
            low, high = sorted((token, other), key=lambda t: t.i)
            between = [
                t for t in self.doc[low.i + 1 : high.i] if t.lower_ not in {"or", "and", "and/or", "/", "seriously", "severely"}
            ]
            own = [c for c in other.children if c.dep_ in {"nsubj", "nsubjpass"}]
            if not between and not (
                own and token.i > other.i and any(c.dep_ in {"nsubj", "nsubjpass"} for c in token.children)
            ):
                return True
        return False

    def hit(self, unit: Unit | None) -> str | None:
        """What an attack does to the objects that it is told to have struck: "shelled 20 villages"."""
        return "attacked" if unit is not None and unit.kind in {"structure", "place", "equipment"} else None

    def may_count(self, noun: "Token", mention: Mention) -> bool:
        """Whether an unlisted noun can be counted here: a word for a person with a harm verb is, a sum of money is not."""
        return (
            mention.kind in {"harm", "deed"}
            and noun.ent_type_ not in {"DATE", "TIME", "MONEY", "PERCENT"}
            and noun.pos_ in _NOUNS
            and (
                noun.lemma_.endswith(("er", "or", "ist", "man", "ee", "ian", "ant", "s", "eer"))
                or noun.pos_ == "PROPN"
                or noun.lower_ in {"others", "more", "dead"}
            )
        )

    def carrier(self, number: Number) -> "tuple[Token, Token | None]":
        """The token that stands for the number in the parse, and the noun it counts, if one is said."""
        token = self.doc[number.last_core]
        for i in range(number.core, number.last_core + 1):
            head = self.doc[i].head
            if not number.core <= head.i <= number.last_core:
                token = self.doc[i]
                break
        head = token.head
        if (
            token.dep_ in {"nummod", "quantmod", "amod", "advmod", "compound", "det", "nmod", "predet"}
            and head.pos_ in _NOUNS
            and head.i > token.i
        ):
            if any(t.lower_ in {"them", "whom"} for t in self.doc[number.last_core + 1 : head.i]):
                return token, None
            return token, self.end_of(head, number.last_core)
        of = next((c for c in token.children if c.lower_ == "of" and c.i > number.last_core), None)
        if of is not None:
            noun = next((c for c in of.children if c.dep_ == "pobj"), None)
            if noun is not None and noun.pos_ in _NOUNS:
                return token, noun
            return token, None
        if token.pos_ in _NOUNS and token.i > number.last_core:
            return token, token
        more = self.doc[number.last_core + 1] if number.last_core + 1 < len(self.doc) else token
        counted = next((c for of in more.children if of.lower_ == "of" for c in of.children if c.dep_ == "pobj"), None)
        if more.lower_ == "more" and counted is not None and unit_of(counted, self.lemmas) is not None:
            return more, counted
        return token, self.next_noun(number.last + 1) if token.dep_ not in _FULL else None

    def end_of(self, head: "Token", after: int) -> "Token":
        """The counted noun where the parser hangs a number on a later one: "13 tanks destroyed" read as one compound."""
        for i in range(after + 1, head.i):
            token = self.doc[i]
            if token.tag_ == "NNS" and unit_of(token, self.lemmas) is not None and self.doc[i + 1].text in {",", "and"}:
                return token
        return head

    def next_noun(self, at: int) -> "Token | None":
        for token in self.doc[at : at + 4]:
            if token.pos_ in _NOUNS and unit_of(token, self.lemmas) is not None:
                return token
            if token.pos_ not in {"ADJ", "NOUN", "PROPN", "ADV"} or token.i in self.mentions:
                return None
        return None

    def of_gap(self, number: Number, found: Sequence[Counted]) -> Counted | None:
        """A bare number with another place, the verb left out: "seven wounded in Milltown, four in Hilltown"."""
        whole = next((c for c in reversed(found) if not c.sub), None)
        if whole is None or self.doc[whole.first].sent.start != self.doc[number.first].sent.start:
            return None
        before, after = self.doc[number.first - 1], self.doc[number.last + 1 : number.last + 2]
        between = self.doc[whole.last + 1 : number.first]
        if not (after and after[0].lower_ in AT and before.lower_ in {",", ";", "and"}):
            return None
        if not any(t.lower_ in AT for t in between) or any(t.pos_ == "VERB" and t.i != whole.mention for t in between):
            return None
        return msgspec.structs.replace(
            whole, first=number.first, last=number.last, low=number.low, high=number.high, bound=number.bound, gap=True
        )

    def of_part(self, number: Number, found: Sequence[Counted]) -> Counted | None:
        """A number that breaks down the one before it and hangs on nothing: "60 of them seriously", "19: one girl, 18 men"."""
        whole = next((c for c in reversed(found) if not c.sub), None)
        if whole is None or self.doc[whole.first].sent.start != self.doc[number.first].sent.start:
            return None
        after = [t.lower_ for t in self.doc[number.last + 1 : number.last + 3]]
        if after in (["of", "them"], ["of", "whom"]):
            noun = self.part(number)
            return self.counted(number.first, number.last, number.low, number.high, number.bound, whole.mention, noun, True)
        noun = self.carrier(number)[1]
        unit = named(noun, self.lemmas) if noun is not None else None
        listed = any(t.text == ":" for t in self.doc[whole.last : number.first]) and unit is not None and unit.kind == "person"
        if not listed or any(t.pos_ == "VERB" for t in self.doc[number.first : number.last + 4]):
            return None
        return self.counted(number.first, number.last, number.low, number.high, number.bound, whole.mention, noun, True)

    def part(self, number: Number) -> "Token | None":
        """ "five of them children": who the part are."""
        for token in self.doc[number.last + 3 : number.last + 6]:
            if token.pos_ in _NOUNS:
                return token
            if token.pos_ not in {"ADJ", "AUX"}:
                return None
        return None

    def is_part(self, number: Number, carrier: "Token") -> bool:
        """Whether the number breaks down one that stands before: "including four", "two of them", "five children among them"."""
        before = [t.lower_ for t in self.doc[max(0, number.first - 2) : number.first]]
        after = [t.lower_ for t in self.doc[number.last + 1 : number.last + 3]]
        if before[-1:] in (["including"], ["include"], ["included"]) or before in _PARTING:
            return True
        if after in (["of", "them"], ["of", "whom"], ["of", "these"], ["of", "those"]):
            return True
        tail = [t.lower_ for t in self.doc[carrier.i + 1 : carrier.i + 3]]
        if tail == ["among", "them"] or tail == ["of", "them"]:
            return True
        here = carrier
        for _ in range(4):
            if here.dep_ == "conj":
                here = here.head
            elif here.dep_ == "pobj":
                return here.head.lower_ in {"including", "among"} and here.head.i < number.first
            else:
                return False
        return False

    def of_article(self, article: "Token") -> Counted | None:
        noun = article.head
        if noun.pos_ not in _NOUNS or noun.tag_ not in {"NN", "NNP"} or noun.dep_ == "appos":
            return None
        unit = named(noun, self.lemmas)
        if (
            unit is None
            or unit.kind not in {"person", "equipment", "structure"}
            or (unit.code in {"people", "settlement"} and unit.kind != "person")
        ):
            return None
        if (
            self.lemmas[noun.i]
            in {"number", "total", "dozen", "couple", "pair", "lot", "member", "family", "equipment", "infrastructure"}
            and noun.lemma_ != "member"
        ):
            return None
        if any(c.dep_ == "nummod" for c in noun.children):
            return None
        at = self.tree.climb(noun)
        if at is None or (self.mentions[at].is_noun and noun.head.lower_ != "of"):
            return None
        if self.mentions[at].trigger.measure is None and self.mentions[at].event not in {"damage", "destruction"}:
            return None
        return self.counted(
            article.i,
            article.i,
            1,
            1,
            Bound.EXACT,
            at,
            noun,
            self.is_part(Number(article.i, article.i, article.i, article.i, 1, 1, Bound.EXACT), noun),
        )

    def of_listed(self, article: "Token", found: Sequence[Counted]) -> Counted | None:
        """One person of those counted before: "five people were killed, among them a pregnant woman"."""
        before = [t.lower_ for t in self.doc[max(0, article.i - 2) : article.i]]
        whole = next((c for c in reversed(found) if not c.sub and c.last < article.i), None)
        unit = named(article.head, self.lemmas)
        listed = before in _PARTING or before[-1:] == ["including"]
        if not listed or whole is None or unit is None or unit.kind != "person" or whole.low is None or whole.low < 1:
            return None
        if self.doc[whole.first].sent.start != article.sent.start:
            return None
        return self.counted(article.i, article.i, 1, 1, Bound.EXACT, whole.mention, article.head, True)

    def of_nothing(self, word: "Token") -> Counted | None:
        """ "no casualties", "nobody was killed", "without loss of life": none at all."""
        if word.lower_ in {"nobody", "none"}:
            at = self.tree.climb(word)
            return self.counted(word.i, word.i, 0, 0, Bound.EXACT, at, None, False) if at is not None else None
        noun = word.head if word.lower_ in {"no", "zero"} else next((c for c in word.children if c.dep_ == "pobj"), None)
        if noun is None or (word.lower_ == "no" and noun.pos_ not in _NOUNS and noun.lower_ != "one"):
            return None
        told = next((c for p in noun.children if p.lower_ in {"of", "about"} for c in p.children if c.dep_ == "pobj"), None)
        if self.lemmas[noun.i] in _NO_WORD and told is not None and self.tree.counts_itself(told):
            noun = told  # "no reports of casualties"
            return self.counted(word.i, word.i, 0, 0, Bound.EXACT, noun.i, noun, False)
        at = self.tree.climb(noun) if word.lower_ != "without" else (noun.i if self.tree.counts_itself(noun) else None)
        if at is None or self.mentions[at].kind not in {"harm", "deed"}:
            return None
        if self.mentions[at].trigger.measure is None and self.mentions[at].event not in {"damage", "destruction"}:
            return None
        return self.counted(word.i, word.i, 0, 0, Bound.EXACT, at, noun if noun.lower_ != "one" else None, False)

    def of_unknown(self, word: "Token") -> Counted | None:
        """ "the number of casualties is yet unknown", "an unspecified number of people were killed"."""
        if word.dep_ == "amod" and self.lemmas[word.head.i] == "number":
            noun = word.head
            at = self.tree.inside(noun) or self.tree.climb(noun)
            counted = next((c for of in noun.children if of.dep_ == "prep" for c in of.children if c.dep_ == "pobj"), None)
            return self.counted(word.i, word.head.i, None, None, Bound.UNKNOWN, at, counted, False) if at is not None else None
        verb = word if word.dep_ in {"ROOT", "ccomp", "conj"} and word.pos_ == "VERB" else word.head
        if word.lower_ in {"known", "determined", "clear", "available"} and not any(
            c.dep_ == "neg" for t in (word, verb) for c in t.children
        ):
            return None
        subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
        if subject is None or self.lemmas[subject.i] not in {
            "number",
            "figure",
            "toll",
            "count",
            "casualty",
            "total",
            "extent",
            "victim",
        }:
            return None
        at = subject.i if self.tree.counts_itself(subject) else self.tree.inside(subject)
        if at is None:
            return None
        return self.counted(verb.i if verb.i < word.i else word.i, word.i, None, None, Bound.UNKNOWN, at, None, False)


_NO_WORD = frozenset({"report", "sign", "indication"})
_PARTING = (["among", "them"], ["among", "whom"], ["of", "whom"], ["of", "them"], ["including", "the"])
AT = frozenset({"in", "at", "near", "outside"})
_FULL = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr", "conj", "appos"})


@cache
def periods() -> Mapping[str, tuple[str, ...]]:
    """data/periods.csv: kind to its phrases, with spaces about them."""
    held: dict[str, tuple[str, ...]] = {}
    for row in rows("periods.csv"):
        held[row["kind"]] = (*held.get(row["kind"], ()), f" {row['words']} ")
    return held


def period_of(words: Sequence[str], *, has_attack: bool, is_military: bool) -> Period:
    """What stretch a clause's numbers count, from its lower-case words: INCIDENT when nothing says otherwise.

    A toll of a strike is that strike's; a toll with no attack named is a running count.
    """
    text = f" {' '.join(words)} "
    held = {kind for kind, phrases in periods().items() if any(phrase in text for phrase in phrases)}
    if "incident" in held:
        return Period.INCIDENT
    if "window" in held:
        return Period.WINDOW
    if "cumulative" in held:
        return Period.CUMULATIVE
    if has_attack:
        return Period.INCIDENT
    if "stretch" in held and (is_military or "sum" in held):
        return Period.WINDOW
    return Period.CUMULATIVE if "sum" in held else Period.INCIDENT
