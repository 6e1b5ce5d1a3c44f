"""The files of a package, in a folder or in a ZIP file: their names and bytes, with what could harm who unpacks them refused.

Invariant: a name that `names` gives is relative, stands once, and leads to a plain file inside the package.
"""

import os
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, Protocol
from unicodedata import normalize

from ..errors import TooLarge, Unreadable

MAX_MEMBERS = 1_000_000
"""Files in one package: two for each capture and a few more."""

MAX_RATIO = 250
"""How many times its packed size a member may have. Repetitive JSON lines reach 50; deflate can do 1,032, which only bombs do."""

SMALL = 1024 * 1024
"""Bytes up to which a member's ratio is of no weight."""

_STEP = 1024 * 1024
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_LOCAL = struct.Struct("<4s5H3L2H")
_LOCAL_MARK = b"PK\x03\x04"
_ENCRYPTED, _SIZES_FOLLOW, _UTF8 = 0x1, 0x8, 0x800
_LINK, _KIND, _PLAIN = 0o120000, 0o170000, (0, 0o100000, 0o040000)
_DRIVE = re.compile(r"[A-Za-z]:")
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)
"""What the library raises for files that are not as the format says."""


class Members(Protocol):
    """What a folder and a ZIP file have in common."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every file, sorted."""

    def size(self, name: str) -> int:
        """Bytes of the file."""

    def pieces(self, name: str) -> Iterator[bytes]:
        """The file's bytes, a piece at a time; raises Unreadable if they cannot be had, KeyError if there is no such file."""


def read(members: Members, name: str, *, limit: int) -> bytes:
    """A whole file; raises TooLarge over `limit` bytes, and what `pieces` raises."""
    if members.size(name) > limit:
        raise TooLarge(f"{name} has {members.size(name):,} bytes, the limit is {limit:,}; the package is not as it should be")
    return b"".join(members.pieces(name))


def is_safe(name: str) -> bool:
    """Whether a name is relative and stays inside on every system: no `..`, no drive, no backslash, no control character.

    >>> is_safe("data/captures.wacz"), is_safe("data/../../x"), is_safe("~root/x")
    (True, False, False)
    """
    parts = name.split("/")
    return (
        name.isprintable()
        and "\\" not in name
        and not name.startswith("~")
        and not _DRIVE.match(name)
        and all(part not in ("", ".", "..") for part in parts)
    )


class Folder:
    """A package as a folder."""

    def __init__(self, path: Path) -> None:
        """Raises Unreadable for a link or anything else in it that is no plain file."""
        self.path = path
        self.names = _checked(sorted(self._walk()))
        self._known = frozenset(self.names)

    def _walk(self) -> Iterator[str]:
        for here, folders, files in os.walk(self.path):
            for name in (*folders, *files):
                found = Path(here, name)
                relative = found.relative_to(self.path).as_posix()
                if found.is_symlink() or not (found.is_dir() or found.is_file()):
                    raise Unreadable(f"{relative} is a link or no plain file; a package holds files only")
            yield from (Path(here, name).relative_to(self.path).as_posix() for name in files)

    def size(self, name: str) -> int:
        """Bytes of the file."""
        return self._path(name).stat().st_size

    def pieces(self, name: str) -> Iterator[bytes]:
        """The file's bytes, a piece at a time."""
        try:
            with self._path(name).open("rb") as file:
                while piece := file.read(_STEP):
                    yield piece
        except OSError as error:
            raise Unreadable(f"{name} cannot be read: {error.strerror}") from error

    def _path(self, name: str) -> Path:
        if name not in self._known:
            raise KeyError(name)
        return self.path / name


class Zip:
    """A package as a ZIP file. Its directory at the end and the headers before each member have to say the same, and the
    members have to lie one after the other: what one tool unpacks, every tool unpacks."""

    def __init__(self, file: BinaryIO, *, limit: int | None = None) -> None:
        """Raises Unreadable for a file that is damaged or made to deceive, TooLarge if it expands too far (`limit`: bytes in all)."""
        self._file = file
        try:
            self._zip = zipfile.ZipFile(file)
        except _BROKEN as error:
            raise Unreadable(f"the ZIP file cannot be taken apart ({error}); get it again if you can") from error
        infos = self._zip.infolist()
        if len(infos) > MAX_MEMBERS:
            raise TooLarge(f"the ZIP file has {len(infos):,} members, the limit is {MAX_MEMBERS:,}")
        for info in infos:
            _check_member(info)
        self._check_layout(infos)
        if limit is not None and sum(info.file_size for info in infos) > limit:
            raise TooLarge(f"the ZIP file expands to more than {limit:,} bytes; unpack it yourself and add the parts")
        _checked([info.filename.removesuffix("/") for info in infos])
        self._infos = {info.filename: info for info in infos if not info.is_dir()}
        _check_folders(self._infos)
        self.names = tuple(sorted(self._infos))

    def size(self, name: str) -> int:
        """Bytes of the file."""
        return self._infos[name].file_size

    def is_packed(self, name: str) -> bool:
        """Whether the member is compressed."""
        return self._infos[name].compress_type != zipfile.ZIP_STORED

    def pieces(self, name: str) -> Iterator[bytes]:
        """The file's bytes, a piece at a time."""
        try:
            with self._zip.open(self._infos[name]) as member:
                while piece := member.read(_STEP):
                    yield piece
        except _BROKEN as error:
            raise Unreadable(f"{name} cannot be unpacked ({error}); get the file again if you can") from error

    def _check_layout(self, infos: Iterable[zipfile.ZipInfo]) -> None:
        """Each local header agrees with the directory; no member lies in another, none between them."""
        at = 0
        for info in sorted(infos, key=lambda info: info.header_offset):
            if info.header_offset != at:
                raise Unreadable(f"the ZIP file holds something before {info.filename!r} that its directory does not name")
            at = self._local_end(info)
        if at != self._zip.start_dir:
            raise Unreadable("the ZIP file holds something before its directory that the directory does not name")

    def _local_end(self, info: zipfile.ZipInfo) -> int:
        self._file.seek(info.header_offset)
        raw = self._file.read(_LOCAL.size)
        if len(raw) < _LOCAL.size:
            raise Unreadable(f"the header of {info.filename!r} is cut off")
        mark, _, flags, method, _, _, crc, packed, size, name_length, extra_length = _LOCAL.unpack(raw)
        name = self._file.read(name_length).decode("utf-8" if flags & _UTF8 else "cp437", "replace")
        follow = bool(flags & _SIZES_FOLLOW)
        said = (mark, flags, method, name)
        if said != (_LOCAL_MARK, info.flag_bits, info.compress_type, info.orig_filename):
            raise Unreadable(f"the header of {info.filename!r} is not what the directory says")
        wide = 0xFFFFFFFF
        if not follow and (crc != info.CRC or packed not in (info.compress_size, wide) or size not in (info.file_size, wide)):
            raise Unreadable(f"the header of {info.filename!r} has another size or sum than the directory")
        end: int = info.header_offset + _LOCAL.size + name_length + extra_length + info.compress_size
        return end + (self._descriptor(end, info) if follow else 0)

    def _descriptor(self, at: int, info: zipfile.ZipInfo) -> int:
        """Length of the sum and sizes that follow a member: with or without a mark, of 4 or 8 bytes each."""
        self._file.seek(at)
        raw = self._file.read(24)
        said = (info.CRC, info.compress_size, info.file_size)
        for mark in (b"PK\x07\x08", b""):
            for shape in ("<L2L", "<L2Q"):
                if raw.startswith(mark + _pack(shape, said)):
                    return len(mark) + struct.calcsize(shape)
        raise Unreadable(f"what follows {info.filename!r} is not its sum and sizes")


