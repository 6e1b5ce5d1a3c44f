"""All readings of a casebook -> links, stored as guesses beside the records; a re-run replaces them."""

from collections.abc import Iterable

from ..link import link
from ..records import Linked, Reading
from .book import Book
from .registering import register_book


def link_book(book: Book) -> Linked:
    """Link everything that was read and store the result."""
    made = link(tuple(book.store.readings()), before=book.store.linked())
    book.store.save_links(made)
    register_book(book)
    return made


def linked_now(book: Book) -> Linked:
    """The links as stored; made when there are none yet."""
    held = book.store.linked()
    return held if held.incidents or held.origins else link_book(book)


def not_linked(linked: Linked, readings: Iterable[Reading]) -> int:
    """How many reports came in after the links were made: origins list every report that was linked."""
    known = {report for origin in linked.origins for report in origin.reports}
    return sum(reading.capture.sha256 not in known for reading in readings)
