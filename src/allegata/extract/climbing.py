"""From a number's or a noun's place in the parse to the mention whose victims or objects it counts."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from .events import Mention, named
from .numbers import Number
from .vocabulary import word_list

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_STEPS = 9
_NOUNS = frozenset({"NOUN", "PROPN"})
_PASSING = frozenset({"of", "including", "among", "between", "from", "than", "to", "at"})
"""Prepositions through which a number still counts what stands before them: "a toll of 5", not "casualties in 5 towns"."""
_SAID_OF = frozenset({"acomp", "oprd", "xcomp", "attr", "acl", "ccomp", "amod", "dep", "advmod", "conj"})


class Climber:
    """Climbs the parse of one Doc; answers are the token indices of mentions, None where a word leads to none."""

    def __init__(self, doc: "Doc", lemmas: Sequence[str], mentions: Mapping[int, Mention]) -> None:
        self.doc, self.lemmas, self.mentions = doc, lemmas, mentions

    def climb(self, start: "Token") -> int | None:
        """The mention that a noun's or number's place in the sentence leads to."""
        here = start
        for _ in range(_STEPS):
            found = self.at(here) if here.i not in self.mentions or self.counts_itself(here) else self.told(start, here)
            if found is not None:
                return found
            head = here.head
            if head.i == here.i:
                return None
            if head.pos_ in {"VERB", "AUX"} and here.dep_ not in {"advcl", "relcl", "acl"}:
                found = self.by_verb(here, head)
                if found is not None:
                    return found
                if here.dep_ not in {"conj", "pobj"} or head.lemma_ not in word_list("tallying"):
                    return None
            if here.dep_ == "pobj" and head.lower_ not in _PASSING and head.head.pos_ in _NOUNS:
                return None
            if here.dep_ == "prep" and head.pos_ in {"VERB", "AUX"}:
                return self.by_verb(here, head)
            if here.dep_ in {"advcl", "relcl", "acl", "ccomp", "xcomp"}:
                return None
            here = head
        return None

    def told(self, start: "Token", here: "Token") -> int | None:
        """The number stands right at a word of harm: "20 injured", "four wounded"."""
        close = start.dep_ in {"nummod", "nsubj", "nsubjpass", "npadvmod", "advmod", "amod", "det"} or start.i == here.i
        return here.i if close and self.mentions[here.i].trigger.pos == "A" and self.mentions[here.i].trigger.measure else None

    def at(self, token: "Token") -> int | None:
        """A mention at the token itself or in a word that describes it: "20 wounded soldiers", "four people injured"."""
        if self.counts_itself(token):
            return token.i
        for child in token.children:
            if child.dep_ in {"acl", "amod", "relcl", "nmod"} and child.i in self.mentions:
                mention = self.mentions[child.i]
                if (
                    mention.trigger.pos != "N"
                    and not (child.dep_ == "acl" and child.tag_ == "VBG")
                    and self.suffers(token, child)
                ):
                    return child.i
        return self.at_end_of_list(token)

    def at_end_of_list(self, token: "Token") -> int | None:
        """ "13 vehicles, three planes and a drone destroyed": the parser hangs the participle on the last of the list."""
        later = [c for c in token.conjuncts if c.i > token.i] if token.pos_ in _NOUNS else []
        for child in later[-1].children if later else ():
            if child.dep_ == "acl" and child.tag_ == "VBN" and child.i in self.mentions:
                return child.i
        return None

    def counts_itself(self, token: "Token") -> bool:
        mention = self.mentions.get(token.i)
        return (
            mention is not None
            and mention.is_noun
            and (mention.trigger.measure is not None or mention.event in {"damage", "destruction"})
        )

    def suffers(self, noun: "Token", verb: "Token") -> bool:
        """In a relative clause the noun suffers unless it is the one who does: "soldiers who killed", "people who died"."""
        mention = self.mentions[verb.i]
        if verb.dep_ != "relcl" or mention.trigger.roles == "victim":
            return True
        return any(c.dep_ == "nsubjpass" for c in verb.children) or not any(c.dep_ == "dobj" for c in verb.children)

    def by_verb(self, child: "Token", verb: "Token") -> int | None:
        """The mention that a verb's argument belongs to: the verb's own, or the noun of harm that it counts or has."""
        mention = self.mentions.get(verb.i)
        dep = child.dep_
        if mention is not None and dep == "conj" and child.pos_ in _NOUNS and mention.kind == "harm":
            unit = named(child, self.lemmas)
            return verb.i if unit is not None and unit.kind == "equipment" else None
        if mention is not None and dep == "prep" and child.lower_ == "at" and self.is_put(verb):
            return verb.i
        if mention is not None:
            if dep in {"nsubjpass", "dobj", "dative", "oprd", "attr", "npadvmod"}:
                return verb.i
            if dep == "nsubj":
                return verb.i if self.is_sufferer(child, verb, mention) else None
            if dep in {"prep", "conj"} and mention.trigger.roles in {"victim"}:
                return None
            if dep == "prep" and self.is_harmed_by_prep(child, mention):
                return verb.i
            return None
        return self.by_light_verb(child, verb)

    def is_put(self, verb: "Token") -> bool:
        """ "put the number of civilians killed at 18": the parser hangs `at` on the nearer verb."""
        return any(self.lemmas[t.i] in {"put", "estimate", "set"} for t in verb.ancestors)

    def is_harmed_by_prep(self, prep: "Token", mention: Mention) -> bool:
        return (
            prep.lower_ in {"to", "of"}
            and mention.kind == "harm"
            and mention.trigger.roles == "agent-target"
            and prep.lower_ == "of"
        )

    def is_sufferer(self, child: "Token", verb: "Token", mention: Mention) -> bool:
        if mention.trigger.roles == "victim":
            return True
        if mention.trigger.roles == "agent-weapon":
            return verb.lemma_ in {"land", "fall"}
        has_object = any(c.dep_ == "dobj" for c in verb.children)
        bare = verb.tag_ in {"VBN", "VBD", "JJ"} and not any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children)
        return (
            not has_object
            and bare
            and mention.trigger.roles in {"agent-victim", "agent-target"}
            and mention.kind in {"harm", "deed"}
        )

    def by_light_verb(self, child: "Token", verb: "Token") -> int | None:
        lemma = self.lemmas[verb.i]
        if lemma == "be" and child.dep_ in {"nsubj", "attr"}:
            # "among the dead were two nurses"
            among = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ == "among"), None)
            whole = next((c for c in among.children if c.dep_ == "pobj"), None) if among is not None else None
            if whole is not None and whole.i in self.mentions and self.mentions[whole.i].trigger.measure:
                return whole.i
        if lemma in word_list("leaving"):
            for other in verb.subtree:
                if (
                    other.i > verb.i
                    and other.dep_ in _SAID_OF
                    and other.i in self.mentions
                    and self.mentions[other.i].trigger.pos in {"A", "V"}
                    and other.head in {verb, child}
                    and child.dep_ != "prep"
                ):
                    return other.i
        if lemma in word_list("tallying"):
            for other in verb.children:
                if other.dep_ in {"nsubj", "nsubjpass", "dobj", "attr", "expl"} and other.i != child.i:
                    found = self.inside(other)
                    if found is not None:
                        return found
        if lemma in {"do", "cause", "inflict"} and child.lower_ == "to":
            return next((c.i for c in verb.children if c.i in self.mentions and self.mentions[c.i].event == "damage"), None)
        if lemma in word_list("having"):
            return next((c.i for c in verb.children if c.i in self.mentions and self.mentions[c.i].is_noun), None)
        return None

    def inside(self, noun: "Token") -> int | None:
        """The noun of harm within a subject: "the number of the dead", "losses of the army"."""
        if self.counts_itself(noun):
            return noun.i
        described = next((c.i for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN" and c.i in self.mentions), None)
        if described is not None and self.mentions[described].kind == "harm":
            return described
        if self.lemmas[noun.i] in {"number", "figure", "total", "count", "tally", "list", "sum", "data", "one"}:
            for of in noun.children:
                if of.dep_ in {"prep", "acl"}:
                    for c in of.subtree:
                        if c.i in self.mentions and (self.counts_itself(c) or self.mentions[c.i].kind in {"harm", "deed"}):
                            return c.i
                if of.i in self.mentions:
                    return of.i
        return None

    def beside(self, number: Number, noun: "Token | None") -> int | None:
        """Where the parse leads nowhere: a participle or adjective of harm right after the number or its noun ("4 dead")."""
        end = noun.i if noun is not None and noun.i > number.last else number.last
        for token in self.doc[end + 1 : end + 4]:
            mention = self.mentions.get(token.i)
            if mention is not None:
                fits = (
                    mention.trigger.pos in {"A", "V"}
                    and token.tag_ in {"VBN", "VBD", "JJ", "NN", "NNS"}
                    and mention.kind in {"harm", "deed"}
                )
                return token.i if fits and not any(c.dep_ == "dobj" for c in token.children) else None
            if not (token.pos_ in {"ADV", "AUX"} or token.lower_ in {"others", "people", "more"}):
                return None
        return None
