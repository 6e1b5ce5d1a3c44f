"""Writes that are there after a power cut: the bytes are on disk before the name is, and the name before we go on."""

import errno
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

UNFINISHED = ".unfinished"
"""Ending of files whose writing was not completed."""

_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK})
"""How file systems without hard links (sticks, some shares) answer; there the last of two writers at once wins."""


def write_whole(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Puts the file in place complete or not at all, over what was there, and waits for the disk."""
    with _temporary(path, data, mode) as temporary:
        os.replace(temporary, path)
    sync_folder(path.parent)


def write_soon(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Puts the file in place complete or not at all as others see it, without waiting: after a power cut the old one may be
    there, or none of it. For what only helps and can be made again."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}{UNFINISHED}")
    with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
        file.write(data)
    os.replace(temporary, path)


def write_once(path: Path, data: bytes, *, mode: int = 0o444) -> bool:
    """As `write_whole`, but what is there stays: False if another writer was first."""
    with _temporary(path, data, mode) as temporary:
        try:
            os.link(temporary, path)
        except FileExistsError:
            return False
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            os.replace(temporary, path)
    sync_folder(path.parent)
    return True


@contextmanager
def _temporary(path: Path, data: bytes, mode: int) -> Iterator[Path]:
    """The data on disk under a name of this thread's own, gone afterwards."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}{UNFINISHED}")
    try:
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Waits until the folder's list of names is on disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
