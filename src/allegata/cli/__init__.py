"""The command line: parse arguments, call work/, print. Nothing heavy is imported before a command needs it.

Exit status: 0 ok, 1 found a problem it was asked to look for, 2 wrong use, 3 an input could not be read.
"""

import argparse
import re
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

OK, FOUND, WRONG_USE, UNREAD = 0, 1, 2, 3


PUBLISHED = "publication date (YYYY, YYYY-MM, YYYY-MM-DD or with a time), where you know better than the page"
DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})([T ].+)?)?)?")


def parser() -> argparse.ArgumentParser:
    """All commands with their options and an example each."""
    top = argparse.ArgumentParser(
        prog="allegata",
        description="Give it the reports, get back who alleges what, in whose words, against whose denial, with which numbers.",
        epilog="Example: allegata read report.html --published 2020-10-04 --json",
    )
    top.add_argument("--version", action="store_true", help="print the version and leave")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")

    read = command(commands, "read", "read reports without a casebook", "allegata read report.txt --json")
    read.add_argument("source", nargs="+", metavar="SOURCE", help="path, URL, or - for standard input; HTML, text, PDF, WARC")
    read.add_argument("--published", type=moment, metavar="DATE", help=PUBLISHED)
    read.add_argument("--url", help="the address that the bytes come from")
    read.add_argument(
        "--profile", metavar="FILE", help="profile of the conflict; without it the shipped profile that covers the report"
    )
    read.add_argument("--json", action="store_true", help="one JSON object a line")

    init = command(commands, "init", "make a casebook", "allegata init my-casebook --profile karabakh-2020")
    init.add_argument("dir", metavar="DIR", type=Path)
    init.add_argument("--profile", metavar="FILE", help="a profile file, or the name of one that ships")
    init.add_argument("--title", help="what the casebook is called (default: the folder's name)")
    init.add_argument("--database", default="sqlite", metavar="URL", help="sqlite (default) or postgresql://user@host/name")

    add = command(commands, "add", "preserve, read, extract and resolve reports", "allegata add reports/*.html -C my-casebook")
    add.add_argument("source", nargs="+", metavar="SOURCE", help="paths, folders, URLs, WARCs, or - for standard input")
    add.add_argument("--published", type=moment, metavar="DATE", help=PUBLISHED)
    add.add_argument("--url", help="the address that the bytes come from")
    add.add_argument("--json", action="store_true")
    in_casebook(add)

    link = command(commands, "link", "(re)link the claims into incidents", "allegata link -C my-casebook")
    in_casebook(link)

    for name, what in (("incidents", "the table of incidents"), ("tallies", "running tallies by claimant")):
        shown = command(commands, name, what, f"allegata {name} -C my-casebook")
        shown.add_argument("--json", action="store_true")
        in_casebook(shown)

    serve = command(commands, "serve", "the review desk on this machine", "allegata serve -C my-casebook")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8642)
    in_casebook(serve)

    export = command(
        commands, "export", "write a file for a reader outside", "allegata export dossier-pdf -C my-casebook -o dossier.pdf"
    )
    export.add_argument("kind", metavar="KIND", help="dossier-html, dossier-pdf, csv, jsonl or geojson")
    export.add_argument("-o", "--output", required=True, type=Path, metavar="FILE")
    export.add_argument(
        "--no-embargo", action="store_true", help="claims about the last seven days and exact points leave too; logged"
    )
    in_casebook(export)

    verify = command(
        commands, "verify", "check every byte and every proof of a casebook; names what fails", "allegata verify my-casebook"
    )
    verify.add_argument("path", type=Path)
    verify.add_argument("--json", action="store_true")

    demo = command(commands, "demo", "a casebook from the sample reports, its table and dossier", "allegata demo demo")
    demo.add_argument("dir", type=Path, metavar="DIR")

    bench = command(
        commands, "bench", "measure Allegata on your own gold data", "allegata bench predict attribution in.jsonl out.jsonl"
    )
    steps = bench.add_subparsers(dest="step", metavar="STEP", required=True)
    statements = command(
        steps, "statements", "score statements on our own annotated reports", "allegata bench statements test --lang en"
    )
    statements.add_argument("split", choices=("train", "dev", "test"))
    statements.add_argument("--lang", help="only reports in this language")
    statements.add_argument("--rules", action="store_true", help="by the rules alone, without the model")
    predict = command(steps, "predict", "write predictions for a scorer", "allegata bench predict timex in.jsonl out.jsonl")
    predict.add_argument("task", choices=["attribution", "article", "timex", "geoparse", "dossier"])
    predict.add_argument("input", type=Path, metavar="IN")
    predict.add_argument("output", type=Path, metavar="OUT")
    return top


def command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, what: str, example: str
) -> argparse.ArgumentParser:
    """A subcommand with its example."""
    return commands.add_parser(name, help=what, description=what[0].upper() + what[1:] + ".", epilog=f"Example: {example}")


def in_casebook(made: argparse.ArgumentParser) -> None:
    """The option that names the casebook."""
    made.add_argument(
        "-C", "--casebook", type=Path, default=Path("."), metavar="DIR", help="the casebook's folder (default: here)"
    )


def moment(given: str) -> str:
    """A date of publication as precise as it was given; one that is in no calendar is wrong use.

    >>> moment("2020-10")
    '2020-10'
    """
    found = DATE.fullmatch(given)
    try:
        if found is None:
            raise ValueError(given)
        date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
        if found[4]:
            datetime.fromisoformat(given)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{given!r} is no date; write 2020, 2020-10, 2020-10-04 or 2020-10-04T18:30+04:00"
        ) from error
    return given


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    top = parser()
    arguments = top.parse_args(argv)
    if arguments.version:
        from .. import __version__

        print(f"allegata {__version__}")
        return OK
    if not arguments.command:
        top.print_help()
        return WRONG_USE
    return run(arguments)


def run(arguments: argparse.Namespace) -> int:
    """Call the command; an error raised on purpose is one line on standard error."""
    from ..errors import AllegataError, SourceError

    try:
        from . import commands

        return commands.COMMANDS[arguments.command](arguments)
    except SourceError as error:
        print(f"allegata: {error}", file=sys.stderr)
        return UNREAD
    except AllegataError as error:
        print(f"allegata: {error}", file=sys.stderr)
        return WRONG_USE
    except BrokenPipeError:
        sys.stderr.close()
        return OK


if __name__ == "__main__":
    sys.exit(main())
