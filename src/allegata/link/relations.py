"""How claims about one incident, or one running count, stand to each other.

denies       the denying claim -> the claim that it denies
updates      the later figure -> the earlier one of the same claimant
repeats      two reports of one claimant's same figure, or of one text
corroborates two claimants with no common origin, whose figures agree
contradicts  two claimants whose figures exclude each other
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import combinations

from ..records import Act, Bound, Factuality, Origin, Quantity, Relation, RelationKind, identify
from .incidents import Group
from .items import UNATTRIBUTED, Item
from .origins import COPIES, REWRITTEN


def find_relations(groups: Sequence[Group], items: Sequence[Item], origins: Sequence[Origin]) -> tuple[Relation, ...]:
    """All relations, each with its ground; sorted by kind and ids."""
    by_id = {i.id: i for i in items}
    found: dict[tuple[str, str, str], Relation] = {}
    for made in (
        *answers(items),
        *of_denier_once(within(groups, origins, by_id), by_id),
        *over_time(items),
        *general_denials(groups, items),
    ):
        found.setdefault((made.kind, made.a, made.b), made)
    return tuple(sorted(found.values(), key=lambda r: (r.kind, r.a, r.b)))


def of_denier_once(relations: Iterable[Relation], by_id: Mapping[str, Item]) -> Iterable[Relation]:
    """Of one claimant's denials of one claim (headline, body, a copy) the first is kept, where it is only inferred that they meet."""
    seen: set[tuple[str, str]] = set()
    for made in sorted(relations, key=lambda r: by_id[r.a].report != by_id[r.b].report):
        key = (by_id[made.a].claimant_key, made.b)
        if made.kind is not RelationKind.DENIES or key not in seen:
            yield made
        if made.kind is RelationKind.DENIES:
            seen.add(key)


def relation(kind: RelationKind, a: Item, b: Item, why: str) -> Relation:
    """A relation between two claims."""
    return Relation(id=identify("relation", kind.value, a.id, b.id), kind=kind, a=a.id, b=b.id, why=why)


def answers(items: Iterable[Item]) -> Iterable[Relation]:
    """What a report itself says denies or answers what."""
    by_id = {i.id: i for i in items}
    for item in by_id.values():
        for other in item.claim.answers:
            # On a live page the entry above is the later one: nobody denies what is not yet said.
            if other in by_id and item.denies and not by_id[other].is_clocked_after(item):
                yield relation(RelationKind.DENIES, item, by_id[other], "stands as an answer to it in the same report")
        if item.denies and not item.claim.answers and item.family == "word":
            before = denied_before(item, by_id.values())
            if before is not None:
                yield relation(
                    RelationKind.DENIES,
                    item,
                    before,
                    "denies what was told before it in the same report, in words that name nothing",
                )


def denied_before(item: Item, items: Iterable[Item]) -> Item | None:
    """What "it is a lie" can be about: the nearest claim before it in the report that another claimant makes of an incident."""
    before = [
        o
        for o in items
        if o.report == item.report
        and o.claim.span.end <= item.claim.span.start
        and o.is_of_an_incident
        and not o.denies
        and o.statement is not None
        and o.claimant_key != item.claimant_key
        and o.party != item.party
    ]
    return max(before, key=lambda o: o.claim.span.start, default=None)


def within(groups: Iterable[Group], origins: Sequence[Origin], by_id: Mapping[str, Item]) -> Iterable[Relation]:
    """Relations between the claims of one incident."""
    one_text = {frozenset((a, b)) for o in origins if o.why in (COPIES, REWRITTEN) for a, b in combinations(o.reports, 2)}
    for group in groups:
        parts = parts_of(group.items)
        ordered = sorted(group.items, key=lambda i: i.order)
        for a, b in combinations(ordered, 2):
            made = judge(a, b, one_text, by_id, parts)
            if made and (made.kind not in BETWEEN_TWO or (stands(a, b, ordered) and is_first(b, ordered))):
                yield made


BETWEEN_TWO = frozenset({RelationKind.CONTRADICTS, RelationKind.CORROBORATES, RelationKind.DENIES})


def is_first(item: Item, ordered: Iterable[Item]) -> bool:
    """Whether its claimant has not said the same before: a figure told again answers nobody anew."""
    return not any(o.is_clocked_before(item) and same_claim(o, item) for o in ordered)


def stands(earlier: Item, later: Item, ordered: Iterable[Item]) -> bool:
    """Whether the earlier claim is what its claimant held when the later one was made: first told so, and not updated in between."""
    between = [o for o in ordered if o.claimant_key == earlier.claimant_key and o.is_clocked_before(later)]
    newer = any(
        o.is_clocked_after(earlier)
        and any(comparable(p, q) and not same_figure(p, q) for p in earlier.totals for q in o.totals)
        for o in between
    )
    return not newer and is_first(earlier, between)


