"""The log as others read it: its hashes and entries in tiles of 256, laid out as C2SP tlog-tiles says.

    tile/<level>/<number>           256 hashes of 32 bytes; at level 0 those of entries, above those of full tiles below
    tile/<level>/<number>.p/<n>     the last tile of a level, with n hashes
    tile/entries/<number>[.p/<n>]   the entries themselves, each after its length in two bytes

Invariant: everything here is made from the log's entries and can be made again from them; nothing here is signed by itself.
So it is not waited for on disk, and a tile that a power cut has taken is made anew by the next append.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path

from ..errors import LogError
from .durable import write_soon
from .ledger import Subtree, leaf_hash, root

WIDTH, HASH = 256, 32
MAX_ENTRY = 0xFFFF
"""Bytes of one entry, as its length has two bytes in a bundle."""

ENTRIES = "entries"


class Tiles:
    """The tiles of a log as it grows. `size`: how many entries they hold."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.size = 0
        self._lines: list[bytes] = []
        self._levels: list[list[bytes]] = [[]]

    def add(self, line: bytes) -> bytes:
        """One more entry; a tile that is full with it is written. Returns the leaf's hash."""
        leaf = leaf_hash(line)
        number, level, head = self.size // WIDTH, 0, leaf
        self._lines.append(line)
        if len(self._lines) == WIDTH:
            self._full(ENTRIES, number, bundle(self._lines))
            self._lines = []
        self._levels[0].append(head)
        while len(self._levels[level]) == WIDTH:
            self._full(level, number, b"".join(self._levels[level]))
            head, self._levels[level] = root(self._levels[level]), []
            level, number = level + 1, number // WIDTH
            if level == len(self._levels):
                self._levels.append([])
            self._levels[level].append(head)
        self.size += 1
        return leaf

    def settle(self, *, keep: Collection[int]) -> None:
        """Writes the last, partial tiles and deletes what is not of this log: tiles that an interrupted append left beyond the
        end, and partial ones of heads that nobody outside was given. `keep`: sizes of those that were; of these a partial
        tile stays until the full one is there."""
        kept = {name for size in {*keep, self.size} for name in partial_tiles(size)}
        number = self.size
        for level, hashes in enumerate([*self._levels, []]):
            number //= WIDTH
            for kind in (level, ENTRIES) if level == 0 else (level,):
                if hashes:
                    self._write(_path(kind, number, len(hashes)), bundle(self._lines) if kind == ENTRIES else b"".join(hashes))
                self._sweep(_path(kind, number), kept)
                for beyond in count(number):
                    if not (self.folder / _path(kind, beyond)).exists():
                        break
                    (self.folder / _path(kind, beyond)).unlink()
                    self._sweep(_path(kind, beyond + 1), ())

    def _full(self, kind: int | str, number: int, data: bytes) -> None:
        self._write(_path(kind, number), data)
        self._sweep(_path(kind, number), ())

    def _sweep(self, tile: str, kept: Collection[str]) -> None:
        """Deletes the partial forms of that tile."""
        folder = f"{tile}.p"
        path = self.folder / folder
        if not path.is_dir():
            return
        for each in path.iterdir():
            if f"{folder}/{each.name}" not in kept:
                each.unlink()
        if not any(path.iterdir()):
            path.rmdir()

    def _write(self, name: str, data: bytes) -> None:
        path = self.folder / name
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        write_soon(path, data)


def bundle(lines: Iterable[bytes]) -> bytes:
    """Entries as they are in a tile."""
    return b"".join(len(line).to_bytes(2) + line for line in lines)


def unbundle(data: bytes) -> list[bytes]:
    """The entries of a tile; raises LogError if it is not whole."""
    lines, at = [], 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2])
        if end > len(data):
            raise LogError("a tile of entries is cut short; delete the folder log/tile, the next append makes it anew")
        lines.append(data[at + 2 : end])
        at = end
    return lines


def beginning(tile: str, data: bytes, width: int) -> bytes:
    """The partial form of that width of a tile with these bytes."""
    return bundle(unbundle(data)[:width]) if tile.startswith(f"tile/{ENTRIES}/") else data[: width * HASH]


def every_tile(lines: Sequence[bytes], leaves: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each tile of the log with these entries, the last of each level with as many as there are."""
    for at in range(0, len(lines), WIDTH):
        part = lines[at : at + WIDTH]
        yield _path(ENTRIES, at // WIDTH, len(part)), bundle(part)
    hashes, level = leaves, 0
    while hashes:
        for at in range(0, len(hashes), WIDTH):
            tile = hashes[at : at + WIDTH]
            yield _path(level, at // WIDTH, len(tile)), b"".join(tile)
        full = len(hashes) // WIDTH
        hashes, level = [root(hashes[n * WIDTH : (n + 1) * WIDTH]) for n in range(full)], level + 1


def partial_tiles(size: int) -> Iterator[str]:
    """Names of the partial tiles of a log with that many entries."""
    if size % WIDTH:
        yield _path(ENTRIES, size // WIDTH, size % WIDTH)
    level = 0
    while size:
        if size % WIDTH:
            yield _path(level, size // WIDTH, size % WIDTH)
        size, level = size // WIDTH, level + 1


def subtrees(folder: Path, size: int) -> Subtree:
    """The hashes of full subtrees, read from the tiles of a log of that size; asking raises OSError where a tile is missing."""

    def read(level: int, index: int) -> bytes:
        height, rest = divmod(level, 8)
        number, first = divmod(index << rest, WIDTH)
        there = min(WIDTH, (size >> 8 * height) - number * WIDTH)
        tile = (folder / _path(height, number, there)).read_bytes()
        return root(tile[at * HASH : (at + 1) * HASH] for at in range(first, first + (1 << rest)))

    return read


def entry_line(folder: Path, index: int, size: int) -> bytes:
    """The entry in the tiles of a log of that size; raises OSError where the tile is missing, LogError where it is not whole."""
    number, at = divmod(index, WIDTH)
    lines = unbundle((folder / _path(ENTRIES, number, min(WIDTH, size - number * WIDTH))).read_bytes())
    if at >= len(lines):
        raise LogError(f"the tile of entry {index} does not hold it; delete the folder log/tile, the next append makes it anew")
    return lines[at]


def _path(level: int | str, number: int, width: int = WIDTH) -> str:
    """As the standard writes it: 1234067 is x001/x234/067.

    >>> _path(0, 1234067, 112)
    'tile/0/x001/x234/067.p/112'
    """
    digits = f"{number:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    parts = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    name = "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])
    return f"tile/{level}/{name}" + ("" if width == WIDTH else f".p/{width}")