@contextmanager
def opened(path: Path) -> Iterator[Members]:
    """The package in that folder or ZIP file; raises Unreadable, TooLarge."""
    if path.is_dir():
        yield Folder(path)
        return
    try:
        file = path.open("rb")
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}; give a casebook, a package or a WACZ file") from error
    with file:
        yield Zip(file)


class Below:
    """A package that lies in the one folder of another, as bags in ZIP files do."""

    def __init__(self, members: Members, folder: str) -> None:
        self._members, self._folder = members, folder
        self.names = tuple(name.removeprefix(folder) for name in members.names)

    def size(self, name: str) -> int:
        """Bytes of the file."""
        return self._members.size(self._folder + name)

    def pieces(self, name: str) -> Iterator[bytes]:
        """The file's bytes, a piece at a time."""
        return self._members.pieces(self._folder + name)


def below(members: Members) -> Members:
    """The package itself: where all files lie in one folder, and none beside it, what is in that."""
    folders = {name.partition("/")[0] for name in members.names}
    if len(folders) == 1 and all("/" in name for name in members.names):
        return Below(members, f"{folders.pop()}/")
    return members


@contextmanager
def spooled(members: Members, name: str) -> Iterator[BinaryIO]:
    """A file of a package as one in which can be gone back and forth."""
    with TemporaryFile() as file:
        for piece in members.pieces(name):
            file.write(piece)
        file.seek(0)
        yield file


def in_memory(raw: bytes, *, limit: int) -> Zip:
    """The members of a ZIP file that is at hand; raises Unreadable, TooLarge."""
    return Zip(BytesIO(raw), limit=limit)


def _pack(shape: str, values: tuple[int, int, int]) -> bytes:
    """The values in that shape; bytes that match nothing where they do not fit."""
    try:
        return struct.pack(shape, *values)
    except struct.error:
        return b"\xff" * 25


def _checked(names: Iterable[str]) -> tuple[str, ...]:
    """The names; raises Unreadable for one that is not safe, or for two that are one file somewhere."""
    given = tuple(names)
    seen: set[str] = set()
    for name in given:
        if not is_safe(name):
            raise Unreadable(f"the name {name!r} leads out of the package or is not plain; it is not unpacked")
        folded = normalize("NFC", name).casefold()
        if folded in seen:
            raise Unreadable(f"{name!r} stands twice in the package, or in two spellings that are one file on some systems")
        seen.add(folded)
    return given


def _check_folders(files: Iterable[str]) -> None:
    """Raises Unreadable for a name that is a file and the folder of another."""
    names = frozenset(files)
    for name in names:
        for end in (at for at, char in enumerate(name) if char == "/"):
            if name[:end] in names:
                raise Unreadable(f"{name[:end]!r} stands in the package as a file and as a folder")


def _check_member(info: zipfile.ZipInfo) -> None:
    # zipfile cuts a name at NUL and says nothing; the name as it stands is looked at.
    if info.orig_filename != info.filename:
        raise Unreadable(f"the name {info.orig_filename!r} is not plain; it is not unpacked")
    kind = info.external_attr >> 16 & _KIND
    if kind not in _PLAIN:
        raise Unreadable(f"{info.filename!r} is {'a link' if kind == _LINK else 'no plain file'}; a package holds files only")
    if info.flag_bits & _ENCRYPTED or info.compress_type not in _METHODS:
        raise Unreadable(f"{info.filename!r} is encrypted or packed in a way that is not unpacked here")
    if info.file_size > max(SMALL, MAX_RATIO * info.compress_size):
        raise TooLarge(f"{info.filename!r} expands {info.file_size:,} bytes out of {info.compress_size:,}; it is not unpacked")
