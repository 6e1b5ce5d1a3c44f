"""Checkpoints given to people outside, and what comes back: stamps of authorities, cosignatures of witnesses.

Only a head that somebody else holds shows that a whole casebook was put back or written anew. What comes back is checked
before it is kept, and has a leaf with its SHA-256.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from ..errors import LogError, SourceError, StampError
from ..export.notary import Notice, letter, page, qr_code
from ..preserve.addresses import PublicOnly
from ..preserve.checkpoint import Checkpoint, cosigned_at, open_note, read_checkpoint
from ..preserve.fetch import Post
from ..preserve.fetch_apart import fetch_apart
from ..preserve.proof import ConsistencyProof
from ..preserve.sent import Sent
from ..preserve.stamp import MAX_TOKEN, QUERY, Stamp, is_about, query, read_stamp
from ..preserve.witness import Given, Witness
from ..records import Entry, EntryKind, Record
from .book import Book

SKEW = timedelta(minutes=10)
"""How far this machine's clock may be from an authority's before it is told; the limit of WACZ's signing, too."""


class Stamped(Record):
    """What an authority's answer came to. `source`: its address or the file; `skew`: how far this machine's clock is ahead."""

    source: str
    stamp: Stamp | None = None
    skew: timedelta | None = None
    failure: str | None = None


def send_out(book: Book) -> Sent:
    """The head of now, on record as sent out: from now on the log signs none that does not continue it."""
    note = book.log.signed_head()
    book.log.outbox.keep(note)
    return book.log.outbox.sent(read_checkpoint(note).size)


def request_of(book: Book, sent: Sent, *, since: int | None = None) -> ConsistencyProof:
    """What a witness is sent. `since`: how many entries it saw before; by default what a witness cosigned last, else none."""
    if since is None:
        cosigned = [e.body["size"] for e in book.log.entries() if e.kind is EntryKind.COSIGNATURE]
        since = int(cosigned[-1] or 0) if cosigned else 0
    try:
        old = book.log.head_at(since)
        return book.log.prove_consistency(old, note=sent.note)
    except IndexError as error:
        raise LogError(
            f"the checkpoint has {sent.size} entries and continues none of {since}; give a smaller --since"
        ) from error


def parcel(book: Book, sent: Sent, *, since: int | None, now: datetime) -> Mapping[str, bytes]:
    """The files to give out, by name."""
    checkpoint = open_note(sent.note, book.log.verifier())
    notice = Notice(note=sent.note, key=book.log.verifier().strip(), size=sent.size, root=checkpoint.root.hex(), made_at=now)
    return {
        "checkpoint.txt": sent.cosigned.encode(),
        "checkpoint.svg": qr_code(sent.note),
        "checkpoint.html": page(notice),
        "checkpoint.eml": letter(notice),
        "checkpoint.request": request_of(book, sent, since=since).text.encode(),
        "key.pub": book.log.verifier().encode(),
    }


def stamp(
    book: Book,
    authorities: Iterable[str],
    *,
    certificates: bytes | None,
    now: datetime,
    by: str,
    policy: PublicOnly = PublicOnly(),  # noqa: B008 (a frozen record)
) -> Iterator[Stamped]:
    """The head of now put to each authority; one that fails stops no other. All stamp the same checkpoint."""
    sent = send_out(book)
    for url in authorities:
        asked = query(sent.note.encode())
        try:
            answer = fetch_apart(url, now=now, post=Post(body=asked.data, media_type=QUERY), policy=policy, limit=MAX_TOKEN)
            if answer.capture.failure is not None:
                yield Stamped(source=url, failure=answer.capture.failure.reason)
                continue
            held = read_stamp(answer.raw, sent.note.encode(), certificates=certificates, nonce=asked.nonce)
        except (SourceError, StampError) as error:
            yield Stamped(source=url, failure=str(error))
            continue
        yield keep_stamp(book, sent.size, answer.raw, held, source=url, now=now, by=by)


