"""What every command needs of the outside: the clock, the user's name, lines on standard output and standard error."""

import getpass
import sys
from datetime import UTC, datetime


def now() -> datetime:
    """The clock, read here and nowhere below."""
    return datetime.now(UTC)


def who() -> str:
    """The name under which this machine's user is logged."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "local"


def out(data: bytes) -> None:
    """Bytes and a line break to standard output."""
    sys.stdout.buffer.write(data + b"\n")
    sys.stdout.buffer.flush()


def complain(source: str, reason: str) -> None:
    """One line on standard error; a reason that begins with the source's name names it once."""
    print(f"allegata: {reason if reason.startswith(source) else f'{source}: {reason}'}", file=sys.stderr)
