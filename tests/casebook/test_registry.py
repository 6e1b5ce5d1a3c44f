"""The registry in the database, on SQLite and PostgreSQL: kept, replaced, found, and gone with a deleted report."""

from allegata.casebook.store import Store
from allegata.link.actors import register
from allegata.records import Registered

from . import made

READINGS = (made.alder(), made.wire(), made.later())


def test_the_registry_is_kept_and_replaced(store: Store) -> None:
    assert store.actors.all() == Registered()
    registered = register(READINGS, {})
    assert registered.namings
    store.actors.save(registered)
    assert store.actors.all() == registered
    store.actors.save(registered)
    assert store.actors.all() == registered
    actor = registered.actors[0]
    assert store.actors.named(actor.name) == (actor,)
    assert store.actors.named("nobody of that name") == ()


def test_a_match_is_a_record_that_a_decision_can_be_about(store: Store) -> None:
    registered = register(READINGS, {})
    store.actors.save(registered)
    assert store.record_of("match-0") is None
    for match in registered.matches:
        assert store.record_of(match.id) == match


def test_a_deleted_report_leaves_no_name_behind(store: Store) -> None:
    reading = made.alder()
    store.add_capture(reading.capture, "0" * 64)
    store.add_reading(reading)
    store.actors.save(register((reading,), {}))
    assert store.forget_capture(reading.capture.sha256)
    assert store.actors.all() == Registered()
