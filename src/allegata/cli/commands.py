"""What each command does: call work/, print, return the exit status."""

import argparse
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ExportError, SourceError
from ..records import Linked, Reading
from ..records.wire import report_line, to_json
from . import FOUND, OK, UNREAD, actor_commands, diff_commands, log_commands, visit_commands
from . import show as shown
from .told import complain, now, out, who

if TYPE_CHECKING:
    from ..work.readers import Readers


def progress(items: list[str]) -> Iterator[str]:
    """The items, counted on standard error where a person is watching."""
    for number, item in enumerate(items, 1):
        if len(items) > 1 and sys.stderr.isatty():
            print(
                f"\r{number}/{len(items)} {Path(item).name[:50]:50}",
                end="\n" if number == len(items) else "",
                file=sys.stderr,
                flush=True,
            )
        yield item


def read(a: argparse.Namespace) -> int:
    """`allegata read`: nothing is kept."""
    from ..work.book import profile_named
    from ..work.readers import load_readers

    readers = load_readers()
    return read_with(readers.under(profile_named(a.profile)) if a.profile else readers, a)


def read_with(readers: "Readers", a: argparse.Namespace) -> int:
    """Each source by itself: one that cannot be read, or breaks the reader, is one line and stops no other."""
    from ..preserve.sources import open_source
    from ..work.intake import read_one

    status = OK
    for source in progress(a.source):
        try:
            for received in open_source(source, now=now(), url=a.url):
                failure = received.capture.failure
                if failure:
                    complain(received.capture.name or source, failure.reason)
                    status = UNREAD
                elif received.is_page:
                    made = read_one(source, received, readers=readers, published=a.published)
                    if made.reading is not None:
                        print_one(made.reading, a.json)
                    elif made.failure is not None:
                        complain(received.capture.name or source, made.failure.reason)
                        status = UNREAD
        except SourceError as error:
            complain(source, str(error))
            status = UNREAD
    return status


def print_one(made: Reading, as_json: bool) -> None:
    """One report."""
    out(report_line(made)) if as_json else print(shown.reading(made), end="\n\n")


def init(a: argparse.Namespace) -> int:
    """`allegata init`."""
    from ..work.book import create_book

    with create_book(a.dir, title=a.title or a.dir.resolve().name, profile=a.profile, database=a.database, now=now(), by=who()):
        print(f"casebook made in {a.dir}; add reports with: allegata add SOURCE... -C {a.dir}")
    return OK


def add(a: argparse.Namespace) -> int:
    """`allegata add`."""
    from ..work.book import clock_doubt, open_book
    from ..work.intake import Added
    from ..work.intake import add as take_in
    from ..work.readers import load_readers
    from ..work.visiting import is_live, renderer, visit

    status = OK
    with open_book(a.casebook) as book:
        if doubt := clock_doubt(book, now()):
            complain(str(a.casebook), doubt)
        readers = load_readers().under(book.profile)
        added: list[Added] = []
        for source in progress(a.source):
            if is_live(source):
                given = visit(book, source, readers=readers, now=now(), by=who(), published=a.published, render=renderer())
            else:
                given = take_in(book, source, readers=readers, now=now(), by=who(), published=a.published, url=a.url)
            for one in given:
                added.append(one)
                for part in one.visit.parts if one.visit else ():
                    if part.failure is not None:
                        complain(source, f"not had with the page: {part.failure.reason}")
                if a.json:
                    out(added_line(one))
                for doubt in doubts(one.reading):
                    complain((one.capture and one.capture.name) or source, doubt)
                if one.failure:
                    complain((one.capture and one.capture.name) or source, one.failure.reason)
                    status = UNREAD
    if not a.json:
        read_now = [x.reading for x in added if x.reading]
        new = sum(x.is_new for x in added)
        print(
            f"{shown.count(new, 'new capture')}, {len(added) - new} known; {shown.count(len(read_now), 'report')} read, "
            f"{shown.count(sum(len(r.statements) for r in read_now), 'statement')}, "
            f"{shown.count(sum(len(r.claims) for r in read_now), 'claim')}, {sum(1 for x in added if x.failure)} not read"
        )
    return status


