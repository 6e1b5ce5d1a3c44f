"""`allegata visit`: pages and feeds again, and what changed."""

import argparse

from . import OK, UNREAD
from .told import complain, now, out, who


def visit(a: argparse.Namespace) -> int:
    """One line for each address and, where it changed, how."""
    import msgspec

    from ..work.book import clock_doubt, open_book
    from ..work.polling import Pace, due, poll
    from ..work.readers import load_readers
    from ..work.visiting import changes, renderer

    status = OK
    with open_book(a.casebook) as book:
        if doubt := clock_doubt(book, now()):
            complain(str(a.casebook), doubt)
        urls = a.url or due(book, every=a.every, now=now())
        readers = load_readers().under(book.profile) if urls else load_readers()
        for added in poll(
            book, urls, readers=readers, clock=now, by=who(), pace=Pace(a.delay), follow=a.follow, render=renderer()
        ):
            if added.failure is not None:
                complain(added.source, added.failure.reason)
                status = UNREAD
            if added.visit is None:
                continue
            found = changes(book, added.visit)
            if a.json:
                out(msgspec.json.encode({"visit": added.visit, "changes": found}))
                continue
            kept = sum(1 for part in added.visit.parts if part.sha256)
            robots = f"robots.txt: {added.visit.robots.value}"
            print(f"{added.source}: {added.visit.outcome.value}, {kept} of {len(added.visit.parts)} parts kept, {robots}")
            for part in added.visit.parts:
                if part.failure is not None:
                    print(f"  not had: {part.failure.reason}")
            for word, which in (("new", found.came), ("gone", found.went), ("other bytes", found.altered)):
                for address in which:
                    print(f"  {word}: {address}")
            for line in found.lines:
                print(f"  {line}")
    return status
