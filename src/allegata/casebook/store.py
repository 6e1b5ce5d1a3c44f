"""Records into the database and out again. Callers see records, never rows.

Adding is idempotent: what is there already is left as it is, and the answer says so.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import msgspec

from ..errors import CasebookError
from ..records import (
    Article,
    Capture,
    Claim,
    Decision,
    Failure,
    Incident,
    Linked,
    Match,
    Moment,
    Origin,
    Reading,
    Record,
    Relation,
    Statement,
    Tally,
)
from ..records.wire import digest, from_json, to_json
from .accounts import Accounts
from .connect import ALIAS, configure, point
from .folder import Folder
from .registry import Actors

if TYPE_CHECKING:
    from .models import ReadingRow

T = TypeVar("T")

DECIDING = 0x616C6C6567617461
"""Number of the lock under which decisions are made: `allegata` in ASCII."""

AT_ONCE = 500
"""Ids in one query; SQLite allows 32,766 bound values, PostgreSQL 65,535."""


def open_store(folder: Folder) -> "Store":
    """The casebook's store, its tables brought up to date.

    Raises CasebookError when the database does not answer or was made by a newer version of Allegata.
    """
    configure()
    from django.db import connections

    try:
        point(folder)
        migrate()
    except Exception as error:
        # A damaged database breaks the layers above it in more ways than they have errors for. It is let go of, so that the next
        # try sees it as it is then.
        connections[ALIAS].close()
        if isinstance(error, CasebookError):
            raise
        raise CasebookError(
            f"the database of {folder.path} cannot be used: {error}; check that it runs and is reachable"
        ) from error
    return Store(folder)


def migrate() -> None:
    """Bring the tables up to date; refuses a database that knows more than this code."""
    from django.core.management import call_command
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections[ALIAS])
    newer = [
        name
        for app, name in executor.loader.applied_migrations
        if app == "casebook" and (app, name) not in executor.loader.disk_migrations
    ]
    if newer:
        raise CasebookError(f"the casebook was written by a newer version ({newer[0]}): use that version of Allegata")
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


class Store:
    """One casebook's records. Usable from any thread: each call sees to it that its thread's connection is this casebook's."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.accounts = Accounts(self.here)
        self.actors = Actors(self.here, self.transaction)
        self._learnt: tuple[int, bytes] | None = None

    def here(self) -> None:
        """Point this thread's connection at this casebook."""
        point(self.folder)

    def close(self) -> None:
        """Close this thread's connection."""
        from django.db import connections

        self.here()
        connections[ALIAS].close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; on SQLite the writer's lock is taken at the start. The head that the log told last goes with it."""
        from django.db import transaction

        self.here()
        with transaction.atomic(using=ALIAS):
            yield
            self._keep_head()

    @contextmanager
    def deciding(self) -> Iterator[None]:
        """A transaction in which no other decision can be made, so that what was checked at its start still holds at its end."""
        from django.db import connections

        with self.transaction():
            # SQLite has one writer and took its lock at the start; PostgreSQL is told which writers exclude each other.
            if connections[ALIAS].vendor == "postgresql":
                with connections[ALIAS].cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [DECIDING])
            yield

    # The log's head

    def known_head(self) -> tuple[int, bytes] | None:
        """Size and root of the log's head that was known at the last write; None if there was none."""
        from .models import HeadRow

        self.here()
        row = HeadRow.objects.filter(number=1).first()
        return (row.size, bytes.fromhex(row.root)) if row else None

    def learn_head(self, size: int, root: bytes) -> None:
        """From now on this head is known; it is kept with the next transaction."""
        self._learnt = (size, root)

    def _keep_head(self) -> None:
        from .models import HeadRow

        learnt, self._learnt = self._learnt, None
        if learnt is None:
            return
        row, is_new = HeadRow.objects.select_for_update().get_or_create(
            number=1, defaults={"size": learnt[0], "root": learnt[1].hex()}
        )
        if not is_new and row.size < learnt[0]:
            HeadRow.objects.filter(number=1).update(size=learnt[0], root=learnt[1].hex())

    # Captures

    def add_capture(self, capture: Capture, warc_sha256: str) -> bool:
        """False if a capture of these bytes is there already; what is known of it stays."""
        from .models import CaptureRow

        values = {
            "warc_sha256": warc_sha256,
            "fetched_at": capture.fetched_at,
            "record": text(msgspec.structs.replace(capture, failure=None)),
            "failure": text(capture.failure) if capture.failure else None,
        }
        with self.transaction():
            return CaptureRow.objects.get_or_create(sha256=capture.sha256, defaults=values)[1]

    def captures(self) -> Iterator[Capture]:
        """All, in the order they came in, each with its failure if it could not be read."""
        from .models import CaptureRow

        self.here()
        for record, failure in CaptureRow.objects.order_by("number").values_list("record", "failure").iterator():
            yield capture_of(record, failure)

    def capture(self, sha256: str) -> Capture | None:
        """The capture of these bytes, or None."""
        from .models import CaptureRow

        self.here()
        row = CaptureRow.objects.filter(sha256=sha256).first()
        return capture_of(row.record, row.failure) if row else None

    def warc_of(self, sha256: str) -> str | None:
        """SHA-256 of the vault's file that holds the capture, or None."""
        from .models import CaptureRow

        self.here()
        return CaptureRow.objects.filter(sha256=sha256).values_list("warc_sha256", flat=True).first()

    def record_failure(self, sha256: str, failure: Failure) -> None:
        """Why nothing could be read from a capture; raises CasebookError for one that is not there."""
        from .models import CaptureRow

        with self.transaction():
            if not CaptureRow.objects.filter(sha256=sha256).update(failure=text(failure)):
                raise CasebookError(f"there is no capture {sha256}: add it before its failure")

    def forget_capture(self, sha256: str) -> bool:
        """Delete the capture with all its readings, so that the database's files do not hold them any more; False if it is not
        there. Decisions about them stay. A PostgreSQL may keep older copies in archived logs and backups."""
        from django.db import connections

        from .models import ActorRow, CaptureRow, ClaimPlaceRow, ClaimRow, ReadingRow, StatementRow

        self.here()
        connection = connections[ALIAS]
        is_file = connection.vendor == "sqlite"
        with connection.cursor() as cursor:
            if is_file:
                cursor.execute("PRAGMA secure_delete=ON")
            with self.transaction():
                ClaimPlaceRow.objects.filter(claim__reading__capture__sha256=sha256).delete()
                ClaimRow.objects.filter(reading__capture__sha256=sha256).delete()
                StatementRow.objects.filter(reading__capture__sha256=sha256).delete()
                ReadingRow.objects.filter(capture__sha256=sha256).delete()
                ActorRow.objects.all().delete()
                gone = bool(CaptureRow.objects.filter(sha256=sha256).delete()[0])
            if is_file:
                cursor.execute("VACUUM")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            else:
                for table in ("capture", "reading", "statement", "claim", "claim_place", "actor"):
                    cursor.execute(f"VACUUM casebook_{table}")
        return gone

    # Readings

    def add_reading(self, reading: Reading) -> bool:
        """False if this reading of the capture is there already.

        The first reading of a capture is the current one. Another (a newer reader or extractor) is kept beside it and becomes
        current by `move_to`. A capture that was read has no failure any more. Raises CasebookError if the capture is not there.
        """
        from .models import CaptureRow, ReadingRow

        sha256 = reading.capture.sha256
        with self.transaction():
            captured = CaptureRow.objects.select_for_update().filter(sha256=sha256).first()
            if captured is None:
                raise CasebookError(f"there is no capture {sha256}: add it before its reading")
            held = ReadingRow.objects.filter(capture__sha256=sha256)
            edition = edition_of(reading)
            if held.filter(edition=edition).exists():
                return False
            row = ReadingRow.objects.create(
                capture_id=sha256,
                edition=edition,
                current=not held.exists(),
                text_sha256=reading.article.sha256,
                published=reading.article.published,
                record=text(reading.article),
            )
            add_parts(row, reading)
            CaptureRow.objects.filter(sha256=sha256).update(failure=None)
        return True

    def readings(self) -> Iterator[Reading]:
        """The current reading of each capture that could be read, in the order the captures came in."""
        from .models import ReadingRow

        self.here()
        rows = ReadingRow.objects.filter(current=True).select_related("capture").order_by("capture__number")
        yield from (reading_of(row) for row in rows.prefetch_related("statements", "claims").iterator(chunk_size=100))

    def reading(self, capture_sha: str) -> Reading | None:
        """The current reading of that capture, or None."""
        from .models import ReadingRow

        self.here()
        row = ReadingRow.objects.select_related("capture").filter(capture__sha256=capture_sha, current=True).first()
        return reading_of(row) if row else None

    def readings_of(self, claim_ids: Iterable[str]) -> tuple[Reading, ...]:
        """The current readings that hold any of these claims, in the order the captures came in."""
        from .models import ReadingRow

        self.here()
        numbers: set[int] = set()
        for some in in_parts(tuple(claim_ids)):
            numbers.update(ReadingRow.objects.filter(current=True, claims__id__in=some).values_list("number", flat=True))
        rows = ReadingRow.objects.filter(number__in=numbers).select_related("capture").order_by("capture__number")
        return tuple(reading_of(row) for row in rows.prefetch_related("statements", "claims"))

    def editions(self, capture_sha: str) -> tuple[str, ...]:
        """The editions of a capture's reading, oldest first; the id of each is what `move_to` takes."""
        from .models import ReadingRow

        self.here()
        return tuple(
            ReadingRow.objects.filter(capture__sha256=capture_sha).order_by("number").values_list("edition", flat=True)
        )

    def move_to(self, edition: str) -> None:
        """Make another reading of its capture the current one; raises CasebookError if there is no such edition."""
        from .models import ReadingRow

        with self.transaction():
            row = ReadingRow.objects.filter(edition=edition).first()
            if row is None:
                raise CasebookError(f"there is no reading {edition}: take one that `editions` names")
            ReadingRow.objects.filter(capture__sha256=row.capture_id, current=True).update(current=False)
            ReadingRow.objects.filter(number=row.number).update(current=True)

    def claims_about(self, place_ids: Iterable[str], start: Moment | None, end: Moment | None) -> tuple[Claim, ...]:
        """Claims of current readings that could be about one of these places within this time, for linking to judge.

        A bound that is None is open; a claim whose time the source does not give cannot be ruled out and is among them.
        """
        from django.db.models import Q

        from .models import ClaimRow

        self.here()
        during = Q(reading__current=True)
        if end is not None:
            during &= Q(start__isnull=True) | Q(start__lte=latest(end))
        if start is not None:
            during &= Q(end__isnull=True) | Q(end__gte=earliest(start))
        found: dict[int, str] = {}
        for some in in_parts(tuple(place_ids)):
            found.update(ClaimRow.objects.filter(during, place_rows__place__in=some).values_list("number", "record"))
        return tuple({c.id: c for c in (from_json(found[n], Claim) for n in sorted(found))}.values())

    def claim(self, id: str) -> Claim | None:
        """The claim as the machine made it, or None."""
        from .models import ClaimRow

        self.here()
        record = ClaimRow.objects.filter(id=id).order_by("-reading__current", "number").values_list("record", flat=True).first()
        return from_json(record, Claim) if record else None

    def statement(self, id: str) -> Statement | None:
        """The statement as the machine made it, or None."""
        from .models import StatementRow

        self.here()
        record = (
            StatementRow.objects.filter(id=id).order_by("-reading__current", "number").values_list("record", flat=True).first()
        )
        return from_json(record, Statement) if record else None

    def capture_of(self, id: str) -> str | None:
        """The capture whose current reading holds the claim or statement; the first of them if there are several."""
        from .models import ReadingRow

        self.here()
        current = ReadingRow.objects.filter(current=True).order_by("capture__number")
        for found in (current.filter(claims__id=id), current.filter(statements__id=id)):
            sha256 = found.values_list("capture__sha256", flat=True).first()
            if sha256 is not None:
                return sha256
        return None

    # Links

    def save_links(self, linked: Linked) -> None:
        """Put these in the place of all links made before; links are guesses."""
        from .models import LinkRow

        rows = [
            *(LinkRow(kind="incident", id=made.id, record=text(made)) for made in linked.incidents),
            *(LinkRow(kind="relation", id=made.id, record=text(made)) for made in linked.relations),
            *(LinkRow(kind="origin", id=made.id, record=text(made)) for made in linked.origins),
            *(LinkRow(kind="tally", id=made.id, record=text(made)) for made in linked.tallies),
        ]
        with self.transaction():
            LinkRow.objects.all().delete()
            LinkRow.objects.bulk_create(rows, batch_size=1000)

    def linked(self) -> Linked:
        """The links as last saved; empty ones if there are none."""
        return Linked(
            incidents=self._links("incident", Incident),
            relations=self._links("relation", Relation),
            origins=self._links("origin", Origin),
            tallies=self._links("tally", Tally),
        )

    def _links(self, kind: str, of: type[T]) -> tuple[T, ...]:
        from .models import LinkRow

        self.here()
        records = LinkRow.objects.filter(kind=kind).order_by("number").values_list("record", flat=True)
        return tuple(from_json(record, of) for record in records)

    # Decisions

    def add_decision(self, decision: Decision) -> None:
        """Add one; raises CasebookError if its id is there already. Nothing changes or deletes it afterwards."""
        from django.db import IntegrityError

        from .models import DecisionRow

        try:
            with self.transaction():
                DecisionRow.objects.create(
                    id=decision.id,
                    kind=decision.kind,
                    subject=decision.subject,
                    by=decision.by,
                    at=decision.at,
                    record=text(decision),
                )
        except IntegrityError as error:
            raise CasebookError(f"decision {decision.id} could not be added: {error}") from error

    def decisions(self, subject: str | None = None) -> tuple[Decision, ...]:
        """All, or those about one record, oldest first."""
        from .models import DecisionRow

        self.here()
        rows = DecisionRow.objects.order_by("number")
        records = (rows if subject is None else rows.filter(subject=subject)).values_list("record", flat=True)
        return tuple(from_json(record, Decision) for record in records)

    def record_of(self, subject: str) -> Statement | Claim | Relation | Incident | Match | None:
        """The record that a decision can be about, or None."""
        from .models import LinkRow

        found = self.claim(subject) or self.statement(subject) or self.actors.match(subject)
        if found is not None:
            return found
        link = LinkRow.objects.filter(id=subject, kind__in=("incident", "relation")).values_list("kind", "record").first()
        if link is None:
            return None
        return from_json(link[1], Incident) if link[0] == "incident" else from_json(link[1], Relation)


