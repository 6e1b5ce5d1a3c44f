"""Cues in a paragraph: reporting verbs, nouns of speech, `по словам X`, `якобы`, a headline's colon, each with source and content."""

from collections.abc import Sequence

import msgspec

from .according import as_evidence, as_passed_on, of_phrases
from .contents import complement
from .drafts import OWNERS, Draft
from .frames import Frame, limits
from .hits import Hit, find_hits
from .lexicon import titles
from .marks import allegedly, headline
from .phrases import NOBODY, Source, subject_of
from .speech import Stretch, find_speech
from .speech_nouns import of_noun
from .words import Paragraph

EMPTY = frozenset({"что", "чего", "чём", "который", "которое", "которую", "которые", "себя", "ничего"})


def find_drafts(p: Paragraph) -> tuple[list[Draft], tuple[Stretch, ...]]:
    """All cues of a paragraph with a content, in no order, and the direct speech that was found on the way."""
    hits = find_hits(p)
    speech = find_speech(p, hits)
    drafts = [d for hit in hits if (d := _of_verb(p, hit, limits(p, hits, speech, hit.head))) is not None]
    drafts = [_same_speaker(p, d, drafts) for d in drafts]
    taken = frozenset(i for d in drafts for i in d.cue)
    named = [as_passed_on(p, d, drafts) for d in of_phrases(p, hits, speech)]
    taken |= {i for d in named for i in d.cue}
    drafts += named
    drafts = [as_evidence(p, d, drafts) for d in drafts]
    drafts += [d for word in p.words if word.i not in taken and (d := of_noun(p, word, hits, speech)) is not None]
    carried = {d.head: d for d in drafts if d.row.kind == "noun"}
    drafts = [d for d in drafts if not _is_swallowed(d, carried)]
    drafts += [d for word in p.words if word.lower == "якобы" and (d := allegedly(p, word, drafts, hits, speech)) is not None]
    if (titled := headline(p, drafts, speech)) is not None:
        drafts.append(titled)
    return drafts, speech


def _same_speaker(p: Paragraph, d: Draft, drafts: Sequence[Draft]) -> Draft:
    """`рассказала, что ..., и попросила ...`: a verb without subject has that of the last cue with its form."""
    verb = p.words[d.head]
    if (
        d.speaker is not None
        or verb.feats.get("VerbForm") != "Fin"
        or verb.feats.get("Number") != "Sing"
        or d.row.kind == "passive"
    ):
        return d
    same = [
        o
        for o in drafts
        if o.head < d.head
        and o.speaker is not None
        and p.begins[o.head] == p.begins[d.head]
        and p.words[o.head].feats.get("Gender") == verb.feats.get("Gender")
        and p.words[o.head].feats.get("Tense") == verb.feats.get("Tense")
        and p.words[o.head].feats.get("Number") == "Sing"
        and not d.cue <= o.content
    ]
    if not same or verb.feats.get("Voice") == "Pass":
        return d
    last = max(same, key=lambda o: o.head)
    return msgspec.structs.replace(d, source=last.source, speaker=last.speaker)


def _is_swallowed(d: Draft, carried: dict[int, Draft]) -> bool:
    return d.row.kind != "noun" and any(d.head in c.cue and c is not d for c in carried.values())


def _of_verb(p: Paragraph, hit: Hit, f: Frame) -> Draft | None:
    if hit.row.kind == "exclude" and not hit.negated:
        return None
    source = subject_of(p, hit, f.low, f.high)
    if source[1] is None and p.words[hit.top].feats.get("Person") == "2":
        return None
    found = complement(f, hit, source)
    if found is None:
        return None
    content = found.words - hit.cue - source[0]
    if not any(not p.words[i].is_punct for i in content):
        return None
    told = [p.words[i] for i in content if not p.words[i].is_punct]
    if len(told) == 1 and told[0].lower in EMPTY | OWNERS:
        return None
    if _is_thing(p, hit, source, found.shape) or (hit.row.word == "следовать" and found.shape == "q" and source[1] is None):
        return None
    source = (source[0] - content, source[1]) if not source[0] <= content else NOBODY
    own = p.subtree(p.words[hit.head]) | p.subtree(p.words[hit.top])
    group = frozenset(i for i in own if f.low <= i < f.high and i not in content)
    return Draft(
        p=p,
        head=hit.head,
        row=hit.row,
        shape=found.shape,
        negated=hit.negated,
        cue=hit.cue,
        source=frozenset(source[0]),
        content=frozenset(content),
        speaker=source[1],
        rule=f"verb {hit.row.word} {found.shape}",
        whom=found.whom,
        group=group,
    )


def _is_thing(p: Paragraph, hit: Hit, source: Source, shape: str) -> bool:
    """A thing that says nothing: `тип ракеты не указывает на стрелявшего`."""
    if source[1] is None or hit.row.kind == "evidence" or shape in {"q", "that", "wh"}:
        return False
    head = p.words[source[1]]
    return head.feats.get("Animacy") == "Inan" and head.pos == "NOUN" and not head.entity and head.lemma not in titles()
