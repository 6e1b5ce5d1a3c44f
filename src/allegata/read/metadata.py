"""What a page says of itself: JSON-LD, meta elements, time elements and its address, into a heading."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from ..records import REPORTING, Capture, DateEvidence, HeadingField, Zone, ZoneKind
from .aside import stands_aside
from .authors import authors_near, names_in_line
from .bylines import names_in_byline, tidy_name
from .days import COMPACT, ISO, URL_DAY, day_of, days_in, first_day, instant
from .heading import Heading, authors_of_zones, dates_of_zones, evidence_of
from .last_resort import dates_of_last_resort
from .markup import Element, Tree
from .outlet import outlet_of_zones
from .wording import Wording, is_name, says

ARTICLE_TYPES = re.compile(r"article|blogposting|newsarticle|posting|report|review|webpage|creativework|liveblog", re.I)
DATE_KEYS = (
    "article:published_time", "og:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.created",
    "dcterms.issued", "dc.date.created", "pubdate", "publishdate", "publish-date", "publish_date", "published", "published_time",
    "article_date_original", "article.published", "article:published", "sailthru.date", "parsely-pub-date", "cxenseparse:recs:publishtime",
    "citation_date", "citation_publication_date", "citation_online_date", "bt:pubdate", "shareaholic:article_published_time", "rnews:datepublished",
    "og:article:published_time", "og:pubdate", "displaydate", "created", "date.created", "originalpublicationdate", "ptime", "timestamp",
    "datecreated", "date_published", "vr:published_time", "gentics.pubdate", "release_date", "article:post_date", "dcsext.articlefirstpublished",
)  # fmt: skip
CHANGED_KEYS = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "lastmod",
    "dcterms.modified",
    "date.modified",
)
AUTHOR_KEYS = ("author", "article:author", "og:article:author", "dc.creator", "dcterms.creator", "byl", "parsely-author", "sailthru.author",
               "citation_author", "article.author", "twitter:data1:author", "creator", "cxenseparse:author")  # fmt: skip
OUTLET_KEYS = (
    "og:site_name",
    "application-name",
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "article:publisher",
    "citation_journal_title",
)
TITLE_KEYS = (
    "og:title",
    "headline",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "sailthru.title",
    "parsely-title",
    "citation_title",
)
DESCRIPTION_KEYS = ("og:description", "description", "twitter:description", "dc.description")
SEPARATOR = re.compile(r"\s+[|•·»«–—:~-]+\s+|\s*\|\s*|\s+::\s+|\s+[‹›/]\s+")
ABOVE, BELOW = 12, 6
"""Blocks looked at above the headline and below the article's end for a date. Further away stand other pages' dates."""
LONGEST_DATE_LINE = 120
SHORT_DATE_LINE = 40
"""A line of the article itself that is hardly more than a date."""
LEGAL = re.compile(r"©|copyright|all rights", re.I)
LARGEST_JSON = 2_000_000
PUBLISHED_CLASS = re.compile(r"publish|pubdate|posted|entry-date|created|release|dateline", re.I)
AUTHOR_NAME = re.compile(r"(?:^|[\s_-])(?:author|byline)s?(?:[\s_-]?(?:name|link|fn))?(?:$|\s)")
LONGEST_AUTHOR = 120
ALL_BY = re.compile(
    r"^(?:view|see|show|zeige)?\s*(?:all|alle)\s+(?:posts|beiträge|articles|artikel|stories)\s+(?:by|von)\s+", re.I
)
WRITTEN_BY = re.compile(r"(?:written |posted |published |"
    r"verfasst |geschrieben |veröffentlicht |écrit |rédigé |escrito |publicado )?(?:by|von|par|por)"
                        r"|authors?|autor(?:in|es)?|auteur|автор|scritto da|skrevet av|geschreven door", re.I)  # fmt: skip
"""Labels of the pairs of label and value that a page gives for its preview elsewhere, where the value is its author."""
CHANGED_CLASS = re.compile(r"updat|modif|edited|changed", re.I)


class Metadata:
    """The page's own fields, read once."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.meta: dict[str, list[str]] = {}
        self.titles: list[str] = []
        self.linked: list[dict[str, Any]] = []
        self.times: list[Element] = []
        self.item_dates: list[tuple[str, str]] = []
        self.author_texts: list[str] = []
        """Texts of elements that are said to be an author, outside comments and links to other pages, in page order."""
        for element in tree.elements:
            if element.attributes or element.tag in ("title", "time"):
                self._take(element)

    def _take(self, element: Element) -> None:
        tag = element.tag
        if tag == "meta":
            key = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
            content = " ".join(element.get("content").split())
            if key and content:
                self.meta.setdefault(key.lower().strip(), []).append(content)
        elif tag == "title" and not self.titles and not any(above.tag == "svg" for above in element.ancestors):
            self.titles.append(self.tree.text_of(element))
        elif tag == "script" and "ld+json" in element.get("type").lower():
            self.linked += _linked_data(self.tree, element)
        elif tag == "time" or _says_date(element):
            self.times.append(element)
        if "author" in element.attributes or "yline" in element.attributes or "Author" in element.attributes:
            self.author_texts += _author_text(self.tree, element)

    def first(self, keys: Iterable[str]) -> str | None:
        """The first field of these that is filled."""
        return next((value for key in keys for value in self.meta.get(key, ()) if value), None)

    @property
    def articles(self) -> list[dict[str, Any]]:
        """JSON-LD items that describe an article, the more particular types first."""
        found = [item for item in self.linked if ARTICLE_TYPES.search(_type(item))]
        return sorted(found, key=lambda item: _type(item).lower() in ("webpage", "creativework", "review"))

    def updates(self) -> list[tuple[str, datetime]]:
        """Entries of a live page as JSON-LD gives them: headline and text, and the instant."""
        held = [item.get("liveBlogUpdate") for item in self.linked]
        updates = [u for value in held for u in (value if isinstance(value, list) else [value]) if isinstance(u, dict)]
        found = ((_words_of(update), instant(_text(update.get("datePublished")) or "")) for update in updates)
        return [(words, moment) for words, moment in found if moment is not None]

    def is_live(self) -> bool:
        """Whether the page calls itself live, by its type or its title."""
        return any("liveblog" in _type(item).lower() for item in self.linked) or says(self.title() or "", Wording.LIVE)

    def title(self) -> str | None:
        """The title as fields give it, the outlet's name cut off; for finding the headline in the page by."""
        name = self.first(TITLE_KEYS[:1]) or next(
            (_text(a.get("headline")) for a in self.articles if _text(a.get("headline"))), None
        )
        whole = name or self.first(TITLE_KEYS) or (self.titles[0] if self.titles else None)
        return without_outlet(whole, self.outlet()) if whole else None

    def description(self) -> str:
        """What the page says it is about, for its preview elsewhere; often its lead, word by word."""
        return self.first(DESCRIPTION_KEYS) or ""

    def titles_given(self) -> Iterator[tuple[str, str]]:
        """Every title that the fields give, the outlet's name cut off, and where."""
        outlet = self.outlet()
        linked = ((_text(item.get("headline")), "json-ld") for item in self.articles)
        fields = ((value, "meta") for key in TITLE_KEYS for value in self.meta.get(key, ()))
        for value, where in (*linked, *fields, *((title, "title") for title in self.titles)):
            if value:
                yield without_outlet(value, outlet), where

    def outlet(self) -> str | None:
        """The publisher's name: JSON-LD publisher, og:site_name and kin, else what ends the title element after a bar."""
        return next((name for name, _ in self.outlets_given()), None)

    def outlets_given(self) -> Iterator[tuple[str, str]]:
        """Every name that the fields give for the publisher, the more trusted first, and where."""
        for item in self.articles:
            name = _name(item.get("publisher"))
            if name:
                yield name, "json-ld"
        field = self.first(OUTLET_KEYS)
        if field and not field.startswith(("http", "@")):
            yield field, "meta"
        for item in self.linked:
            site = _text(item.get("name")) if _type(item).lower() in ("website", "newsmediaorganization") else None
            if site:
                yield site, "json-ld"
        ending = self._outlet_of_title()
        if ending:
            yield ending, "title"

    def _outlet_of_title(self) -> str | None:
        og = self.first(TITLE_KEYS[:1])
        if not og or not self.titles or not self.titles[0].startswith(og):
            return None
        rest = self.titles[0][len(og) :].strip(" |•·»–—:-")
        return rest if 2 <= len(rest) <= 60 else None

    def authors(self) -> Iterator[tuple[str, ...]]:
        """Groups of authors, the more trusted first: JSON-LD persons, meta elements, JSON-LD bodies. A group may be empty."""
        outlet = re.sub(r"\W", "", self.outlet() or "").lower()
        persons: list[str] = []
        bodies: list[str] = []
        for item in self.articles:
            named = item.get("author") or item.get("creator")
            for value in map(self._whole, named if isinstance(named, list) else [named]):
                body = isinstance(value, dict) and "organization" in _type(value).lower()
                (bodies if body else persons).extend(name for raw in _names(value) for name in _split(raw))
            if persons:
                break
        metas = [name for key in AUTHOR_KEYS for value in self.meta.get(key, ()) for name in _split(value)]
        metas += [name for value in self._labelled() for name in _split(value) if not metas]
        for names in (persons, metas, bodies):
            yield tuple(dict.fromkeys(name for name in names if re.sub(r"\W", "", name).lower() != outlet))

    def _labelled(self) -> Iterator[str]:
        """Values of the preview's pairs (`twitter:label1`, `twitter:data1`) whose label says that it is the author."""
        for key, labels in list(self.meta.items()):
            if key.startswith("twitter:label") and any(WRITTEN_BY.fullmatch(label.strip(" :")) for label in labels):
                yield from self.meta.get(key.replace("label", "data"), ())

    def _whole(self, value: Any) -> Any:
        """The item that a JSON-LD reference means: `{"@id": ...}` alone stands for the item with that id."""
        if isinstance(value, dict) and "name" not in value and value.get("@id"):
            return next((item for item in self.linked if item.get("@id") == value["@id"] and item.get("name")), value)
        return value

    def dates(self, url: str | None, language: str) -> Iterator[DateEvidence]:
        """Every publication date of the page's fields, the more trusted first; change dates last, as `modified`."""
        for key in ("datePublished", "dateCreated", "uploadDate"):
            for item in self.articles:
                yield from evidence(_text(item.get(key)), "json-ld")
        for key in DATE_KEYS:
            for value in self.meta.get(key, ()):
                yield from evidence(value, "meta", month_first=language.startswith("en-us"))
        yield from self._time_elements()
        yield from _url_date(url or self._canonical())

    def changed(self) -> Iterator[DateEvidence]:
        """Dates of the last change: the only trace of a date on some pages."""
        for item in self.articles:
            yield from evidence(_text(item.get("dateModified")), "modified")
        for key in CHANGED_KEYS:
            for value in self.meta.get(key, ()):
                yield from evidence(value, "modified")

    def _canonical(self) -> str | None:
        link = next((e for e in self.tree.elements if e.tag == "link" and e.get("rel").lower() == "canonical"), None)
        return (link.get("href") if link else None) or self.first(("og:url",))

    def _time_elements(self) -> Iterator[DateEvidence]:
        """Time elements: those named as of publication first; none within comments, links to other pages or marked as changes."""
        ranked: list[tuple[int, DateEvidence]] = []
        for element in self.times[:200]:
            names = f"{element.get('class')} {element.get('itemprop')} {element.get('pubdate')} {element.get('id')}"
            if CHANGED_CLASS.search(names) or stands_aside(element):
                continue
            rank = 0 if "pubdate" in element.attributes or PUBLISHED_CLASS.search(names) else 1
            value = element.get("datetime") or element.get("content") or element.get("title") or self.tree.text_of(element)
            ranked += [(rank, found) for found in evidence(value, "time")]
        yield from (found for _, found in sorted(ranked, key=lambda pair: pair[0]))