def take_stamp(book: Book, token: bytes, *, source: str, certificates: bytes | None, now: datetime, by: str) -> Stamped:
    """An answer that was had on another way, over any checkpoint that was sent out. Raises StampError if it is over none."""
    for sent in book.log.outbox.all():
        if is_about(token, sent.note.encode()):
            held = read_stamp(token, sent.note.encode(), certificates=certificates)
            return keep_stamp(book, sent.size, token, held, source=source, now=now, by=by)
    raise StampError(
        f"{source} stamps no checkpoint that was sent out; stamp the file that `allegata stamp --request` is about"
    )


def keep_stamp(book: Book, size: int, token: bytes, held: Stamp, *, source: str, now: datetime, by: str) -> Stamped:
    """File, then leaf."""
    book.log.outbox.keep_token(token, held.certificates)
    body: dict[str, str | int | None] = {
        "size": size,
        "at": held.at.isoformat(),
        "authority": held.authority,
        "certificates": hashlib.sha256(held.certificates).hexdigest(),
    }
    book.log_once(Entry(kind=EntryKind.STAMP, at=now, by=by, subject=held.sha256, body=body))
    skew = now - held.at
    return Stamped(source=source, stamp=held, skew=skew if abs(skew) > SKEW else None)


def witness(book: Book, asked: ConsistencyProof, verifier: str | None, *, now: datetime, by: str) -> Given:
    """Cosign another log's head as this casebook. `verifier`: that log's key, needed the first time and kept from then on.

    Raises LogError if the head is not that log's, or does not continue what this casebook saw of it before.
    """
    origin = read_checkpoint(asked.checkpoint).origin
    with book.store.deciding():
        last, known = last_seen(book, origin)
        if known and verifier and verifier.strip() != known:
            raise LogError(
                f"the key given is not the one that {origin} had before; ask its owner, on another way, what happened"
            )
        key = known or (verifier or "").strip()
        if not key:
            raise LogError(f"this casebook does not know {origin}: give its key, had on a way that you trust, with --key FILE")
        given = Witness(book.folder.keys).cosign(asked, key, last=last, at=now)
        body: dict[str, str | int | None] = {"size": given.checkpoint.size, "root": given.checkpoint.root.hex(), "key": key}
        book.log.append(Entry(kind=EntryKind.WITNESSED, at=now, by=by, subject=origin, body=body))
    return given


def last_seen(book: Book, origin: str) -> tuple[Checkpoint | None, str | None]:
    """The last head of that log that this casebook cosigned, and the log's key."""
    seen = [e.body for e in book.log.entries() if e.kind is EntryKind.WITNESSED and e.subject == origin]
    if not seen:
        return None, None
    body = seen[-1]
    return Checkpoint(origin=origin, size=int(body["size"] or 0), root=bytes.fromhex(str(body["root"]))), str(body["key"])


def take_cosignature(book: Book, note: str, verifier: str, *, now: datetime, by: str) -> datetime:
    """Keep a witness's cosignature under a checkpoint of this casebook; gives its time. `verifier`: the witness's key.

    Raises LogError if it is none of this log, was not sent out, or that key did not cosign it.
    """
    checkpoint = open_note(note, book.log.verifier())
    sent = book.log.outbox.sent(checkpoint.size)
    at = cosigned_at(note, verifier)
    name = verifier.partition("+")[0]
    line = next(line for line in note.splitlines(keepends=True) if line.startswith(f"\u2014 {name} "))
    cosigned_at(sent.note + line, verifier)
    book.log.outbox.add_cosignature(checkpoint.size, line)
    body: dict[str, str | int | None] = {
        "size": checkpoint.size,
        "key": verifier.strip(),
        "digest": hashlib.sha256(line.encode()).hexdigest(),
    }
    book.log_once(Entry(kind=EntryKind.COSIGNATURE, at=now, by=by, subject=name, body=body))
    return at
