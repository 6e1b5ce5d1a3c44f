"""What the tests of this room share: a profile of an invented war, articles made from text, and the real gazetteer."""

from allegata.records import Article, SourceRun, Zone, ZoneKind
from allegata.work.profiles import parse_profile

PROFILE = """
[profile]
key = "north-south"
title = "An invented war"
since = "2031-03-01"
source = "https://example.org/war"

[[party]]
key = "north"
name = "Northland"
names = ["Northlandic", "Northlanders"]
source = "https://example.org/north"

[[party]]
key = "south"
name = "Southmark"
names = ["Southmarkish", "Southmarkers"]
source = "https://example.org/south"

[[party]]
key = "rim"
name = "Rim"
names = ["Rim Republic"]
source = "https://example.org/rim"

[[body]]
key = "north-mod"
name = "Ministry of Defence of Northland"
names = ["Northlandic Ministry of Defence", "Northlandic Defence Ministry"]
party = "north"
source = "https://example.org/north/mod"

[[body]]
key = "rim-army"
name = "Rim Defence Army"
names = ["Army of Southmark Rim", "Defence Army"]
party = "rim"
kind = "armed force"
source = "https://example.org/rim/army"

[[body]]
key = "south-mfa"
name = "Ministry of Foreign Affairs of Southmark"
party = "south"
source = "https://example.org/south/mfa"

[[person]]
key = "ada-holm"
name = "Ada Holm"
names = ["A. Holm", "Ада Хольм"]
source = "https://example.org/holm"

[[person.tenure]]
role = "spokeswoman"
body = "north-mod"
since = "2030-01"
until = "2031-03-31"
source = "https://example.org/holm"

[[person.tenure]]
role = "ambassador"
party = "rim"
since = "2031-04-01"
source = "https://example.org/holm"

[[person]]
key = "ben-varga"
name = "Ben Varga"
names = ["Benn Warga"]
source = "https://example.org/varga"

[[person.tenure]]
role = "foreign minister"
body = "south-mfa"
source = "https://example.org/varga"

[[place]]
key = "mataghis"
feature = "village"
lat = 40.35
lon = 46.77
source = "https://example.org/mataghis"
[[place.name]]
name = "Mataghis"
used_by = "north"
[[place.name]]
name = "Madagiz"
used_by = "south"

[[place]]
key = "ganja"
feature = "city"
geonames = "586523"
source = "https://example.org/ganja"
[[place.name]]
name = "Ganja"
[[place.name]]
name = "Gandzak"
used_by = "north"

[[place]]
key = "high-pass"
feature = "front"
source = "https://example.org/pass"
[[place.name]]
name = "High Pass"
"""

profile = parse_profile(PROFILE)


def swapped() -> str:
    """The profile's text with the two sides' words exchanged."""
    return swap(PROFILE)


def swap(text: str) -> str:
    """Northern words for southern ones and the reverse."""
    for a, b in (("Northland", "Southmark"),):
        text = text.replace(a, "\0").replace(b, a).replace("\0", b)
    return text.replace("Southmarkic", "\0").replace("Northlandish", "Northlandic").replace("\0", "Southmarkish")


def article(*paragraphs: str, published: str | None = "2031-03-05") -> Article:
    """An article with one body zone for each paragraph."""
    text = "\n".join(paragraphs)
    zones, at = [], 0
    for paragraph in paragraphs:
        zones.append(Zone(kind=ZoneKind.BODY, start=at, end=at + len(paragraph)))
        at += len(paragraph) + 1
    run = SourceRun(start=0, end=len(text), at=0, width=1)
    return Article(sha256="0" * 64, capture="1" * 64, text=text, zones=tuple(zones), published=published, runs=(run,))
