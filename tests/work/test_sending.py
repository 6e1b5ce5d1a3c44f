"""Checkpoints go out and what comes back is checked: real authorities (openssl), real witnesses, a real server on loopback."""

import hashlib
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from allegata.cli import main
from allegata.errors import LogError, StampError
from allegata.preserve.checkpoint import cosigned_at, find_note, open_note
from allegata.preserve.proof import read_consistency
from allegata.preserve.receive import receive
from allegata.preserve.stamp import query, read_stamp
from allegata.preserve.witness import Witness
from allegata.records import Channel, EntryKind
from allegata.work.book import Book, create_book, open_book
from allegata.work.checking import check_casebook
from allegata.work.intake import keep
from allegata.work.sending import parcel, send_out, stamp, take_cosignature, take_stamp, witness
from tests.preserve.authority import Authority, make_authority
from tests.preserve.test_fetch import Site

NOW = datetime.now(UTC)


def take(book: Book, *texts: str) -> None:
    for text in texts:
        keep(book, receive(text.encode(), now=NOW, channel=Channel.PASTE), now=NOW, by="tester")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with create_book(tmp_path / "book", title="Test", profile=None, now=NOW, by="tester") as made:
        take(made, "one", "two")
        yield made


@pytest.fixture(scope="module")
def authorities(tmp_path_factory: pytest.TempPathFactory) -> tuple[Authority, Authority]:
    first, second = (make_authority(tmp_path_factory.mktemp("tsa"), name) for name in ("First TSA", "Second TSA"))
    if first is None or second is None:
        pytest.skip("left out: the openssl program is not installed")
    return first, second


def problems(book: Book) -> list[tuple[str, str]]:
    return [(p.fault.value, p.subject) for p in check_casebook(book.folder.path).problems]


def test_what_is_given_out_is_the_signed_head(book: Book) -> None:
    sent = send_out(book)
    files = parcel(book, sent, since=None, now=NOW)
    assert files["checkpoint.txt"].decode() == sent.note == book.log.signed_head()
    asked = read_consistency(files["checkpoint.request"].decode())
    assert (asked.old_size, asked.hashes, asked.checkpoint) == (0, (), sent.note)
    for name in ("checkpoint.html", "checkpoint.eml"):
        text = files[name].decode()
        assert "Test" not in text.replace("Tester", ""), "the casebook's title does not leave"
    assert b"<svg" in files["checkpoint.svg"]
    assert problems(book) == []


def test_a_head_is_found_in_a_mail_a_page_typed_off_and_what_a_telephone_read(book: Book) -> None:
    from email import policy
    from email.parser import BytesParser

    sent = send_out(book)
    files = parcel(book, sent, since=None, now=NOW)
    mail = BytesParser(policy=policy.default).parsebytes(files["checkpoint.eml"])
    body = mail.get_body()
    assert body is not None
    attached = next(iter(mail.iter_attachments())).get_content()
    for text in (body.get_content(), attached, sent.note.strip(), "\n".join(f"  {line}  " for line in sent.note.split("\n"))):
        assert find_note("\r\n".join(text.splitlines())) == sent.note
    with pytest.raises(LogError, match="no checkpoint in it"):
        find_note("Dear notary,\n\nnothing")


