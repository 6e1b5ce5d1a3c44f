"""The speech act of a statement: from the cue's row in the lexicon, then from negation, then from what is said."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..records import Act
from .charges import answers_charge, begins_with_no, inside_of, is_charge, is_untrue
from .grammar import children, is_infinitive, is_negated
from .lexicon import falsehoods, harms, judgements, nouns, verbs

if TYPE_CHECKING:
    from spacy.tokens import Token

    from .cues import Draft

SAYS_NO = "says no"
"""In a statement's rule: it denies by what it says ("nobody fired"), so that its words are not to be turned round."""

_FIRST = frozenset({"i", "we"})
_OPEN = frozenset({Act.ASSERT, Act.ANNOUNCE})
"""Acts that say little by themselves, so that what is said may decide: "declared that it must be preceded by an apology"."""

_TURNED = {Act.DENY: Act.ADMIT, Act.CONDEMN: Act.ASSERT, Act.PROMISE: Act.DECLINE}
_PERFORMED = frozenset(
    {Act.CALL, Act.DEMAND, Act.ADMIT, Act.WARN, Act.CONDEMN, Act.PROMISE, Act.DENY, Act.ACCUSE, Act.REQUEST, Act.THREATEN}
)


def find_act(draft: "Draft", drafts: "Sequence[Draft]" = ()) -> Act:
    """The act. A negated cue declines ("did not confirm") or, of a denial, admits ("did not deny").

    `drafts` are those beside it: in `rejected the charge, saying that nobody had fired` the second says no to the same charge.
    """
    own = _own_act(draft)
    if own in _OPEN | {Act.DEMAND} and not is_negated(draft.head) and is_untrue(draft):
        return Act.DENY
    if own not in _OPEN:
        return own
    beside = _says_no(draft) and any(_denies_beside(draft, d) for d in drafts)
    if beside or (drafts and begins_with_no(draft)) or answers_charge(draft, drafts):
        return Act.DENY
    return Act.ACCUSE if is_charge(draft) else own


def _denies_beside(draft: "Draft", other: "Draft") -> bool:
    return (
        other is not draft
        and other.paragraph == draft.paragraph
        and other.speaker is not None
        and draft.speaker is not None
        and other.speaker.i == draft.speaker.i
        and other.head.i < draft.head.i < draft.head.sent.end
        and other.head.sent.start == draft.head.sent.start
        and _own_act(other) is Act.DENY
    )


def _says_no(draft: "Draft") -> bool:
    """Whether the main verb of what is said is negated, by itself or by its subject ("no shot was fired")."""
    for token in (t for span in draft.content for t in draft.zone.tokens(span)):
        if token.pos_ in {"VERB", "AUX"} and token.dep_ in {"ccomp", "ROOT"}:
            subjects = children(token, {"nsubj", "nsubjpass"})
            return is_negated(token) or any(w.lower_ in _NOBODY for s in subjects for w in (s, *children(s, {"det"})))
    return False


_NOBODY = frozenset({"no", "none", "nobody", "nothing", "neither"})


def _own_act(draft: "Draft") -> Act:
    if draft.word.polarity == "~" or _is_refused(draft.head):
        return Act.DECLINE
    if _is_neither(draft.head):
        return Act.DECLINE
    negated = is_negated(draft.head) or any(t.dep_ == "neg" for s in draft.cue for t in draft.zone.tokens(s))
    if negated and draft.word.word == "rule out":
        return Act.ASSERT  # what is not ruled out is held possible
    if negated and draft.word.kind != "noun":
        return _TURNED.get(draft.act, Act.DECLINE if draft.word.kind in _SPEAKING else draft.act)
    if draft.act in _OPEN and _says_nothing(draft):
        return Act.DECLINE
    if draft.act in {Act.PROMISE, Act.ANNOUNCE} and _threatens(draft):
        return Act.THREATEN
    if draft.act in _OPEN:
        judged = _judged(draft)
        said = _from_content(draft)
        return judged if judged is Act.CONDEMN and said is Act.DEMAND else said or judged or draft.act
    if draft.act is Act.WARN and _reserves(draft):
        return Act.THREATEN
    return draft.act


_OWN = frozenset({"i", "we", "it", "he", "she", "they", "our", "its", "his", "her", "their", "my"})
_SEEN = frozenset({"confirm", "acknowledge", "recognize", "recognise"})
_CALLING = frozenset({"oprd", "attr", "acomp", "pobj"})


