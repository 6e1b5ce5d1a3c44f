"""A body's own page speaks in that body's voice; a medium's does not."""

import hashlib

import pytest

from allegata.records import Article
from allegata.resolve import voice_of
from allegata.work.profiles import shipped_profile

ROWS = [
    ("Ministry of Defence of Northland", "Northland", "a state's body with its side in its name"),
    ("Northland Foreign Ministry", "Northland", "the side before the body"),
    ("Northland News Agency", None, "a medium, whoever owns it"),
    ("The Army Times of Northland", None, "a medium about an army"),
    ("Harbour Gazette", None, "a medium"),
    ("Ministry of Defence", None, "of which side is not said"),
    (None, None, "no outlet"),
]


def article(outlet: str | None) -> Article:
    return Article(
        sha256=hashlib.sha256(b"").hexdigest(), capture="0" * 64, text="", zones=(), outlet=outlet, published="2020-10-04"
    )


@pytest.mark.parametrize(("outlet", "party", "reason"), ROWS)
def test_without_a_profile(outlet: str | None, party: str | None, reason: str) -> None:
    voice = voice_of(article(outlet), profile=None)
    assert (voice.party if voice else None) == party, reason


def test_with_a_profile_bodies_speak_and_media_do_not() -> None:
    profile = shipped_profile("karabakh-2020")
    sides = {p.key for p in profile.parties if not p.third}
    for body in profile.bodies:
        if body.kind in ("outlet", "agency"):
            assert voice_of(article(body.name), profile=profile) is None, body.key
    speaking = [b for b in profile.bodies if b.party in sides and b.kind == "organisation" and "Ministry" in b.name]
    assert speaking
    for body in speaking:
        voice = voice_of(article(body.name), profile=profile)
        assert voice is not None and voice.key == body.key
