"""Text that travels inside another form: base64 or quoted-printable in a mail, escaped HTML in a feed, strings in JSON.

What is inside is decoded as a source of its own; here its characters are led back to the bytes of the capture.
Invariant: the stretches of a carried text cover it, and each leads to bytes that hold the character (with base64: the four-byte
groups that hold it, so that they can be decoded by themselves).
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from .decoding import Decoded, Stretch

GROUP, PACKED = 3, 4
"""base64: three bytes in four characters."""


class Step(NamedTuple):
    """Units of the inner form from `start` on stand at `at` of the outer one, `per` outer units each; `per` 0: base64 from `at` on."""

    start: int
    at: int
    per: int


def carried(inner: Decoded, steps: Sequence[Step], *, encoding: str | None = None) -> Decoded:
    """`inner` with its stretches led through `steps`, which begin at 0 and are sorted."""
    length = len(inner.text)
    return Decoded(
        text=inner.text,
        encoding=encoding or inner.encoding,
        stretches=tuple(_merged(_led(inner.stretches, length, steps))) or (Stretch(start=0, at=0, width=1),),
        warnings=inner.warnings,
    )


def steps_of(stretches: Iterable[Stretch]) -> list[Step]:
    """The stretches of a decoded text as steps for what is carried in its characters."""
    return [Step(each.start, each.at, each.width) for each in stretches]


def resolved(
    decoded: Decoded,
    stretches: Iterable[tuple[int, int, bool]],
    escape: re.Pattern[str],
    meaning: Callable[[re.Match[str]], str],
) -> Decoded:
    """The characters `[start, end)` of each stretch with its escapes made into the one character that they stand for.

    A stretch with True is taken as it stands; so is an escape whose meaning is not one character.
    """
    text: list[str] = []
    made: list[Stretch] = []
    at = first = 0
    for start, end, verbatim in stretches:
        first, done = first or start, start
        for found in () if verbatim else escape.finditer(decoded.text, start, end):
            char = meaning(found)
            if len(char) != 1:
                continue
            if found.start() > done:
                made.append(Stretch(start=at, at=done, width=1))
                at += found.start() - done
            made.append(Stretch(start=at, at=found.start(), width=len(found.group())))
            text += decoded.text[done : found.start()], char
            at, done = at + 1, found.end()
        if done < end:
            made.append(Stretch(start=at, at=done, width=1))
            text.append(decoded.text[done:end])
            at += end - done
    inner = Decoded(
        text="".join(text),
        encoding=decoded.encoding,
        stretches=tuple(made) or (Stretch(start=0, at=first, width=1),),
        warnings=decoded.warnings,
    )
    return carried(inner, steps_of(decoded.stretches))


def chained(parts: Sequence[Decoded]) -> Decoded:
    """Several decoded texts as one, without anything between them."""
    stretches: list[Stretch] = []
    at = 0
    for part in parts:
        stretches += [Stretch(start=at + s.start, at=s.at, width=s.width) for s in part.stretches if part.text]
        at += len(part.text)
    return Decoded(
        text="".join(part.text for part in parts),
        encoding=parts[0].encoding if parts else "utf-8",
        stretches=tuple(stretches) or (Stretch(start=0, at=0, width=1),),
        warnings=tuple(dict.fromkeys(warning for part in parts for warning in part.warnings)),
    )


def _led(stretches: Sequence[Stretch], length: int, steps: Sequence[Step]) -> Iterator[Stretch]:
    starts = [step.start for step in steps]
    for number, stretch in enumerate(stretches):
        char = stretch.start
        end = stretches[number + 1].start if number + 1 < len(stretches) else length
        while char < end:
            at = stretch.at + (char - stretch.start) * stretch.width
            which = bisect_right(starts, at) - 1
            step = steps[which]
            limit = starts[which + 1] if which + 1 < len(starts) else None
            whole = end - char if limit is None or not stretch.width else min(end - char, (limit - at) // stretch.width)
            if step.per and whole >= 1:
                yield Stretch(start=char, at=step.at + (at - step.start) * step.per, width=stretch.width * step.per)
                char += whole
            else:  # a character in base64, or one that stands across a seam
                first, _ = _place(step, at)
                last = at + max(1, stretch.width) - 1
                _, to = _place(steps[bisect_right(starts, last) - 1], last)
                yield Stretch(start=char, at=first, width=max(1, to - first))
                char += 1


def _place(step: Step, unit: int) -> tuple[int, int]:
    """Where one inner unit stands: from, to."""
    offset = unit - step.start
    if step.per:
        return step.at + offset * step.per, step.at + (offset + 1) * step.per
    return step.at + offset // GROUP * PACKED, step.at + (offset // GROUP + 1) * PACKED


def _merged(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Neighbours that go on from each other as one."""
    last: Stretch | None = None
    for stretch in stretches:
        if (
            last is not None
            and last.width == stretch.width
            and last.at + (stretch.start - last.start) * last.width == stretch.at
        ):
            continue
        last = stretch
        yield stretch
