"""The columns that stand beside a record are copies of what the record says; those that are not are found here.

Queries trust the columns, people see what queries find, and the log has the record's digest alone.
"""

from collections.abc import Iterator

from ..records import Capture, Claim, Decision, Statement
from ..records.wire import from_json
from .store import Store, earliest, edition_of, latest, reading_of


def misfits(store: Store) -> Iterator[tuple[str, str]]:
    """Kind and id of each row whose columns do not agree with its record. Raises what reading a broken record raises."""
    store.here()
    yield from _captures()
    yield from _readings()
    yield from _decisions()


def warcs(store: Store) -> dict[str, str]:
    """Of each capture, the SHA-256 of the vault's file as the database has it."""
    from .models import CaptureRow

    store.here()
    return dict(CaptureRow.objects.values_list("sha256", "warc_sha256"))


def _captures() -> Iterator[tuple[str, str]]:
    from .models import CaptureRow

    for row in CaptureRow.objects.order_by("number").iterator():
        capture = from_json(row.record, Capture)
        if (row.sha256, row.fetched_at) != (capture.sha256, capture.fetched_at):
            yield "capture", row.sha256


def _readings() -> Iterator[tuple[str, str]]:
    from .models import ReadingRow

    rows = ReadingRow.objects.order_by("number").select_related("capture")
    for row in rows.prefetch_related("statements", "claims__place_rows").iterator(chunk_size=100):
        reading = reading_of(row)
        columns = (row.capture_id, row.edition, row.text_sha256, row.published)
        article = reading.article
        said = [(from_json(part.record, Statement).id, part.id) for part in row.statements.all()]
        fits = (
            columns == (reading.capture.sha256, edition_of(reading), article.sha256, article.published)
            and all(inside == beside for inside, beside in said)
            and all(_claim_fits(claim) for claim in row.claims.all())
        )
        if not fits:
            yield "reading", str(row.capture_id)


def _claim_fits(row: object) -> bool:
    from .models import ClaimRow

    assert isinstance(row, ClaimRow)
    claim = from_json(row.record, Claim)
    start = earliest(claim.when.start) if claim.when and claim.when.start else None
    end = latest(claim.when.end) if claim.when and claim.when.end else None
    places = {candidate.id for place in claim.places for candidate in place.candidates}
    there = [each.place for each in row.place_rows.all()]
    return (row.id, row.event, row.start, row.end) == (claim.id, claim.event, start, end) and sorted(there) == sorted(places)


def _decisions() -> Iterator[tuple[str, str]]:
    from .models import DecisionRow

    for row in DecisionRow.objects.order_by("number").iterator():
        made = from_json(row.record, Decision)
        if (row.id, row.kind, row.subject, row.by, row.at) != (made.id, made.kind, made.subject, made.by, made.at):
            yield "decision", row.id
