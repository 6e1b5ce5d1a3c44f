"""The command line: parse arguments, call work/, print. Nothing heavy is imported before a command needs it.

Exit status: 0 ok, 1 found a problem it was asked to look for, 2 wrong use, 3 an input could not be read.
"""

import argparse
import re
import sys
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

OK, FOUND, WRONG_USE, UNREAD = 0, 1, 2, 3
KEPT = "what was told to be kept is kept; see to the disk and do it again"


PUBLISHED = "publication date (YYYY, YYYY-MM, YYYY-MM-DD or with a time), where you know better than the page"
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
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
    read.add_argument(
        "source",
        nargs="+",
        metavar="SOURCE",
        help="path, URL, or - for standard input; HTML (also MHTML, SingleFile), text, PDF, mail, RSS or Atom feed, Telegram export, ZIP, WARC, WACZ",
    )
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

    visit = command(
        commands,
        "visit",
        "visit pages and feeds again, keep what is there now, and tell what changed",
        "allegata visit --every 1d -C my-casebook",
    )
    visit.add_argument("url", nargs="*", metavar="URL", help="pages or feeds (default: all that were visited and are due)")
    visit.add_argument(
        "--every", type=span, default="0m", metavar="SPAN", help="only what was not visited for so long: 90m, 6h, 1d"
    )
    visit.add_argument("--follow", action="store_true", help="of a feed also the pages that its new entries lead to")
    visit.add_argument("--delay", type=float, default=5.0, metavar="SECONDS", help="between two pages of one host (default: 5)")
    visit.add_argument("--json", action="store_true")
    in_casebook(visit)

    diff = command(
        commands,
        "diff",
        "what was added, taken away and changed between two captures of an address, zone by zone",
        "allegata diff https://news.example/report -C my-casebook",
    )
    diff.add_argument("capture", metavar="URL|SHA256", help="an address (its last two captures), or the first capture")
    diff.add_argument("other", nargs="?", metavar="SHA256", help="the second capture; a beginning of six letters is enough")
    diff.add_argument("--json", action="store_true")
    in_casebook(diff)

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
    export.add_argument(
        "kind", metavar="KIND", help="dossier-html, dossier-pdf, csv, jsonl, geojson, bagit (evidence package) or wacz"
    )
    export.add_argument(
        "-o", "--output", required=True, type=Path, metavar="FILE", help="of a bagit: NAME.zip, or a new folder"
    )
    export.add_argument(
        "--no-embargo", action="store_true", help="claims about the last seven days and exact points leave too; logged"
    )
    in_casebook(export)

    verify = command(
        commands,
        "verify",
        "check every byte and every proof of a casebook or an evidence package; names what fails",
        "allegata verify my-casebook",
    )
    verify.add_argument(
        "path", type=Path, metavar="PATH", help="a casebook's folder, a package (folder or ZIP file), a WACZ file"
    )
    verify.add_argument("--key", metavar="HEX", help="of a package: the signer's public key, as you had it another way")
    verify.add_argument(
        "--checkpoint",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="a checkpoint that was kept outside, also in a mail or typed off; may be given again",
    )
    verify.add_argument("--json", action="store_true")
    about_the_log(commands)

    actors = command(
        commands,
        "actors",
        "the persons and bodies of all reports, and pairs that wait for a person",
        "allegata actors --undecided -C my-casebook",
    )
    actors.add_argument("step", nargs="?", choices=("same", "different"), help="decide about a pair: one actor, or two")
    actors.add_argument("pair", nargs="?", metavar="ID", help="of the pair, as --undecided tells it")
    actors.add_argument("--reason", default="", metavar="WHY", help="needed for `different`; kept in the casebook")
    actors.add_argument("--undecided", action="store_true", help="only the pairs that wait")
    actors.add_argument("--json", action="store_true")
    in_casebook(actors)

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
    predict.add_argument(
        "task", choices=["attribution", "article", "timex", "geoparse", "muc", "hrd", "plover", "police", "dossier"]
    )
    predict.add_argument("input", type=Path, metavar="IN")
    predict.add_argument("output", type=Path, metavar="OUT")
    unrelated = command(
        steps,
        "unrelated",
        "claims of harm found in articles of a set that are not about violence",
        "allegata bench unrelated articles.jsonl",
    )
    unrelated.add_argument("sets", nargs="+", type=Path, metavar="SET", help="JSON lines with `text`, or `html_file`")
    unrelated.add_argument("--json", action="store_true", help="every claim with its rule and words")
    score = command(steps, "score", "score predictions of event categories", "allegata bench score plover gold.jsonl out.jsonl")
    score.add_argument("task", choices=["plover", "police"])
    score.add_argument("gold", type=Path, metavar="GOLD")
    score.add_argument("found", type=Path, metavar="PREDICTIONS")
    return top


