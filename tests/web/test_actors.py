"""The page of actors: the queue, a person's word on a pair, and who may say it."""

import msgspec
import pytest

from allegata.records import ActorKind, Speaker
from allegata.web.served import Served
from allegata.work.registering import decided_pairs, register_book, undecided

from .browse import client


@pytest.fixture
def pair(desk: Served) -> str:
    """The id of an undecided pair: a surname in one report, the full name in another."""
    surname = Speaker(name="Holmgren", kind=ActorKind.PERSON, party="North", as_written="Holmgren")
    full = msgspec.structs.replace(surname, name="Ada Holmgren", as_written="Ada Holmgren")
    for n, (one, speaker) in enumerate(zip(tuple(desk.book.store.readings()), (surname, full), strict=False)):
        said = msgspec.structs.replace(one.statements[0], id=f"statement-{n}", speaker=speaker)
        kept = tuple(s for s in one.statements if s.id != said.id)
        desk.book.store.add_reading(msgspec.structs.replace(one, statements=(*kept, said)))
        desk.book.store.move_to(desk.book.store.editions(one.capture.sha256)[-1])
    registered = register_book(desk.book)
    return next(m.id for m in undecided(registered, decided_pairs(desk.book)) if "surname" in m.evidence[0])


def test_a_viewer_reads_and_does_not_decide(desk: Served, pair: str) -> None:
    viewer = client(desk, "viewer")
    assert "Holmgren" in viewer.get("/actors").content.decode()
    assert "Holmgren" in viewer.get("/actors.csv").content.decode()
    assert viewer.post(f"/actors/decide/{pair}", {"word": "same"}).status_code == 403
    assert client(desk, "reviewer").post("/actors/decide/match-0", {"word": "same"}).status_code == 422
    assert client(desk, "reviewer").post(f"/actors/decide/{pair}", {"word": "perhaps"}).status_code == 422


def test_a_reviewer_decides_and_the_log_has_it(desk: Served, pair: str) -> None:
    reviewer = client(desk, "reviewer")
    assert pair in reviewer.get("/actors").content.decode()
    answer = reviewer.post(f"/actors/decide/{pair}", {"word": "same"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/actors")
    assert decided_pairs(desk.book) == {pair: True}
    joined = next(a for a in reviewer.get("/actors.json").json()["actors"] if pair in a["matches"])
    assert set(joined["names"]) == {"Ada Holmgren", "Holmgren"}
    assert len(joined["reports"]) == 2
    assert [e.subject for e in desk.book.log.entries()] == [d.id for d in desk.book.store.decisions(pair)]
    assert reviewer.post(f"/actors/decide/{pair}", {"word": "different"}).status_code == 422, "parting needs a reason"
    reviewer.post(f"/actors/decide/{pair}", {"word": "different", "reason": "mother and daughter"})
    assert decided_pairs(desk.book) == {pair: False}
    assert len(desk.book.store.decisions(pair)) == 2, "decisions are only added"
