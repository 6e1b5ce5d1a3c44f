"""What a person should look at in a profile file: faults that keep it from being read, and doubts about what it says."""

from collections.abc import Iterator
from pathlib import Path

from ..records import Body, Person, Profile, Record, Tenure
from ..resolve.gazetteer import fold
from .profiles import examine, profile_text


class Checked(Record):
    """`faults` keep the file from being a profile, each with line, row, value and remedy; `doubts` do not."""

    profile: Profile | None
    faults: tuple[str, ...]
    doubts: tuple[str, ...] = ()


def check_profile(file: Path) -> Checked:
    """Everything that is wrong or doubtful in a profile file; raises ProfileError when it is no UTF-8 file."""
    profile, faults = examine(profile_text(file))
    return Checked(profile=profile, faults=tuple(map(str, faults)), doubts=tuple(_doubts(profile)) if profile else ())


def _doubts(profile: Profile) -> Iterator[str]:
    """What may be meant but will not work as its author expects."""
    yield from _sides(profile)
    for table, rows in (("party", profile.parties), ("body", profile.bodies), ("person", profile.persons)):
        yield from _shared_names(table, [(r.key, (r.name, *r.names)) for r in rows])
    bodies = {b.key: b for b in profile.bodies}
    for person in profile.persons:
        yield from _terms(person, bodies)


def _sides(profile: Profile) -> Iterator[str]:
    sides = [p for p in profile.parties if not p.third]
    if len(sides) < 2:
        yield f"{len(sides)} of the parties is a side (third = false); a conflict has two at least"
    for side in sides:
        if not any(b.party == side.key for b in profile.bodies):
            yield f"party {side.key!r} has no body that speaks for it; add a [[body]] with party = {side.key!r}"


def _shared_names(table: str, rows: list[tuple[str, tuple[str, ...]]]) -> Iterator[str]:
    """A name that two rows have tells neither apart: it is resolved to no one."""
    held: dict[str, str] = {}
    for key, names in rows:
        for name in {fold(n): n for n in names}.values():
            other = held.setdefault(fold(name), key)
            if other != key:
                yield f"{table} {key!r} and {other!r} share the name {name!r}; leave it out of one, the words around it must tell"


def _terms(person: Person, bodies: dict[str, Body]) -> Iterator[str]:
    if not person.tenures:
        yield f"person {person.key!r} has no tenure, so no role and no party; add [[person.tenure]]"
    for tenure in person.tenures:
        body = bodies.get(tenure.body or "")
        if body is not None and not _overlap(tenure, body):
            yield f"person {person.key!r} is {tenure.role!r} at {body.key!r} when that body was not: correct one of the periods"


def _overlap(tenure: Tenure, body: Body) -> bool:
    starts, ends = [d for d in (tenure.since, body.since) if d], [d for d in (tenure.until, body.until) if d]
    return all(start[: len(end)] <= end[: len(start)] for start in starts for end in ends)
