"""The report that the project was founded on, when it lies beside the checkout: its attributions, by short phrases."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from allegata.extract.attribution import attribute
from allegata.extract.parsed import parse_zones
from allegata.records import Act, Article, Statement, Zone, ZoneKind, quote

if TYPE_CHECKING:
    from allegata.extract.parsed import Parse

REPORT = Path(__file__).parents[3] / "shared" / "reports" / "founding-report.txt"

pytestmark = pytest.mark.skipif(not REPORT.exists(), reason="the founding report does not lie beside this checkout")

# words of the content -> act, words of the speaker's name
EXPECTED = [
    ("war crimes committed", Act.REQUEST, "officials"),
    ("casualties in both cities", Act.ASSERT, "Ministry of Foreign Affairs"),
    ("pay attention", Act.REQUEST, "Beglaryan"),
    ("humanitarian disaster", None, "Beglaryan"),
    ("became the targets", None, "Harutyunyan"),
    ("leave these cities", Act.CALL, "Harutyunyan"),
    ("air base was destroyed", Act.ASSERT, "officials"),
    ("one civilian was killed", Act.ASSERT, "Foreign Ministry"),
    ("any fire was directed", Act.DENY, "Ministry of Defense"),
    ("a ceasefire", Act.CALL, "Harutyunyan"),
    ("took zero actions", Act.ASSERT, "Hovhannisyan"),
    ("his own citizens", Act.ASSERT, "Hovhannisyan"),
    ("necessary retaliation", Act.ASSERT, "Harutyunyan"),
    ("I regret that we hit", Act.ADMIT, "Harutyunyan"),
    ("until the last soldier", None, "Harutyunyan"),
    ("unity", Act.CALL, "Harutyunyan"),
    ("patriotic war", None, "Harutyunyan"),
    ("all of us to fight", None, "Harutyunyan"),
    ("captives of a dictatorial", None, "Harutyunyan"),
    ("continues to push back", Act.ANNOUNCE, "Hovhannisyan"),
    ("13 armored vehicles", Act.ASSERT, "Hovhannisyan"),
    ("124 UAVs", Act.ASSERT, "government"),
    ("3,154 casualties", Act.ASSERT, "officials"),
    ("dissemination of misinformation", Act.ASSERT, "Hovhannisyan"),
    ("captured the towns", Act.ASSERT, "leadership"),
    ("falsified by video footage", Act.DENY, "Hovhannisyan"),
    ("provocative falsehoods", Act.DENY, "Ministry of Defense"),
    ("list of conditions", Act.DEMAND, "Aliyev"),
    ("specific timeline", Act.DEMAND, "Aliyev"),
    ("formal apology", Act.DEMAND, "Aliyev"),
    ("is Armenia", None, "Pashinyan"),
    ("second request", Act.REQUEST, "Government"),
    ("interim measures", Act.REQUEST, "Government"),
]


def read(parse: "Parse") -> tuple[str, tuple[Statement, ...]]:
    text = REPORT.read_text(encoding="utf-8")
    zones, at = [], 0
    body = True
    for line in text.splitlines(keepends=True):
        bare = line.rstrip("\n")
        body = body and not bare.startswith("Lillian")
        kind = ZoneKind.CAPTION if "(Photo" in bare else ZoneKind.BODY if body else ZoneKind.COMMENT
        if bare.strip():
            zones.append(Zone(kind=ZoneKind.HEADLINE if at == 0 else kind, start=at, end=at + len(bare)))
        at += len(line)
    article = Article(sha256="0" * 64, capture="0" * 64, text=text, zones=tuple(zones))
    return text, attribute(article, parse_zones(article, parse))


def test_nearly_every_attribution_is_found(parse: "Parse") -> None:
    text, statements = read(parse)
    missing = [
        words
        for words, act, name in EXPECTED
        if not any(
            words in quote(s.content, text) and (act is None or s.act is act) and name in (s.speaker.name or "")
            for s in statements
        )
    ]
    assert len(missing) <= 2, missing


def test_nothing_from_captions_bio_and_comments(parse: "Parse") -> None:
    _, statements = read(parse)
    assert {s.zone for s in statements} == {ZoneKind.HEADLINE, ZoneKind.BODY}