def heading_of_page(metadata: Metadata, capture: Capture, text: str, zones: Sequence[Zone]) -> Heading:
    """The heading of a page: its fields where they speak, the words of its zones where not."""
    language = metadata.tree.root.get("lang").lower()
    headline = next((zone.span.of(text) for zone in zones if zone.kind is ZoneKind.HEADLINE), None)
    title = " ".join(headline.split()) if headline else metadata.title()
    persons, metas, bodies = metadata.authors()
    elements, lines = _from_elements(metadata.author_texts), authors_of_zones(text, zones)
    near = () if lines else authors_near(text, zones)
    authors = _most_like_names(persons, metas, elements, lines or near, bodies)
    outlet = metadata.outlet()
    printed = None if outlet else outlet_of_zones(text, zones)
    given = (
        (HeadingField.TITLE, (title,) if headline else (), "headline"),
        *((HeadingField.TITLE, (value,), where) for value, where in metadata.titles_given()),
        *((HeadingField.OUTLET, (value,), where) for value, where in metadata.outlets_given()),
        (HeadingField.OUTLET, (printed,), "text"),
        (HeadingField.AUTHORS, persons, "json-ld"),
        (HeadingField.AUTHORS, metas, "meta"),
        (HeadingField.AUTHORS, elements, "element"),
        (HeadingField.AUTHORS, lines, "byline"),
        (HeadingField.AUTHORS, near, "text"),
        (HeadingField.AUTHORS, bodies, "json-ld"),
    )
    words = tuple(dates_of_zones(text, zones))
    dates = (
        *metadata.dates(capture.final_url or capture.url, language),
        *(date for date in words if date.found_in != "caption"),
        *dates_near_headline(text, zones),
        *(date for date in words if date.found_in == "caption"),
        *metadata.changed(),
    )
    return Heading(
        title=title,
        outlet=outlet or printed,
        authors=authors,
        dates=dates or tuple(dates_of_last_resort(metadata.tree)),
        evidence=evidence_of(given),
        of_page=True,
    )