def same_claim(a: Item, b: Item) -> bool:
    """Whether one claimant tells of one event with the same figures, or of the same event with none."""
    if a.claimant_key != b.claimant_key or a.denies != b.denies:
        return False
    figures_of_a, figures_of_b = ({(q.measure, q.low, q.high) for q in i.totals} for i in (a, b))
    return bool(figures_of_a & figures_of_b) or (not figures_of_a and not figures_of_b and a.claim.event == b.claim.event)


def parts_of(items: Iterable[Item]) -> Set[tuple[str, str]]:
    """(claim, measure) of figures beside which their claimant gives a greater one at the same time in the same report.

    "Eleven were wounded, seven in one attack and four in the other": the lesser figures count parts and answer nobody's total.
    """
    greatest: dict[tuple[str, str, str | None, str], int] = {}
    figures = [(i, q) for i in items for q in i.totals if q.low is not None]
    for i, q in figures:
        key = (i.report, i.claimant_key, i.said, q.measure)
        greatest[key] = max(greatest.get(key, 0), q.low or 0)
    return {(i.id, q.measure) for i, q in figures if (q.low or 0) < greatest[i.report, i.claimant_key, i.said, q.measure]}


def judge(
    earlier: Item,
    later: Item,
    one_text: set[frozenset[str]],
    by_id: Mapping[str, Item],
    parts: Set[tuple[str, str]] = frozenset(),
) -> Relation | None:
    """How two claims of one incident stand to each other; None when nothing can be said."""
    if earlier.denies != later.denies:
        denying, other = (earlier, later) if earlier.denies else (later, earlier)
        return denial(denying, other, {by_id[a].party for a in denying.claim.answers if a in by_id})
    if earlier.denies:
        return None
    mine = [p for p in earlier.totals if (earlier.id, p.measure) not in parts]
    shared = [(p, q) for p in mine for q in later.totals if (later.id, q.measure) not in parts and comparable(p, q)]
    if not shared:
        return None
    equal = all(same_number(p, q) for p, q in shared)
    if equal and earlier.report != later.report and frozenset((earlier.report, later.report)) in one_text:
        return relation(RelationKind.REPEATS, later, earlier, COPIES)
    if earlier.claimant_key == later.claimant_key:
        return of_one_claimant(earlier, later, equal)
    if later.is_of_the_side_of(earlier) and later.is_clocked_after(earlier) and any(grows(p, q) for p, q in shared):
        return relation(RelationKind.UPDATES, later, earlier, "another body of the same side, a later and greater figure")
    if any(excludes(p, q) for p, q in shared):
        return relation(RelationKind.CONTRADICTS, later, earlier, figures(shared, "excludes"))
    if all(agrees(p, q) for p, q in shared) and UNATTRIBUTED not in (earlier.party, later.party):
        return relation(RelationKind.CORROBORATES, later, earlier, figures(shared, "agrees with"))
    return None


def agrees(p: Quantity, q: Quantity) -> bool:
    """Whether two figures allow one number, and neither leaves open nearly all: 11 and 10-12, 27 and dozens; not 11 and "at least 3"."""
    if excludes(p, q) or p.low is None or q.low is None:
        return False
    less, more = sorted((p.low, q.low))
    return less == more or less * 3 >= more * 2


def of_one_claimant(earlier: Item, later: Item, equal: bool) -> Relation | None:
    """One claimant's two figures: the same one again, or a newer one."""
    if equal:
        return (
            relation(RelationKind.REPEATS, later, earlier, "the same claimant, the same figure")
            if earlier.report != later.report
            else None
        )
    if later.is_said_after(earlier):
        return relation(RelationKind.UPDATES, later, earlier, "the same claimant, a later figure")
    return None


ALLEGING = frozenset({Act.ASSERT, Act.ACCUSE, Act.ANNOUNCE, Act.CONDEMN, Act.WARN})
"""Acts by which something is alleged that another can deny: no admission, and no demand or call over it."""


def denial(denying: Item, other: Item, answered: Set[str]) -> Relation | None:
    """A denial denies what others allege of one event; not an admission, not its own side's claims, and not harm that nobody is blamed for.

    Where somebody is blamed, the denial must come from the blamed side, or be of that very event. `answered`: the parties of
    the claims that the report itself sets the denial against; it then reaches no others.
    """
    if denying.party == other.party or denying.claimant_key == other.claimant_key or denying.speaker is None:
        return None
    if other.claim.factuality is not Factuality.ASSERTED or other.is_clocked_after(denying):
        return None
    if other.statement is not None and other.statement.act not in ALLEGING:
        return None
    if answered and other.party not in answered:
        return None
    same_event = denying.claim.event == other.claim.event
    blamed = blamed_by(other)
    if denying.party in blamed and (same_event or denying.is_attack):
        return relation(RelationKind.DENIES, denying, other, "denies, of its own side, an event of the same place and day")
    if other.speaker is None or other.party in blamed:
        return None
    if same_event and (not blamed or blamed_by(denying) & blamed):
        return relation(RelationKind.DENIES, denying, other, "denies the same event of the same place and day")
    if denying.is_attack and other.is_attack and not blamed:
        return relation(RelationKind.DENIES, denying, other, "denies an attack at the place and day of which the other tells")
    return None


