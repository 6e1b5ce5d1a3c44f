"""An open desk, made once for all tests that only look."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from allegata.web.served import Served
from allegata.work.book import open_book

from .made import make_book, serve_book


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The casebook's folder, closed, to be copied: a casebook is its folder."""
    path = tmp_path_factory.mktemp("made") / "book"
    with make_book(path):
        return path


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, made_once: Path) -> Iterator[Served]:
    """A casebook of this module's own; its tests may add decisions."""
    path = tmp_path_factory.mktemp("desk") / "book"
    shutil.copytree(made_once, path)
    with open_book(path) as book:
        yield serve_book(book)
