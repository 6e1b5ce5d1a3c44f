"""Writes that are there after a power cut: the bytes are on disk before the name is, and the name before we go on."""

import os
from contextlib import suppress
from pathlib import Path

UNFINISHED = ".unfinished"
"""Ending of files whose writing was not completed."""


def write_whole(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Puts the file in place complete or not at all, and waits for the disk."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}{UNFINISHED}")
    try:
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Waits until the folder's list of names is on disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
