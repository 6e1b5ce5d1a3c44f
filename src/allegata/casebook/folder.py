"""A casebook on disk: one folder to back up, to carry, to hand over.

casebook.toml   title, database, profile, created, agent
casebook.db     SQLite, unless the database is a PostgreSQL
profile.toml    the parties, bodies, persons and places of this investigation
vault/          captures, under their SHA-256
log/            the append-only log
keys/           (0700) what signs; never leaves with an export
"""

import os
import re
import secrets
import shutil
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import msgspec

from ..errors import CasebookError
from ..records import Record

MARK = "casebook.toml"
DATABASE_VARIABLE = "ALLEGATA_DATABASE"
"""Environment variable that stands in for the database address in the file, so that a password need not lie there."""


class _Marked(Record):
    """What casebook.toml holds."""

    title: str
    created: Annotated[datetime, msgspec.Meta(tz=True)]
    database: str = "sqlite"
    profile: str | None = None
    agent: str | None = None


class Folder(Record):
    """An opened casebook's folder. `database`: `sqlite`, or an address `postgresql://user:password@host:port/name`."""

    path: Path
    title: str
    created: datetime
    database: str = "sqlite"
    profile: Path | None = None
    agent: str | None = None
    """User-Agent that pages are fetched with; by default a neutral one."""

    @property
    def database_file(self) -> Path:
        """The SQLite file; not there when the database is a PostgreSQL."""
        return self.path / "casebook.db"

    @property
    def vault(self) -> Path:
        """Where captures are kept."""
        return self.path / "vault"

    @property
    def log(self) -> Path:
        """Where the append-only log is."""
        return self.path / "log"

    @property
    def keys(self) -> Path:
        """Where keys are, readable by the owner alone."""
        return self.path / "keys"

    def secret_key(self) -> str:
        """The key that signs login sessions of this casebook's pages; raises CasebookError if it is gone."""
        try:
            return (self.keys / "web.key").read_text(encoding="ascii").strip()
        except OSError as error:
            raise CasebookError(
                f"{self.keys / 'web.key'} cannot be read ({error.strerror}): restore it from a backup"
            ) from error


def create(
    path: Path | str, *, title: str, profile: Path | str | None = None, database: str = "sqlite", now: datetime | None = None
) -> Folder:
    """A new casebook in a folder that is not there yet or empty. `profile`: a profile file, copied in. `now`: aware.

    Raises CasebookError for a folder in use, a title that is not one line, a database address of another kind.
    """
    root = Path(path)
    if not title.strip() or not title.isprintable():
        raise CasebookError(f"the title {title!r} is not one line of text: give a title that can be printed")
    if not is_database(database):
        raise CasebookError(
            f"the database {hide_password(database)!r} is neither `sqlite` nor postgresql://...: give one of these"
        )
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise CasebookError(f"{root} is already there and not an empty folder: choose another path")
    if profile is not None and not Path(profile).is_file():
        raise CasebookError(f"{profile} is not a file: give the path of a profile")
    for part in ("vault", "log"):
        (root / part).mkdir(parents=True, exist_ok=True)
    (root / "keys").mkdir(mode=0o700)
    write_private(root / "keys" / "web.key", secrets.token_urlsafe(48))
    if profile is not None:
        shutil.copyfile(profile, root / "profile.toml")
    fields = {
        "title": title.strip(),
        "database": database,
        "profile": "profile.toml" if profile is not None else None,
        "created": (now or datetime.now(UTC)).isoformat(),
    }
    # Last, as it is what makes the folder a casebook: a crash before leaves no half-made one that opens.
    write_private(root / MARK, "".join(f"{key} = {toml_string(value)}\n" for key, value in fields.items() if value is not None))
    return open_folder(root)


def open_folder(path: Path | str) -> Folder:
    """The casebook in that folder; raises CasebookError when there is none or its casebook.toml is not usable."""
    root = Path(path).absolute()
    try:
        found = msgspec.convert(tomllib.loads((root / MARK).read_text(encoding="utf-8")), _Marked)
    except OSError as error:
        raise CasebookError(
            f"{root} is not a casebook ({error.strerror}: {MARK}): make one with `allegata init {path}`"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CasebookError(f"{root / MARK} cannot be read ({error}): restore it from a backup") from error
    except msgspec.ValidationError as error:
        raise CasebookError(f"{root / MARK} is not usable ({error}): restore it from a backup") from error
    database = os.environ.get(DATABASE_VARIABLE) or found.database
    if not is_database(database):
        raise CasebookError(
            f"the database {hide_password(database)!r} is neither `sqlite` nor postgresql://...: correct {MARK}"
        )
    if found.agent is not None and not (found.agent.isascii() and found.agent.isprintable() and found.agent.strip()):
        raise CasebookError(f"the agent {found.agent!r} is not one line of ASCII text: correct {root / MARK}")
    profile = root / found.profile if found.profile else None
    return Folder(path=root, title=found.title, created=found.created, database=database, profile=profile, agent=found.agent)


def is_database(address: str) -> bool:
    """Whether it is a kind of database that a casebook can have."""
    return address == "sqlite" or address.startswith(("postgresql://", "postgres://"))


def hide_password(address: str) -> str:
    """The address fit for a message: nothing sensitive reaches a log."""
    return re.sub(r"://([^:/@]*):[^@]*@", r"://\1:...@", address)


def toml_string(value: str) -> str:
    """A TOML basic string of printable text."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def write_private(path: Path, text: str) -> None:
    """A new file that only the owner can read, on disk before it is told to be there."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