def about_the_log(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """What is sent out for others to hold, what comes back, and what people put on record."""
    checkpoint = command(
        commands,
        "checkpoint",
        "send out the signed head of the log: text, QR code, a page for a notary, a letter",
        "allegata checkpoint -C my-casebook -o for-the-notary",
    )
    checkpoint.add_argument(
        "-o", "--output", type=Path, metavar="DIR", help="write the files here; without it the text is printed"
    )
    checkpoint.add_argument(
        "--since", type=int, metavar="N", help="entries that the witness saw before (default: what one did)"
    )
    in_casebook(checkpoint)

    stamp = command(
        commands,
        "stamp",
        "have time-stamping authorities (RFC 3161) stamp the signed head",
        "allegata stamp -C my-casebook --tsa https://tsa.example/ --root tsa-root.pem",
    )
    stamp.add_argument("--tsa", action="append", default=[], metavar="URL", help="an authority to ask; may be given again")
    stamp.add_argument("--token", action="append", default=[], type=Path, metavar="FILE", help="an answer had on another way")
    stamp.add_argument(
        "--root", type=Path, metavar="FILE", help="the authority's root certificate, PEM (default: the system's)"
    )
    stamp.add_argument("--request", type=Path, metavar="FILE", help="write the query for an authority that is asked by hand")
    in_casebook(stamp)

    witness = command(
        commands,
        "witness",
        "cosign another casebook's checkpoint with this casebook's key",
        "allegata witness checkpoint.request --key key.pub -C my-casebook -o cosigned.txt",
    )
    witness.add_argument("request", type=Path, metavar="REQUEST", help="the file checkpoint.request of the other casebook")
    witness.add_argument("--key", type=Path, metavar="FILE", help="the other's key.pub; needed the first time")
    witness.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="write the cosigned checkpoint and, beside it, FILE.pub"
    )
    in_casebook(witness)

    cosigned = command(
        commands,
        "cosigned",
        "take in a cosignature that a witness gave",
        "allegata cosigned cosigned.txt --key cosigned.txt.pub -C my-casebook",
    )
    cosigned.add_argument("note", type=Path, metavar="FILE", help="the cosigned checkpoint")
    cosigned.add_argument(
        "--key", required=True, type=Path, metavar="FILE", help="the witness's key, had on a way that you trust"
    )
    in_casebook(cosigned)

    profile = command(
        commands,
        "profile",
        "check a profile file, or put a change of the casebook's profile on record",
        "allegata profile check my-profile.toml",
    )
    profile.add_argument(
        "file",
        nargs="*",
        type=Path,
        metavar="[check] FILE",
        help="with `check`: only say what is wrong in it; without: takes the place of the profile (default: as it is now)",
    )
    profile.add_argument("--reason", metavar="WHY", help="of a change; needed without `check`")
    profile.add_argument("--json", action="store_true", help="with `check`: the findings as JSON")
    in_casebook(profile)

    redact = command(
        commands,
        "redact",
        "keep the words of a statement or claim out of every export",
        "allegata redact claim-0a1b2c --reason 'names a witness' -C my-casebook",
    )
    redact.add_argument("record", metavar="ID", help="of the statement or claim")
    redact.add_argument("--reason", required=True, metavar="WHY", help="kept in the casebook; the log has its hash alone")
    in_casebook(redact)

    delete = command(
        commands,
        "delete",
        "delete a capture for good; its hash, who, why and on what ground stay in the log",
        "allegata delete SHA256 --reason 'names a minor' --ground 'court order 12/2026' -C my-casebook",
    )
    delete.add_argument("capture", metavar="SHA256")
    delete.add_argument("--reason", required=True, metavar="WHY", help="seen by all who check the log: names no witness")
    delete.add_argument("--ground", required=True, metavar="GROUND", help="the law, order or rule")
    in_casebook(delete)

    restored = command(
        commands,
        "restored",
        "put on record that the database was restored from an older copy",
        "allegata restored --reason 'disk failed, copy of 3 November' -C my-casebook",
    )
    restored.add_argument("--reason", required=True, metavar="WHY")
    in_casebook(restored)


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


def span(text: str) -> timedelta:
    """`90m`, `6h` or `1d`."""
    found = re.fullmatch(r"([0-9]{1,5})([mhd])", text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number with m, h or d, as in 6h")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


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
    except OSError as error:
        print(f"allegata: {error.filename or 'the disk'}: {error.strerror or error}; {KEPT}", file=sys.stderr)
        return UNREAD
    except Exception as error:
        # Django is not loaded for commands that need no casebook.
        if not type(error).__module__.startswith("django.db"):
            raise
        print(f"allegata: the casebook's database: {error}; {KEPT}", file=sys.stderr)
        return UNREAD


if __name__ == "__main__":
    sys.exit(main())
