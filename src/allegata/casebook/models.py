"""The tables. A record is kept whole as JSON in `record`; the columns beside it are what queries ask for.

Guesses (readings, links) and decisions are different tables: the first are replaced by better guesses, the second only grow,
which the database itself enforces (migrations/0002).
"""

from django.db import models

HASH, ID, CODE, MOMENT = 64, 200, 60, 16


class CaptureRow(models.Model):
    """One capture, under its SHA-256."""

    number = models.BigAutoField(primary_key=True)
    sha256 = models.CharField(max_length=HASH, unique=True)
    warc_sha256 = models.CharField(max_length=HASH)
    fetched_at = models.DateTimeField()
    record = models.TextField()
    failure = models.TextField(null=True)

    class Meta:
        db_table = "casebook_capture"


class ReadingRow(models.Model):
    """What was read from a capture. A newer reader's or extractor's stands beside the older until a person moves over."""

    number = models.BigAutoField(primary_key=True)
    capture = models.ForeignKey(CaptureRow, models.PROTECT, to_field="sha256", related_name="readings")
    edition = models.CharField(max_length=HASH)
    current = models.BooleanField()
    text_sha256 = models.CharField(max_length=HASH, db_index=True)
    published = models.CharField(max_length=MOMENT, null=True)
    record = models.TextField()

    class Meta:
        db_table = "casebook_reading"
        constraints = [
            models.UniqueConstraint(fields=["capture", "edition"], name="one_row_an_edition"),
            models.UniqueConstraint(fields=["capture"], condition=models.Q(current=True), name="one_current_reading"),
        ]


class StatementRow(models.Model):
    """One statement of a reading."""

    number = models.BigAutoField(primary_key=True)
    reading = models.ForeignKey(ReadingRow, models.PROTECT, related_name="statements")
    id = models.CharField(max_length=ID, db_index=True)
    record = models.TextField()

    class Meta:
        db_table = "casebook_statement"
        constraints = [models.UniqueConstraint(fields=["reading", "id"], name="statement_once")]


class ClaimRow(models.Model):
    """One claim of a reading. `start` and `end` bound its time to the minute; empty where the source leaves it open."""

    number = models.BigAutoField(primary_key=True)
    reading = models.ForeignKey(ReadingRow, models.PROTECT, related_name="claims")
    id = models.CharField(max_length=ID, db_index=True)
    event = models.CharField(max_length=CODE, db_index=True)
    start = models.CharField(max_length=MOMENT, null=True)
    end = models.CharField(max_length=MOMENT, null=True)
    record = models.TextField()

    class Meta:
        db_table = "casebook_claim"
        constraints = [models.UniqueConstraint(fields=["reading", "id"], name="claim_once")]
        indexes = [models.Index(fields=["start", "end"], name="claim_time")]


class ClaimPlaceRow(models.Model):
    """A place that a claim could be about: one row for each candidate."""

    number = models.BigAutoField(primary_key=True)
    claim = models.ForeignKey(ClaimRow, models.PROTECT, related_name="place_rows")
    place = models.CharField(max_length=ID, db_index=True)

    class Meta:
        db_table = "casebook_claim_place"
        constraints = [models.UniqueConstraint(fields=["claim", "place"], name="claim_place_once")]


class LinkRow(models.Model):
    """What linking found: an incident, relation, origin or tally. All are replaced together."""

    number = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=CODE)
    id = models.CharField(max_length=ID)
    record = models.TextField()

    class Meta:
        db_table = "casebook_link"
        constraints = [models.UniqueConstraint(fields=["kind", "id"], name="link_once")]
        indexes = [models.Index(fields=["id"], name="link_id")]


class ActorRow(models.Model):
    """The registry of actors: an actor, a naming or a match. All are replaced together. `name`: of a match, its verdict."""

    number = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=CODE)
    id = models.CharField(max_length=ID)
    name = models.CharField(max_length=ID, db_index=True)
    record = models.TextField()

    class Meta:
        db_table = "casebook_actor"
        constraints = [models.UniqueConstraint(fields=["kind", "id"], name="actor_once")]


class DecisionRow(models.Model):
    """What a person decided. Only ever added."""

    number = models.BigAutoField(primary_key=True)
    id = models.CharField(max_length=ID, unique=True)
    kind = models.CharField(max_length=CODE)
    subject = models.CharField(max_length=ID, db_index=True)
    by = models.CharField(max_length=ID)
    at = models.DateTimeField()
    record = models.TextField()

    class Meta:
        db_table = "casebook_decision"


class HeadRow(models.Model):
    """The longest head of the log that was signed when the database was last written to: one row. Written with the rows of
    each transaction, so that a database put back to an older copy is told from the log (preserve/log.py)."""

    number = models.PositiveSmallIntegerField(primary_key=True, default=1)
    size = models.BigIntegerField()
    root = models.CharField(max_length=HASH)

    class Meta:
        db_table = "casebook_head"
