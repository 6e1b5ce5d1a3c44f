"""Authors' names out of bylines, metadata fields and author boxes."""

import re
from collections.abc import Iterator

from .wording import NAME, is_name, is_outlet

LEAD = re.compile(
    r"^\W*(?:(?:(?:written|reported|reporting|story|words|text|edited|posted|published|article|analysis|report|interview|photographs?|rezept"
    r"|veröffentlicht|eingestellt|publiziert|erstellt|geschrieben|publié|escrito|publicado|scritto|pubblicato)\b[\s:]*)"
    r"(?:(?:by|von|par|por|di|da|door|af|av)\b)?"
    r"|(?:by|von|par|por|di|da|door|af|av|autor(?:in|es)?|auteur|author|автор|автори|авторы|текст|yazar|müəllif|հեղինակ)\b)\s*:?\s*",
    re.I,
)
"""Prepositions that open a byline, in the languages of page_lines.csv."""
TAIL = re.compile(
    r"\s*(?:[|•·/–—(\[]|\s-\s|,\s*(?=(?-i:[a-zа-я]))|\bin\b|\bfor\b|\bat\b|\bon\b|\bpublished\b|\bupdated\b|\bposted\b|\d|@|\bfollow\b"
    r"|\b(?:staff|senior|special|chief|contributing|political|foreign|national|news)?\s*"
    r"(?:writers?|reporters?|correspondents?|editors?|columnists?|contributors?|journalists?|redakteur\w*)\b).*$",
    re.I | re.S,
)
SPLIT = re.compile(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b|\by\b|\bи\b|\bта\b|\bwith\b|\n|\|)\s*")
POST = re.compile(
    r"\b(?:analyst|expert|fellow|professor|director|producer|photographer|author|adviser|advisor|manager|head|chief|bureau|desk|team|lecturer"
    r"|researcher|lawyer|intern|volunteer|redaktion|korrespondent\w*|autor(?:in)?|leiter(?:in)?)$",
    re.I,
)
"""What ends a part of a byline that says what the person before it is."""
FILLER = re.compile(
    r"^(?:(?:view|show|zum|alle?|more|mehr|zeige)\b.*"
    r"|posted|published|on|am|um|the|le|el|staff|admin|administrator|no author|unknown|editor|guest author)$|\bfollow$",
    re.I,
)
"""What author fields hold when they name nobody."""
LATER = re.compile(
    r"(?:\s+@\w+.*|\s+(?:von|by|por|par|le|el|am|on)|(?<=[a-zà-ž])follow|\s+follow|\s+(?:illustration|fotos?|photos?|bild|symbolbild|veröffentlicht|published"
    r"|posted|(?:ein |\d+ )?kommentare?|(?:no |\d+ )?comments?)\b.*)$",
    re.I,
)
"""What is left behind a name where a field was cut from a line."""
URL = re.compile(r"^(?:https?:|www\.|/|@)|\.(?:com|org|net|html?)\b|/", re.I)


def names_in_byline(line: str) -> Iterator[str]:
    """The persons that a byline names: `By A and B, staff writers` gives A and B. A desk or an agency gives none."""
    text = " ".join(line.split())
    rest = LEAD.sub("", text, count=1)
    if rest == text and not is_name(text):
        return
    rest = TAIL.sub("", rest)
    for place, part in enumerate(SPLIT.split(rest)):
        name = tidy_name(part)
        if name and is_name(name) and not (place and (is_outlet(name) or POST.search(name))):
            yield name


ABOUT = re.compile(r"(?:about|über|à propos|sobre|acerca|chi|over|о|про|об)\s", re.I)
"""The heading of an author box, which may name a nickname: no name by itself."""


def names_of_bio(text: str) -> Iterator[str]:
    """The name that an author box begins with."""
    for line in map(str.strip, text.splitlines()):
        if is_name(line):
            if not ABOUT.match(line):
                yield line
            return
    opening = NAME.match(text.strip())
    if opening and re.match(r"\s+(?:is|was|has|covers|writes|reports|holds|joined)\b", text.strip()[opening.end() :]):
        yield opening.group()


def tidy_name(text: str) -> str | None:
    """A field's author without lead words, addresses and white space; None when nothing like a name is left."""
    name = LEAD.sub("", " ".join(text.split()), count=1).strip(" ,;:|·•–—-")
    name = FILLER.sub("", LATER.sub("", name)).strip(" ,;:|·•–—~-")
    if (
        not name
        or URL.search(name)
        or "www." in name
        or len(name) > 60
        or not any(c.isalpha() for c in name)
        or re.search(r"\d{2}", name)
    ):
        return None
    return name.title() if name.isupper() and len(name) > 4 else name