def dates_near_headline(text: str, zones: Sequence[Zone]) -> Iterator[DateEvidence]:
    """Dates in short blocks beside the headline or around the article's first and last words, the nearest to its start first.

    Only for blocks that are no prose, comment or caption: a date in prose is about an event.
    """
    places = [i for i, zone in enumerate(zones) if zone.kind in REPORTING]
    if not places:
        return
    first = next((i for i in places if zones[i].kind is not ZoneKind.HEADLINE), places[0])
    top = min(places[0], first)
    ring = [
        *range(top, first),
        *range(top - 1, max(-1, top - ABOVE), -1),
        *range(places[-1] + 1, min(len(zones), places[-1] + BELOW)),
    ]
    for index in ring:
        zone = zones[index]
        line = zone.span.of(text)
        if zone.kind in (ZoneKind.BOILERPLATE, ZoneKind.BYLINE) and len(line) <= LONGEST_DATE_LINE and not LEGAL.search(line):
            value = first_day(line)
            if value:
                yield DateEvidence(value=value, found_in="text")
    for index in places[:3]:
        top_line = zones[index].span.of(text).partition("\n")[0]
        value = first_day(top_line) if len(top_line) <= SHORT_DATE_LINE else None
        if value:
            yield DateEvidence(value=value, found_in="text")


