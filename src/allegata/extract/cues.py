"""Cues in a paragraph: reporting verbs, nouns and phrases, each with its source and the content that the parse gives it."""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from ..records import Act, Record, Spans
from .grammar import (
    PASSIVE_SUBJECTS,
    SUBJECTS,
    children,
    group,
    is_infinitive,
    joined_to,
    maker,
    noun_phrase,
    pieces,
    subject,
    subtree,
)
from .lexicon import Reporting, carriers, counts, media, nouns, verbs
from .parsed import ParsedZone

if TYPE_CHECKING:
    from spacy.tokens import Token

NEAR = 6
"""Words that may stand between the parts of one cue ("issued a new written statement calling for")."""

_VERBAL = frozenset({"VERB", "AUX"})
REPORTED = Reporting(word="according to", kind="phrase", act=Act.ASSERT, complements={"that": Act.ASSERT})


class Draft(Record, frozen=True, kw_only=True):
    """A statement in the making. `head` is the cue's word, `speaker` the head word of the source, `content` may still be empty.

    `outer`: the words that belong to the whole attribution, cue, source and what hangs on them (place, medium, time),
    without the content. `shape` is the complement's, as in the lexicon.
    """

    paragraph: int
    zone: ParsedZone
    head: "Token"
    word: Reporting
    shape: str
    act: Act
    cue: Spans
    source: Spans
    content: Spans
    speaker: "Token | None"
    rule: str
    outer: frozenset[int] = frozenset()
    joint: int = 0
    """Of several speakers of one cue, which one this draft is of; 0 for the first."""
    confidence: float | None = None
    """The chance that it is whole, where a model judges it."""
    other: "Draft | None" = None
    """The rules' reading, where the model's is another."""


class Complement(Record, frozen=True, kw_only=True):
    """What the verb says: shape, words, and words that join the cue (`for` in `called for`)."""

    shape: str
    words: frozenset[int]
    joined: frozenset[int] = frozenset()


def find_cues(zone: ParsedZone, paragraph: int) -> Iterator[Draft]:
    """All cues of a paragraph in text order. A verb without a complement comes too, since a quotation may stand beside it."""
    known, things = verbs(), nouns()
    for token in zone.doc:
        lemma = token.lemma_.lower()
        if token.lower_ == "according":
            yield from _according(zone, paragraph, token)
        elif lemma in things and (token.pos_ == "NOUN" or _is_mistaken(token)):
            yield from _noun_draft(zone, paragraph, token, things[lemma])
        elif token.pos_ in _VERBAL and token.dep_ not in {"aux", "auxpass"}:
            row = _row(token, lemma)
            if row is not None:
                yield from _verb_draft(zone, paragraph, token, row)
            if row is None or _complement(token, row) is None:
                yield from _count_draft(zone, paragraph, token)
        elif token.pos_ == "NOUN" and lemma in known and _is_hidden(token):
            yield _hidden_draft(zone, paragraph, token, known[lemma])
        elif (
            lemma in known and token.dep_ == "ROOT" and token.pos_ in {"NOUN", "PROPN"} and children(token, {"ccomp", "nsubj"})
        ):
            yield from _verb_draft(zone, paragraph, token, known[lemma])


def find_headline_cue(zone: ParsedZone, paragraph: int) -> Iterator[Draft]:
    """What a headline says where the parse sees no verb: `Mayor demands inquiry into blast`, `Mayor: we will stay`."""
    doc = zone.doc
    for token in doc:
        if token.text == ":" and 0 < token.i <= NEAR - 2 and all(t.pos_ in {"PROPN", "NOUN", "ADJ"} for t in doc[: token.i]):
            if len(doc) - token.i > 3:
                yield _headline_draft(zone, paragraph, token, _SAID)
            return
        row = verbs().get(token.lemma_.lower())
        if row is None or not 0 < token.i < len(doc) - 1 or token.tag_ not in {"NNS", "NNPS", "VBZ", "NN"}:
            continue
        if token.text.endswith("s") and row.kind not in {"think", "evidence"} and "np" in row.complements:
            yield _headline_draft(zone, paragraph, token, row)
            return


_SAID = Reporting(word=":", kind="say", act=Act.ASSERT, complements={"that": Act.ASSERT})