def blamed_by(item: Item) -> set[str]:
    """The parties that a claim names as having acted."""
    return {a.party for a in item.claim.perpetrators if a.party}


def day(moment: str | None) -> str:
    """The day of a moment; empty when nothing is known."""
    return (moment or "")[: len("2020-10-04")]


def general_denials(groups: Iterable[Group], items: Iterable[Item]) -> Iterable[Relation]:
    """A denial that names no place ("no fire from our territory") answers what its own side is accused of on that day."""
    held = {i.id for g in groups for i in g.items}
    accused: dict[str, list[Item]] = defaultdict(list)
    for group in groups:
        for item in group.items:
            for party in blamed_by(item):
                if not item.denies:
                    accused[party].append(item)
    for item in items:
        if item.denies and item.id not in held and not item.claim.answers and item.family == "strike":
            for other in accused.get(item.party, ()):
                if other.party != item.party and day(other.said) == day(item.said):
                    yield relation(RelationKind.DENIES, item, other, "denies, of its own side, what it is accused of that day")


def over_time(items: Iterable[Item]) -> Iterable[Relation]:
    """Updates and repeats between running counts of one claimant; contradictions between two on one group up to one day."""
    series: dict[tuple[str, str | None, str | None, str], list[tuple[Item, Quantity]]] = defaultdict(list)
    for item in items:
        if not item.denies:
            for q in item.running:
                series[q.measure, q.who, q.of_party, q.period.value].append((item, q))
    for points in series.values():
        ordered = sorted(points, key=lambda p: p[0].order)
        for (a, p), (b, q) in combinations(ordered, 2):
            made = of_series(a, p, b, q)
            if made:
                yield made


def of_series(a: Item, p: Quantity, b: Item, q: Quantity) -> Relation | None:
    """How two figures of one running count stand to each other, `a` said first."""
    if a.claimant_key == b.claimant_key:
        return (
            of_one_claimant(a, b, same_figure(p, q))
            if p.period == q.period and (same_figure(p, q) or p.period == "cumulative")
            else None
        )
    # Two counts whose people are not said to be one side's may well count two sides.
    if p.of_party is not None and day(a.said) == day(b.said) and excludes(p, q):
        return relation(RelationKind.CONTRADICTS, b, a, figures([(p, q)], "excludes"))
    return None


def comparable(p: Quantity, q: Quantity) -> bool:
    """Whether two figures count the same: one measure, and not two groups that exclude each other."""
    if p.measure != q.measure or p.low is None or q.low is None:
        return False
    return p.who == q.who or bool({p.who, q.who} & ANYBODY)


ANYBODY = frozenset({None, "people"})
"""Groups that may be any other: nobody in particular is named."""


def same_figure(p: Quantity, q: Quantity) -> bool:
    """Equal in value and bound."""
    return (p.low, p.high, p.bound) == (q.low, q.high, q.bound)


def same_number(p: Quantity, q: Quantity) -> bool:
    """Equal in value; `at least six` is told on as `six`."""
    return same_figure(p, q) or (p.low == q.low and Bound.AT_LEAST in (p.bound, q.bound) and Bound.EXACT in (p.bound, q.bound))


def excludes(p: Quantity, q: Quantity) -> bool:
    """Whether no number can satisfy both: 5 and 7; not 5 and "at least 3"."""
    top = float("inf")
    low = max(p.low or 0, q.low or 0)
    return low > min(top if p.high is None else p.high, top if q.high is None else q.high)


def grows(p: Quantity, q: Quantity) -> bool:
    """Whether the second figure is greater than any that the first allows."""
    return p.high is not None and q.low is not None and q.low > p.high


def figures(shared: Sequence[tuple[Quantity, Quantity]], verb: str) -> str:
    """The ground in words: `killed 5 excludes killed 7`."""
    p, q = next((pair for pair in shared if verb != "excludes" or excludes(*pair)), shared[0])
    return f"{q.measure} {value(q)} {verb} {p.measure} {value(p)}"


def value(q: Quantity) -> str:
    """`5`, `5-7`, `5 or more`."""
    if q.high is None:
        return f"{q.low} or more"
    return str(q.low) if q.low == q.high else f"{q.low}-{q.high}"
