"""Two captures of one page: what was added, taken away, changed, moved, and put into another role."""

import time

from allegata.read import compare
from allegata.records import Article, ChangeKind, HeadingField, Span

from .capturing import article

A = "Two people were killed in the shelling of the market, the mayor of Northbridge said on Sunday evening."
B = "Eastland denied that its forces had fired at the town, and a spokesman called the report an invention."
C = "The road to the south was closed for three days, and the school stayed empty until the end of the week."
NEW = "A commission of the neighbouring town will look at the craters next week, the region's governor announced."


def page(*paragraphs: str, title: str = "Shells fall on the market", links: str = "Home") -> Article:
    body = "".join(f"<p>{each}</p>" for each in paragraphs)
    return article(f"<html><body><nav><a href='/'>{links}</a></nav><article><h1>{title}</h1>{body}</article></body></html>")


def told(was: Article, now: Article) -> list[tuple[str, str]]:
    return [(each.change.value, opening(was, each.before) or opening(now, each.after)) for each in compare(was, now).zones]


def opening(read: Article, span: Span | None) -> str:
    return span.of(read.text)[:12] if span else ""


def test_the_same_page_has_no_changes() -> None:
    found = compare(page(A, B, C), page(A, B, C, links="Start"))
    assert found.zones == () and found.fields == () and found.same == 4


def test_added_and_removed() -> None:
    assert told(page(A, B), page(A, NEW, B)) == [("added", NEW[:12])]
    assert told(page(A, B, C), page(A, C)) == [("removed", B[:12])]


def test_changed_words_are_told_on_both_sides() -> None:
    was, now = page(A, B, C), page(A.replace("Two people were", "Seven people, among them a child, were"), B, C)
    (change,) = compare(was, now).zones
    assert change.change is ChangeKind.CHANGED
    assert [span.of(was.text) for span in change.removed] == ["Two"]
    assert [span.of(now.text) for span in change.added] == ["Seven", ", among them a child,"]


def test_another_order_is_a_move() -> None:
    assert [how for how, _ in told(page(A, B, C), page(C, A, B))] == ["moved"]


def test_another_role_is_told() -> None:
    was = article(f"<article><h1>Shells fall</h1><p>{A}</p><p>{B}</p><p>{C}</p></article>")
    now = article(f"<article><h1>Shells fall</h1><figure><figcaption>{A}</figcaption></figure><p>{B}</p><p>{C}</p></article>")
    assert told(was, now) == [("recast", A[:12])]


def test_fields_of_the_heading() -> None:
    found = compare(page(A, B), page(A, B, title="Shells fall on the old market"))
    assert [(f.field, f.before, f.after) for f in found.fields] == [
        (HeadingField.TITLE, "Shells fall on the market", "Shells fall on the old market")
    ]


def test_every_span_is_a_zone_of_its_article() -> None:
    was, now = page(A, B, C), page(NEW, B.replace("denied", "admitted"), C)
    zones = [{Span(z.start, z.end) for z in each.zones} for each in (was, now)]
    for each in compare(was, now).zones:
        assert (each.before is None or each.before in zones[0]) and (each.after is None or each.after in zones[1])


def test_long_pages_are_compared_in_bounded_time() -> None:
    was = page(*(f"{n} {A}" for n in range(3000)))
    now = page(*(f"{n + 1} {B}" for n in range(3000)))
    many = [f"{n} {A}" for n in range(900)]
    same = page(*many), page(B, *many, C)
    began = time.process_time()
    assert len(compare(was, now).zones) == 6000
    assert len(compare(*same).zones) == 2
    assert time.process_time() - began < 10
