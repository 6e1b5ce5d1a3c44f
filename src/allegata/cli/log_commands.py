"""What the commands about the log do: send checkpoints out, take in what comes back, put on record what people did."""

import argparse
import json
from pathlib import Path

from ..errors import CasebookError, ExportError, ProfileError, Unreadable
from . import FOUND, OK
from . import show as shown
from .told import complain, now, who


def checkpoint(a: argparse.Namespace) -> int:
    """`allegata checkpoint`."""
    from ..work.book import open_book
    from ..work.sending import parcel, send_out

    with open_book(a.casebook) as book:
        sent = send_out(book)
        if a.output is None:
            print(sent.cosigned, end="")
            return OK
        files = parcel(book, sent, since=a.since, now=now())
    for name, data in files.items():
        write(a.output / name, data)
    print(f"{a.output}: the checkpoint of {shown.count(sent.size, 'entry', 'entries')} as {', '.join(files)}")
    return OK


def stamp(a: argparse.Namespace) -> int:
    """`allegata stamp`."""
    from ..preserve.stamp import query
    from ..work.book import open_book
    from ..work.sending import send_out, take_stamp
    from ..work.sending import stamp as ask

    if not (a.tsa or a.token or a.request):
        raise CasebookError("no authority is named: give --tsa URL, --token FILE or --request FILE")
    certificates = read(a.root) if a.root else None
    status = OK
    with open_book(a.casebook) as book:
        done = [take_stamp(book, read(t), source=str(t), certificates=certificates, now=now(), by=who()) for t in a.token]
        done += ask(book, a.tsa, certificates=certificates, now=now(), by=who()) if a.tsa else ()
        if a.request:
            sent = send_out(book)
            write(a.request, query(sent.note.encode()).data)
            print(f"{a.request}: a query about {book.log.outbox.file(sent.size)}; take the answer in with --token")
    for one in done:
        if one.stamp is None:
            complain(one.source, one.failure or "no stamp")
            status = FOUND
            continue
        print(f"{one.stamp.at:%Y-%m-%d %H:%M:%S} UTC, {one.stamp.authority}: token {one.stamp.sha256}")
        if one.skew is not None:
            complain(one.source, f"this machine's clock and the authority's are {abs(one.skew)} apart; set the clock")
    return status


def witness(a: argparse.Namespace) -> int:
    """`allegata witness`."""
    from ..preserve.proof import read_consistency
    from ..preserve.witness import Witness
    from ..work.book import open_book
    from ..work.sending import witness as cosign

    asked = read_consistency(read(a.request).decode("utf-8", "replace"))
    key = read(a.key).decode("utf-8", "replace") if a.key else None
    with open_book(a.casebook) as book:
        given = cosign(book, asked, key, now=now(), by=who())
        verifier = Witness(book.folder.keys).verifier()
    if a.output is None:
        print(given.note, end="")
    else:
        write(a.output, given.note.encode())
        write(a.output.with_name(f"{a.output.name}.pub"), f"{verifier}\n".encode())
        print(f"{a.output}: cosigned; the key that checks it is {verifier}")
    return OK


def cosigned(a: argparse.Namespace) -> int:
    """`allegata cosigned`."""
    from ..preserve.checkpoint import find_note
    from ..work.book import open_book
    from ..work.sending import take_cosignature

    note, key = read_letter(a.note), read(a.key).decode("utf-8", "replace")
    with open_book(a.casebook) as book:
        at = take_cosignature(book, find_note(note), key, now=now(), by=who())
    print(f"cosigned {at:%Y-%m-%d %H:%M:%S} UTC by {key.partition('+')[0]}")
    return OK


def profile(a: argparse.Namespace) -> int:
    """`allegata profile`."""
    from ..work.book import change_profile, open_book

    words = [str(f) for f in a.file]
    if len(words) == 2 and words[0] == "check":
        return check_profile(a.file[1], as_json=a.json)
    if len(words) > 1:
        raise CasebookError(f"{' '.join(words)!r} is not understood; write `profile check FILE`, or one FILE with --reason")
    if not a.reason:
        raise CasebookError("a change of the profile needs --reason; to look at a file only, write `profile check FILE`")
    with open_book(a.casebook) as book:
        changed = change_profile(book, a.file[0] if words else None, reason=a.reason, now=now(), by=who())
    print("the profile's change is on record" if changed else "the profile is the one on record; nothing is added")
    return OK


def check_profile(file: Path, *, as_json: bool) -> int:
    """`allegata profile check`: 0 when it can be used, 1 when something is wrong, 3 when it cannot be read."""
    from ..work.checking_profiles import check_profile as check

    try:
        found = check(file)
    except ProfileError as error:
        raise Unreadable(str(error)) from error
    if as_json:
        print(json.dumps({"faults": found.faults, "doubts": found.doubts}, ensure_ascii=False))
        return FOUND if found.faults else OK
    for fault in found.faults:
        print(f"{file.name}: {fault}")
    for doubt in found.doubts:
        print(f"{file.name}: look at this: {doubt}")
    if found.profile is not None:
        p = found.profile
        print(
            f"{file.name}: {p.key}: {shown.count(len(p.parties), 'party', 'parties')}, {shown.count(len(p.bodies), 'body', 'bodies')}, "
            f"{shown.count(len(p.persons), 'person')}, {shown.count(len(p.generics), 'generic speaker')}, "
            f"{shown.count(len(p.places), 'place')}"
        )
    return FOUND if found.faults else OK


def redact(a: argparse.Namespace) -> int:
    """`allegata redact`."""
    from ..records import DecisionKind
    from ..work.book import open_book
    from ..work.desk import decide

    with open_book(a.casebook) as book:
        made = decide(book.store, book.log, kind=DecisionKind.REDACT, subject=a.record, by=who(), reason=a.reason, now=now())
    print(f"{a.record}: redacted by decision {made.id}; it leaves in no export from now on")
    return OK


def delete(a: argparse.Namespace) -> int:
    """`allegata delete`."""
    from ..work.book import open_book
    from ..work.deleting import delete as take_out

    with open_book(a.casebook) as book:
        done = take_out(book, a.capture, reason=a.reason, ground=a.ground, now=now(), by=who())
    print(
        f"{done.sha256}: deleted; the log keeps its hash, who, why and on what ground. Backups still hold it: delete it there too"
    )
    if done.container:
        complain(done.sha256, f"its bytes are also in the kept container {done.container}; delete that too if they must go")
    for part in done.parts:
        complain(done.sha256, f"{part} came out of it and is still kept; delete that too if it must go")
    return OK


def restored(a: argparse.Namespace) -> int:
    """`allegata restored`."""
    from ..work.book import open_book, record_loss

    with open_book(a.casebook) as book:
        record_loss(book, a.reason, now=now(), by=who())
    print(f"on record; see what is missing with: allegata verify {a.casebook}")
    return OK


def read(path: Path) -> bytes:
    """A file that was named; raises Unreadable if it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}; name a file that is there") from error


def read_letter(path: Path) -> str:
    """The text of a file that was named, of a saved mail that of all its parts; raises Unreadable if it cannot be read."""
    from email import message_from_bytes, policy

    data = read(path)
    mail = message_from_bytes(data, policy=policy.default)
    if "Content-Type" not in mail:
        return data.decode("utf-8", "replace")
    return "\n".join(str(part.get_content()) for part in mail.walk() if part.get_content_maintype() == "text")


def write(path: Path, data: bytes) -> None:
    """A file for somebody outside; raises ExportError if it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror}; name another place") from error
