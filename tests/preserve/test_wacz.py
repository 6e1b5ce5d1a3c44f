"""WACZ: other people's files valid and not, signatures stripped and altered; as a source, kept as it came and read."""

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from allegata.errors import AllegataError
from allegata.preserve.members import in_memory
from allegata.preserve.problem import Fault
from allegata.preserve.sources import open_source
from allegata.preserve.wacz import Checked, check_wacz
from tests.hostile.make import PAGE, response

from .vectors import unpacked

NOW = datetime(2026, 11, 1, tzinfo=UTC)
LIMIT = 100 * 1024 * 1024
RECORD = response(PAGE, url="http://example.org/a")
INDEX = b'org,example)/a 20201004063000 {"url": "http://example.org/a", "offset": "0", "length": "%d", "filename": "a.warc"}\n'
PARTS = {
    "archive/a.warc": RECORD,
    "indexes/index.cdx": INDEX % len(RECORD),
    "pages/pages.jsonl": b'{"format": "json-pages-1.0"}\n{"url": "http://example.org/a", "ts": "2020-10-04T06:30:00Z"}\n',
}


def listed(parts: dict[str, bytes]) -> bytes:
    rows = [
        {"name": name, "path": name, "hash": f"sha256:{hashlib.sha256(data).hexdigest()}", "bytes": len(data)}
        for name, data in parts.items()
    ]
    return json.dumps({"profile": "data-package", "wacz_version": "1.1.1", "resources": rows}).encode()


def digest_of(package: bytes, signed: dict[str, Any] | None = None) -> bytes:
    plain: dict[str, Any] = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(package).hexdigest()}"}
    return json.dumps(plain | ({"signedData": signed} if signed else {})).encode()