def add_parts(row: "ReadingRow", reading: Reading) -> None:
    """The statements and claims of a reading, and the places that each claim could be about."""
    from .models import ClaimPlaceRow, ClaimRow, StatementRow

    StatementRow.objects.bulk_create(
        [StatementRow(reading=row, id=s.id, record=text(s)) for s in reading.statements], batch_size=500
    )
    claims = [
        ClaimRow(
            reading=row,
            id=claim.id,
            event=claim.event,
            start=earliest(claim.when.start) if claim.when and claim.when.start else None,
            end=latest(claim.when.end) if claim.when and claim.when.end else None,
            record=text(claim),
        )
        for claim in reading.claims
    ]
    ClaimRow.objects.bulk_create(claims, batch_size=500)
    places = [
        ClaimPlaceRow(claim=made, place=place)
        for made, claim in zip(claims, reading.claims, strict=True)
        for place in sorted({c.id for p in claim.places for c in p.candidates})
    ]
    ClaimPlaceRow.objects.bulk_create(places, batch_size=500)


def edition_of(reading: Reading) -> str:
    """What makes one reading of a capture differ from another: text, zones and ids, not when it was made."""
    return digest([reading.capture.sha256, reading.article, reading.statements, reading.claims])


def reading_of(row: "ReadingRow") -> Reading:
    """The record of a row. Statements and claims come in the order they were added in."""
    return Reading(
        capture=capture_of(row.capture.record, row.capture.failure),
        article=from_json(row.record, Article),
        statements=tuple(from_json(s.record, Statement) for s in sorted(row.statements.all(), key=lambda s: s.number)),
        claims=tuple(from_json(c.record, Claim) for c in sorted(row.claims.all(), key=lambda c: c.number)),
    )


def capture_of(record: str, failure: str | None) -> Capture:
    """The capture with what stopped its reading."""
    capture = from_json(record, Capture)
    return msgspec.structs.replace(capture, failure=from_json(failure, Failure)) if failure else capture


def text(record: Record) -> str:
    """JSON for a text column. NUL is escaped in it, so PostgreSQL takes it."""
    return to_json(record).decode()


def earliest(moment: Moment) -> str:
    """The moment's first minute, at full length so that text order is time order: `2020-10` -> `2020-10-00T00:00`."""
    return moment[:16] + "0000-00-00T00:00"[len(moment[:16]) :]


def latest(moment: Moment) -> str:
    """The moment's last minute or later: `2020-10` -> `2020-10-99T99:99`."""
    return moment[:16] + "9999-99-99T99:99"[len(moment[:16]) :]


def in_parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """The ids without repeats, as many at a time as a query takes."""
    held = tuple(dict.fromkeys(ids))
    for at in range(0, len(held), AT_ONCE):
        yield held[at : at + AT_ONCE]