def _headline_draft(zone: ParsedZone, paragraph: int, cue: "Token", row: Reporting) -> Draft:
    shape = "that" if row is _SAID else "np"
    return Draft(
        paragraph=paragraph,
        zone=zone,
        head=cue,
        word=row,
        shape=shape,
        act=row.complements.get(shape, row.act),
        cue=(zone.place(cue),),
        source=pieces(zone, range(cue.i)),
        content=pieces(zone, range(cue.i + 1, len(zone.doc))),
        speaker=zone.doc[: cue.i].root,
        rule=f"headline {row.word}",
        outer=frozenset(range(cue.i + 1)),
    )


_COUNTS = Reporting(word="counts", kind="count", act=Act.ASSERT, complements={"np": Act.ASSERT})


def _count_draft(zone: ParsedZone, paragraph: int, verb: "Token") -> Iterator[Draft]:
    """`The office has raised its count: ...`, `added names to its list`: who changes a count of their own gives figures."""
    who = next(iter(children(verb, {"nsubj"})), None)
    things = [*children(verb, {"dobj"}), *(o for p in children(verb, {"prep"}) for o in children(p, {"pobj"}))]
    own = [
        t for t in things if t.lemma_.lower() in counts() and any(c.lower_ in {"its", "their"} for c in children(t, {"poss"}))
    ]
    if who is None or not own or who.pos_ not in {"NOUN", "PROPN"} or who.i > verb.i:
        return
    words = noun_phrase(who) & set(range(verb.i))
    said = set(range(verb.i + 1, verb.sent.end))
    yield Draft(
        paragraph=paragraph,
        zone=zone,
        head=verb,
        word=_COUNTS,
        shape="np",
        act=Act.ASSERT,
        cue=pieces(zone, group(verb)),
        source=source_pieces(zone, words, before=True),
        content=pieces(zone, said),
        speaker=who,
        rule=f"count {own[0].lemma_.lower()}",
        outer=frozenset(words | group(verb)),
    )


def _is_mistaken(token: "Token") -> bool:
    """Whether a noun was tagged as a verb: in `claims that are disputed` the word after `that` has no subject but `that`."""
    if token.pos_ != "VERB" or token.dep_ not in {"conj", "appos", "advcl", "ccomp", "dep"} or children(token, {"nsubj", "cc"}):
        return False
    return any(
        c.lower_ == "that" for below in children(token, {"ccomp", "relcl"}) for c in children(below, {"nsubj", "nsubjpass"})
    )


def _is_hidden(token: "Token") -> bool:
    """Whether a verb was tagged as a noun: `The two ministries state that ten people were killed`."""
    if token.i + 1 >= len(token.doc) or token.i == token.sent.start or token.nbor(1).lower_ != "that" or token.tag_ == "NNS":
        return False
    clause = token.nbor(1).head
    return token.nbor(1).dep_ == "mark" and bool(children(clause, SUBJECTS | PASSIVE_SUBJECTS)) and not children(token, {"det"})


def _hidden_draft(zone: ParsedZone, paragraph: int, token: "Token", row: Reporting) -> Draft:
    first = token.sent.start
    words = set(range(first, token.i))
    head = token.doc[first : token.i].root
    return Draft(
        paragraph=paragraph,
        zone=zone,
        head=token,
        word=row,
        shape="that",
        act=row.complements.get("that", row.act),
        cue=(zone.place(token),),
        source=pieces(zone, words),
        content=pieces(zone, {t.i for t in token.nbor(1).head.subtree if t.i > token.i}),
        speaker=head,
        rule=f"verb {row.word} that, tagged as a noun",
        outer=frozenset(words | {token.i}),
    )


def _row(token: "Token", lemma: str) -> Reporting | None:
    known = verbs()
    for particle in children(token, {"prt", "advmod"}):
        row = known.get(f"{lemma} {particle.lower_}")
        if row is not None and particle.i > token.i:
            return row
    # with a particle that no row has it is another verb: `called off the attack`
    return None if children(token, {"prt"}) else known.get(lemma)


