"""What a package must not do to those who unpack it: each ZIP file here is made to harm in one way."""

import io
import os
import stat
import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from allegata.errors import SourceError, TooLarge, Unreadable
from allegata.preserve.members import Folder, Zip, in_memory, is_safe, read

LIMIT = 100 * 1024 * 1024


def zipped(*files: tuple[str, bytes], packed: bool = False) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as made:
        warnings.simplefilter("ignore")  # of names that stand twice
        for name, data in files:
            made.writestr(name, data)
    return out.getvalue()


def link() -> bytes:
    info = zipfile.ZipInfo("a")
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(info, "/etc/passwd")
    return out.getvalue()


def overlapping() -> bytes:
    """Two names in the directory for one run of bytes."""
    once = zipped(("a", b"x" * 100))
    start = once.index(b"PK\x01\x02")
    entry, end = once[start : once.index(b"PK\x05\x06")], once[once.index(b"PK\x05\x06") :]
    other = entry.replace(b"a", b"b", 1) if entry.endswith(b"a") else entry[:-1] + b"b"
    counts = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2, 2, len(entry) * 2, start, 0)
    assert len(end) == len(counts)
    return once[:start] + entry + other + counts


def hidden() -> bytes:
    """A member before the first that the directory names: a tool that reads from the front unpacks it."""
    plain = zipped(("a", b"seen"))
    before = zipped(("a", b"hidden"))
    before = before[: before.index(b"PK\x01\x02")]
    start = plain.index(b"PK\x01\x02")
    moved = plain[start : start + 42] + struct.pack("<L", len(before)) + plain[start + 46 : -6]
    return before + plain[:start] + moved + struct.pack("<LH", start + len(before), 0)


def other_name_in_front() -> bytes:
    return zipped(("abc", b"x")).replace(b"abc", b"xyz", 1)


def other_size_in_front() -> bytes:
    raw = bytearray(zipped(("abc", b"x" * 9)))
    raw[22] = 3
    return bytes(raw)


HARMFUL: dict[str, Callable[[], bytes]] = {
    "up.zip": lambda: zipped(("../../x", b"")),
    "up-inside.zip": lambda: zipped(("a/../../x", b"")),
    "absolute.zip": lambda: zipped(("/etc/x", b"")),
    "drive.zip": lambda: zipped(("C:/x", b"")),
    "home.zip": lambda: zipped(("~/x", b"")),
    "backslash.zip": lambda: zipped(("a\\..\\x", b"")),
    "dot.zip": lambda: zipped(("./x", b"")),
    "empty-part.zip": lambda: zipped(("a//x", b"")),
    "nul.zip": lambda: zipped(("axb", b"")).replace(b"axb", b"a\x00b"),
    "line-end.zip": lambda: zipped(("a\nb", b"")),
    "duplicate.zip": lambda: zipped(("a", b"1"), ("a", b"2")),
    "case.zip": lambda: zipped(("a", b"1"), ("A", b"2")),
    "two-spellings.zip": lambda: zipped(("\u00e9", b"1"), ("e\u0301", b"2")),
    "file-and-folder.zip": lambda: zipped(("a", b"1"), ("a/b", b"2")),
    "link.zip": link,
    "bomb.zip": lambda: zipped(("a", bytes(60 * 1024 * 1024)), packed=True),
    "overlapping.zip": overlapping,
    "hidden.zip": hidden,
    "other-name-in-front.zip": other_name_in_front,
    "other-size-in-front.zip": other_size_in_front,
    "put-before.zip": lambda: b"#!/bin/sh\n" + zipped(("a", b"1")),
    "cut.zip": lambda: zipped(("a", b"1" * 100))[:-30],
    "no-zip.zip": lambda: b"PK\x03\x04" + bytes(100),
}


@pytest.mark.parametrize("sin", HARMFUL)
def test_what_could_harm_is_refused(sin: str) -> None:
    with pytest.raises(SourceError):
        in_memory(HARMFUL[sin](), limit=LIMIT)


def test_plain_files_are_given() -> None:
    for packed in (False, True):
        members = in_memory(zipped(("b/c", b"1" * 5000), ("a", b""), packed=packed), limit=LIMIT)
        assert members.names == ("a", "b/c")
        assert read(members, "b/c", limit=5000) == b"1" * 5000
        assert (members.size("b/c"), members.is_packed("b/c")) == (5000, packed)
        with pytest.raises(TooLarge):
            read(members, "b/c", limit=4999)
        with pytest.raises(KeyError):
            read(members, "c", limit=1)


def test_members_whose_sizes_follow_them_are_given() -> None:
    """As tools write them that cannot seek."""

    class Stream(io.RawIOBase):
        def __init__(self) -> None:
            self.raw = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            self.raw += data
            return len(data)

    out = Stream()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a", b"1" * 5000)
        made.writestr("b", b"2")
    assert read(in_memory(bytes(out.raw), limit=LIMIT), "a", limit=LIMIT) == b"1" * 5000


def test_all_of_it_is_bounded() -> None:
    with pytest.raises(TooLarge, match="expands to more"):
        in_memory(zipped(("a", b"1" * 60), ("b", b"1" * 60)), limit=100)


def test_an_altered_member_is_not_given() -> None:
    raw = bytearray(zipped(("a", b"1" * 100)))
    raw[60] ^= 1
    with pytest.raises(Unreadable, match="cannot be unpacked"):
        read(in_memory(bytes(raw), limit=LIMIT), "a", limit=LIMIT)


def test_every_byte_of_a_small_file_changed_is_refused_or_gives_the_same() -> None:
    """Of a ZIP file only times, versions and the like may differ: what is unpacked is the same, or nothing is."""
    files = {"a/b": b"one", "c": b"two" * 50}
    whole = zipped(*files.items(), packed=True)
    for at in range(len(whole)):
        for bit in (1, 128):
            raw = whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :]
            try:
                members = in_memory(raw, limit=LIMIT)
                given = {name: read(members, name, limit=LIMIT) for name in members.names}
            except SourceError:
                continue
            assert given == files, at


def test_a_folder_with_a_link_or_a_pipe_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    assert Folder(tmp_path).names == ("a",)
    os.symlink("/etc/passwd", tmp_path / "b")
    with pytest.raises(Unreadable, match="b is a link"):
        Folder(tmp_path)
    (tmp_path / "b").unlink()
    os.mkfifo(tmp_path / "c")
    with pytest.raises(Unreadable, match="no plain file"):
        Folder(tmp_path)


@pytest.mark.parametrize("name", ["", "/", "a/", "a\x00b", "..", "a/..", "c:x", "\u202ea"])
def test_names_that_are_not_safe(name: str) -> None:
    assert not is_safe(name)


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unreadable), (tmp_path / "a").open("xb") as file:
        Zip(file)
