"""The evidence package: tools that are not ours take it whole and refuse it with one byte changed; nothing leaves that must not."""

import hashlib
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
import zipfile
from base64 import b64decode
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import bagit
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from fastwarc.warc import ArchiveIterator
from warcio.archiveiterator import ArchiveIterator as PlainIterator

from allegata.cli import main
from allegata.errors import ExportError, SourceError
from allegata.preserve.checkpoint import verifier_key
from allegata.preserve.problem import Fault
from allegata.preserve.stamp import query
from allegata.preserve.witness import Witness
from allegata.records import DecisionKind, Entry, EntryKind, Reading
from allegata.work.book import Book, create_book
from allegata.work.checking import check_casebook
from allegata.work.checking_packages import check_package
from allegata.work.desk import decide
from allegata.work.intake import add
from allegata.work.outgoing import export_book
from allegata.work.packing import contents_of
from allegata.work.readers import load_readers
from allegata.work.sending import request_of, send_out, take_cosignature, take_stamp, witness
from tests.hostile.make import response
from tests.preserve.authority import make_authority

NOW = datetime(2026, 11, 1, tzinfo=UTC)
CHECK = Path(__file__).parents[2] / "src/allegata/export/templates/check.py"
SIGSTORE = os.environ.get("ALLEGATA_TEST_NODE_MODULES", "")

RED = """Rockets hit Ganja

4 October 2020

The Foreign Ministry of Azerbaijan said one civilian was killed and four were wounded in Ganja on Sunday.
The Ministry of Defence of Armenia denied that any rocket was fired at Ganja. "We did not fire," its spokeswoman said.
"""
REJECTED = """HEADLINE-CANARY in Terter

5 October 2020

The Defence Ministry of Azerbaijan said WORDS-CANARY and three civilians were killed by shelling in Terter on Monday.
"""
RECENT = """RECENT-CANARY

31 October 2026

The Interior Ministry of Azerbaijan said two civilians were killed by shelling in Barda on 31 October 2026.
The Interior Ministry of Azerbaijan said nine civilians were killed by shelling in Barda on 4 October 2020.
"""


def page(title: str, words: str) -> bytes:
    said = f"The Defence Ministry of Azerbaijan said on 4 October 2020 that {words} killed by shelling in Terter."
    return f"<html><head><title>{title}</title></head><body><p>{said}</p></body></html>".encode()


OLD_PAGE = page("Old", "one soldier was")
REJECTED_PAGE = page("PAGE-CANARY", "a CANARY and eight soldiers were")


def take(book: Book, path: Path, data: bytes) -> list[Reading]:
    path.write_bytes(data)
    readers = load_readers().under(book.profile)
    return [a.reading for a in add(book, str(path), readers=readers, now=NOW, by="collector") if a.reading]


def reject(book: Book, reading: Reading) -> None:
    for each in [s.id for s in reading.statements] + [c.id for c in reading.claims]:
        reason = "told by REASON-CANARY"
        decide(book.store, book.log, kind=DecisionKind.REJECT, subject=each, by="REVIEWER-CANARY", reason=reason, now=NOW)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """A casebook with something of everything: held back, in containers, sent out, stamped, witnessed."""
    folder = tmp_path_factory.mktemp("casebook")
    with (
        create_book(folder / "book", title="A test of packages", profile="karabakh-2020", now=NOW, by="collector") as made,
        create_book(folder / "other", title="A witness", profile=None, now=NOW, by="collector") as other,
    ):
        take(made, folder / "red.txt", RED.encode())
        sent = send_out(made)
        if authority := make_authority(folder, "A TSA"):
            token = authority.answer(query(sent.note.encode()).data)
            take_stamp(made, token, source="a tsa", certificates=authority.root, now=NOW, by="collector")
        given = witness(other, request_of(made, sent), made.log.verifier(), now=NOW, by="collector")
        take_cosignature(made, given.note, Witness(other.folder.keys).verifier(), now=NOW, by="collector")
        (rejected,) = take(made, folder / "rejected.txt", REJECTED.encode())
        take(made, folder / "recent.txt", RECENT.encode())
        pages = take(made, folder / "two.warc", response(OLD_PAGE, url="http://example.org/old") + response(REJECTED_PAGE))
        take(made, folder / "one.warc", response(OLD_PAGE.replace(b"one soldier", b"two soldiers"), url="http://example.org/b"))
        reject(made, rejected)
        reject(made, next(page for page in pages if "CANARY" in page.article.text))
        yield made


