"""No search for garbage while a source is read.

A page's tree is hundreds of thousands of parts that point at each other, all alive until the end: Python's collector would go through
them again and again as they grow, a quarter of the time of reading. What is left over is found after.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unswept() -> Iterator[None]:
    """The collector stands still within, and goes on after if it was going."""
    was_going = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_going:
            gc.enable()
