"""A payload -> one BagIt bag (RFC 8493) in a folder or a ZIP file: SHA-256 manifests, and a signature over the last of them.

`tagmanifest-sha256.txt` has the sum of the manifest, which has those of all files; so one signature vouches for every byte.
The same payload and key give the same bytes.
"""

import hashlib
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
SIGNATURE = f"{TAG_MANIFEST}.sig"
"""The raw signature of 64 bytes (Ed25519) over the bytes of tagmanifest-sha256.txt, as openssl takes it."""

_STEP = 1024 * 1024


def close_bag(folder: Path, *, info: Mapping[str, str], sign: Callable[[bytes], bytes]) -> str:
    """Makes a bag of the folder, whose `data/` holds the payload; gives the SHA-256 of its tagmanifest, by which it is known."""
    payload = sorted(path for path in (folder / "data").rglob("*") if path.is_file())
    size = sum(path.stat().st_size for path in payload)
    told = {**info, "Payload-Oxum": f"{size}.{len(payload)}"}
    (folder / MANIFEST).write_bytes(_sums(folder, payload))
    (folder / "bagit.txt").write_bytes(DECLARATION)
    (folder / "bag-info.txt").write_text("".join(f"{key}: {' '.join(value.split())}\n" for key, value in told.items()))
    tags = [folder / name for name in ("bag-info.txt", "bagit.txt", MANIFEST)]
    tag_manifest = _sums(folder, tags)
    (folder / TAG_MANIFEST).write_bytes(tag_manifest)
    (folder / SIGNATURE).write_bytes(sign(tag_manifest))
    return hashlib.sha256(tag_manifest).hexdigest()


def zip_bag(folder: Path, target: Path, *, name: str, made_at: datetime) -> None:
    """The bag as one ZIP file, below a folder of its name as the RFC has it; what is compressed already is stored."""
    stamp = made_at.astimezone(UTC)
    when = (max(stamp.year, 1980), stamp.month, stamp.day, stamp.hour, stamp.minute, stamp.second)
    with zipfile.ZipFile(target, "w") as out:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            info = zipfile.ZipInfo(f"{name}/{path.relative_to(folder).as_posix()}", when)
            info.create_system, info.external_attr = 3, 0o100644 << 16
            info.compress_type = zipfile.ZIP_STORED if path.suffix in (".wacz", ".pdf") else zipfile.ZIP_DEFLATED
            info.file_size = path.stat().st_size  # so that a file of more than 4 GB is written as such
            with path.open("rb") as file, out.open(info, "w") as member:
                while piece := file.read(_STEP):
                    member.write(piece)


def _sums(folder: Path, files: list[Path]) -> bytes:
    return b"".join(f"{_sum(path)}  {path.relative_to(folder).as_posix()}\n".encode() for path in files)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
