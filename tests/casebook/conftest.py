"""A casebook on each kind of database that is there. Each is migrated once and copied for every test."""

import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from allegata.casebook import Folder, Store, create, open_folder, open_store

from .made import NOW

SERVER = os.environ.get("ALLEGATA_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/test")


@pytest.fixture(scope="session")
def sqlite_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an empty casebook on SQLite, closed."""
    folder = create(tmp_path_factory.mktemp("sqlite") / "book", title="North and South", now=NOW)
    open_store(folder).close()
    return folder.path


@pytest.fixture(scope="session")
def server() -> Iterator[psycopg.Connection]:
    """A PostgreSQL server. Without one: left out here, an error in CI."""
    try:
        connection = psycopg.connect(SERVER, connect_timeout=3, autocommit=True)
    except psycopg.OperationalError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"no PostgreSQL server at {SERVER}: {str(error).splitlines()[0]}")
    with connection:
        yield connection


@pytest.fixture(scope="session")
def postgres_made(server: psycopg.Connection, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a scratch database with an empty casebook in it, to be copied; dropped at the end."""
    name = f"allegata_test_{secrets.token_hex(6)}"
    server.execute(f'CREATE DATABASE "{name}"')
    folder = create(tmp_path_factory.mktemp("postgres") / "book", title="T", database=address(name))
    open_store(folder).close()
    yield name
    server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def postgres(server: psycopg.Connection, postgres_made: str) -> Iterator[str]:
    """The address of a scratch database of this test's own, dropped afterwards."""
    name = f"allegata_test_{secrets.token_hex(6)}"
    server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{postgres_made}"')
    yield address(name)
    server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def address(name: str) -> str:
    """The server's address with another database."""
    return f"{SERVER.rpartition('/')[0]}/{name}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Folder:
    """An empty casebook's folder."""
    if request.param == "sqlite":
        shutil.copytree(request.getfixturevalue("sqlite_made"), tmp_path / "book")
        return open_folder(tmp_path / "book")
    return create(tmp_path / "book", title="North and South", database=request.getfixturevalue("postgres"), now=NOW)


@pytest.fixture
def store(folder: Folder) -> Iterator[Store]:
    """An empty casebook's store."""
    opened = open_store(folder)
    yield opened
    opened.close()
