"""Walks over spaCy's parse that the other steps share: subjects, verb groups, runs of words."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from ..records import Spans
from .lexicon import carriers, nouns, titles, verbs
from .parsed import ParsedZone

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "csubj", "expl"})
PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
GROUP = frozenset({"aux", "auxpass", "neg"})
_LOOSE = frozenset(",.;:-–—…")
_STEPS = 12
"""Heads climbed at most: real chains ("went on to say") have two or three; a bad parse of a long list has thousands."""


def children(token: "Token", deps: Collection[str]) -> "list[Token]":
    """The token's children with one of the dependency labels, in text order."""
    return [child for child in token.children if child.dep_ in deps]


def subtree(token: "Token", without: "Iterable[Token]" = ()) -> set[int]:
    """Indices of the token and all that hangs on it, less the branches that start at the tokens in `without`."""
    cut = {t.i for t in without}
    held: set[int] = set()
    stack = [token]
    while stack:
        here = stack.pop()
        if here.i in cut:
            continue
        held.add(here.i)
        stack.extend(here.children)
    return held


def pieces(zone: ParsedZone, indices: Collection[int]) -> Spans:
    """The spans of the runs of neighbouring tokens, with punctuation trimmed off their edges (quotation marks stay)."""
    doc, spans, ordered = zone.doc, [], sorted(indices)
    at = 0
    while at < len(ordered):
        stop = at
        while stop + 1 < len(ordered) and ordered[stop + 1] == ordered[stop] + 1:
            stop += 1
        first, last = ordered[at], ordered[stop]
        while first <= last and _is_loose(doc[first]):
            first += 1
        while last >= first and (_is_loose(doc[last]) or doc[last].dep_ == "cc"):
            last -= 1
        if first <= last:
            spans.append(zone.span(first, last))
        at = stop + 1
    return tuple(spans)


def _is_loose(token: "Token") -> bool:
    return token.is_space or all(c in _LOOSE for c in token.text)


def is_infinitive(verb: "Token") -> bool:
    """Whether the verb stands with `to` before it."""
    return any(c.tag_ == "TO" and c.dep_ == "aux" for c in verb.children)


def group(verb: "Token") -> set[int]:
    """The verb with its auxiliaries, negation and the adverbs between or beside them, particle included: one unbroken run.

    For `has repeatedly denied` at `denied` the three words.
    """
    doc, held = verb.doc, {verb.i}
    at = verb.i - 1
    while at >= verb.sent.start:
        token = doc[at]
        if token.head.i != verb.i or token.dep_ not in GROUP | {"advmod", "preconj"} or token.tag_ in {"WRB"}:
            break
        held.add(at)
        at -= 1
    while held and doc[min(held)].dep_ == "advmod" and doc[min(held)].i == verb.sent.start:
        held.discard(min(held))
    if verb.i + 1 < len(doc):
        after = doc[verb.i + 1]
        if after.head.i == verb.i and after.dep_ == "prt":
            held.add(after.i)
    return held


def is_negated(verb: "Token") -> bool:
    """Whether `not`, `never`, `neither` or `nor` hangs on the verb itself."""
    if any(c.dep_ == "neg" or c.lower_ in {"never", "neither"} for c in verb.children):
        return True
    return any(d.lower_ in {"no", "neither"} for s in children(verb, {"nsubj"}) for d in (s, *children(s, {"det"})))


_PERFECT = frozenset({"has", "have", "had", "'ve", "’ve"})


def joined_to(verb: "Token") -> "Token | None":
    """The reporting verb that this one continues, where the parse hung it into what is said: in `had warned that they were
    targets, and had called on people to leave` at `called` the verb `warned`, by the auxiliary or the tense that both share."""
    own = {c.lower_ for c in children(verb, {"aux"})} & _PERFECT
    same_tense = verb.tag_ in {"VBD", "VBZ"} and bool(children(verb, {"ccomp", "xcomp", "prep"}))
    first = verb
    for _ in range(_STEPS):
        if first.dep_ != "conj":
            break
        first = first.head
    if not (own or same_tense) or first is verb or first.dep_ != "ccomp" or children(verb, SUBJECTS | PASSIVE_SUBJECTS):
        return None
    above = {c.lower_ for c in children(first.head, {"aux"})} & _PERFECT
    inside = {c.lower_ for c in children(first, {"aux"})} & _PERFECT
    row = verbs().get(verb.lemma_.lower())
    if row is None or row.kind in {"think", "evidence"}:
        return None
    if own:
        return first.head if above == own and inside != own else None
    if not children(verb, {"ccomp", "xcomp"}) and not any(p.lower_ in row.complements for p in children(verb, {"prep"})):
        return None
    return first.head if first.head.tag_ == verb.tag_ and not above else None


