"""A casebook's folder: made whole or not at all, opened only when it is one, several in one process."""

import stat
import threading
from datetime import UTC
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from allegata.casebook import create, open_folder, open_store
from allegata.casebook.folder import hide_password
from allegata.errors import CasebookError

from . import made


def test_what_is_made_can_be_opened(tmp_path: Path) -> None:
    profile = tmp_path / "any.toml"
    profile.write_text("[profile]\n")
    folder = create(tmp_path / "book", title='Harm in "Alder" \\ Ալդեր', profile=profile, now=made.NOW)
    assert folder == open_folder(tmp_path / "book")
    assert folder.title == 'Harm in "Alder" \\ Ալդեր'
    assert folder.created == made.NOW
    assert folder.profile == folder.path / "profile.toml" and folder.profile.read_text() == "[profile]\n"
    assert stat.S_IMODE(folder.keys.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder.keys / "web.key").stat().st_mode) == 0o600
    assert folder.vault.is_dir() and folder.log.is_dir()
    assert create(tmp_path / "other", title="x").created.tzinfo is UTC


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"title": "two\nlines"}, "one line"),
        ({"title": "  "}, "one line"),
        ({"database": "mysql://me:secret@host/name"}, r"mysql://me:\.\.\.@host"),
        ({"profile": "/nowhere/profile.toml"}, "not a file"),
    ],
)
def test_what_cannot_be_made_is_refused_before_anything_is_written(tmp_path: Path, wrong: dict[str, str], says: str) -> None:
    with pytest.raises(CasebookError, match=says):
        create(tmp_path / "book", **{"title": "T", **wrong})  # type: ignore[arg-type]
    assert not (tmp_path / "book").exists()


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(CasebookError, match="not an empty folder"):
        create(tmp_path, title="T")
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    "content",
    [
        None,
        "not [ toml",
        'title = "T"\n',
        'title = 3\ncreated = "2031-01-01T00:00:00Z"\n',
        'title = "T"\ncreated = "2031-01-01T00:00:00"\n',
        'title = "T"\ncreated = "2031-01-01T00:00:00Z"\ndatabase = "x"\n',
    ],
)
def test_what_is_no_casebook_is_not_opened(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "casebook.toml").write_text(content)
    with pytest.raises(CasebookError):
        open_folder(tmp_path)


def test_a_password_is_not_told() -> None:
    assert hide_password("postgresql://me:secret@host/name") == "postgresql://me:...@host/name"


def test_the_address_may_come_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    create(tmp_path / "book", title="T")
    monkeypatch.setenv("ALLEGATA_DATABASE", "postgresql://elsewhere/name")
    assert open_folder(tmp_path / "book").database == "postgresql://elsewhere/name"


def test_a_server_that_is_not_there_is_told_plainly(tmp_path: Path) -> None:
    folder = create(tmp_path / "book", title="T", database="postgresql://nobody:secret@127.0.0.1:1/none?connect_timeout=2")
    with pytest.raises(CasebookError, match="cannot be used") as told:
        open_store(folder)
    assert "secret" not in str(told.value)


def test_casebooks_in_one_process_stay_apart(tmp_path: Path) -> None:
    one, two = (open_store(create(tmp_path / name, title=name)) for name in ("one", "two"))
    reading = made.alder()
    one.add_capture(reading.capture, "f" * 64)
    assert two.capture(reading.capture.sha256) is None
    assert one.capture(reading.capture.sha256) == reading.capture
    found = []

    def elsewhere() -> None:
        found.extend([list(two.captures()), list(one.captures())])
        one.close()

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert found == [[], [reading.capture]]
    with pytest.raises(CasebookError, match="in the middle"), one.transaction():
        two.captures().__next__()
    two.close()


def test_sqlite_is_durable_and_lets_readers_read(tmp_path: Path) -> None:
    store = open_store(create(tmp_path / "book", title="T"))
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)
    store.close()


def test_the_migrations_make_what_the_models_say(tmp_path: Path) -> None:
    store = open_store(create(tmp_path / "book", title="T"))
    call_command("makemigrations", "casebook", check=True, dry_run=True, verbosity=0)
    store.close()


def test_a_casebook_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    folder = create(tmp_path / "book", title="T")
    store = open_store(folder)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('casebook', '9999_later', '2031-01-01')")
    with pytest.raises(CasebookError, match="newer version"):
        open_store(folder)
    store.close()