def test_verify_takes_the_checkpoint_in_every_form_that_was_given_out(
    book: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = str(book.folder.path), tmp_path / "out"
    assert main(["checkpoint", "-C", folder, "-o", str(out)]) == 0
    shutil.copytree(book.folder.path, tmp_path / "old")
    take(book, "three")
    assert main(["checkpoint", "-C", folder, "-o", str(out)]) == 0
    forms = [str(out / name) for name in ("checkpoint.txt", "checkpoint.eml", "checkpoint.request")]
    given = [part for form in forms for part in ("--checkpoint", form)]
    assert main(["verify", folder, *given]) == 0
    capsys.readouterr()
    assert main(["verify", str(tmp_path / "old"), *given]) == 1, "an old copy"
    assert capsys.readouterr().out.count("went back in time") == 3
    (out / "checkpoint.txt").write_text("nothing", encoding="utf-8")
    assert main(["verify", folder, *given]) == 1
    assert main(["verify", folder, "--checkpoint", str(out / "not-there")]) == 3


def test_a_qr_code_reads_back_as_the_note(book: Book) -> None:
    """Read by a program that is not ours, where it is installed."""
    if shutil.which("zbarimg") is None:
        pytest.skip("left out: the zbarimg program is not installed (sudo apt-get install zbar-tools)")
    import segno

    sent = send_out(book)
    image = book.folder.path.parent / "code.png"
    segno.make_qr(sent.note, error="m", encoding="utf-8").save(str(image), scale=4, border=4)
    read = subprocess.run(["zbarimg", "--quiet", "--raw", str(image)], capture_output=True, check=True).stdout.decode()
    assert find_note(read) == sent.note


def answering(site: Site, authority: Authority) -> Callable[[socket.socket], None]:
    """The authority behind the site's page."""

    def answer(client: socket.socket) -> None:
        head, _, body = site.asked[-1].partition(b"\r\n\r\n")
        assert b"Content-Type: application/timestamp-query" in head
        length = int(head.lower().partition(b"content-length:")[2].split()[0])
        while len(body) < length:
            body += client.recv(65536)
        made = authority.answer(body)
        headers = f"Content-Type: application/timestamp-reply\r\nContent-Length: {len(made)}\r\n\r\n"
        client.sendall(f"HTTP/1.1 200 OK\r\n{headers}".encode() + made)

    return answer


def test_several_authorities_stamp_one_checkpoint(book: Book, authorities: tuple[Authority, Authority]) -> None:
    site = Site()
    for path, authority in zip(("/a", "/b"), authorities, strict=True):
        site.answers[path] = answering(site, authority)
    site.says("/down", b"no", status="503 Busy")
    roots = b"".join(each.root for each in authorities)
    urls = [site.url("/a"), site.url("/down"), site.url("/b")]
    made = list(stamp(book, urls, certificates=roots, now=NOW, by="tester", policy=site.policy))
    site.close()
    assert [one.stamp.authority if one.stamp else None for one in made] == ["CN=First TSA", None, "CN=Second TSA"]
    assert made[1].failure is not None
    assert "503" in made[1].failure
    logged = [e for e in book.log.entries() if e.kind is EntryKind.STAMP]
    assert [e.subject for e in logged] == [one.stamp.sha256 for one in made if one.stamp]
    assert {e.body["size"] for e in logged} == {3}
    for entry, authority in zip(logged, authorities, strict=True):
        answer, _ = book.log.outbox.token(entry.subject)
        assert hashlib.sha256(answer.read_bytes()).hexdigest() == entry.subject
        assert authority.verifies(book.log.outbox.file(3), answer), "openssl checks it from the files alone"
    assert problems(book) == []


def test_an_answer_to_another_question_is_refused(book: Book, authorities: tuple[Authority, Authority]) -> None:
    authority, other = authorities
    note = send_out(book).note.encode()
    asked, again = query(note), query(note)
    token = authority.answer(asked.data)
    assert read_stamp(token, note, certificates=authority.root, nonce=asked.nonce).at <= datetime.now(UTC) + timedelta(
        seconds=2
    )
    for answer, about, root, nonce in (
        (token, note, authority.root, again.nonce),
        (token, note + b"\n", authority.root, None),
        (token, note, other.root, None),
        (token, note, None, None),
        (b"<html>busy</html>", note, authority.root, None),
        (token[:-1], note, authority.root, None),
        (token, note, b"no certificate", None),
    ):
        with pytest.raises(StampError):
            read_stamp(answer, about, certificates=root, nonce=nonce)


def test_a_token_had_by_hand_is_taken_in(book: Book, authorities: tuple[Authority, Authority], tmp_path: Path) -> None:
    authority, _ = authorities
    root, folder = tmp_path / "root.pem", str(book.folder.path)
    root.write_bytes(authority.root)
    assert main(["stamp", "-C", folder, "--request", str(tmp_path / "q.tsq")]) == 0
    (tmp_path / "a.tsr").write_bytes(authority.answer((tmp_path / "q.tsq").read_bytes()))
    take(book, "three")
    assert main(["stamp", "-C", folder, "--token", str(tmp_path / "a.tsr"), "--root", str(root)]) == 0
    assert [e.body["size"] for e in book.log.entries() if e.kind is EntryKind.STAMP] == [3], "the head of the question"
    about_nothing = authority.answer(query(b"something else").data)
    with pytest.raises(StampError, match="stamps no checkpoint"):
        take_stamp(book, about_nothing, source="x", certificates=authority.root, now=NOW, by="tester")
    assert problems(book) == []


def test_every_byte_of_a_token_counts(book: Book, authorities: tuple[Authority, Authority]) -> None:
    """Some flips leave the signature whole; the SHA-256 in the log finds those too."""
    authority, _ = authorities
    sent = send_out(book)
    token = authority.answer(query(sent.note.encode()).data)
    made = take_stamp(book, token, source="x", certificates=authority.root, now=NOW, by="tester")
    assert made.stamp is not None
    from allegata.work.checking import check_sent

    entries = list(book.log.entries())
    free = 0
    for path in book.log.outbox.token(made.stamp.sha256):
        whole = path.read_bytes()
        path.chmod(0o644)
        for at in range(len(whole)):
            changed = whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :]
            path.write_bytes(changed)
            assert [p.subject for p in check_sent(book.log, entries)] == [f"tokens/{path.name}"], at
            free += path.suffix == ".tsr" and still_verifies(changed, sent.note.encode(), authority)
        path.write_bytes(whole)
    assert free > 0, "that tokens are malleable is why their hash is logged"
    assert problems(book) == []


def still_verifies(token: bytes, note: bytes, authority: Authority) -> bool:
    try:
        read_stamp(token, note, certificates=authority.root)
    except StampError:
        return False
    return True


