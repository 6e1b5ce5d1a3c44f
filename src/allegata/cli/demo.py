"""The whole way over the sample reports that ship: a casebook, its table, a dossier as HTML and PDF."""

import shutil
from collections.abc import Callable
from datetime import datetime
from importlib.resources import as_file
from pathlib import Path
from typing import Any

from ..data import path as data_path
from ..data import toml
from ..errors import AllegataError, MissingSystemLibrary
from ..work.book import Book, create_book
from ..work.checking import check_casebook
from ..work.intake import add
from ..work.linking import link_book
from ..work.outgoing import export_book
from ..work.readers import load_readers
from . import show


def make_demo(folder: Path, *, now: datetime, by: str, say: Callable[[str], None]) -> bool:
    """Make `folder`/casebook anew, and the dossier beside it; returns whether everything held."""
    casebook = folder / "casebook"
    if casebook.exists():
        shutil.rmtree(casebook)
    folder.mkdir(parents=True, exist_ok=True)
    say("Sample reports, written for this project from public facts; each names its sources at its top.\n")
    with create_book(
        casebook, title=f"Sample casebook {index()['profile']}", profile=index()["profile"], now=now, by=by
    ) as book:
        take_samples(book, now=now, by=by, say=say)
        linked = link_book(book)
        say(
            f"\n{show.count(len(linked.incidents), 'incident')}, {show.count(len(linked.relations), 'relation')}, "
            f"{show.count(len(linked.tallies), 'running tally', 'running tallies')}\n"
        )
        say(show.incidents(linked, tuple(book.store.readings())))
        made = [write(book, kind, folder / name, now=now, by=by, say=say) for kind, name in DOSSIERS]
    report = check_casebook(casebook)
    say(f"verified: {report.captures} captures, {report.entries} log entries, {len(report.problems)} problems")
    say("open the review desk with: make serve")
    return all(made) and not report.problems


DOSSIERS = (("dossier-html", "dossier.html"), ("dossier-pdf", "dossier.pdf"))


def index() -> dict[str, Any]:
    """The samples' index: the profile they are read under, and each file with its address."""
    return toml("samples/index.toml")


def take_samples(book: Book, *, now: datetime, by: str, say: Callable[[str], None]) -> None:
    """Add every sample under the address that the index gives it."""
    readers = load_readers().under(book.profile)
    with as_file(data_path("samples")) as samples:
        for row in toml("samples/index.toml")["sample"]:
            for added in add(book, str(samples / row["file"]), readers=readers, now=now, by=by, url=row["url"]):
                if added.reading:
                    r = added.reading
                    say(
                        f"{row['file']:44} {r.article.published or 'no date':10}  {len(r.statements):3} statements  {len(r.claims):3} claims"
                    )
                elif added.failure:
                    say(f"{row['file']:44} not read: {added.failure.reason}")


def write(book: Book, kind: str, target: Path, *, now: datetime, by: str, say: Callable[[str], None]) -> bool:
    """One export; a missing system library is one line, and the rest goes on."""
    try:
        size = export_book(book, kind, target, now=now, by=by)
    except MissingSystemLibrary as error:
        say(f"left out: {error}")
        return True
    except AllegataError as error:
        say(f"failed: {error}")
        return False
    say(f"wrote {target} ({size:,} bytes)")
    return True