def _verb_draft(zone: ParsedZone, paragraph: int, verb: "Token", row: Reporting) -> Iterator[Draft]:
    inverted = _inverted(verb, row)
    found = _complement(verb, row) if inverted is None else inverted
    who = subject(verb) if inverted is None else children(verb, {"nsubj"})[-1]
    if who is None and verb.tag_ == "VB" and verb.dep_ == "ROOT" and not is_infinitive(verb):
        return
    cue = group(verb)
    if "prt" in {c.dep_ for c in verb.children} or " " in row.word:
        cue |= {c.i for c in verb.children if c.lower_ in row.word.split() and verb.i < c.i <= verb.i + 3}
    if found is not None:
        cue |= {i for i in found.joined if i < verb.i + NEAR}
    cue |= _climb(verb)
    cue = set(range(min(cue), max(cue) + 1)) if max(cue) - min(cue) <= NEAR + 2 else cue
    words = noun_phrase(who) if who is not None else set()
    content = set(found.words) if found is not None else set()
    words -= {i for i in words if i >= verb.i} if who is not None and who.i < verb.i else set()
    words |= _name_left_out(words, verb, min(cue)) if words else set()
    cue -= words
    aside: set[int] = set()
    if found is not None and content and found.shape != "q":
        content |= _tail(verb, content)
        aside = _trailing_medium(verb, content)
        content -= aside
    content -= cue | (words if who is not None and words & content != words else set())
    outer = (
        cue
        | words
        | aside
        | {i for c in verb.children if c.dep_ in {"prep", "npadvmod", "advmod", "dative", "dobj"} for i in subtree(c)}
    )
    shape = found.shape if found is not None else "q"
    yield Draft(
        paragraph=paragraph,
        zone=zone,
        head=verb,
        word=row,
        shape=shape,
        act=row.complements.get(shape, row.act),
        cue=_cue_pieces(zone, cue),
        source=source_pieces(zone, words, before=bool(words) and max(words) < verb.i),
        content=pieces(zone, content),
        speaker=who,
        rule=f"verb {row.word} {shape}",
        outer=frozenset(outer - content),
    )


def _inverted(verb: "Token", row: Reporting) -> Complement | None:
    """`One dead in strike, says the mayor`: what is said has no verb, so that the parse sees two subjects."""
    who = children(verb, {"nsubj"})
    if len(who) != 2 or not {"that", "q"} <= set(row.complements) or not verb.sent.start < who[0].i < verb.i < who[1].i:
        return None
    if verb.nbor(-1).text != "," or min(subtree(who[1])) != verb.i + 1:
        return None
    return Complement(shape="that", words=frozenset(range(verb.sent.start, verb.i - 1)))


_TIMES = frozenset({"DATE", "TIME"})


def _trailing_medium(verb: "Token", content: set[int]) -> set[int]:
    """`... in a video address` at the content's end: it tells how it was said, wherever the parse hung it."""
    doc, last = verb.doc, max(content)
    for at in range(last - 1, max(last - NEAR, min(content)), -1):
        if doc[at].lower_ in {"in", "on", "at", "during", "via"} and doc[at + 1].lower_ in {"a", "an"} and at > verb.i:
            words = tuple(doc[i].lower_ for i in range(at + 2, last + 1))
            told = any(words[-len(phrase) :] == phrase for phrase, _ in media(voiced=True))
            return set(range(at, last + 1)) if told else set()
    return set()


@cache
def _media_words() -> frozenset[str]:
    return frozenset(word for phrase, _ in media() for word in phrase)


def _tail(verb: "Token", content: set[int]) -> set[int]:
    """What stands right behind the content and hangs on the cue, though it belongs to what is said: `calling for a ceasefire in
    order to avoid casualties`. Times and media stay outside: they tell when and where it was said."""
    held: set[int] = set()
    for child in verb.children:
        if child.dep_ not in {"prep", "advcl"} or child.i < verb.i:
            continue
        words = subtree(child)
        if min(words) != max(content | held) + 1 or any(verb.doc[i].ent_type_ in _TIMES for i in words):
            continue
        if child.lower_ in {"in", "on", "at", "during", "via"} and any(verb.doc[i].lower_ in _media_words() for i in words):
            continue
        held |= words
    return held