def _says_nothing(draft: "Draft") -> bool:
    """`made no mention of`, `without saying who`: a cue that says that nothing is said."""
    words = {t.lower_ for span in draft.cue for t in draft.zone.tokens(span)}
    said = [t.lower_ for t in inside_of(draft)]
    return bool(words & {"no", "without"}) or "nothing to add" in " ".join(said) or _is_yet_to(draft.head)


def _is_yet_to(verb: "Token") -> bool:
    """`has yet to respond`."""
    return is_infinitive(verb) and any(c.lower_ == "yet" for v in (verb, verb.head) for c in v.children)


def _judged(draft: "Draft") -> Act | None:
    """What a neutral cue says by its content: a judgement condemns, a fault owned admits, an attack told at a distance accuses."""
    inside = [t for span in draft.content for t in draft.zone.tokens(span)]
    if draft.head.lemma_.lower() in _SEEN and _tells_own_deed(inside):
        return Act.ADMIT
    if draft.word.kind != "noun" and _owns_fault(inside):
        return Act.ADMIT
    if draft.word.hedge == "distancing" and draft.shape != "inf" and _tells_harm(inside) and not _tells_own_deed(inside):
        return Act.ACCUSE
    return Act.CONDEMN if draft.word.kind != "noun" and any(_blames(t, draft) for t in inside) else None


def _tells_own_deed(inside: "Sequence[Token]") -> bool:
    """`confirmed that it had bombed the town`, `confirms bombing of the town`: a deed of harm whose doer is the speaker."""
    for token in inside:
        if token.lemma_.lower() not in harms():
            continue
        who = children(token, {"nsubj"})
        if token.pos_ == "VERB" and (who[0].lower_ in _OWN if who else token.tag_ == "VBG" and token.i == inside[0].i):
            return True
    return False


def _tells_harm(inside: "Sequence[Token]") -> bool:
    """Whether somebody is said to have done it: `one man was killed` names nobody."""
    return any(t.lemma_.lower() in harms() and t.pos_ == "VERB" and not is_negated(t) and _has_doer(t) for t in inside)


def _has_doer(verb: "Token") -> bool:
    passive = children(verb, {"auxpass"}) or (verb.dep_ == "conj" and children(verb.head, {"auxpass"}))
    return bool(children(verb, {"agent"})) or (not passive and bool(children(verb, {"nsubj"})))


def _owns_fault(inside: "Sequence[Token]") -> bool:
    """`it was a mistake, and we are sorry`, `he took full responsibility`: a fault, said by or of oneself."""
    for token in inside:
        if judgements().get(token.lemma_.lower()) != "fault":
            continue
        verb = token if token.pos_ in {"VERB", "AUX"} else token.head
        who = children(verb, {"nsubj"})
        own = {"i", "we"} if token.lemma_ != "responsibility" else _OWN
        if who and who[0].lower_ in own and not is_negated(verb):
            return True
    return False


def _blames(token: "Token", draft: "Draft") -> bool:
    """Whether a word of blame is what something is said to be: `called it a crime`, `said the raid was a grave breach`."""
    if judgements().get(token.lemma_.lower()) != "blame":
        return False
    named = token.head if token.dep_ in {"amod", "compound"} else token
    if named.dep_ not in _CALLING or any(c.dep_ == "neg" for c in named.head.children):
        return draft.shape == "np-y" and len(draft.content[-1]) < _SHORT and named.dep_ in {"dobj", "ccomp", "ROOT"}
    if named.dep_ == "pobj":
        return named.head.lower_ == "as"
    return named.head.i == draft.head.i or named.head.dep_ in {"ccomp", "ROOT", "conj", "relcl"}


_SHORT = 60
"""Characters of a content that is only what something is called."""


def _reserves(draft: "Draft") -> bool:
    """`reserves the right to strike`: what is warned of is one's own deed."""
    said = " ".join(t.lower_ for t in inside_of(draft))
    return any(f"{word} the right to" in said for word in ("reserve", "reserves", "reserved"))


def _threatens(draft: "Draft") -> bool:
    """`vowed to destroy`, `promised revenge`."""
    first = [t for span in draft.content[:1] for t in draft.zone.tokens(span)][:4]
    kinds = {"vengeance"} if draft.act is Act.ANNOUNCE else {"harm", "vengeance"}
    return any(judgements().get(t.lemma_.lower()) in kinds and t.pos_ in {"VERB", "NOUN"} for t in first)


_SPEAKING = frozenset({"say", "inform", "admit", "respond", "talk", "cite", "accuse"})


