"""`make accept`: write what each sample report gives now to accepted/; the diff is then read by a person."""

import re
from pathlib import Path

from allegata.cli.show import reading as shown
from allegata.records import Reading

ACCEPTED = Path(__file__).parent / "accepted"


def rendered(reading: Reading) -> str:
    """The report as the command line prints it, less what depends on this machine."""
    return re.sub(r"^  capture .*\n", "", shown(reading, columns=120), flags=re.M) + "\n"


def main() -> None:
    """Write all."""
    from .facts import readings

    ACCEPTED.mkdir(exist_ok=True)
    for slug, reading in readings().items():
        (ACCEPTED / f"{slug}.txt").write_text(rendered(reading), encoding="utf-8")


if __name__ == "__main__":
    main()
