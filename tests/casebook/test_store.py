"""The store on SQLite and on PostgreSQL: what goes in comes out, the same thing twice changes nothing, decisions only grow."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import msgspec
import pytest
from django.db import IntegrityError, InternalError, connection

from allegata.casebook import Folder, Store, open_store
from allegata.casebook.accounts import Role
from allegata.casebook.store import earliest, latest
from allegata.errors import CasebookError, DecisionRefused
from allegata.preserve.log import Log
from allegata.records import Decision, DecisionKind, Failure, FailureStage, Linked, Reading
from allegata.work import desk

from . import made


def added(store: Store, *readings: Reading) -> tuple[Reading, ...]:
    """The readings, put in."""
    for reading in readings:
        assert store.add_capture(reading.capture, "f" * 64)
        assert store.add_reading(reading)
    return readings


def decision(number: int, subject: str = "claim-1") -> Decision:
    return Decision(
        id=f"decision-{number}",
        kind=DecisionKind.ACCEPT,
        subject=subject,
        by="ann",
        at=made.NOW + timedelta(minutes=number),
        reason="",
    )


def test_what_goes_in_comes_out(store: Store) -> None:
    readings = added(store, made.alder(), made.wire(), made.later())
    assert tuple(store.readings()) == readings
    assert store.reading(readings[1].capture.sha256) == readings[1]
    assert [c.sha256 for c in store.captures()] == [r.capture.sha256 for r in readings]
    assert store.warc_of(readings[0].capture.sha256) == "f" * 64
    claim = readings[0].claims[1]
    assert store.claim(claim.id) == claim == store.record_of(claim.id)
    assert store.statement(str(claim.statement)) == readings[0].statement(claim.statement)
    assert store.reading("0" * 64) is None and store.capture("0" * 64) is None and store.record_of("claim-0") is None


def test_twice_changes_nothing(store: Store) -> None:
    (reading,) = added(store, made.alder())
    assert not store.add_capture(reading.capture, "e" * 64)
    assert not store.add_reading(reading)
    assert tuple(store.readings()) == (reading,)
    assert store.warc_of(reading.capture.sha256) == "f" * 64


def test_a_newer_reading_stands_beside_the_older_until_a_person_moves_over(store: Store) -> None:
    (older,) = added(store, made.alder())
    newer = msgspec.structs.replace(older, claims=older.claims[:2])
    assert store.add_reading(newer)
    assert store.reading(older.capture.sha256) == older
    first, second = store.editions(older.capture.sha256)
    store.move_to(second)
    assert store.reading(older.capture.sha256) == newer
    assert store.record_of(older.claims[4].id) == older.claims[4], "what a decision was about stays in reach"
    store.move_to(first)
    assert tuple(store.readings()) == (older,)
    with pytest.raises(CasebookError, match="no reading"):
        store.move_to("0" * 64)


def test_a_failure_is_shown_until_the_capture_is_read(store: Store) -> None:
    capture = made.unread()
    assert store.add_capture(capture, "f" * 64)
    assert tuple(store.captures()) == (capture,)
    failure = Failure(stage=FailureStage.READ, error="TooLarge", reason="50 MB of text")
    reading = made.alder()
    store.add_capture(reading.capture, "f" * 64)
    store.record_failure(reading.capture.sha256, failure)
    found = store.capture(reading.capture.sha256)
    assert found is not None and found.failure == failure
    store.add_reading(reading)
    assert store.capture(reading.capture.sha256) == reading.capture
    with pytest.raises(CasebookError, match="no capture"):
        store.record_failure("0" * 64, failure)
    with pytest.raises(CasebookError, match="no capture"):
        store.add_reading(made.wire())


@pytest.mark.parametrize(
    ("places", "start", "end", "found", "why"),
    [
        (["geonames:1001"], "2031-03-04", "2031-03-04", 7, "all that Tuesday in Alder"),
        (["geonames:1001"], "2031-03", "2031-03", 7, "a month holds its days"),
        (["geonames:1001"], "2031-03-04T12:00", None, 0, "the morning is over"),
        (["geonames:1001"], None, "2031-03-03", 0, "the day before"),
        (["geonames:1002"], "2031-03-04", "2031-03-06", 1, "the other town"),
        (["geonames:1001", "geonames:1002"], None, None, 8, "both, any time"),
        (["geonames:9"], None, None, 0, "a place that nobody names"),
        ([], None, None, 0, "no place"),
    ],
)
def test_claims_about(store: Store, places: list[str], start: str | None, end: str | None, found: int, why: str) -> None:
    added(store, made.alder(), made.wire(), made.later())
    assert len(store.claims_about(places, start, end)) == found, why


def test_a_claim_without_a_time_cannot_be_ruled_out(store: Store) -> None:
    reading = made.alder()
    timeless = msgspec.structs.replace(reading.claims[1], when=None)
    added(store, msgspec.structs.replace(reading, claims=(timeless,)))
    assert store.claims_about(["geonames:1001"], "1999", "1999") == (timeless,)


def test_bounds_are_in_the_order_of_time() -> None:
    moments = ["2031", "2031-03", "2031-03-04", "2031-03-04T05:00"]
    assert [earliest(m) for m in moments] == sorted(earliest(m) for m in moments)
    assert [latest(m) for m in moments] == sorted((latest(m) for m in moments), reverse=True)
    assert all(earliest(m) <= "2031-03-04T05:00" <= latest(m) for m in moments)
    assert latest("2031-03-04") < earliest("2031-03-05")


def test_links_replace_links(store: Store) -> None:
    readings = added(store, made.alder(), made.wire(), made.later())
    assert store.linked() == Linked(incidents=(), relations=(), origins=(), tallies=())
    links = made.linked((readings[0], readings[1], readings[2]))
    store.save_links(links)
    assert store.linked() == links
    assert store.record_of(links.incidents[0].id) == links.incidents[0]
    assert store.record_of(links.relations[0].id) == links.relations[0]
    assert store.readings_of(links.incidents[1].claims) == readings[2:]
    fewer = msgspec.structs.replace(links, relations=())
    store.save_links(fewer)
    assert store.linked() == fewer


def test_decisions_are_kept_in_order(store: Store) -> None:
    made_now = [decision(3), decision(1, "claim-2"), decision(2)]
    for one in made_now:
        store.add_decision(one)
    assert store.decisions() == tuple(made_now)
    assert store.decisions("claim-1") == (made_now[0], made_now[2])
    with pytest.raises(CasebookError, match="decision-3"):
        store.add_decision(made_now[0])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE casebook_decision SET record = '{}'",
        "DELETE FROM casebook_decision",
        'INSERT OR REPLACE INTO casebook_decision (number, id, kind, subject, "by", at, record) '
        "VALUES (1, 'x', 'accept', 's', 'b', '2031-01-01', '{}')",
        "TRUNCATE casebook_decision",
    ],
)
def test_the_database_refuses_to_change_decisions(store: Store, statement: str) -> None:
    store.add_decision(decision(1))
    if connection.vendor == "sqlite":
        statement = statement.replace("TRUNCATE", "DELETE FROM")
    if connection.vendor == "postgresql" and "REPLACE" in statement:
        statement = (
            "INSERT INTO casebook_decision (number, id, kind, subject, by, at, record) VALUES (1, 'x', 'accept', 's', 'b', '2031-01-01', '{}')"
            " ON CONFLICT (number) DO UPDATE SET record = excluded.record"
        )
    with pytest.raises((IntegrityError, InternalError), match="only ever added"), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA recursive_triggers=OFF")
        cursor.execute(statement)
    assert store.decisions() == (decision(1),)


def test_a_transaction_takes_all_or_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.add_decision(decision(1))
        _ = 1 // 0
    assert store.decisions() == ()


def test_accounts_and_roles(store: Store) -> None:
    store.accounts.add("ann", "a long pass phrase", Role.REVIEWER)
    store.accounts.add("bob", "a long pass phrase", Role.VIEWER)
    assert [(a.name, a.role) for a in store.accounts.all()] == [("ann", Role.REVIEWER), ("bob", Role.VIEWER)]
    assert store.accounts.role_of("ann") is Role.REVIEWER
    assert store.accounts.role_of("nobody") is None
    refused = [
        ("ann", "a long pass phrase", "already"),
        ("eve", "short", "too short"),
        ("e v e", "a long pass phrase", "valid username"),
    ]
    for name, password, why in refused:
        with pytest.raises(CasebookError, match=why):
            store.accounts.add(name, password, Role.VIEWER)
    store.accounts.set_password("bob", "another pass phrase")
    with pytest.raises(CasebookError, match="no account"):
        store.accounts.set_password("nobody", "another pass phrase")


def test_many_threads_decide_at_once_and_each_undo_happens_once(store: Store) -> None:
    (reading,) = added(store, made.alder())
    claim = reading.claims[0].id
    log = Log.create(store.folder.log)
    accepted = desk.decide(store, log, kind=DecisionKind.ACCEPT, subject=claim, by="ann", reason="", now=made.NOW)

    def undo(number: int) -> bool:
        now = made.NOW + timedelta(minutes=number)
        try:
            desk.decide(
                store, log, kind=DecisionKind.UNDO, subject=claim, by=f"p{number}", reason="", now=now, undoes=accepted.id
            )
        except DecisionRefused:
            return False
        finally:
            store.close()
        return True

    with ThreadPoolExecutor(8) as threads:
        undone = list(threads.map(undo, range(16)))
    assert undone.count(True) == 1
    assert len(store.decisions()) == log.root()[0] == 2


def test_the_head_of_the_log_is_kept_with_the_next_rows_and_never_falls(store: Store) -> None:
    assert store.known_head() is None
    store.learn_head(3, b"\x03" * 32)
    assert store.known_head() is None, "kept with rows, not by itself"
    added(store, made.alder())
    assert store.known_head() == (3, b"\x03" * 32)
    store.learn_head(2, b"\x02" * 32)
    added(store, made.wire())
    assert store.known_head() == (3, b"\x03" * 32), "a slower writer's older head"
    store.learn_head(4, b"\x04" * 32)
    with pytest.raises(ZeroDivisionError), store.transaction():
        raise ZeroDivisionError
    assert store.known_head() == (3, b"\x03" * 32)


def test_columns_are_held_against_records(store: Store) -> None:
    from allegata.casebook.columns import misfits, warcs

    readings = added(store, made.alder(), made.wire())
    store.add_decision(decision(1))
    assert list(misfits(store)) == []
    assert set(warcs(store)) == {reading.capture.sha256 for reading in readings}
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE casebook_claim SET event = 'other' WHERE reading_id = (SELECT max(number) FROM casebook_reading)"
        )
    assert list(misfits(store)) == [("reading", readings[1].capture.sha256)]


def test_a_forgotten_capture_takes_its_readings_with_it_and_leaves_the_others(store: Store) -> None:
    first, second = added(store, made.alder(), made.wire())
    assert store.forget_capture(first.capture.sha256)
    assert not store.forget_capture(first.capture.sha256)
    assert tuple(store.readings()) == (second,)
    assert store.claim(first.claims[0].id) is None
    assert added(store, first) == (first,)


def test_a_database_that_cannot_be_used_is_a_plain_error_and_is_let_go_of(folder: Folder) -> None:
    """Its list of migrations altered: the next try sees the file as it is then."""
    open_store(folder).close()
    for wrong, right in (("xx", "contenttypes"), ("contenttypes", "xx")):
        store = Store(folder)
        store.here()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE django_migrations SET app = %s WHERE app = %s", [wrong, right])
        store.close()
        if wrong == "xx":
            with pytest.raises(CasebookError, match="cannot be used"):
                open_store(folder)
            assert connection.connection is None
    open_store(folder).close()