def _is_neither(verb: "Token") -> bool:
    """`neither confirmed nor denied`."""
    return verb.dep_ == "conj" and is_negated(verb.head) and any(c.lower_ == "nor" for c in children(verb.head, {"cc"}))


def _is_refused(verb: "Token") -> bool:
    """`declined to say`, `refused to confirm`."""
    head = verb.head
    if verb.dep_ != "xcomp" or not is_infinitive(verb):
        return False
    row = verbs().get(head.lemma_.lower())
    return row is not None and row.polarity == "~"


def _from_content(draft: "Draft") -> Act | None:
    found: Act | None = None
    for span in draft.content:
        tokens = draft.zone.tokens(span)
        if any(_calls_untrue(t) for t in tokens):
            return Act.DENY
        inside = {t.i for t in tokens}
        for token in tokens:
            if token.pos_ not in {"VERB", "AUX"} and token.dep_ not in {"dobj", "ROOT"}:
                continue
            top = token.head.i not in inside or token.head.i == token.i
            if top or token.dep_ in {"ROOT", "ccomp", "conj", "relcl"}:
                found = (
                    found or _denied(token) or _performed(token) or (_modal(token) if top and not _is_quoted(draft) else None)
                )
            if top and token.dep_ == "dobj":
                found = found or _noun_act(token)
    return found


def _is_quoted(draft: "Draft") -> bool:
    return draft.shape == "q"


def _noun_act(token: "Token") -> Act | None:
    """`a list of conditions`: what the listing is of decides."""
    below = [t for p in children(token, {"prep"}) if p.lower_ == "of" for t in children(p, {"pobj"})]
    for noun in (token, *below):
        row = nouns().get(noun.lemma_.lower())
        if row is not None and row.act is not Act.ASSERT:
            return row.act
    return None


_EXCLAIMED = 5
"""Words and marks of a sentence that is only an answer: `“Ridiculous,”`."""

_PREDICATES = frozenset({"oprd", "attr", "acomp", "ccomp", "xcomp"})


def _calls_untrue(token: "Token") -> bool:
    """`called it a lie`, `the figures are groundless`, `described it as provocative and false`."""
    if token.lemma_.lower() not in falsehoods() or (token.pos_ == "VERB" and children(token, {"nsubj"})):
        return False  # `they have lied` tells of people, `it is a lie` of what was said
    if token.dep_ == "ROOT" and len(token.sent) <= _EXCLAIMED:
        return True
    if token.dep_ == "amod" and token.head.dep_ == "attr" and token.head.lemma_.lower() in nouns():
        token = token.head  # `these are groundless accusations`
    first = token.head if token.dep_ == "conj" else token
    if any(c.dep_ == "neg" for c in first.head.children):
        return False
    if first.dep_ in _PREDICATES or (first.dep_ in {"pobj", "amod"} and first.head.lower_ == "as"):
        return True
    at = token.i - 1
    while at > token.sent.start and (token.doc[at].is_punct or token.doc[at].pos_ in {"ADJ", "ADV", "CCONJ", "DET"}):
        at -= 1
    # the parse breaks at the marks of `as “false and provocative”`
    return bool(token.doc[at].lower_ == "as")


def _denied(verb: "Token") -> Act | None:
    """`claims that are falsified by footage`: what is denied is a claim, so that the sentence denies."""
    row = verbs().get(verb.lemma_.lower())
    if row is None or row.act is not Act.DENY:
        return None
    subjects = children(verb, {"nsubjpass"})
    noun = verb.head if subjects and subjects[0].lower_ in {"that", "which"} else subjects[0] if subjects else None
    return Act.DENY if noun is not None and noun.lemma_.lower() in nouns() else None


def _performed(verb: "Token") -> Act | None:
    """`I call on ...`, `we regret that ...`: the act that the words perform."""
    own = children(verb, {"nsubj"})
    if not own or own[0].lower_ not in _FIRST or verb.tag_ not in {"VBP", "VBZ", "VB"}:
        return None
    row = verbs().get(verb.lemma_.lower())
    if row is None or is_negated(verb):
        return None
    acts = [row.act, *(row.complements[p.lower_] for p in children(verb, {"prep"}) if p.lower_ in row.complements)]
    return next((act for act in reversed(acts) if act in _PERFORMED), None)


def _modal(verb: "Token") -> Act | None:
    """`must be preceded` demands, `should withdraw` calls; `must have been aware` only supposes."""
    words = {c.lower_ for c in children(verb, {"aux"})}
    if "have" in words:
        return None
    if "must" in words and verb.tag_ in {"VB", "VBN"}:
        return Act.DEMAND
    return Act.CALL if "should" in words else None