def _author_text(tree: Tree, element: Element) -> Iterator[str]:
    names = f"{element.get('rel')} {element.get('itemprop')} {element.get('class')}".lower()
    if AUTHOR_NAME.search(names) and not stands_aside(element):
        text = tree.text_of(element)
        if len(text) > LONGEST_AUTHOR:
            # an author's box with a text in it: the name is its link
            links = (tree.text_of(each) for each in element.walk() if each.tag == "a")
            text = next((link for link in links if is_name(link)), "")
        if 3 <= len(text) <= LONGEST_AUTHOR:
            yield text


def evidence(value: str | None, where: str, *, month_first: bool = False) -> Iterator[DateEvidence]:
    """The date of a field, with its instant when it has a zone."""
    if not value:
        return
    moment = instant(value)
    day = day_of(moment) if moment and ISO.search(value) else first_day(value, month_first=month_first)
    if not day and (compact := COMPACT.match(value)):
        day = "-".join(compact.groups())
    if day:
        yield DateEvidence(value=day, found_in=where, at=moment)


def without_outlet(title: str, outlet: str | None) -> str:
    """The title less a site's name before or after a bar or dash."""
    parts = SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    key = re.sub(r"\W", "", outlet or "").lower()
    for cut, rest in ((parts[-1], title[: title.rfind(parts[-1])]), (parts[0], title[title.find(parts[0]) + len(parts[0]) :])):
        name = re.sub(r"\W", "", cut).lower()
        if key and name and (name in key or key in name):
            return rest.strip(" |•·»«–—:~-/›‹") or title
    longest = max(parts, key=len)
    return longest if not outlet and "|" in title and len(longest) > 0.5 * len(title) else title


