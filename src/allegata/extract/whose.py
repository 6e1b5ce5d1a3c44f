"""What a number counts and whose it is, as data's code or in the report's words; resolve maps the words to a party."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from .drafts import Draft, Reader
from .quantities import Counted
from .roles import phrase
from .units import civilian_status, unit_of
from .vocabulary import word_list

if TYPE_CHECKING:
    from spacy.tokens import Token


def who(reader: Reader, item: Counted) -> str | None:
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


def whose(reader: Reader, item: Counted, draft: Draft) -> str | None:
    """The words that say whose the counted are: "Northland soldiers", "losses of the Northland army"; None when not said."""
    tokens = [t for t in (item.noun, reader.zone.doc[item.mention]) if t is not None]
    tokens += [m.token for m in draft.mentions if m.event in {"military_loss", "casualties"} and m.token not in tokens]
    trigger = {i for m in draft.mentions for i in m.indices} | set(range(item.first, item.last + 1))
    for token in tokens:
        found = _possessor(token, reader.lemmas, trigger) if token.pos_ in {"NOUN", "PROPN", "NUM"} else None
        if found is not None:
            return reader.zone.of(phrase(reader.zone, found)) if found.dep_ in {"poss", "pobj"} else found.text
    return None


def _is_name(word: "Token") -> bool:
    """A capital tells a name; at the head of a sentence any word has one, so the ordinary ones there are left out."""
    return word.text[:1].isupper() and not (word.is_sent_start and (word.lower_ in word_list("ordinary") or word.like_num))


def _possessor(noun: "Token", lemmas: Sequence[str], skip: Collection[int]) -> "Token | None":
    """The name before a noun, or after its `of`, `among`, `from`: "losses among personnel of the Northland army"."""
    here = noun
    for _ in range(_STEPS):
        before = next((c for c in here.children if c.i < here.i and c.i not in skip and _is_owner(c, lemmas)), None)
        if before is not None:
            whole = here.dep_ == "pobj" and here.pos_ == before.pos_ == "PROPN" and before.ent_type_ not in {"GPE", "NORP"}
            return here if whole else before
        after = [o for c in here.children if c.dep_ == "prep" and c.lower_ in _OF for o in c.children if o.dep_ == "pobj"]
        if not after:
            return None
        here = after[0]
        if (
            here.pos_ == "PROPN"
            and here.ent_type_ in _OWNERS
            and not any(_is_owner(c, lemmas) for c in here.children if c.i < here.i)
        ):
            return here if here.head.lower_ != "by" else None
    return None


_STEPS = 4
_OF = frozenset({"of", "among", "from", "by"})
_OWNERS = frozenset({"GPE", "ORG", "NORP", "LOC"})


def _is_owner(word: "Token", lemmas: Sequence[str]) -> bool:
    if word.dep_ not in {"amod", "compound", "nmod", "poss"} or word.ent_type_ in {"DATE", "PRODUCT", "TIME"}:
        return False
    if word.lower_ == "enemy":
        return True
    return word.pos_ in {"ADJ", "PROPN"} and _is_name(word) and unit_of(word, lemmas) is None
