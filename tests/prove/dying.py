"""A disk that answers EIO at each write, each fsync and each rename: a plain error, nothing that was acknowledged is lost, work goes on.

    python -m tests.prove.dying 60

The one argument: how many calls of each kind are tried, once with an error at that call only and once with errors from there on.
`dying.c` is compiled and loaded before libc, so the errors come to Python and to SQLite as from the kernel.
"""

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from functools import partial
from pathlib import Path

from tests.prove.full import MOST, judge, make, one_try

KINDS = {"write": 1, "fsync": 2, "rename": 3}
FEW = 8
"""Turns of work after which a single error is taken as one that nothing hung on: SQLite goes on after some, and loses nothing by it."""
SHIM = "ALLEGATA_TEST_DYING"
"""Set in the process that has the compiled file loaded."""


def compiled(folder: Path) -> Path | None:
    """The file to load before libc; None where there is no C compiler."""
    compiler, made = shutil.which("cc"), folder / "dying.so"
    if compiler is None:
        return None
    source = Path(__file__).with_suffix(".c")
    subprocess.run([compiler, "-O1", "-shared", "-fPIC", "-o", str(made), str(source), "-ldl"], check=True)
    return made


def tried(folder: Path, calls: int) -> Counter[str]:
    """What stopped the work, counted by the call that failed. Only in a process with the compiled file loaded."""
    seen: Counter[str] = Counter()
    book = make(folder)
    disk = ctypes.CDLL(None)
    for name, kind in KINDS.items():
        for number in range(calls):
            for stays in (0, 1):
                copy = shutil.copytree(book, folder / f"{name}{number}-{stays}")
                below = os.fsencode(copy)
                told = one_try(
                    copy, number, partial(disk.disk_dies, below, kind, ctypes.c_long(number), stays), MOST if stays else FEW
                )
                stopped: Counter[str] = Counter()
                try:
                    judge(copy, told, stopped, may_pass=not stays)
                except AssertionError as error:
                    raise AssertionError(f"{name} {number}, {'for good' if stays else 'once'}: {error}") from error
                seen[f"{name}: {', '.join(stopped)}"] += 1
                shutil.rmtree(copy)
    return seen


def prove(folder: Path, calls: int) -> str:
    """What a process with the compiled file loaded prints. Raises FileNotFoundError where there is no C compiler."""
    shim = compiled(folder)
    if shim is None:
        raise FileNotFoundError("no C compiler (sudo apt-get install gcc)")
    environment = {**os.environ, "LD_PRELOAD": str(shim), SHIM: str(folder)}
    command = [sys.executable, "-m", "tests.prove.dying", str(calls)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


if __name__ == "__main__":
    if place := os.environ.get(SHIM):
        print(dict(tried(Path(place), int(sys.argv[1]))))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            try:
                print(prove(Path(temporary), int(sys.argv[1])), end="")
            except FileNotFoundError as missing:
                print("left out:", missing, file=sys.stderr)