def _name_left_out(words: set[int], doc: "Token", cue: int) -> set[int]:
    """The name between a title and the cue that the parse left out of the title's phrase."""
    between = range(max(words) + 1, cue)
    return set(between) if len(between) <= NEAR - 2 and all(doc.doc[i].pos_ == "PROPN" for i in between) else set()


def _cue_pieces(zone: ParsedZone, cue: set[int]) -> Spans:
    return pieces(zone, cue)


def source_pieces(zone: ParsedZone, words: set[int], *, before: bool) -> Spans:
    """The source's spans; the comma that closes an apposition stays when the cue follows."""
    spans = pieces(zone, words)
    if not spans or not before:
        return spans
    last = spans[-1]
    text = zone.text
    after = last.end - zone.offset
    if "," in last.of(" " * zone.offset + text)[:-1] and text[after : after + 1] == ",":
        return (*spans[:-1], type(last)(last.start, last.end + 1))
    return spans


def _climb(verb: "Token") -> set[int]:
    """The words of the verbs above that only carry this one: `went on to say`, `was quoted as saying`, `issued a statement calling`."""
    held: set[int] = set()
    here = verb
    for _ in range(3):
        head = here.head
        if head.i >= here.i or children(here, SUBJECTS | PASSIVE_SUBJECTS):
            break
        above = _carrier(here)
        if above is None:
            break
        if here.i - above.i > NEAR:
            break
        held |= group(above) | set(range(above.i, here.i))
        here = above
    return held


def _carrier(verb: "Token") -> "Token | None":
    head, above = verb.head, verb.head.head
    if verb.dep_ == "xcomp" and head.pos_ in _VERBAL:
        return head if not children(head, {"dobj", "prep"}) and not _takes(head, "inf") else None
    if above.pos_ not in _VERBAL:
        return None
    carried = (
        (verb.dep_ == "xcomp" and head.dep_ == "acomp")
        or (verb.dep_ == "pcomp" and not children(above, {"dobj"}))
        or (verb.dep_ == "acl" and head.dep_ == "dobj" and above.lemma_ in carriers())
    )
    return above if carried else None


def _takes(verb: "Token", shape: str) -> bool:
    row = _row(verb, verb.lemma_.lower())
    return row is not None and shape in row.complements


def _complement(verb: "Token", row: Reporting) -> Complement | None:
    allowed = row.complements
    passive = children(verb, PASSIVE_SUBJECTS)
    for find in (_clause, _infinitive, _named, _prepositional, _object, _through, _around):
        found = find(verb, row, passive)
        if found is not None and (found.shape in allowed or (found.shape == "that" and "np-that" in allowed)):
            return found
    return None


def own_complement(verb: "Token", row: Reporting) -> str | None:
    """The shape of the complement that the parse gives the verb, None where it gives none."""
    found = _complement(verb, row)
    return found.shape if found is not None else None


def _clause(verb: "Token", row: Reporting, passive: "list[Token]") -> Complement | None:
    clauses = [c for c in children(verb, {"ccomp"}) if c.pos_ in _VERBAL or children(c, {"nsubj", "cop", "mark", "advmod"})]
    clauses = [c for c in clauses if c.i > verb.i or not any(t.text == ";" for t in verb.doc[c.i : verb.i])]
    if not clauses:
        return None
    first = clauses[0]
    other = [t for c in clauses for t in c.subtree if t.dep_ == "conj" and joined_to(t) is not None]
    words = frozenset(i for c in clauses for i in subtree(c, [verb, *other]))
    if is_infinitive(first) or (
        first.tag_ in {"VB", "VBG"} and not children(first, {"aux", "mark"}) and children(first, {"nsubj"})
    ):
        if "np-inf" in row.complements:
            return Complement(shape="np-inf", words=words)
        if "np-y" in row.complements:
            return Complement(shape="np-y", words=words)
    if first.pos_ not in _VERBAL and "np-y" in row.complements and not children(first, {"mark", "cop"}):
        return Complement(shape="np-y", words=words)
    if _is_gerund(first) and not children(first, {"nsubj"}):
        return Complement(shape="ing", words=words)
    start = verb.doc[min(words)]
    if first.pos_ not in _VERBAL and start.lower_ == "that" and "np-y" in row.complements:
        return Complement(shape="np-y", words=words)
    asked = start.tag_ in {"WDT", "WP", "WP$", "WRB"} or (start.lower_ in {"whether", "if"} and first.i > verb.i)
    return Complement(shape="wh" if asked and "wh" in row.complements else "that", words=words)