def zipped(files: dict[str, bytes], *, packed: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def signed_by(
    key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey, package: bytes, *, raw: bool = False
) -> dict[str, Any]:
    digest = f"sha256:{hashlib.sha256(package).hexdigest()}"
    if isinstance(key, ed25519.Ed25519PrivateKey):
        signature = key.sign(digest.encode())
    else:
        signature = key.sign(digest.encode(), ec.ECDSA(SHA256()))
        if raw:
            half = (key.key_size + 7) // 8
            signature = b"".join(number.to_bytes(half) for number in decode_dss_signature(signature))
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return {
        "hash": digest,
        "created": "2026-11-01T00:00:00Z",
        "software": "a test",
        "signature": base64.b64encode(signature).decode(),
        "publicKey": base64.b64encode(public).decode(),
    }


def checked(raw: bytes, *, must_be_signed: bool = False) -> Checked:
    return check_wacz(in_memory(raw, limit=LIMIT), must_be_signed=must_be_signed)


def whole(**changed: bytes) -> dict[str, bytes]:
    """Our own small WACZ, the files named changed before they are listed."""
    parts = PARTS | {name.replace("__", "/").replace("_", "."): data for name, data in changed.items()}
    package = listed(parts)
    return {**parts, "datapackage.json": package, "datapackage-digest.json": digest_of(package)}


@pytest.fixture(scope="module")
def fixtures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpacked(tmp_path_factory.mktemp("wacz"), "py-wacz-fixtures") / "py-wacz-fixtures/tests/fixtures"


@pytest.mark.parametrize("name", ["valid_example_1", "valid_example_2", "valid_signed_example_1"])
def test_valid_files_of_others_pass(fixtures: Path, name: str) -> None:
    found = checked((fixtures / f"{name}.wacz").read_bytes())
    assert found.problems == ()
    assert (found.signer is not None) is ("signed" in name)
    if found.signer:
        assert found.signer.domain == "btrix-sign-test.webrecorder.net"
        assert found.signer.at == datetime(2022, 1, 18, 19, 0, 12, tzinfo=UTC)


@pytest.mark.parametrize("name", ["invalid_example_1", "invalid_signed_example_1"])
def test_invalid_files_of_others_do_not(fixtures: Path, name: str) -> None:
    assert checked((fixtures / f"{name}.wacz").read_bytes()).problems


def without(raw: bytes, *names: str, **changed: Callable[[bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(raw)) as found:
        files = {name: found.read(name) for name in found.namelist() if name not in names}
    for name, change in changed.items():
        files[name] = change(files[name])
    return zipped(files)


def test_a_stripped_signature_is_a_failure(fixtures: Path) -> None:
    """py-wacz passes both."""
    raw = (fixtures / "valid_signed_example_1.wacz").read_bytes()
    gone = checked(without(raw, "datapackage-digest.json"), must_be_signed=True)
    assert [each.fault for each in gone.problems] == [Fault.UNSIGNED]
    bare = without(raw, **{"datapackage-digest.json": lambda text: _less(text, "signedData")})
    assert [each.fault for each in checked(bare, must_be_signed=True).problems] == [Fault.UNSIGNED]
    assert checked(raw, must_be_signed=True).problems == ()


def _less(text: bytes, key: str) -> bytes:
    return json.dumps({name: value for name, value in json.loads(text).items() if name != key}).encode()


def test_a_missing_list_of_pages_is_a_failure(fixtures: Path) -> None:
    raw = without((fixtures / "valid_example_2.wacz").read_bytes(), "pages/pages.jsonl")
    assert "pages/pages.jsonl" in [each.subject for each in checked(raw).problems]
    # Taken out of the list too, with a digest that is right again: py-wacz passes it.
    parts = {name: data for name, data in PARTS.items() if not name.startswith("pages/")}
    package = listed(parts)
    made = zipped({**parts, "datapackage.json": package, "datapackage-digest.json": digest_of(package)})
    assert [(each.fault, each.subject) for each in checked(made).problems] == [(Fault.MISSING, "pages/pages.jsonl")]


@pytest.mark.parametrize("part", ["signature", "created", "domain", "domainCert", "timeSignature", "timestampCert", "hash"])
def test_every_part_of_a_domains_signature_counts(fixtures: Path, part: str) -> None:
    raw = (fixtures / "valid_signed_example_1.wacz").read_bytes()

    def change(text: bytes) -> bytes:
        plain = json.loads(text)
        value = plain["signedData"][part]
        middle = len(value) // 2 if "Cert" not in part else 900
        other = "A" if value[middle] != "A" else "B"
        plain["signedData"][part] = (
            "2022-01-18T18:40:12Z" if part == "created" else value[:middle] + other + value[middle + 1 :]
        )
        return json.dumps(plain).encode()

    found = checked(without(raw, **{"datapackage-digest.json": change}))
    assert [each.fault for each in found.problems] == [Fault.UNSIGNED]
    assert found.signer is None


def test_our_own_small_one_is_whole() -> None:
    assert checked(zipped(whole())).problems == ()


@pytest.mark.parametrize(
    ("files", "subject"),
    [
        (lambda: whole() | {"archive/a.warc": RECORD + b"\n"}, "archive/a.warc"),
        (lambda: whole() | {"logs/more.log": b""}, "logs/more.log"),
        (lambda: {name: data for name, data in whole().items() if name != "archive/a.warc"}, "archive/a.warc"),
        (lambda: whole() | {"datapackage.json": listed(PARTS) + b" "}, "datapackage-digest.json"),
        (lambda: whole() | {"datapackage.json": b"[" * 100_000}, "datapackage.json"),
        (lambda: whole() | {"datapackage-digest.json": b"{}"}, "datapackage-digest.json"),
        (lambda: whole(pages__pages_jsonl=b'{"format": "json-pages-1.0"}\n{"url": "http://a/"}\n'), "pages/pages.jsonl"),
        (lambda: whole(pages__pages_jsonl=b"no json\n"), "pages/pages.jsonl"),
        (lambda: whole(pages__pages_jsonl=b""), "pages/pages.jsonl"),
        (lambda: whole(indexes__index_cdx=INDEX % (len(RECORD) + 1)), "indexes/index.cdx"),
        (lambda: whole(indexes__index_cdx=b"org,example)/a 2020 no json\n"), "indexes/index.cdx"),
    ],
)
def test_what_is_wrong_is_named(files: Callable[[], dict[str, bytes]], subject: str) -> None:
    assert subject in [each.subject for each in checked(zipped(files())).problems]


def test_a_key_that_stands_twice_is_refused() -> None:
    twice = whole()["datapackage-digest.json"][:-1] + b', "hash": "sha256:0"}'
    assert checked(zipped(whole() | {"datapackage-digest.json": twice})).problems


def test_a_compressed_file_that_is_compressed_again_is_told() -> None:
    made = whole(archive__a_warc_gz=b"\x1f\x8b")
    assert "archive/a.warc.gz" in [each.subject for each in checked(zipped(made, packed=True)).problems]


@pytest.mark.parametrize("kind", ["P-384 as browsers write it", "P-256 in DER", "Ed25519"])
def test_a_key_alone_may_sign(kind: str) -> None:
    makers: dict[str, Callable[[], ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey]] = {
        "P-384 as browsers write it": lambda: ec.generate_private_key(ec.SECP384R1()),
        "P-256 in DER": lambda: ec.generate_private_key(ec.SECP256R1()),
        "Ed25519": ed25519.Ed25519PrivateKey.generate,
    }
    key = makers[kind]()
    files = whole()
    package = files["datapackage.json"]
    signed = signed_by(key, package, raw="browsers" in kind)
    found = checked(zipped(files | {"datapackage-digest.json": digest_of(package, signed)}), must_be_signed=True)
    assert found.problems == ()
    assert found.signer is not None
    assert found.signer.key == signed["publicKey"]
    for part in ("signature", "publicKey"):
        altered = signed | {part: signed_by(ec.generate_private_key(ec.SECP384R1()), package)[part]}
        again = checked(zipped(files | {"datapackage-digest.json": digest_of(package, altered)}))
        assert [each.fault for each in again.problems] == [Fault.UNSIGNED]


def test_as_a_source_it_is_kept_as_it_came_and_read(tmp_path: Path) -> None:
    raw = zipped(whole())
    (tmp_path / "a.wacz").write_bytes(raw)
    container, page = open_source(str(tmp_path / "a.wacz"), now=NOW)
    assert (container.raw, container.opened, container.capture.media_type) == (raw, True, "application/wacz")
    assert container.capture.failure is None
    assert (page.raw, page.is_page, page.capture.url) == (PAGE, True, "http://example.org/a")
    assert (page.capture.part_of, page.capture.name) == (container.capture.sha256, "a.wacz/archive/a.warc#1")
    assert page.capture.fetched_at == datetime(2020, 10, 4, 6, 30, tzinfo=UTC)


def test_a_source_is_known_by_what_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(whole()))
    assert next(open_source(str(tmp_path / "a.zip"), now=NOW)).capture.media_type == "application/wacz"
    (tmp_path / "b.zip").write_bytes(zipped({"word/document.xml": b"<w/>"}))
    other, part = open_source(str(tmp_path / "b.zip"), now=NOW)
    assert (other.capture.media_type, other.opened) == ("application/zip", True)
    assert (part.capture.name, part.capture.part_of) == ("b.zip/word/document.xml", other.capture.sha256)
    (tmp_path / "c.zip").write_bytes(zipped({}))
    (empty,) = open_source(str(tmp_path / "c.zip"), now=NOW)
    assert empty.capture.failure is not None
    assert "without files" in empty.capture.failure.reason


def test_a_source_that_is_not_whole_is_told_and_read(tmp_path: Path) -> None:
    (tmp_path / "a.wacz").write_bytes(zipped(whole() | {"logs/more.log": b""}))
    container, page = open_source(str(tmp_path / "a.wacz"), now=NOW)
    assert container.capture.failure is not None
    assert "logs/more.log" in container.capture.failure.reason
    assert page.is_page


@pytest.mark.parametrize("harm", ["up", "bomb", "no zip"])
def test_a_source_that_could_harm_is_kept_and_not_unpacked(tmp_path: Path, harm: str) -> None:
    raw = {
        "up": lambda: zipped(whole() | {"../../x": b""}),
        "bomb": lambda: zipped(whole() | {"archive/b.warc": bytes(60 * 1024 * 1024)}, packed=True),
        "no zip": lambda: b"PK\x03\x04" + bytes(99),
    }[harm]()
    (tmp_path / "a.wacz").write_bytes(raw)
    (container,) = open_source(str(tmp_path / "a.wacz"), now=NOW)
    assert container.raw == raw
    assert container.capture.failure is not None
    assert not container.is_page


def test_a_changed_file_raises_nothing_of_its_own() -> None:
    """Every byte of a small file, one bit: it passes with the same content, or has problems, or is refused."""
    raw = zipped(whole())
    for at in range(0, len(raw), 3):
        try:
            checked(raw[:at] + bytes([raw[at] ^ 16]) + raw[at + 1 :])
        except AllegataError:
            continue
