"""What may leave: nothing rejected, nothing recent, no reviewer, no reason; what people decided holds in every export."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from allegata.errors import DecisionRefused
from allegata.export import EXPORTERS
from allegata.records import Claim, DecisionKind, Reading, Statement
from allegata.work.book import Book, create_book
from allegata.work.desk import decide
from allegata.work.intake import add
from allegata.work.linking import link_book
from allegata.work.outgoing import dossier_of
from allegata.work.readers import load_readers
from allegata.work.redacting import spans_of

NOW = datetime(2026, 11, 1, tzinfo=UTC)
PROFILE = "karabakh-2020"

RED = """Rockets hit Ganja

4 October 2020

The Foreign Ministry of Azerbaijan said one civilian was killed and four were wounded in Ganja on Sunday.
The Ministry of Defence of Armenia denied that any rocket was fired at Ganja. "We did not fire," its spokeswoman said.
"""
MORE = """Toll rises

4 October 2020

The Prosecutor General's Office of Azerbaijan said one civilian was killed and 32 were wounded by rockets in Ganja on Sunday.
"""


def take(book: Book, tmp_path: Path, name: str, text: str, *, published: str | None = None) -> Reading:
    (tmp_path / name).write_text(text, encoding="utf-8")
    readers = load_readers().under(book.profile)
    (added,) = add(book, str(tmp_path / name), readers=readers, now=NOW, by="tester", published=published)
    assert added.reading is not None
    return added.reading


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return create_book(tmp_path / "book", title="Test", profile=PROFILE, now=NOW, by="tester")


def everything(book: Book, now: datetime = NOW, *, embargo: bool = True) -> str:
    """The text of every export together; a PDF's by its page text."""
    import pypdfium2

    made = dossier_of(book, now=now, embargo=embargo)
    texts = []
    for kind, export in EXPORTERS.items():
        data = export(made)
        if kind.endswith("pdf"):
            texts += [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]
        else:
            texts.append(data.decode("utf-8"))
    return "\n".join(texts)


def test_no_reviewer_and_no_reason_leaves(book: Book, tmp_path: Path) -> None:
    reading = take(book, tmp_path, "red.txt", RED)
    for claim in reading.claims[:1]:
        decide(
            book.store,
            book.log,
            kind=DecisionKind.REJECT,
            subject=claim.id,
            by="REVIEWER-CANARY",
            reason="told by WITNESS-CANARY",
            now=NOW,
        )
    assert "CANARY" not in everything(book)


def test_the_words_of_a_rejected_statement_leave_in_no_export(book: Book, tmp_path: Path) -> None:
    reading = take(book, tmp_path, "red.txt", RED)
    quoted = next(s for s in reading.statements if any("We did not fire" in x.of(reading.article.text) for x in s.content))
    assert "We did not fire" in everything(book)
    decide(book.store, book.log, kind=DecisionKind.REJECT, subject=quoted.id, by="a", reason="not said", now=NOW)
    for claim in quoted.claims:
        decide(book.store, book.log, kind=DecisionKind.REJECT, subject=claim, by="a", reason="not said", now=NOW)
    assert "We did not fire" not in everything(book)


def test_an_undated_report_of_today_is_held_back(book: Book, tmp_path: Path) -> None:
    text = 'Shelling\n\nOfficials said three civilians were killed by shelling in Terter. "It was terrible," said the ministry.'
    take(book, tmp_path, "today.txt", text, published="2026-10-31")
    made = dossier_of(book, now=NOW)
    assert [len(r.claims) + len(r.statements) for r in made.readings] == [0]
    lifted = dossier_of(book, now=NOW, embargo=False)
    assert all(r.claims and r.statements for r in lifted.readings)


def test_decisions_about_relations_and_incidents_hold(book: Book, tmp_path: Path) -> None:
    take(book, tmp_path, "red.txt", RED)
    linked = link_book(book)
    (denial,) = [r for r in linked.relations if r.kind == "denies"][:1]
    (incident,) = [i for i in linked.incidents if denial.b in i.claims]
    decide(
        book.store,
        book.log,
        kind=DecisionKind.GRADE,
        subject=incident.id,
        by="a",
        reason="two bodies",
        change={"grade": "weak"},
        now=NOW,
    )
    take(book, tmp_path, "more.txt", MORE)
    again = link_book(book)
    assert incident.id in {i.id for i in again.incidents}, "new evidence does not orphan a grade"
    assert dossier_of(book, now=NOW).grades == {incident.id: "weak"}
    assert "weak" in everything(book)
    decide(book.store, book.log, kind=DecisionKind.REJECT, subject=denial.id, by="a", reason="of another strike", now=NOW)
    assert denial.id not in {r.id for r in dossier_of(book, now=NOW).linked.relations}


def test_what_was_redacted_leaves_in_no_export_and_a_grade_or_an_undo_says_nothing_of_it(book: Book, tmp_path: Path) -> None:
    reading = take(book, tmp_path, "red.txt", RED)
    quoted = next(s for s in reading.statements if any("We did not fire" in x.of(reading.article.text) for x in s.content))
    made = decide(book.store, book.log, kind=DecisionKind.REDACT, subject=quoted.id, by="a", reason="WITNESS-CANARY", now=NOW)
    assert "We did not fire" not in everything(book, embargo=False)
    assert "one civilian was killed" in everything(book)
    leaf = list(book.log.entries())[-1]
    assert (leaf.body["kind"], leaf.body["about"]) == ("redact", quoted.id)
    assert "CANARY" not in str(leaf)
    decide(book.store, book.log, kind=DecisionKind.UNDO, subject=quoted.id, by="a", reason="", undoes=made.id, now=NOW)
    assert "We did not fire" in everything(book)


TITLE = "The ministry denied that any rocket was fired at Ganja"
POST = (
    f'<html lang="en"><head><meta property="og:title" content="{TITLE}, once more"></head><body><article><h1>{TITLE}</h1>'
    "<p>Rockets hit a street of Ganja on Sunday, and one civilian was killed there, the Foreign Ministry of Azerbaijan said.</p>"
    '<blockquote class="twitter-tweet"><p>The ministry said two people hid in the cellar of the school.</p>&mdash; WITNESS-CANARY (@canary) '
    '<a href="#">October 4, 2020</a></blockquote></article></body></html>'
)


def test_who_wrote_a_redacted_post_and_a_title_given_elsewhere_leave_in_no_export(book: Book, tmp_path: Path) -> None:
    reading = take(book, tmp_path, "post.html", POST)
    text = reading.article.text
    assert "CANARY" in everything(book, embargo=False) and f"{TITLE}, once more" in everything(book, embargo=False)
    records: tuple[Statement | Claim, ...] = (*reading.statements, *reading.claims)
    for record in records:
        words = " ".join(span.of(text) for span in spans_of(record))
        if "cellar" in words or "denied that any rocket" in words:
            decide(book.store, book.log, kind=DecisionKind.REDACT, subject=record.id, by="a", reason="a child", now=NOW)
    assert "CANARY" not in everything(book, embargo=False) and "any rocket was fired" not in everything(book, embargo=False)


def test_a_redaction_needs_a_reason_and_words_of_its_own(book: Book, tmp_path: Path) -> None:
    reading = take(book, tmp_path, "red.txt", RED)
    incident = link_book(book).incidents[0].id
    for subject, reason in ((reading.claims[0].id, " "), (incident, "why")):
        with pytest.raises(DecisionRefused):
            decide(book.store, book.log, kind=DecisionKind.REDACT, subject=subject, by="a", reason=reason, now=NOW)