def _is_gerund(verb: "Token") -> bool:
    """`firing`, `having fired`."""
    aux = children(verb, {"aux", "auxpass"})
    return (verb.tag_ == "VBG" and not aux) or bool(aux and aux[0].tag_ == "VBG")


def _infinitive(verb: "Token", row: Reporting, passive: "list[Token]") -> Complement | None:
    for lower in children(verb, {"xcomp"}):
        words = frozenset(subtree(lower))
        objects = children(verb, {"dobj", "dative"})
        if is_infinitive(lower):
            over = passive or [o for o in objects if o.i < lower.i]
            if over and "np-inf" in row.complements:
                return Complement(shape="np-inf", words=words | subtree(over[0]))
            for prep in children(verb, {"prep"}):
                if f"{prep.lower_}+inf" in row.complements and prep.i < lower.i:
                    return Complement(
                        shape=f"{prep.lower_}+inf",
                        words=words | {i for o in children(prep, {"pobj"}) for i in subtree(o)},
                        joined=frozenset({prep.i}),
                    )
            if "inf" in row.complements:
                return Complement(shape="inf", words=words)
        elif _is_gerund(lower) and "ing" in row.complements:
            return Complement(shape="ing", words=words)
        elif "np-y" in row.complements:
            over = passive or objects
            return Complement(shape="np-y", words=words | (subtree(over[0]) if over else set()))
    for clause in children(verb, {"advcl"}):
        over = passive or [o for o in children(verb, {"dobj"}) if max(subtree(o)) + 1 == min(subtree(clause))]
        if "np-inf" in row.complements and is_infinitive(clause) and over and clause.i > verb.i:
            return Complement(shape="np-inf", words=frozenset(subtree(clause) | subtree(over[0])))
    for prep in children(verb, {"prep"}):
        shape = f"{prep.lower_}+inf"
        if shape in row.complements:
            for below in children(prep, {"pobj"}):
                inner = [c for c in below.subtree if c.dep_ in {"acl", "relcl", "xcomp", "advcl"} and is_infinitive(c)]
                later = [c for c in children(verb, {"advcl", "ccomp"}) if is_infinitive(c)]
                if inner or later:
                    words = frozenset(subtree(below) | {i for c in later for i in subtree(c)})
                    return Complement(shape=shape, words=words, joined=frozenset({prep.i}))
    return None


def _named(verb: "Token", row: Reporting, passive: "list[Token]") -> Complement | None:
    """`calls it a war`, `accused them of firing`, `described it as false`."""
    over = passive or children(verb, {"dobj"})
    named = children(verb, {"oprd"})
    if not named and len(over) > 1 and over[0].tag_ in {"WP", "WDT"}:
        named = over[1:]
    if named and "np-y" in row.complements and not (passive and not children(verb, {"agent"})):
        return Complement(shape="np-y", words=frozenset(i for t in (*over[:1], *named) for i in subtree(t)))
    for prep in children(verb, {"prep"}):
        shape = f"np-{prep.lower_}"
        if shape in row.complements and over and prep.i > verb.i:
            return Complement(shape=shape, words=frozenset(subtree(over[0]) | subtree(prep)))
    for thing in over:
        for prep in (p for t in (thing, *children(thing, {"acl"})) for p in children(t, {"prep"})):
            if f"np-{prep.lower_}" in row.complements:
                return Complement(shape=f"np-{prep.lower_}", words=frozenset(subtree(thing)))
    return None


def _prepositional(verb: "Token", row: Reporting, passive: "list[Token]") -> Complement | None:
    if children(verb, {"dobj"}) and "np" in row.complements:
        return None
    for clause in children(verb, {"advcl", "ccomp", "xcomp"}):
        for mark in children(clause, {"mark"}):
            if mark.lower_ in row.complements and mark.lower_ != "that" and verb.i < mark.i <= verb.i + 3:
                return Complement(shape=mark.lower_, words=frozenset(subtree(clause) - {mark.i}), joined=frozenset({mark.i}))
    for prep in children(verb, {"prep", "prt", "agent"}):
        shape = prep.lower_
        if shape in row.complements and verb.i < prep.i <= verb.i + 3:
            words = frozenset(subtree(prep) - {prep.i})
            if words:
                return Complement(shape=shape, words=words, joined=frozenset({prep.i}))
    return None


