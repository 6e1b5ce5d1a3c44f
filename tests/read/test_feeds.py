"""A feed is a list of addresses: refused with what to do, by its root and not by its name."""

import time
from contextlib import suppress

import pytest

from allegata.errors import Unreadable

from .capturing import article

ENTRY = "<title>A wire</title><item><title>Town hit</title><link>https://wire.example/1</link></item>"

FEEDS = {
    "RSS 2.0": f'<?xml version="1.0"?><rss version="2.0"><channel>{ENTRY}</channel></rss>',
    "RSS 1.0": f'<?xml version="1.0"?>\n<rdf:RDF xmlns="http://purl.org/rss/1.0/">{ENTRY}</rdf:RDF>',
    "RSS 0.91 with its document type": f'<!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "rss.dtd"><rss>{ENTRY}</rss>',
    "entities of its own": f'<!DOCTYPE rss [<!ENTITY nbsp "&#160;">]>\n<rss>{ENTRY}</rss>',
    "Atom": f'<feed xmlns="http://www.w3.org/2005/Atom">{ENTRY}</feed>',
    "comments and a style sheet before the root": f'<?xml version="1.0"?>\n<?xml-stylesheet href="a.xsl"?>\n<!-- a > b -->\n<rss>{ENTRY}</rss>',
    "a byte order mark": f"\ufeff<rss>{ENTRY}</rss>",
}


@pytest.mark.parametrize("media_type", ["application/rss+xml", "text/xml", "text/html", "text/plain"])
@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_is_refused_whatever_it_is_declared_as(name: str, media_type: str) -> None:
    with pytest.raises(Unreadable, match="an RSS or Atom feed; give the addresses of its entries"):
        article(FEEDS[name], media_type=media_type)


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><p>The army said that it was hit.</p><feed>x</feed></body></html>",
        "<!-- <rss> --><p>The army said that it was hit.</p>",
        "<feedback>The army said that it was hit.</feedback>",
        '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>The army said that it was hit.</p></body></html>',
    ],
)
def test_what_only_names_a_feed_is_read(page: str) -> None:
    assert "it was hit" in article(page, media_type="application/xhtml+xml").text


@pytest.mark.parametrize("start", ["<!--", "<!---->", "<?", "<??>", "<!doctype", "<!doctype [", "<!doctype>", " "])
def test_looking_for_a_root_takes_bounded_time(start: str) -> None:
    began = time.process_time()
    with suppress(Unreadable):
        article(start * 20_000 + "-->?>]><rss>", media_type="text/plain")
    assert time.process_time() - began < 5
