"""Records as text for a terminal: plain columns, no colour, nothing cut that carries meaning."""

import shutil
import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence

from ..export.rows import answers, claimant, figure, law_invoked
from ..records import Claim, Incident, Interval, Linked, Range, Reading, RelationKind, Tally, TallyPoint, quote


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, widths: Sequence[int]) -> str:
    """Rows in columns; a cell that is too long goes on below."""
    lines = [line for row in (head, ["-" * w for w in widths], *rows) for line in wrapped(row, widths)]
    return "\n".join(lines)


def wrapped(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    """One row as as many lines as its longest cell needs."""
    cells = [textwrap.wrap(cell, width) or [""] for cell, width in zip(row, widths, strict=True)]
    height = max(len(c) for c in cells)
    padded = [[*c, *[""] * (height - len(c))] for c in cells]
    return [
        "  ".join(text.ljust(w) for text, w in zip(line, widths, strict=True)).rstrip() for line in zip(*padded, strict=True)
    ]


def reading(r: Reading, *, columns: int | None = None) -> str:
    """A report: what it is, its zones in numbers, each statement, each claim; lines of `columns`, or of the terminal's width."""
    a = r.article
    zones = {k: sum(1 for z in a.zones if z.kind is k) for k in dict.fromkeys(z.kind for z in a.zones)}
    parts = [
        a.title or "(no title)",
        f"  capture    {r.capture.sha256}",
        f"  outlet     {a.outlet or 'not stated'}; by {', '.join(a.authors) or 'not stated'}; language {a.language or 'unknown'}",
        f"  published  {a.published or 'no date found'}" + (f" (found in: {a.published_from})" if a.published_from else ""),
        *([f"  modified   {a.modified}"] if a.modified else []),
        *(
            f"  {c.field.value:10} {c.support}; so found, right on {round(100 * c.share)} % of {c.of} pages"
            for c in a.confidence
        ),
        "  zones      " + ", ".join(f"{n} {k.value}" for k, n in zones.items()),
        *(f"  warning    {w}" for w in a.warnings),
        "",
        count(len(r.statements), "statement"),
        *(statement_lines(r, columns or width())),
        "",
        count(len(r.claims), "claim"),
        *(claim_lines(r)),
    ]
    return "\n".join(parts)


def statement_lines(r: Reading, columns: int) -> list[str]:
    """One statement a paragraph: who, party, act, words."""
    lines = []
    for s in r.statements:
        who = f"{claimant(r, s)} [{s.speaker.party or 'party unknown'}]"
        spans = s.content or s.cue
        at = f"{spans[0].start}-{spans[-1].end}" if spans else "-"
        mark = "    in another: " if s.parent else "  "
        lines.append(f"{mark}{who}: {s.act.value}, {s.wording.value}{f', {s.medium}' if s.medium else ''} ({at})")
        lines += textwrap.wrap(quote(spans, r.article.text), columns - 6, initial_indent="      ", subsequent_indent="      ")
        lines += [f"      invokes {law}" for law in law_invoked(s)]
    return lines


def claim_lines(r: Reading) -> list[str]:
    """One claim a paragraph: event, factuality, who alleges it, where, when, figures."""
    lines = []
    for c in r.claims:
        s = r.statement(c.statement)
        lines.append(f"  {c.event}, {c.factuality.value}: alleged by {claimant(r, s)} ({c.span.start}-{c.span.end})")
        facts = [
            ("at", ", ".join(p.name + (f" [{p.best.id}]" if p.best else "") for p in c.places)),
            ("when", f"{c.when.text} = {c.when.start or '?'} to {c.when.end or '?'} ({c.when.rule})" if c.when else ""),
            ("by", ", ".join(a.name + (f" [{a.party}]" if a.party else "") for a in c.perpetrators)),
            ("harmed", ", ".join(a.name for a in c.victims)),
            ("with", ", ".join(w.name for w in c.weapons)),
            ("figures", "; ".join(figure(q) for q in c.quantities)),
            ("invokes", "; ".join(law_invoked(c))),
        ]
        lines += [f"      {k:8} {v}" for k, v in facts if v]
    return lines


def incidents(linked: Linked, readings: Sequence[Reading]) -> str:
    """The table of incidents: for each, who alleges what, denied by whom, ranges by party and by source."""
    named = {c.id: (r, c) for r in readings for c in r.claims}
    denials: dict[str, list[str]] = {}
    for relation in linked.relations:
        if relation.kind is RelationKind.DENIES and relation.a in named:
            r, c = named[relation.a]
            denials.setdefault(relation.b, []).append(claimant(r, r.statement(c.statement)))
    return "\n\n".join(incident(i, named, denials, linked) for i in linked.incidents) or "no incident"


def incident(i: Incident, named: dict[str, tuple[Reading, Claim]], denials: dict[str, list[str]], linked: Linked) -> str:
    """One incident's block."""
    days = days_text(i.when)
    reports = {named[c][0].capture.sha256 for c in i.claims if c in named}
    shared = [o for o in linked.origins if len(reports & set(o.reports)) > 1]
    head = f"{days}  {' / '.join(i.place_names) or 'place not stated'}  alleged {i.event.replace('_', ' ')}"
    told = f"{count(len(i.claims), 'claim')} in {count(len(reports), 'report')}" + "".join(
        f"; {len(reports & set(o.reports))} go back to {o.name or 'one text'}" for o in shared
    )
    rest = max(20, width() - 30 - 14 - 18 - 26 - 8)
    rows = counted(claim_row(c, named, denials) for c in i.claims if c in named)
    lines = [head, told, table(("who alleges", "party", "act", "figures", "denied by"), rows, widths=(30, 14, 18, rest, 26))]
    lines += [f"  by party   {range_text(r)}" for r in i.by_party]
    lines += [f"  by source  {range_text(r)}" for r in i.by_source]
    lines += [f"  answer     {a.party}: {a.position} ({a.codes})" for a in answers(i.positions, [r for r, _ in named.values()])]
    return "\n".join(lines)


def days_text(when: Interval) -> str:
    """`2020-10-04`, `2020-10-03 to 2020-10-04`, `not after 2020-10-04`, `day not stated`."""
    if when.start is None:
        return f"not after {when.end}" if when.end else "day not stated"
    return when.start if when.end in (None, when.start) else f"{when.start} to {when.end}"


def counted(rows: Iterable[tuple[str, str, str, str, str]]) -> list[tuple[str, str, str, str, str]]:
    """Rows that say the same stand once, with how often."""
    times = Counter(rows)
    return [(f"{who} ({n} times)" if n > 1 else who, *rest) for (who, *rest), n in times.items()]  # type: ignore[misc]


def claim_row(
    id: str, named: dict[str, tuple[Reading, Claim]], denials: dict[str, list[str]]
) -> tuple[str, str, str, str, str]:
    """One claim of an incident."""
    r, c = named[id]
    s = r.statement(c.statement)
    act = s.act.value if s else "reported"
    if c.factuality.value != "asserted":
        act += f" ({c.factuality.value})"
    figures = "; ".join(figure(q) for q in c.quantities) or c.event.replace("_", " ")
    speaker = r.speaker(s)
    return (
        claimant(r, s),
        (speaker.party if speaker else None) or "-",
        act,
        figures,
        ", ".join(dict.fromkeys(denials.get(id, []))),
    )


def range_text(r: Range) -> str:
    """`Northland: killed 1 to 5, latest 5`; what was harmed stands in brackets: `destroyed (tank) 22, latest 22`."""
    what = r.measure.replace("_", " ") + (f" ({r.who.replace('_', ' ')})" if r.who else "")
    return f"{r.by}: {what} {bounds(r.low, r.high)}, latest {bounds(r.latest_low, r.latest_high)}"


def bounds(low: int | None, high: int | None) -> str:
    """`5`, `5 to 7`, `5 or more`, `at most 5`."""
    if low is None:
        return "unknown" if high is None else f"at most {high}"
    if high is None:
        return f"{low} or more"
    return str(low) if low == high else f"{low} to {high}"


def tallies(found: Sequence[Tally]) -> str:
    """Running counts, one block a claimant and measure."""
    return "\n".join(line for t in found for line in tally_lines(t)) or "no running tally"


def tally_lines(t: Tally) -> list[str]:
    """What is counted by whom, then a line for each figure."""
    whose = ", ".join(x for x in (t.who, t.of_party) if x)
    head = f"{t.claimant} [{t.party or 'party unknown'}]: {t.measure.replace('_', ' ')}{f' ({whose})' if whose else ''}, {t.period}"
    return [head, *(f"  {p.said or 'no date':16}  {point(p)}" for p in t.points)]


def point(p: TallyPoint) -> str:
    """Its bounds, and whether it is about: `5 (about)`."""
    value = bounds(p.low, p.high)
    return f"{value} (about)" if p.bound == "about" and p.high is not None else value


def count(number: int, one: str, more: str | None = None) -> str:
    """`1 claim`, `2 claims`; `more` where the plural is not made with an s.

    >>> count(2, "tally", "tallies")
    '2 tallies'
    """
    return f"{number} {one if number == 1 else more or one + 's'}"


def width() -> int:
    """Columns of the terminal, 120 where there is none."""
    return max(100, min(160, shutil.get_terminal_size((120, 40)).columns))