def _object(verb: "Token", row: Reporting, passive: "list[Token]") -> Complement | None:
    if passive:
        if children(verb, {"agent"}):
            return Complement(shape="np", words=frozenset(subtree(passive[0])))
        return None
    objects = children(verb, {"dobj"})
    if objects and set(row.complements) == {"number"}:
        counted = objects[0].tag_ == "CD" or (
            any(c.dep_ == "nummod" for c in objects[0].children) and bool(children(objects[0], {"acl"}))
        )
        return Complement(shape="number", words=_to_the_end(verb, objects[0])) if counted else None
    if objects and objects[0].lemma_.lower() not in {"itself", "himself", "herself", "themselves"}:
        return Complement(shape="np", words=frozenset(subtree(objects[0])))
    return None


def _through(verb: "Token", row: Reporting, passive: "list[Token]") -> Complement | None:
    """`says in a statement that ...`: the clause hangs on the medium."""
    for prep in children(verb, {"prep"}):
        for medium in children(prep, {"pobj"}):
            for clause in children(medium, {"acl", "ccomp", "relcl"}):
                if any(c.lower_ == "that" for c in children(clause, {"mark"})):
                    return Complement(shape="that", words=frozenset(subtree(clause)))
    return None


def _to_the_end(verb: "Token", first: "Token") -> frozenset[int]:
    """From the object to the end of the verb's clause: lists of losses are long, and the parse breaks them."""
    other = [c for c in children(verb, {"conj", "parataxis"}) if children(c, SUBJECTS)]
    start = min(subtree(first))
    return frozenset(i for i in subtree(verb, other) if i >= start)


def _around(verb: "Token", row: Reporting, passive: "list[Token]") -> Complement | None:
    """`The plan, officials said, will fail`; `as the minister noted, the talks failed`: the clause around the cue."""
    head = verb.head
    if head.i == verb.i:
        return None
    if (
        verb.dep_ in PASSIVE_SUBJECTS | {"nsubj"}
        and head.i > verb.i
        and children(verb, {"nsubj"})
        and "that" in row.complements
    ):
        # a headline's verb taken for a subject: `Ministry claims attack was repelled`
        return Complement(shape="that", words=frozenset(subtree(head, children(verb, {"nsubj"})) - {verb.i}))
    if verb.dep_ == "ccomp" and head.i > verb.i and children(verb, {"nsubj"}) and {"that", "q"} <= set(row.complements):
        return Complement(shape="that", words=frozenset(subtree(head, [verb])))
    said_as = verb.dep_ == "advcl" and any(c.lower_ == "as" and c.i < verb.i for c in children(verb, {"mark", "advmod"}))
    if (verb.dep_ == "parataxis" or said_as) and head.pos_ in _VERBAL and "that" in row.complements and "q" in row.complements:
        return Complement(shape="that", words=frozenset(subtree(head, [verb])))
    return None


def _noun_draft(zone: ParsedZone, paragraph: int, noun: "Token", row: Reporting) -> Iterator[Draft]:
    """`allegations that ...`, `Smith's call for ...`, `made the claim that ...`, `submitted a request to the court`."""
    if noun.i and noun.nbor(-1).lower_ == "in" and noun.lemma_ == "order":
        return
    if noun.dep_ == "pobj" and noun.head.head.lemma_ in verbs() and not children(noun.head.head, {"ccomp", "dobj"}):
        return
    shape, content, joined = _noun_complement(noun, row)
    light = noun.head if noun.dep_ == "dobj" and noun.head.lemma_ in carriers() else None
    whose = maker(noun)
    who, cue = whose, {noun.i} | joined
    if light is not None and (content or light.lemma_ not in verbs()):
        who = subject(light)
        if content:
            cue |= group(light) | set(range(light.i, noun.i)) | _climb(light)
        else:
            cue, content, shape = group(light) | _climb(light), subtree(noun) | _towards(light, noun), "np"
    elif not content:
        return
    elif whose is not None and whose.i < noun.i:
        cue |= set(range(max(subtree(whose)) + 1, noun.i)) | {c.i for c in children(whose, {"case"})}
    if who is not None and who.i in cue:
        who = None
    words = noun_phrase(who) - cue - content if who is not None else set()
    if who is not None and who.dep_ == "poss":
        words -= {c.i for c in children(who, {"case"})}
    if not cue - words or not content or (who is None and shape not in {"that", "np"} and noun.dep_ == "ROOT"):
        return
    yield Draft(
        paragraph=paragraph,
        zone=zone,
        head=noun,
        word=row,
        shape=shape,
        act=row.complements.get(shape, row.act),
        cue=pieces(zone, cue - words - content),
        source=source_pieces(zone, words, before=False),
        content=pieces(zone, content),
        speaker=who,
        rule=f"noun {row.word} {shape}",
        outer=frozenset((cue | words) - content),
    )