def doubts(reading: Reading | None) -> tuple[str, ...]:
    """What a person should know of a report that was read."""
    if reading is None:
        return ()
    undated = ("no publication date found: relative dates stay open; give --published DATE if you know it",)
    return reading.article.warnings + (undated if reading.article.published is None else ())


def added_line(one: object) -> bytes:
    """What became of one body, as JSON."""
    import msgspec

    from ..work.intake import Added

    assert isinstance(one, Added)
    return msgspec.json.encode(
        {
            "source": one.source,
            "capture": one.capture.sha256 if one.capture else None,
            "new": one.is_new,
            "statements": len(one.reading.statements) if one.reading else None,
            "claims": len(one.reading.claims) if one.reading else None,
            "failure": one.failure,
        }
    )


def link(a: argparse.Namespace) -> int:
    """`allegata link`."""
    from ..work.book import open_book
    from ..work.linking import link_book

    with open_book(a.casebook) as book:
        made = link_book(book)
    print(
        f"{shown.count(len(made.incidents), 'incident')}, {shown.count(len(made.relations), 'relation')}, "
        f"{shown.count(len(made.origins), 'origin')}, {shown.count(len(made.tallies), 'running tally', 'running tallies')}"
    )
    return OK


def incidents(a: argparse.Namespace) -> int:
    """`allegata incidents`."""
    from ..work.book import open_book
    from ..work.linking import linked_now

    with open_book(a.casebook) as book:
        linked, readings = linked_now(book), tuple(book.store.readings())
    tell_not_linked(linked, readings, a.casebook)
    if a.json:
        for incident in linked.incidents:
            out(to_json(incident))
    else:
        print(shown.incidents(linked, readings))
    return OK


def tallies(a: argparse.Namespace) -> int:
    """`allegata tallies`."""
    from ..work.book import open_book
    from ..work.linking import linked_now

    with open_book(a.casebook) as book:
        linked = linked_now(book)
        tell_not_linked(linked, book.store.readings(), a.casebook)
    if a.json:
        for tally in linked.tallies:
            out(to_json(tally))
    else:
        print(shown.tallies(linked.tallies))
    return OK


def tell_not_linked(linked: Linked, readings: Iterable[Reading], casebook: Path) -> None:
    """A line on standard error where reports were added since the links were made: the table is without them."""
    from ..work.linking import not_linked

    if number := not_linked(linked, readings):
        are = "is" if number == 1 else "are"
        print(
            f"allegata: {shown.count(number, 'report')} {are} not linked yet: allegata link -C {shlex.quote(str(casebook))}",
            file=sys.stderr,
        )


def serve(a: argparse.Namespace) -> int:
    """`allegata serve`."""
    from ..web.app import serve as serve_desk

    serve_desk(a.casebook, host=a.host, port=a.port)
    return OK


def export(a: argparse.Namespace) -> int:
    """`allegata export`."""
    from ..work.book import open_book
    from ..work.outgoing import export_book

    with open_book(a.casebook) as book:
        try:
            size = export_book(book, a.kind, a.output, now=now(), by=who(), embargo=not a.no_embargo)
        except OSError as error:
            where = error.filename or a.output
            raise ExportError(f"{where} cannot be written ({error.strerror}); name a file in a folder that is there") from error
    print(f"{a.output}: {size} bytes")
    return OK