@pytest.fixture(scope="module")
def package(book: Book, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packed") / "package"
    export_book(book, "bagit", folder, now=NOW, by="PACKER")
    return folder


@pytest.fixture
def copy(package: Path, tmp_path: Path) -> Path:
    """The package, to be harmed."""
    return shutil.copytree(package, tmp_path / "copy")


def run(*command: str, at: Path) -> bool:
    return subprocess.run(command, cwd=at, capture_output=True, check=False).returncode == 0


def sums_hold(at: Path) -> bool:
    return all(run("sha256sum", "--strict", "-c", f"{tag}manifest-sha256.txt", at=at) for tag in ("", "tag"))


def openssl_holds(at: Path) -> bool:
    key = ("openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "data/log/key.pem", "-rawin")
    signed = [("tagmanifest-sha256.txt", "tagmanifest-sha256.txt.sig"), ("data/log/checkpoint.txt", "data/log/checkpoint.sig")]
    return all(run(*key, "-in", text, "-sigfile", signature, at=at) for text, signature in signed)


def script_holds(at: Path) -> bool:
    return run(sys.executable, "-I", "data/check.py", at=at)


def bagit_holds(at: Path) -> bool:
    try:
        return bool(bagit.Bag(str(at)).is_valid())
    except bagit.BagError:
        return False


def ours_holds(at: Path) -> bool:
    try:
        return not check_package(at).problems
    except SourceError:
        return False


def test_every_tool_takes_it(package: Path, book: Book) -> None:
    report = check_package(package)
    assert report.problems == ()
    assert report.signed_by == b64decode(book.log.verifier().strip().split("+", 2)[2])[1:].hex()
    assert (report.captures, report.entries, report.files) == (4, 6, sum(path.is_file() for path in package.rglob("*")))
    assert script_holds(package)
    assert bagit_holds(package)
    if shutil.which("sha256sum"):
        assert sums_hold(package)
    if shutil.which("openssl"):
        assert openssl_holds(package)


def test_the_script_names_what_it_looked_at(package: Path) -> None:
    key = str(check_package(package).signed_by)
    done = subprocess.run(
        [sys.executable, "-I", "data/check.py", key], cwd=package, capture_output=True, text=True, check=False, env={}
    )
    files = sum(path.is_file() for path in package.rglob("*"))
    assert f"{files} files, 6 entries of the log, 1 older heads" in done.stdout
    assert "all holds" in done.stdout
    other = run(sys.executable, "-I", "data/check.py", "0" * 64, at=package)
    assert not other, "another key than the one that was given"


def test_the_script_is_short_and_needs_python_alone() -> None:
    whole = CHECK.read_text(encoding="utf-8")
    check, _, rest = whole.partition("\n# The rest is Ed25519")
    assert rest
    assert len(check.splitlines()) <= 60
    assert set(re.findall(r"^(?:import|from) (.+)$", whole, re.M)) == {"base64, hashlib, json, pathlib, sys, zipfile"}
    assert not {"base64", "hashlib", "json", "pathlib", "sys", "zipfile"} - sys.stdlib_module_names


def flip(path: Path, at: int, bit: int = 1) -> None:
    data = bytearray(path.read_bytes())
    data[at % len(data)] ^= bit
    path.chmod(0o644)
    path.write_bytes(bytes(data))


def test_one_byte_changed_anywhere_is_found_by_every_tool(package: Path, copy: Path) -> None:
    """Each file in turn: ours and the script alone find all; the sums' and the signature's tools together do."""
    chance = random.Random(5)
    tools: list[Callable[[Path], bool]] = [ours_holds, script_holds]
    for name in sorted(path.relative_to(package) for path in package.rglob("*") if path.is_file()):
        if not (copy / name).stat().st_size:
            (copy / name).write_bytes(b"{}")
        flip(copy / name, chance.randrange(1 << 30), 1 << chance.randrange(8))
        assert [tool.__name__ for tool in tools if tool(copy)] == [], name
        if shutil.which("sha256sum") and shutil.which("openssl"):
            assert not (sums_hold(copy) and openssl_holds(copy)), name
        if name.parts[0] == "data":
            assert not bagit_holds(copy), name
        shutil.copyfile(package / name, copy / name)
    assert all(tool(copy) for tool in tools)


@pytest.mark.parametrize("name", ["tagmanifest-sha256.txt.sig", "data/log/key.pem", "data/log/checkpoint", "bagit.txt"])
def test_every_byte_of_what_all_rests_on_counts(package: Path, copy: Path, name: str) -> None:
    for at in range((package / name).stat().st_size):
        flip(copy / name, at, 1 << at % 8)
        assert not ours_holds(copy), at
        shutil.copyfile(package / name, copy / name)


def rewritten(folder: Path) -> None:
    """All sums made anew, as anyone can."""
    lines = sorted(path for path in (folder / "data").rglob("*") if path.is_file())
    sums = "".join(f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(folder).as_posix()}\n" for p in lines)
    (folder / "manifest-sha256.txt").write_text(sums)
    size = sum(p.stat().st_size for p in lines)
    info = re.sub(r"Payload-Oxum: .*", f"Payload-Oxum: {size}.{len(lines)}", (folder / "bag-info.txt").read_text())
    (folder / "bag-info.txt").write_text(info)
    tags = ("bag-info.txt", "bagit.txt", "manifest-sha256.txt")
    sums = "".join(f"{hashlib.sha256((folder / n).read_bytes()).hexdigest()}  {n}\n" for n in tags)
    (folder / "tagmanifest-sha256.txt").write_text(sums)


def alter_a_claim(folder: Path) -> None:
    path = folder / "data/records/claims.jsonl"
    path.write_bytes(path.read_bytes().replace(b"one civilian", b"ten civilian"))


def test_sums_made_anew_do_not_help_without_the_key(copy: Path) -> None:
    alter_a_claim(copy)
    rewritten(copy)
    assert sums_hold(copy)
    assert bagit_holds(copy), "which is why a signature is needed"
    assert [each.fault for each in check_package(copy).problems] == [Fault.UNSIGNED]
    assert not openssl_holds(copy)
    assert not script_holds(copy)


def test_a_missing_signature_is_a_failure(copy: Path) -> None:
    (copy / "tagmanifest-sha256.txt.sig").unlink()
    assert Fault.UNSIGNED in [each.fault for each in check_package(copy).problems]
    assert not script_holds(copy)


def test_a_key_put_in_its_place_is_found_by_the_log_and_by_who_knows_the_key(package: Path, copy: Path) -> None:
    right = str(check_package(package).signed_by)
    key = Ed25519PrivateKey.generate()
    public = key.public_key()
    (copy / "data/log/key.pem").write_bytes(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    name = (copy / "data/log/key.pub").read_text().split("+")[0]
    (copy / "data/log/key.pub").write_text(f"{verifier_key(name, public)}\n")
    rewritten(copy)
    (copy / "tagmanifest-sha256.txt.sig").write_bytes(key.sign((copy / "tagmanifest-sha256.txt").read_bytes()))
    assert check_package(copy).problems, "the checkpoint is signed by another"
    assert not script_holds(copy)
    assert [each.fault for each in check_package(package, key="0" * 64).problems] == [Fault.UNSIGNED]
    assert check_package(package, key=right.upper()).problems == ()


@pytest.mark.parametrize(
    "name", ["data/captures.wacz", "data/log/checkpoint", "data/log/key.pub", "data/log/key.pem", "tagmanifest-sha256.txt"]
)
def test_what_it_cannot_be_checked_without_is_missed(copy: Path, name: str) -> None:
    (copy / name).unlink()
    assert not ours_holds(copy)
    assert not script_holds(copy)


def test_what_is_put_in_is_found(copy: Path) -> None:
    for name in ("more.txt", "data/more.txt", "data/log/entries/999.json"):
        (copy / name).write_text("{}")
        assert not ours_holds(copy), name
        assert not script_holds(copy), name
        (copy / name).unlink()
    assert ours_holds(copy)


def test_an_unsigned_bag_of_others_and_no_package_at_all_are_no_passes(tmp_path: Path) -> None:
    (tmp_path / "bag").mkdir()
    (tmp_path / "bag" / "a.txt").write_text("a")
    bagit.make_bag(str(tmp_path / "bag"), checksums=["sha256"])
    assert Fault.UNSIGNED in [each.fault for each in check_package(tmp_path / "bag").problems]
    (tmp_path / "text").write_text("no package")
    assert [each.fault for each in check_package(tmp_path / "text").problems] == [Fault.UNSAFE]
    with pytest.raises(SourceError):
        check_package(tmp_path / "not-there")


def wacz_of(package: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(package / "data/captures.wacz")


def test_the_captures_are_the_vaults_files_and_other_tools_find_their_digests_right(package: Path, book: Book) -> None:
    with wacz_of(package) as wacz:
        names = [name for name in wacz.namelist() if name.startswith("archive/")]
        assert len(names) == 4
        for name in names:
            warc = wacz.read(name)
            assert warc == book.vault.path(Path(name).stem).read_bytes()
            assert all(record.verify_block_digest() for record in ArchiveIterator(io.BytesIO(warc), parse_http=False))
            list(PlainIterator(io.BytesIO(warc), check_digests="raise"))
            flipped = bytearray(warc)
            flipped[warc.index(b"\r\n\r\n") + 10] ^= 1
            records = ArchiveIterator(io.BytesIO(bytes(flipped)), parse_http=False)
            assert not all(record.verify_block_digest() for record in records)


def test_the_index_leads_to_each_record_and_the_pages_to_each_report(package: Path) -> None:
    with wacz_of(package) as wacz:
        lines = wacz.read("indexes/index.cdx").decode().splitlines()
        assert lines == sorted(lines)
        for line in lines:
            at = json.loads(line.split(" ", 2)[2])
            warc = wacz.read(f"archive/{at['filename']}")
            raw = warc[int(at["offset"]) : int(at["offset"]) + int(at["length"])]
            assert at["recordDigest"] == f"sha256:{hashlib.sha256(raw).hexdigest()}"
            (record,) = ArchiveIterator(io.BytesIO(raw))
            assert record.headers["WARC-Target-URI"] == at["url"]
        keys = [line.split(" ")[0] for line in lines]
        assert "org,example)/old" in keys
        head, *pages = [json.loads(line) for line in wacz.read("pages/pages.jsonl").splitlines()]
        assert head["format"] == "json-pages-1.0"
        assert {page["url"] for page in pages} >= {"http://example.org/old", "http://example.org/b"}
        assert "Old" in {page.get("title") for page in pages}


NODE = """
const m = require(process.argv[1] + '/@sigstore/verify/dist/tlog/merkle.js');
const g = JSON.parse(require('fs').readFileSync(0));
const b = (s) => Buffer.from(s, 'base64');
m.verifyMerkleInclusion({canonicalizedBody: b(g.leaf), inclusionProof: {logIndex: g.index, hashes: g.hashes.map(b)}},
  {logSize: BigInt(g.size), logHash: b(g.root)});
"""


@pytest.mark.skipif(not (SIGSTORE and shutil.which("node")), reason="left out: @sigstore/verify of npm is not there")
def test_sigstore_takes_each_proof_and_none_that_is_altered(package: Path) -> None:
    def takes(given: dict[str, object]) -> bool:
        done = subprocess.run(
            ["node", "-e", NODE, SIGSTORE], input=json.dumps(given).encode(), capture_output=True, check=False
        )
        assert done.returncode == 0 or b"VerificationError" in done.stderr, done.stderr
        return done.returncode == 0

    _, size, root = (package / "data/log/checkpoint").read_text().split("\n")[:3]
    for path in (package / "data/log/entries").glob("*.json"):
        proof = path.with_suffix(".tlog-proof").read_text().split("\n\n")[0].split("\n")
        leaf = path.read_bytes()
        given: dict[str, object] = {"index": proof[1][6:], "hashes": proof[2:], "size": size, "root": root}
        assert takes({**given, "leaf": _encoded(leaf)})
        assert not takes({**given, "leaf": _encoded(leaf.replace(b"collector", b"collectot"))})


def _encoded(data: bytes) -> str:
    import base64

    return base64.b64encode(data).decode()


GO = shutil.which("go") or shutil.which("/usr/lib/go-1.19/bin/go")
SUMDB = Path("/usr/share/gocode/src/golang.org/x/mod/sumdb")


@pytest.mark.skipif(
    GO is None or not SUMDB.is_dir(), reason="left out: Go's x/mod (golang-go golang-golang-x-mod-dev) is not there"
)
def test_go_takes_the_head_and_each_proof_and_none_that_is_altered(package: Path, copy: Path, tmp_path: Path) -> None:
    """golang.org/x/mod/sumdb: note.Open, tlog.CheckRecord, tlog.CheckTree."""
    environment = {
        "GO111MODULE": "off",
        "GOPATH": "/usr/share/gocode",
        "GOCACHE": str(tmp_path / "cache"),
        "PATH": os.environ["PATH"],
    }
    program, source = str(tmp_path / "packaged"), str(Path(__file__).with_name("packaged.go"))
    subprocess.run([str(GO), "build", "-o", program, source], env=environment, check=True)
    done = subprocess.run([program, str(package)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "6 1\n")
    for name in ("data/log/checkpoint", "data/log/key.pub", "data/log/sent/4.checkpoint", "data/log/sent/4.consistency"):
        flip(copy / name, 60 if name.endswith("key.pub") else 45)
        assert not run(program, str(copy), at=tmp_path), name
        shutil.copyfile(package / name, copy / name)
    for path in sorted((copy / "data/log/entries").iterdir()):
        whole = path.read_bytes()
        flip(path, 40)
        assert not run(program, str(copy), at=tmp_path), path.name
        path.write_bytes(whole)


def test_openssl_takes_the_time_stamp(package: Path, book: Book, tmp_path: Path) -> None:
    tokens = list((package / "data/log").glob("tokens/*.tsr"))
    if not tokens:
        pytest.skip("left out: the openssl program is not installed")
    (token,) = tokens
    (sent,) = (package / "data/log/sent").glob("*.checkpoint")
    ask = ("openssl", "ts", "-verify", "-in", str(token), "-CAfile", str(token.with_suffix(".pem")), "-data")
    assert run(*ask, str(sent), at=tmp_path)
    assert not run(*ask, str(package / "data/log/checkpoint"), at=tmp_path)


def test_the_log_is_shown_to_continue_what_was_sent_out(package: Path, book: Book) -> None:
    sent = next(iter(book.log.outbox.all()))
    assert check_package(package, checkpoints={"a letter": f"Dear notary,\n\n{sent.note}\n\nYours"}).problems == ()
    assert check_package(package, checkpoints={"the head": (package / "data/log/checkpoint").read_text()}).problems == ()
    other = sent.note.replace(f"\n{sent.size}\n", f"\n{sent.size + 1}\n")
    assert [each.subject for each in check_package(package, checkpoints={"other": other}).problems] == ["other"]


def everything(package: Path) -> bytes:
    """Every byte of a package as a reader finds it: files, members of its WACZ unpacked, the text of its PDF, names."""
    import pypdfium2

    found = []
    for path in sorted(path for path in package.rglob("*") if path.is_file()):
        found += [path.name.encode(), path.read_bytes()]
        if path.suffix == ".pdf":
            found += [page.get_textpage().get_text_range().encode() for page in pypdfium2.PdfDocument(path)]
    with wacz_of(package) as wacz:
        for name in wacz.namelist():
            found += [name.encode(), wacz.read(name)]
    return b"\n".join(found)


def test_nothing_leaves_that_must_not(package: Path, book: Book, tmp_path: Path) -> None:
    """What a reviewer rejected, who rejected it and why; what is of these days. The default holds for both packages."""
    found = everything(package)
    assert b"one civilian" in found
    assert b"CANARY" not in found
    export_book(book, "wacz", tmp_path / "c.wacz", now=NOW, by="PACKER")
    with zipfile.ZipFile(tmp_path / "c.wacz") as wacz:
        assert not any(b"CANARY" in wacz.read(name) for name in wacz.namelist())
    for secret in (book.log.key.read_bytes(), book.folder.secret_key().encode()):
        assert secret not in found


def test_a_rejected_claim_leaves_nowhere_as_a_record(package: Path, book: Book) -> None:
    held = [reading for reading in book.store.readings() if "CANARY" in reading.article.text]
    gone = {s.id for reading in held for s in reading.statements} | {c.id for reading in held for c in reading.claims}
    assert gone
    for name in ("statements", "claims", "incidents", "relations", "tallies", "captures", "articles"):
        text = (package / f"data/records/{name}.jsonl").read_text()
        assert not any(each in text for each in gone)


def test_a_file_that_others_came_in_stays_when_one_of_them_does(book: Book, package: Path) -> None:
    """two.warc holds a page that was rejected; one.warc holds none."""
    captures = {capture.name: capture.sha256 for capture in book.store.captures()}
    with wacz_of(package) as wacz:
        there = {Path(name).stem for name in wacz.namelist() if name.startswith("archive/")}
    assert {captures[name] for name in ("red.txt", "two.warc#1", "one.warc", "one.warc#1")} == there


def test_the_embargo_can_be_lifted_and_that_is_logged(book: Book, tmp_path: Path) -> None:
    export_book(book, "bagit", tmp_path / "all", now=NOW, by="PACKER", embargo=False)
    assert b"RECENT-CANARY" in everything(tmp_path / "all")
    assert b"WORDS-CANARY" not in everything(tmp_path / "all")
    last = list(book.log.entries())[-1]
    assert (last.kind, last.subject, last.body["embargo"]) == (EntryKind.EXPORT, "bagit", "lifted")


def test_a_deleted_capture_leaves_in_nothing(book: Book) -> None:
    from allegata.work.packing import closed

    entries = [entry for entry in book.log.entries() if entry.kind is EntryKind.CAPTURE]
    inside = next(entry for entry in entries if entry.body["part_of"])
    gone = Entry(kind=EntryKind.DELETION, at=NOW, by="a", subject=inside.subject, body={})
    assert closed(entries) == set()
    assert closed([*entries, gone]) == {inside.subject, inside.body["part_of"]}
    assert closed([*entries, gone, inside]) == set(), "taken in anew"


def test_a_report_with_something_redacted_is_not_packed(tmp_path: Path) -> None:
    """Its bytes hold the words."""
    with create_book(tmp_path / "book", title="Test", profile="karabakh-2020", now=NOW, by="collector") as made:
        (reading,) = take(made, tmp_path / "red.txt", RED.encode())
        assert [c.sha256 for c in contents_of(made, now=NOW, embargo=True).captures] == [reading.capture.sha256]
        claim = reading.claims[0].id
        decide(made.store, made.log, kind=DecisionKind.REDACT, subject=claim, by="a", reason="names a witness", now=NOW)
        assert contents_of(made, now=NOW, embargo=False).captures == ()


def test_the_export_is_on_record_with_what_the_package_is_known_by(package: Path, book: Book) -> None:
    exports = [entry for entry in book.log.entries() if entry.kind is EntryKind.EXPORT and entry.by == "PACKER"]
    known_by = hashlib.sha256((package / "tagmanifest-sha256.txt").read_bytes()).hexdigest()
    assert known_by in [entry.body.get("tagmanifest_sha256") for entry in exports]
    assert check_casebook(book.folder.path).problems == ()


def test_as_a_zip_file_it_is_one_folder_that_holds_the_same(book: Book, tmp_path: Path) -> None:
    size = export_book(book, "bagit", tmp_path / "evidence.zip", now=NOW, by="PACKER")
    raw = (tmp_path / "evidence.zip").read_bytes()
    assert size == len(raw)
    assert list(book.log.entries())[-1].body["sha256"] == hashlib.sha256(raw).hexdigest()
    assert check_package(tmp_path / "evidence.zip").problems == ()
    with zipfile.ZipFile(tmp_path / "evidence.zip") as made:
        made.extractall(tmp_path)
    assert script_holds(tmp_path / "evidence")
    assert bagit_holds(tmp_path / "evidence")
    assert {path.name for path in tmp_path.iterdir()} == {"evidence.zip", "evidence"}, "nothing is left beside it"


def test_a_changed_byte_of_the_zip_file_is_found_or_changes_nothing(book: Book, tmp_path: Path) -> None:
    export_book(book, "bagit", tmp_path / "a.zip", now=NOW, by="PACKER")
    whole = (tmp_path / "a.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(whole)) as found:
        files = {name: found.read(name) for name in found.namelist()}
    chance = random.Random(7)
    same = 0
    for _ in range(300):
        at = chance.randrange(len(whole))
        raw = whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :]
        (tmp_path / "b.zip").write_bytes(raw)
        if ours_holds(tmp_path / "b.zip"):
            with zipfile.ZipFile(io.BytesIO(raw)) as found:
                assert {name: found.read(name) for name in found.namelist()} == files, at
            same += 1
    assert same < 20, "times and the like of ZIP's own headers"


def test_a_place_that_is_taken_is_not_written_over(book: Book, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/notes.txt").write_text("mine")
    with pytest.raises(ExportError, match="holds something"):
        export_book(book, "bagit", tmp_path / "mine", now=NOW, by="PACKER")
    assert [path.name for path in tmp_path.rglob("*")] == ["mine", "notes.txt"]


def test_a_capture_that_is_gone_is_told_and_no_package_is_left(book: Book, tmp_path: Path) -> None:
    capture = contents_of(book, now=NOW, embargo=True).captures[0]
    path = book.vault.path(capture.sha256)
    path.rename(tmp_path / "away")
    (tmp_path / "out").mkdir()
    try:
        with pytest.raises(ExportError, match="gone from the vault"):
            export_book(book, "bagit", tmp_path / "out" / "a", now=NOW, by="PACKER")
        assert list((tmp_path / "out").iterdir()) == []
    finally:
        (tmp_path / "away").rename(path)


def test_packing_twice_gives_the_same_captures(book: Book, tmp_path: Path) -> None:
    for name in ("a.wacz", "b.wacz"):
        export_book(book, "wacz", tmp_path / name, now=NOW, by="PACKER")
    assert (tmp_path / "a.wacz").read_bytes() == (tmp_path / "b.wacz").read_bytes()
    report = check_package(tmp_path / "a.wacz")
    assert (report.problems, report.captures) == ((), 4)


def test_our_wacz_can_be_added_to_another_casebook(package: Path, tmp_path: Path) -> None:
    with create_book(tmp_path / "book", title="Other", profile=None, now=NOW, by="a") as other:
        found = take(other, tmp_path / "captures.wacz", (package / "data/captures.wacz").read_bytes())
        assert OLD_PAGE in [other.vault.read(reading.capture.sha256) for reading in found]
        assert [capture.failure for capture in other.store.captures() if capture.failure] == []


def test_the_command_line(book: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = tmp_path / "made"
    assert main(["export", "bagit", "-C", str(book.folder.path), "-o", str(made)]) == 0
    assert main(["verify", str(made)]) == 0
    assert "all hold" in capsys.readouterr().out
    key = str(check_package(made).signed_by)
    assert main(["verify", str(made), "--key", key]) == 0
    assert main(["verify", str(made), "--key", "0" * 64]) == 1
    capsys.readouterr()
    flip(made / "data/dossier.html", 1000)
    assert main(["verify", str(made), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["problems"][0]["subject"] == "data/dossier.html"
    assert main(["verify", str(tmp_path / "not-there")]) == 2
    assert main(["export", "bagit", "-C", str(book.folder.path), "-o", str(made)]) == 2


def test_the_readme_names_the_key_and_every_folder(package: Path) -> None:
    readme = (package / "data/README.txt").read_text(encoding="utf-8")
    verifier = (package / "data/log/key.pub").read_text().strip().split("+", 2)[2]
    assert b64decode(verifier)[1:].hex() in readme
    for path in package.rglob("*"):
        if path.is_dir() and path.parent.name in ("log", "data"):
            assert f"data/{path.relative_to(package / 'data').as_posix()}" in readme
    assert max(map(len, readme.splitlines())) <= 140
