"""A casebook on each kind of database that is there."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from allegata.casebook import Folder, Store, create, open_store

from .made import NOW

SERVER = os.environ.get("ALLEGATA_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/test")


@pytest.fixture
def postgres() -> Iterator[str]:
    """The address of a scratch schema, dropped afterwards. Without a server: left out here, an error in CI."""
    schema = f"allegata_{secrets.token_hex(6)}"
    try:
        with psycopg.connect(SERVER, connect_timeout=3, autocommit=True) as server:
            server.execute(f'CREATE SCHEMA "{schema}"')
    except psycopg.OperationalError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"no PostgreSQL server at {SERVER}: {str(error).splitlines()[0]}")
    yield f"{SERVER}?options=-csearch_path%3D{schema}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f'DROP SCHEMA "{schema}" CASCADE')


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Folder:
    """An empty casebook's folder."""
    database = "sqlite" if request.param == "sqlite" else request.getfixturevalue("postgres")
    return create(tmp_path / "book", title="North and South", database=database, now=NOW)


@pytest.fixture
def store(folder: Folder) -> Iterator[Store]:
    """An empty casebook's store."""
    opened = open_store(folder)
    yield opened
    opened.close()
