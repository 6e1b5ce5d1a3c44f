"""How the tests' tables write a quantity."""

from allegata.records import Bound, Quantity


def written(quantity: Quantity) -> str:
    """`killed 5 civilians`, `wounded >=20 -`, `destroyed 5-7 tank`, with `+` before a sub-count and the period when it is not the incident."""
    low, high = quantity.low, quantity.high
    value = {
        Bound.EXACT: f"{low}",
        Bound.AT_LEAST: f">={low}",
        Bound.AT_MOST: f"<={high}",
        Bound.ABOUT: f"~{low}",
        Bound.RANGE: f"{low}-{high}",
        Bound.UNKNOWN: "?",
    }[quantity.bound]
    text = f"{quantity.measure} {value} {quantity.who or '-'}"
    if quantity.of_party:
        text += f" of {quantity.of_party}"
    if quantity.period != "incident":
        text += f" {quantity.period}"
    return ("+" if quantity.part_of is not None else "") + text