def _towards(verb: "Token", noun: "Token") -> set[int]:
    """`submitted a request to the court`: to whom or for what, when it stands right behind the noun but hangs on the verb."""
    held: set[int] = set()
    for prep in children(verb, {"prep", "dative"}):
        if prep.lower_ in {"to", "for", "against", "with"} and min(subtree(prep)) == max(held | subtree(noun)) + 1:
            held |= subtree(prep)
    return held


def _noun_complement(noun: "Token", row: Reporting) -> tuple[str, set[int], set[int]]:
    for clause in children(noun, {"acl", "ccomp", "relcl"}):
        if clause.i < noun.i:
            continue
        mark = [c for c in children(clause, {"mark"}) if c.lower_ in {"that", "whether"}]
        if mark and "that" in row.complements and clause.dep_ != "relcl":
            return "that", subtree(clause), set()
        if is_infinitive(clause) and "inf" in row.complements:
            return "inf", subtree(clause), set()
    for prep in children(noun, {"prep"}):
        if prep.lower_ in row.complements and prep.i > noun.i and prep.lower_ not in {"by", "from"}:
            inside = subtree(prep) - {prep.i}
            if inside:
                return prep.lower_, inside, {prep.i}
    return "", set(), set()


def _is_apart(verb: "Token") -> bool:
    """Whether a clause stands for itself after a comma: in `A fell and B fell, according to X` both are told by X."""
    if verb.pos_ not in _VERBAL or not children(verb, SUBJECTS | PASSIVE_SUBJECTS):
        return False
    joining = [c for c in children(verb.head, {"cc"}) if c.i < verb.i]
    return not joining or verb.doc[joining[-1].i - 1].is_punct or joining[-1].lower_ != "and"


def _according(zone: ParsedZone, paragraph: int, token: "Token") -> Iterator[Draft]:
    to = next((c for c in token.children if c.lower_ == "to"), None)
    if to is None and token.i + 1 < len(zone.doc) and zone.doc[token.i + 1].lower_ == "to":
        to = zone.doc[token.i + 1]
    who = next(iter(children(to, {"pobj"})), None) if to is not None else None
    if to is None or who is None:
        return
    head = token.head
    top = head
    while top.dep_ in {
        "prep",
        "pobj",
        "dobj",
        "attr",
        "acomp",
        "nsubj",
        "compound",
        "amod",
        "nummod",
        "conj",
        "appos",
        "npadvmod",
        "advmod",
        "xcomp",
    }:
        if top.head.i == top.i or (top.dep_ == "conj" and _is_apart(top)):
            break
        top = top.head
    own = subtree(token)
    content = subtree(top, [token])
    if top.dep_ == "relcl":
        content |= {i for i in subtree(top.head, [top, token]) if i <= top.head.i}
    elif _is_mistaken(top.head):
        content.add(top.head.i)
    words = noun_phrase(who)
    yield Draft(
        paragraph=paragraph,
        zone=zone,
        head=token,
        word=REPORTED,
        shape="that",
        act=Act.ASSERT,
        cue=pieces(zone, {token.i, to.i}),
        source=pieces(zone, words),
        content=pieces(zone, content - own),
        speaker=who,
        rule="according to",
        outer=frozenset(own),
    )
