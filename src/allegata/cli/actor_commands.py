"""What `allegata actors` does: the registry across reports, its undecided pairs, and a person's word on one of them."""

import argparse

from ..errors import CasebookError
from ..records import KnownActor, Match, Naming
from ..records.wire import to_json
from . import OK
from . import show as shown
from .told import now, who


def actors(a: argparse.Namespace) -> int:
    """`allegata actors`."""
    from ..work.book import open_book
    from ..work.registering import decide_pair, decided_pairs, register_book, undecided

    if a.step and not a.pair:
        raise CasebookError(f"`actors {a.step}` needs the id of a pair: allegata actors --undecided tells them")
    with open_book(a.casebook) as book:
        if a.step:
            made = decide_pair(book, a.pair, same=a.step == "same", by=who(), reason=a.reason, now=now())
            print(f"{a.pair}: {a.step}, by decision {made.id}")
            return OK
        registered = register_book(book)
        waiting = undecided(registered, decided_pairs(book))
    namings = {n.id: n for n in registered.namings}
    if a.json:
        for record in waiting if a.undecided else registered.actors:
            print(to_json(record).decode())
        return OK
    if not a.undecided:
        for actor in sorted(registered.actors, key=lambda x: (-len(x.reports), x.name)):
            print(line_of(actor))
    for match in waiting:
        print(pair_of(match, namings))
    print(f"{shown.count(len(registered.actors), 'actor')}, {shown.count(len(waiting), 'pair')} undecided")
    return OK


def line_of(actor: KnownActor) -> str:
    """One actor with all its names."""
    others = f"; also {', '.join(actor.names[1:])}" if len(actor.names) > 1 else ""
    party = f" [{', '.join(actor.parties)}]" if actor.parties else ""
    return f"{actor.name}{party}: {actor.kind.value}, {shown.count(len(actor.reports), 'report')}{others}"


def pair_of(match: Match, namings: dict[str, Naming]) -> str:
    """An undecided pair with what speaks for it."""
    both = " = ".join(told(namings[n]) for n in (match.a, match.b))
    return f"? {match.id}\n    {both}?\n    {'; '.join(match.evidence)}"


def told(naming: Naming) -> str:
    """A naming with what the reports say beside it."""
    beside = ", ".join(filter(None, (naming.role, naming.organisation, naming.party)))
    return f"{naming.name}{f' ({beside})' if beside else ''} in {shown.count(len(naming.reports), 'report')}"