def _url_date(url: str | None) -> Iterator[DateEvidence]:
    path = url.partition("://")[2].partition("?")[0].partition("#")[0].partition("/")[2] if url else ""
    found = URL_DAY.search(f"/{path}")
    if found:
        year, month, day = (part for part in found.groups() if part and part not in "-/_.")
        yield from evidence(f"{year}-{month}-{day}", "url")


def _says_date(element: Element) -> bool:
    """Microdata and microformats: `itemprop="datePublished"`, `<abbr class="published" title="...">`."""
    if "itemprop" in element.attributes and element.get("itemprop").lower() in ("datepublished", "datecreated"):
        return True
    return (
        element.tag in ("abbr", "span") and "title" in element.attributes and bool(PUBLISHED_CLASS.search(element.get("class")))
    )


def _linked_data(tree: Tree, script: Element) -> list[dict[str, Any]]:
    """The items of one JSON-LD script, `@graph` and lists opened; nothing from one that is no JSON."""
    source = "".join(tree.source[c[0] : c[1]] for c in script.children if isinstance(c, tuple))
    if len(source) > LARGEST_JSON:
        return []
    source = re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$", "", source.strip())
    try:
        held = json.loads(source.rstrip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return []
    items: list[dict[str, Any]] = []
    todo = [held]
    while todo and len(items) < 500:
        item = todo.pop(0)
        if isinstance(item, list):
            todo += item
        elif isinstance(item, dict):
            items.append(item)
            todo += [
                item[key]
                for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement")
                if isinstance(item.get(key), list | dict)
            ]
    return items


def _type(item: dict[str, Any]) -> str:
    kind = item.get("@type")
    return " ".join(map(str, kind)) if isinstance(kind, list) else str(kind or "")


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value")
    from html import unescape

    return " ".join(unescape(value).split()) or None if isinstance(value, str) else None


def _words_of(update: dict[str, Any]) -> str:
    return "\n".join(text for key in ("headline", "articleBody") if (text := _text(update.get(key))))


def _name(value: Any) -> str | None:
    return next(iter(_names(value)), None)


def _names(value: Any) -> list[str]:
    """Names out of a string, an object with a name, or a list of either."""
    values = value if isinstance(value, list) else [value]
    found = [_text(v.get("name")) if isinstance(v, dict) else _text(v) for v in values]
    return [name for name in found if name]


def _split(raw: str) -> Iterator[str]:
    """One field's authors: lists by comma, `and` or semicolon; a lone comma between two single words is `Surname, Name`."""
    if raw.startswith(("http", "www.", "/", "@")):
        return
    for part in re.split(r"\s*(?:;|\b(?:and|und)\b|&|\|)\s*|\s+/\s+|,\s+(?=\S+\s+\S)", raw):
        name = tidy_name(part)
        if name:
            yield name


def _most_like_names(*groups: tuple[str, ...]) -> tuple[str, ...]:
    """The first group in which all look like persons' names, else the first that holds anything."""
    filled = [group for group in groups if group]
    return next((group for group in filled if all(is_name(name) for name in group)), filled[0] if filled else ())


def _from_elements(texts: Sequence[str]) -> tuple[str, ...]:
    """Authors that the page's own elements name; empty when they name none."""
    names: list[str] = []
    for text in texts:
        text = ALL_BY.sub("", text)
        found = list(names_in_byline(text)) or list(names_in_line(text))
        loose = [name for name in _split(text) if len(name.split()) <= 4 and not next(days_in(name), None)]
        # several words of which most are no person's name are the page's sections
        names += found or (loose if len(loose) < 2 or 2 * sum(map(is_name, loose)) >= len(loose) else [])
        if names:
            break
    return tuple(dict.fromkeys(names))
