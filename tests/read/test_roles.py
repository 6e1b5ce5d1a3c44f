"""Names and words that decide what a block of a page is, each in a page of its own."""

import pytest

from allegata.records import Article, ZoneKind

from .capturing import article

PROSE = "".join(
    f"<p>Shells fell on the {place} of Northbridge in the night, the council said, and nobody was hurt.</p>"
    for place in ("north", "south", "harbour", "market")
)
LINE = "The council counts the burnt houses for the third time this week, and each time there are more of them than before."


def page(inner: str, head: str = "") -> str:
    return f"<html><head><title>Shells fall</title>{head}</head><body><main><h1>Shells fall</h1>{inner}</main></body></html>"


def kind_at(read: Article, words: str) -> ZoneKind | None:
    zone = read.zone_at(read.text.index(words))
    return zone.kind if zone else None


ROLES = (
    (f'<div class="teaser-text"><p>{LINE}</p></div>{PROSE}', ZoneKind.BODY, "a lead under TYPO3's name for it"),
    (f'<div class="teaser-list"><p>{LINE}</p></div>{PROSE}', ZoneKind.BOILERPLATE, "teasers of other pages"),
    (f'{PROSE}<div class="PageTextAndImage__Text"><p>{LINE}</p></div>', ZoneKind.BODY, "text beside a picture is no caption"),
    (f'{PROSE}<div class="image__text"><p>{LINE}</p></div>', ZoneKind.CAPTION, "text of a picture is one"),
    (f'{PROSE}<p class="bilduntertitel">{LINE}</p>', ZoneKind.CAPTION, "a caption under a German name"),
    (f'{PROSE}<div class="no-paywall"><p>{LINE}</p></div>', ZoneKind.BODY, "a state, not a role"),
    (f'{PROSE}<div class="paywall"><p>{LINE}</p></div>', ZoneKind.BOILERPLATE, "the same name as a role"),
    (f'{PROSE}<div class="field--name-x field--label-hidden"><p>{LINE}</p></div>', ZoneKind.BODY, "the label is hidden"),
    (f'{PROSE}<div class="live-match-comment">{LINE}</div>', ZoneKind.BODY, "an account of a match"),
    (f'{PROSE}<div class="comments"><div class="comment">{LINE}</div></div>', ZoneKind.COMMENT, "a reader's comment"),
    (f"{PROSE}<h4>{LINE}</h4>", ZoneKind.BODY, "a sentence set as a heading at the end"),
    (f'<figure class="teaser"><p>{LINE}</p></figure>{PROSE}', ZoneKind.BOILERPLATE, "no lead without a sign that it is one"),
)


@pytest.mark.parametrize(("inner", "kind", "reason"), ROLES, ids=[reason for *_, reason in ROLES])
def test_names_of_elements(inner: str, kind: ZoneKind, reason: str) -> None:
    read = article(page(inner))
    assert kind_at(read, LINE) in ({kind, ZoneKind.STANDFIRST} if kind is ZoneKind.BODY else {kind}), reason


def test_what_the_page_describes_itself_with_is_its_lead() -> None:
    head = f'<meta name="description" content="{LINE[:100]}...">'
    read = article(page(f'<figure class="teaser"><p>{LINE}</p></figure>{PROSE}', head))
    assert kind_at(read, LINE) is ZoneKind.STANDFIRST


def test_a_popup_is_no_article_however_long() -> None:
    held = f'<div class="pum pum-overlay">{"".join(f"<p>{LINE}</p>" for _ in range(20))}</div>'
    read = article(f"<html><body><h1>Shells fall</h1><div>{PROSE}</div>{held}</body></html>")
    assert kind_at(read, LINE) is ZoneKind.BOILERPLATE
    assert kind_at(read, "harbour") is ZoneKind.BODY


def test_a_text_cut_into_rows_of_short_parts_is_whole() -> None:
    rows = "".join(
        f'<div class="row"><div class="col"><div class="module"><p>{LINE} {n}.</p></div></div></div>' for n in range(6)
    )
    read = article(
        f'<html><body><article><h1>Shells fall</h1><div class="builder-content">{rows}</div></article></body></html>'
    )
    assert sum(zone.kind is ZoneKind.BODY for zone in read.zones) == 6


def test_a_short_list_is_the_text_of_a_short_page() -> None:
    items = "".join(f"<li>{name}, rifleman</li>" for name in ("A. Example", "B. Muster", "C. Sample", "D. Specimen"))
    intro = "<p>The council of Northbridge has named the four who fell on Monday.</p>"
    read = article(
        f"<html><body><article><h1>Names of the fallen</h1><div>{intro}</div><ul>{items}</ul></article></body></html>"
    )
    assert sum(zone.kind is ZoneKind.BODY for zone in read.zones) == 5


@pytest.mark.parametrize(
    ("line", "kind"),
    (
        ("Tempo de leitura: 1 minuto", ZoneKind.BOILERPLATE),
        ("Lesezeit: 3 Min.", ZoneKind.BOILERPLATE),
        ("You can write to us at desk@courier.example", ZoneKind.BOILERPLATE),
        ("Ann Example E-Mail: ann@courier.example Telefon: +49 40 3000", ZoneKind.BOILERPLATE),
        ("Let us know what you saw in the comments.", ZoneKind.BOILERPLATE),
        ("Vergrößern Ein Haus in der Schulstraße", ZoneKind.CAPTION),
        ("Ein Haus in der Schulstraße (Muster / iStock.com)", ZoneKind.CAPTION),
        ("Veröffentlichung: 2. Februar 2020", ZoneKind.BYLINE),
        ("He told us to let his family know, and left.", ZoneKind.BODY),
    ),
)
def test_words_of_lines(line: str, kind: ZoneKind) -> None:
    read = article(page(f"{PROSE}<p>{line}</p><p>{LINE}</p>"))
    assert kind_at(read, line) is kind


@pytest.mark.parametrize(
    ("line", "kind"),
    (
        ("<div>Ruth Specimen and Omar Sample</div>", ZoneKind.BYLINE),
        ("<div>Eva Muster, Jan Beispiel und Ida Probe</div>", ZoneKind.BYLINE),
        ("<h2>Ruth Specimen and Omar Sample</h2>", ZoneKind.BODY),
        ("<p>Ruth Specimen and Omar Sample were hurt.</p>", ZoneKind.BODY),
    ),
)
def test_names_alone_below_the_headline_are_a_byline(line: str, kind: ZoneKind) -> None:
    read = article(page(line + PROSE))
    assert read.zones[1].kind is kind
