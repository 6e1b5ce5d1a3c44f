"""Every error that Allegata raises on purpose, in one tree.

    AllegataError
    ├── SourceError            a source could not be had or read
    │   ├── FetchRefused       an address that must not be fetched (private, loopback, wrong scheme)
    │   ├── FetchFailed        the other side did not answer, or not in full
    │   ├── Unreadable         the bytes are kept, but nothing can be read from them
    │   │   └── NoTextLayer    a PDF's pages are pictures: a scan
    │   └── TooLarge           over a limit of size, time or expansion
    ├── VaultError             kept bytes are missing or differ from their hash
    ├── LogError               the append-only log does not hold together
    ├── StampError             a time-stamp could not be had or does not hold
    ├── CasebookError          the casebook's folder or database is not usable as asked
    ├── ProfileError           a profile file breaks its own rules
    ├── DecisionRefused        a rule of review forbids the decision (no right, no reason, unknown record)
    ├── ExportError            an export could not be made
    └── MissingSystemLibrary   a library outside Python is needed; the message names the command that installs it

A message says what is wrong, with which value, and what to do.
"""


class AllegataError(Exception):
    """Base of all errors raised on purpose."""


class SourceError(AllegataError):
    """A source could not be had or read."""


class FetchRefused(SourceError):
    """The address must not be fetched."""


class FetchFailed(SourceError):
    """The other side did not answer, or not in full."""


class Unreadable(SourceError):
    """The bytes are kept, but nothing can be read from them."""


class NoTextLayer(Unreadable):
    """None of a PDF's pages has a text layer."""


class TooLarge(SourceError):
    """A limit of size, time or expansion was passed."""


class VaultError(AllegataError):
    """Kept bytes are missing or differ from their hash."""


class LogError(AllegataError):
    """The append-only log does not hold together."""


class StampError(AllegataError):
    """A time-stamp could not be had or does not hold."""


class CasebookError(AllegataError):
    """The casebook's folder or database is not usable as asked."""


class ProfileError(AllegataError):
    """A profile file breaks its own rules."""


class DecisionRefused(AllegataError):
    """A rule of review forbids the decision."""


class ExportError(AllegataError):
    """An export could not be made."""


class MissingSystemLibrary(AllegataError):
    """A library outside Python is needed; the message names the command that installs it."""