def test_another_casebook_witnesses(book: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a, b, out = str(book.folder.path), str(tmp_path / "witness"), tmp_path / "out"
    cosigned, key = out / "cosigned.txt", out / "cosigned.txt.pub"
    assert main(["init", b]) == 0
    assert main(["checkpoint", "-C", a, "-o", str(out)]) == 0
    request = str(out / "checkpoint.request")
    assert main(["witness", request, "-C", b]) == 2, "a log that it does not know"
    assert main(["witness", request, "-C", b, "--key", str(out / "key.pub"), "-o", str(cosigned)]) == 0
    assert main(["cosigned", str(cosigned), "--key", str(key), "-C", a]) == 0
    assert main(["checkpoint", "-C", a, "-o", str(out)]) == 0
    assert "old 3\n" in Path(request).read_text(encoding="utf-8"), "from what the witness saw"
    assert main(["witness", request, "-C", b, "-o", str(cosigned)]) == 0, "the key is known by now"
    assert main(["cosigned", str(cosigned), "--key", str(key), "-C", a]) == 0
    capsys.readouterr()
    assert main(["checkpoint", "-C", a]) == 0
    last = [e for e in book.log.entries() if e.kind is EntryKind.COSIGNATURE][-1]
    sent = book.log.outbox.sent(int(last.body["size"] or 0))
    assert cosigned_at(sent.cosigned, key.read_text(encoding="utf-8")) >= NOW.replace(microsecond=0)
    proof = book.log.prove(0, note=sent.cosigned)
    assert proof.check(book.log.line(0), book.log.verifier()) == open_note(sent.note, book.log.verifier())
    assert cosigned_at(proof.checkpoint, key.read_text(encoding="utf-8")), "witnesses' lines go with the proof"
    for folder in (a, b):
        assert main(["verify", folder]) == 0


def test_a_witness_signs_no_second_history(book: Book, tmp_path: Path) -> None:
    shutil.copytree(book.folder.path, tmp_path / "fork")
    with create_book(tmp_path / "witness", title="W", profile=None, now=NOW, by="w") as other:
        key = book.log.verifier()

        def ask(asker: Book, since: int) -> str:
            sent = send_out(asker)
            text = parcel(asker, sent, since=since, now=NOW)["checkpoint.request"].decode()
            return witness(other, read_consistency(text), key, now=NOW, by="w").note

        take(book, "three")
        note = ask(book, 0)
        take_cosignature(book, note, Witness(other.folder.keys).verifier(), now=NOW, by="tester")
        with open_book(tmp_path / "fork") as fork:
            take(fork, "another three", "four")
            for since in (0, 3, 4):
                with pytest.raises(LogError):
                    ask(fork, since)
        with pytest.raises(LogError, match="continues none of 99"):
            ask(book, 99)
        with pytest.raises(LogError, match="not the one that"):
            witness(other, read_consistency(f"old 4\n\n{note}"), other.log.verifier(), now=NOW, by="w")
    assert problems(book) == []


def test_a_cosignature_by_another_key_or_of_another_log_is_not_taken_in(book: Book, tmp_path: Path) -> None:
    with create_book(tmp_path / "other", title="O", profile=None, now=NOW, by="o") as other:
        theirs, ours = send_out(other), send_out(book)
        verifier = Witness(other.folder.keys).verifier()
        for note in (theirs.note, ours.note):
            with pytest.raises(LogError):
                take_cosignature(book, note, verifier, now=NOW, by="tester")


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        (lambda log: (log / "checkpoints/3.checkpoint").unlink(), ("altered", "checkpoints/3.cosignatures")),
        (lambda log: (log / "checkpoints/3.cosignatures").unlink(), ("missing", "checkpoints/3.cosignatures")),
        (lambda log: (log / "checkpoints/7.checkpoint").write_text("x"), ("altered", "checkpoints/7.checkpoint")),
        (lambda log: (log / "tokens").mkdir() or (log / "tokens/x.tsr").write_bytes(b"x"), ("stray", "tokens/x.tsr")),
        (
            lambda log: (log / "checkpoints/3.cosignatures").write_text((log / "checkpoints/3.cosignatures").read_text() * 2),
            ("altered", "checkpoints/3.cosignatures"),
        ),
    ],
)
def test_what_came_back_and_is_gone_or_other_is_named(
    book: Book, tmp_path: Path, harm: Callable[[Path], object], found: tuple[str, str]
) -> None:
    sent = send_out(book)
    with create_book(tmp_path / "w", title="W", profile=None, now=NOW, by="w") as other:
        text = parcel(book, sent, since=0, now=NOW)["checkpoint.request"].decode()
        given = witness(other, read_consistency(text), book.log.verifier(), now=NOW, by="w")
        take_cosignature(book, given.note, Witness(other.folder.keys).verifier(), now=NOW, by="tester")
    assert problems(book) == []
    harm(book.folder.log)
    assert found in problems(book)