def subject(verb: "Token") -> "Token | None":
    """The head word of who does what the verb says; None when nobody is named (a passive without an agent).

    Goes through `and`, infinitives, participles and relative clauses up to the nearest subject that is said.
    """
    here: Token = joined_to(verb) or verb
    for _ in range(_STEPS):
        own = children(here, SUBJECTS)
        passive = children(here, PASSIVE_SUBJECTS)
        if passive or (here is verb and here.tag_ == "VBN" and _is_bare_passive(here)):
            return agent(here) if here is verb else passive[0] if passive else agent(here)
        if own:
            return next((s for s in own if s.dep_ != "expl"), None)
        found = _above(here)
        if found is None:
            return None
        if found.pos_ not in {"VERB", "AUX"} or (found.dep_ in {"pobj", "dobj"} and found.tag_.startswith("NN")):
            return found
        here = found
    return None


def _is_bare_passive(verb: "Token") -> bool:
    return bool(children(verb, {"auxpass", "agent"})) or (
        verb.dep_ in {"acl", "advcl"} and verb.tag_ == "VBN" and not children(verb, {"aux", "nsubj"})
    )


def _above(verb: "Token") -> "Token | None":
    head = verb.head
    if head.i == verb.i:
        return None
    if verb.dep_ in {"conj", "advcl", "parataxis", "dep"} and head.pos_ in {"VERB", "AUX"}:
        return head if verb.dep_ != "parataxis" else None
    if verb.dep_ == "conj" and verb.tag_ == "VBD" and verb.lemma_.lower() in verbs():
        # `described that as “false” and maintained that ...`: hung on a word of what was described
        return next((a for a in verb.ancestors if a.pos_ == "VERB" and a.tag_ == "VBD" and a.i < verb.i), None)
    if verb.dep_ == "xcomp" and head.dep_ == "acomp":
        return head.head
    if verb.dep_ in {"xcomp", "ccomp"}:
        if verb.dep_ == "ccomp" and not is_infinitive(verb) and verb.tag_ != "VBG":
            return None
        objects = children(head, {"dobj"})
        return objects[0] if objects and is_infinitive(verb) and head.i < objects[0].i < verb.i else head
    if verb.dep_ == "acl":
        return _holder(head)
    if verb.dep_ == "pcomp":
        return _behind(head)
    if verb.dep_ == "relcl":
        return head
    return None


def _holder(noun: "Token") -> "Token":
    """A letter that someone issued "calling for ..." calls in the name of who issued it; any other noun speaks for itself."""
    verb = noun.head
    if noun.dep_ in {"dobj", "pobj"} and verb.lemma_ in carriers():
        return verb
    return noun


def _behind(prep: "Token") -> "Token | None":
    """Who stands behind `by saying`, `for stating`: the verb's subject, or who made the noun ("an apology from X for stating")."""
    above = prep.head
    if above.pos_ not in {"VERB", "AUX"}:
        return maker(above)
    by = agent(above)
    quoted = children(above, {"dobj"})
    if prep.lower_ == "as" and quoted:
        return quoted[0]
    if prep.lower_ == "for" and by is not None and by.lemma_ in nouns():
        return maker(by)
    return above


def maker(noun: "Token") -> "Token | None":
    """Whose the noun is: the possessor, or who stands after `by` or `from`."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
        if child.dep_ == "prep" and child.lower_ in {"by", "from"}:
            for who in children(child, {"pobj"}):
                if who.pos_ == "PROPN" or titles().get(who.lower_) or titles().get(who.lemma_.lower()):
                    return who
    return None


def agent(verb: "Token") -> "Token | None":
    """Who a passive names after `by`."""
    for by in children(verb, {"agent"}):
        found = children(by, {"pobj"})
        if found:
            return found[0]
    return None


def noun_phrase(head: "Token") -> set[int]:
    """The whole phrase of a speaker: title, appositions and relative clauses included, less `and`-ed clauses and the cue.

    A comma that closes an apposition belongs to it when the phrase stands before its verb.
    """
    drop = [c for c in head.children if c.dep_ in {"parataxis", "ccomp", "advcl", "dep"} and c.pos_ in {"VERB", "AUX"}]
    held = subtree(head, drop)
    return {i for i in held if head.sent.start <= i < head.sent.end}
