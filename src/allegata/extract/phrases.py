"""What a source's own words name, by commas, capitals and small words, where the parse of a long phrase is least to be trusted.

Nothing here looks beyond the phrase: who `he` or `the ministry` means is for speakers.py.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..records import ActorKind
from .grammar import children, subtree
from .names import ARTICLES, OWNERS, Named, bare, has_kind, introduced, is_name_word, name_after, said, title_at, titled
from .parsed import ParsedZone

if TYPE_CHECKING:
    from spacy.tokens import Token

_WHERE = frozenset({"in", "from", "on", "at", "near", "of"})
_BEHIND = frozenset({"led", "run", "backed", "headed"})
_ONE = frozenset({"one", "another"})
_SETS = frozenset({"body", "outlet", "document"})


def person_beside(zone: ParsedZone, words: "Sequence[Token]") -> Named | None:
    """A person named with what he is, on either side of a comma: `the officer for the region, Anna Brook`, `her daughter Ada`.

    A single name needs a word of kinship before it; `ANNA BROOK (Westland)` is how minutes name a speaker.
    """
    words = [t for t in words if not t.is_space]
    while words and words[-1].text in {",", ";"}:
        words = words[:-1]
    first = name_after(words, 0)
    after = words[len(first) :]
    if len(first) > 1 and not any(has_kind(t, k) for t in first for k in _SETS) and not title_at(words, 0) and after:
        if after[0].text == "(" and all(t.text.isupper() for t in first if t.text.isalpha()):
            return _named(zone, first, None, said([t for t in after if t.text not in {"(", ")"}]))
        held = after[1:]
        stop = next((n for n, t in enumerate(held) if t.text == ","), len(held))
        role = held[:stop]
        if after[0].text == "," and any(title_at(role, n) for n in range(len(role))) and not list(introduced(zone, role)):
            return _named(zone, first, *titled(role))
    return _named_last(zone, words)


def _named_last(zone: ParsedZone, words: "Sequence[Token]") -> Named | None:
    comma = next((n for n in range(len(words) - 1, 0, -1) if words[n].text == ","), None)
    kin = next((n for n, t in enumerate(words) if has_kind(t, "kin")), None)
    if kin is not None and kin + 1 < len(words):
        at = kin + 1 if words[kin + 1].text != "," else kin + 2
        name = name_after(words, at)
        return _named(zone, name, said(bare(words[: kin + 1])), None) if name and at + len(name) == len(words) else None
    if comma is None:
        return None
    role, tail = words[:comma], words[comma + 1 :]
    again = next(iter(introduced(zone, tail)), None) if tail else None
    name = name_after(tail, 0)
    is_name = len(name) > 1 and len(name) == len(tail) and not any(has_kind(t, k) for t in name for k in _SETS)
    told = role[0].lower_ in _ONE or any(title_at(role, n) for n in range(len(role)))
    if not told or again is not None or not is_name or list(introduced(zone, role)) or len(name_after(role, 0)) == len(role):
        return None
    return _named(zone, name, *titled(role))


def _named(zone: ParsedZone, name: "Sequence[Token]", role: str | None, organisation: str | None) -> Named:
    span = zone.span(name[0].i, name[-1].i)
    return Named(name=said(name), span=span, kind=ActorKind.PERSON, role=role, organisation=organisation)


def body_beside(head: "Token") -> "list[Token]":
    """The name that stands beside a body's description: `the state hydropower company, Acme`, `the news agency Acme`."""
    if head.pos_ == "PROPN" and head.i + 1 < len(head.doc) and head.nbor(1).text != ",":
        return []
    for other in children(head, {"appos"}):
        words = [head.doc[i] for i in sorted(subtree(other, children(other, {"relcl", "acl", "punct"})))]
        named = [t for t in words if t.lower_ not in ARTICLES]
        stands = other.pos_ == "PROPN" and other.i > head.i and head.doc[words[0].i - 1].text != "("
        if stands and named and is_name_word(named[0]) and not any(has_kind(t, "title") for t in named):
            return named
    return []


def unnamed_beside(head: "Token") -> "Token | None":
    """`One of them, a farmer of 34`: what somebody is who is not named."""
    found = [c for c in children(head, {"appos"}) if c.pos_ == "NOUN" and c.tag_ == "NN"]
    return next((c for c in found if any(d.lower_ in {"a", "an"} for d in children(c, {"det"}))), None)


def name_behind(head: "Token", whole: "Sequence[Token]") -> "list[Token]":
    """What stands behind the description up to the end of the source, when it is all one name, whatever the parse made of it."""
    rest = [t for t in whole if t.i > head.i]
    if rest and rest[0].text == ",":
        rest = [t for t in rest[1:] if not (t is rest[-1] and t.text == ",")]
    name = name_after(rest, 0) if head.pos_ == "NOUN" else []
    fits = name and len(name) == len(rest) and name[0].pos_ == "PROPN"
    return name if fits and not any(has_kind(t, "title") for t in name) else []


def with_place(head: "Token", words: "Sequence[Token]", *, whole: "Sequence[Token]" = ()) -> "list[Token]":
    """The words with what tells this body or these people from others: `officials in Anytown`, `the force led by Westland`.

    Only what follows without a gap; a day or a time is no such thing. `whole`: the source, whose words behind `in` belong here
    where they are a name, wherever the parse hung them.
    """
    held = list(words)
    rest = [t for t in whole if held and t.i > held[-1].i]
    if rest and rest[0].lower_ in {"in", "from"}:
        name = name_after(rest, 1)
        if name and name[0].ent_type_ not in {"DATE", "TIME"}:
            return [*held, rest[0], *name]
    while held:
        after = held[-1].i + 1
        here = {t.i for t in held}
        nexts = [
            c
            for w in held
            for c in w.children
            if min(subtree(c)) == after and ((c.dep_ == "prep" and c.lower_ in _WHERE) or (c.dep_ == "acl" and _is_behind(c)))
        ]
        if not nexts or not _tells(nexts[0]):
            break
        drop = [t for t in head.doc if t.head.i in subtree(nexts[0]) and t.dep_ in {"relcl", "appos", "punct", "advcl"}]
        more = sorted(i for i in subtree(nexts[0], drop) if i not in here)
        if not more or more[-1] - more[0] + 1 != len(more):
            break
        held += [head.doc[i] for i in more]
    return held


def _is_behind(verb: "Token") -> bool:
    return verb.lower_ in _BEHIND and bool(children(verb, {"agent"}))


def _tells(word: "Token") -> bool:
    if word.dep_ == "acl":
        return True
    objects = children(word, {"pobj"})
    return bool(objects) and objects[0].ent_type_ not in {"DATE", "TIME"} and objects[0].tag_ not in {"PRP", "WDT", "WP", "DT"}


def is_owned(core: "Sequence[Token]") -> "Token | None":
    """The owner's pronoun of `its command`."""
    return core[0] if len(core) > 1 and core[0].dep_ == "poss" and core[0].lower_ in OWNERS else None
