"""How well statements are found in our own annotated reports: the figures of `bench.statements` over one split."""

import msgspec

from ..extract import extract
from ..records import Article, Statement, Zone, ZoneKind
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
    found = extract(article, parse=readers().parse, attribution=by).statements
    return as_rows(found)


def as_rows(found: tuple[Statement, ...]) -> list[Row]:
    """Statements as the scorer takes them: spans as pairs, links as indices. Unnamed people go by the words that name them."""
    at = {s.id: n for n, s in enumerate(found)}
    return [
        {
            "source": pairs(s.source),
            "cue": pairs(s.cue),
            "content": pairs(s.content),
            "act": s.act.value,
            "medium": s.medium,
            "parent": at.get(s.parent or ""),
            "denies": at.get(s.denies or ""),
            "speaker": s.speaker.name or (s.speaker.as_written if s.speaker.kind.value == "generic" else None),
            "confidence": s.confidence,
        }
        for s in found
    ]
