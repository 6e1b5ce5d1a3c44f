"""How well statements are found in our own annotated reports: the figures of `bench.statements` over one split."""

import msgspec

from ..extract import extract
from ..records import ActorKind, Article, Spans, Statement, Zone, ZoneKind
from .annotated import Row, annotated
from .rows import as_article, pairs, readers
from .statements import score


def measure(split: str, *, lang: str | None = None, rules_alone: bool = False) -> dict[str, float]:
    """The figures of one split (train, dev, test), of one language or all. Speakers are judged as `extract` gives them, with no profile."""
    rows = list(annotated(split, lang=lang))
    return score(rows, {row["id"]: statements_of(row, rules_alone=rules_alone) for row in rows})


def statements_of(row: Row, *, rules_alone: bool = False) -> list[Row]:
    """What is found in an annotated report, in the scorer's form; its zones are taken as annotated."""
    from ..extract.attribution import attribute

    zones = tuple(Zone(kind=ZoneKind(z["kind"]), start=z["start"], end=z["end"]) for z in row["zones"])
    article: Article = msgspec.structs.replace(as_article(row["text"], row["published"]), zones=zones, language=row["lang"])
    by = attribute if rules_alone else readers().attribution
    using = readers()
    found = extract(article, parse=using.parse, attribution=by, others=using.others).statements
    return as_rows(found)


def as_rows(found: tuple[Statement, ...]) -> list[Row]:
    """Statements as the scorer takes them: spans as pairs, links as indices. Unnamed people go by the words that name them; joint
    speakers, who have a statement each, are one."""
    together: dict[tuple[Spans, ...], list[Statement]] = {}
    for statement in found:
        together.setdefault((statement.source, statement.cue, statement.content), []).append(statement)
    lots = list(together.values())
    at = {s.id: n for n, lot in enumerate(lots) for s in lot}
    return [
        {
            "source": pairs(s.source),
            "cue": pairs(s.cue),
            "content": pairs(s.content),
            "act": s.act.value,
            "medium": s.medium,
            "parent": at.get(s.parent or ""),
            "denies": at.get(s.denies or ""),
            "speaker": " and ".join(filter(None, map(named, lot))) or None,
            "confidence": s.confidence,
        }
        for lot in lots
        for s in lot[:1]
    ]


def named(statement: Statement) -> str | None:
    """The speaker's name, or the words for people that the report leaves unnamed."""
    speaker = statement.speaker
    return speaker.name or (speaker.as_written if speaker.kind is ActorKind.GENERIC else None)
