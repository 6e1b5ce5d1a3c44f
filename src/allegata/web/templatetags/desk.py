"""Codes, figures and moments in words."""

from django import template

from ..words import figure_words, label, measure, moment, range_words, source_name, stretch

register = template.Library()

register.filter("label", label)
register.filter("measure", measure)
register.filter("moment", moment)
register.filter("figure_words", figure_words)
register.filter("range_words", range_words)
register.filter("source_name", source_name)


@register.filter
def until(start: str | None, end: str | None) -> str:
    """From the one moment to the other."""
    return stretch(start, end)


@register.filter
def spaced(code: str) -> str:
    """A code's words."""
    return code.replace("_", " ")


@register.filter
def side(party: str) -> str:
    """Whose figure it is; linking's two words for nobody in a reader's words."""
    return {"unattributed": "the reports themselves", "unknown": "party not known"}.get(party, party)


@register.filter
def percent(chance: float) -> str:
    """A chance in words of figures: `43 %`."""
    return f"{chance:.0%}".replace("%", " %")


@register.filter
def joined(values: tuple[str, ...]) -> str:
    """Several values in one line."""
    return ", ".join(values)


@register.filter
def held_in(record: str, standings: dict[str, str]) -> str:
    """What holds for the record."""
    return standings.get(record, "unreviewed")


@register.filter
def is_any_rejected(records: tuple[str, ...], standings: dict[str, str]) -> bool:
    """Whether every record that marks a piece of text was rejected."""
    known = [standings[r] for r in records if r in standings]
    return bool(known) and all(s == "rejected" for s in known)