def verify(a: argparse.Namespace) -> int:
    """`allegata verify`."""
    import msgspec

    from ..work.checking import check_casebook
    from ..work.checking_packages import is_package

    outside = {str(path): log_commands.read_letter(path) for path in a.checkpoint}
    if is_package(a.path):
        return verify_package(a, outside)
    report = check_casebook(a.path, checkpoints=outside)
    if a.json:
        out(msgspec.json.encode(report))
    else:
        for problem in report.problems:
            print(f"{problem.fault}: {problem.subject}: {problem.reason}" + (f" [{problem.since}]" if problem.since else ""))
        print(
            f"{shown.count(report.captures, 'capture')}, {shown.count(report.entries, 'log entry', 'log entries')}, "
            f"{shown.count(report.rows, 'record')}: "
            + ("all hold" if not report.problems else shown.count(len(report.problems), "problem"))
        )
    return FOUND if report.problems else OK


def bench_statements(a: argparse.Namespace) -> int:
    """One line: each figure of bench.statements and its value."""
    from ..bench.own import measure

    figures = measure(a.split, lang=a.lang, rules_alone=a.rules)
    print("statements " + " ".join(f"{k}={v:.4g}" for k, v in figures.items()))
    return OK


def bench_score(a: argparse.Namespace) -> int:
    """One line: each figure of bench.events and its value."""
    from ..bench.events import measure

    print(f"{a.task} " + " ".join(f"{k}={v:.4g}" for k, v in measure(a.task, a.gold, a.found).items()))
    return OK


def bench_unrelated(a: argparse.Namespace) -> int:
    """One line: false alarms over the unrelated articles of the sets."""
    import json

    from ..bench.unrelated import false_alarms

    figures = false_alarms(a.sets)
    if a.json:
        print(json.dumps(figures, ensure_ascii=False))
        return OK
    print("unrelated " + " ".join(f"{k}={v}" for k, v in figures.items() if isinstance(v, int)))
    return OK


def verify_package(a: argparse.Namespace, outside: dict[str, str]) -> int:
    """`allegata verify` of an evidence package or a WACZ file."""
    import msgspec

    from ..work.checking_packages import check_package

    report = check_package(a.path, key=a.key, checkpoints=outside)
    if a.json:
        out(msgspec.json.encode(report))
        return FOUND if report.problems else OK
    for problem in report.problems:
        print(f"{problem.fault}: {problem.subject}: {problem.reason}")
    if report.signed_by and a.key is None:
        print(f"signed by {report.signed_by}: compare it with what the signer gave you another way, or name it with --key")
    print(
        f"{shown.count(report.files, 'file')}, {shown.count(report.captures, 'capture')}, "
        f"{shown.count(report.entries, 'log entry', 'log entries')}: "
        + ("all hold" if not report.problems else shown.count(len(report.problems), "problem"))
    )
    return FOUND if report.problems else OK


def bench(a: argparse.Namespace) -> int:
    """`allegata bench predict`, `score`, `statements` and `unrelated`."""
    if a.step == "statements":
        return bench_statements(a)
    if a.step == "unrelated":
        return bench_unrelated(a)
    if a.step == "score":
        return bench_score(a)
    from ..bench import predict

    failed = predict(a.task, a.input, a.output)
    if failed:
        print(f"allegata: {shown.count(failed, 'item')} failed; the lines in {a.output} say why", file=sys.stderr)
    return FOUND if failed else OK


def demo(a: argparse.Namespace) -> int:
    """`allegata demo`: the whole way over the sample reports."""
    from .demo import make_demo

    return OK if make_demo(a.dir, now=now(), by=who(), say=print) else FOUND


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "read": read,
    "init": init,
    "add": add,
    "visit": visit_commands.visit,
    "diff": diff_commands.diff,
    "link": link,
    "incidents": incidents,
    "tallies": tallies,
    "actors": actor_commands.actors,
    "serve": serve,
    "export": export,
    "verify": verify,
    "checkpoint": log_commands.checkpoint,
    "stamp": log_commands.stamp,
    "witness": log_commands.witness,
    "cosigned": log_commands.cosigned,
    "profile": log_commands.profile,
    "redact": log_commands.redact,
    "delete": log_commands.delete,
    "restored": log_commands.restored,
    "bench": bench,
    "demo": demo,
}
