"""How common systems set a report. Each function makes one page; class names and nesting are those that the systems' own themes use.

A family is an example of a manner, not a copy of a page: words around the report are ours.
"""

from collections.abc import Callable
from typing import Any

Story = dict[str, Any]
NAV = '<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li><li><a href="/sport">Sport</a></li></ul></nav>'
FOOT = "<footer><p>© 2024 Sample Courier. All rights reserved.</p></footer>"
MORE = "".join(f'<li><a href="/{n}">Another report of this week, number {n}</a></li>' for n in range(4))


def page(story: Story, inner: str, *, head: str = "", classes: str = "single") -> str:
    return (
        f'<!doctype html><html lang="{story["lang"]}"><head><meta charset="utf-8"><title>{story["title"]} | Sample Courier</title>{head}</head>'
        f'<body class="{classes}">{NAV}{inner}{FOOT}</body></html>'
    )


def paragraphs(story: Story, pictures: list[str], *, tag: str = "p", classes: str = "") -> str:
    """The body, a picture after the first and the third paragraph."""
    made = [f"<{tag}{classes and f' class={chr(34)}{classes}{chr(34)}'}>{text}</{tag}>" for text in story["body"]]
    return "".join([made[0], pictures[0], *made[1:3], pictures[1], *made[3:]])


def pictures(story: Story, form: str) -> list[str]:
    return [form.replace("CAPTION", text) for text in story["captions"]]


def wordpress_classic(s: Story) -> str:
    held = pictures(s, '<div class="wp-caption alignnone"><img src="a.jpg"><p class="wp-caption-text">CAPTION</p></div>')
    return page(
        s,
        f"""<div id="content" class="site-content"><main id="main"><article class="post type-post hentry">
<header class="entry-header"><h1 class="entry-title">{s["title"]}</h1></header><div class="entry-content"><p><strong>{s["lead"]}</strong></p>
{paragraphs(s, held)}<div class="author-info"><div class="author-avatar"><img src="x"></div><div class="author-description">
<p class="author-bio">{s["bio"]}</p></div></div></div><footer class="entry-footer"><span class="byline">{s["by"]}</span>
<span class="cat-links">World</span></footer></article><aside class="widget-area"><section class="widget"><ul>{MORE}</ul></section></aside></main></div>""",
    )


def wordpress_blocks(s: Story) -> str:
    held = pictures(
        s,
        '<figure class="wp-block-image size-large"><img src="a.jpg"><figcaption class="wp-element-caption">CAPTION</figcaption></figure>',
    )
    return page(
        s,
        f"""<main class="wp-block-group"><h1 class="wp-block-post-title">{s["title"]}</h1><div class="wp-block-post-author">
<div class="wp-block-post-author__content"><p class="wp-block-post-author__name">{s["by"]}</p></div></div>
<div class="wp-block-post-content entry-content"><p>{s["lead"]}</p>{paragraphs(s, held)}</div>
<div class="wp-block-post-author-biography">{s["bio"]}</div></main><div class="wp-block-query"><ul class="wp-block-post-template">{MORE}</ul></div>""",
    )


def drupal(s: Story) -> str:
    held = pictures(
        s,
        '<div class="media media--type-image"><img src="a.jpg"><div class="field field--name-field-caption field--type-string field--label-hidden field__item">CAPTION</div></div>',
    )
    return page(
        s,
        f"""<div class="dialog-off-canvas-main-canvas"><main role="main"><article class="node node--type-article node--view-mode-full">
<h1 class="page-title"><span class="field field--name-title">{s["title"]}</span></h1><footer class="node__meta"><div class="node__submitted">{s["by"]}</div></footer>
<div class="node__content"><div class="field field--name-field-lead field--label-hidden">{s["lead"]}</div>
<div class="field field--name-body field--type-text-with-summary field--label-hidden field__item">{paragraphs(s, held)}</div></div>
<div class="block block-author-bio"><p>{s["bio"]}</p></div></article></main></div>""",
    )


def typo3(s: Story) -> str:
    held = pictures(s, '<figure class="image"><img src="a.jpg"><figcaption class="image-caption">CAPTION</figcaption></figure>')
    return page(
        s,
        f"""<div class="news news-single"><div class="article"><div class="header"><h1 itemprop="headline">{s["title"]}</h1></div>
<p class="news-list-author"><span itemprop="author">{s["by"]}</span></p><div class="teaser-text" itemprop="description"><p>{s["lead"]}</p></div>
<div class="news-text-wrap" itemprop="articleBody">{paragraphs(s, held)}</div><div class="author-box"><p>{s["bio"]}</p></div>
<div class="news-related-wrap"><ul>{MORE}</ul></div></div></div>""",
    )


def ghost(s: Story) -> str:
    held = pictures(
        s,
        '<figure class="kg-card kg-image-card kg-card-hascaption"><img class="kg-image" src="a.jpg"><figcaption>CAPTION</figcaption></figure>',
    )
    return page(
        s,
        f"""<div class="site-wrapper"><main class="site-main"><article class="gh-article post"><header class="gh-article-header">
<h1 class="gh-article-title">{s["title"]}</h1><p class="gh-article-excerpt">{s["lead"]}</p><div class="gh-article-meta"><h4 class="gh-author-name"><a href="/a" rel="author">{s["by"]}</a></h4></div></header>
<section class="gh-content gh-canvas">{paragraphs(s, held)}</section><section class="author-card"><section class="author-card-content"><p>{s["bio"]}</p></section></section></article></main></div>""",
    )


def hashed(s: Story) -> str:
    held = pictures(
        s,
        '<figure class="dcr-1b3"><div class="dcr-9x"><img src="a.jpg"></div><figcaption class="dcr-f7k"><span class="dcr-1i">CAPTION</span></figcaption></figure>',
    )
    return page(
        s,
        f"""<main class="dcr-0"><article class="dcr-e1"><div class="dcr-4t"><h1 class="dcr-y7">{s["title"]}</h1></div><div class="dcr-1yi" data-gu-name="standfirst"><p>{s["lead"]}</p></div>
<aside class="dcr-m" data-gu-name="meta"><address aria-label="Contributor info"><div class="dcr-by">{s["by"]}</div></address></aside>
<div class="article-body-commercial-selector dcr-b" id="maincontent">{paragraphs(s, held, classes="dcr-p")}</div></article></main>""",
    )


def components(s: Story) -> str:
    held = pictures(
        s,
        '<div data-component="image-block"><figure class="ssrcss-1"><img src="a.jpg"><figcaption class="ssrcss-cap"><span class="visually-hidden">Image caption, </span><p class="ssrcss-2">CAPTION</p></figcaption></figure></div>',
    )
    return page(
        s,
        f"""<main id="main-content"><article class="ssrcss-x"><header><h1 id="main-heading" class="ssrcss-h">{s["title"]}</h1></header>
<div data-component="byline-block" class="ssrcss-byline"><div class="ssrcss-c TextContributorName">{s["by"]}</div></div>
<div data-component="text-block"><p class="ssrcss-p"><b>{s["lead"]}</b></p></div>{paragraphs(s, held, classes="ssrcss-p")}</article></main>
<section data-component="related-topics"><ul>{MORE}</ul></section>""",
    )


def amp(s: Story) -> str:
    held = pictures(
        s,
        '<figure class="amp-wp-article-figure"><amp-img src="a.jpg"></amp-img><p class="amp-wp-caption-text">CAPTION</p></figure>',
    )
    return page(
        s,
        f"""<article class="amp-wp-article"><header class="amp-wp-article-header"><h1 class="amp-wp-title">{s["title"]}</h1>
<div class="amp-wp-meta amp-wp-byline"><span class="amp-wp-author author vcard">{s["by"]}</span></div></header>
<div class="amp-wp-article-content"><p>{s["lead"]}</p>{paragraphs(s, held)}</div></article>""",
    )


def blogger(s: Story) -> str:
    held = pictures(
        s,
        '<table class="tr-caption-container"><tbody><tr><td><img src="a.jpg"></td></tr><tr><td class="tr-caption">CAPTION</td></tr></tbody></table>',
    )
    return page(
        s,
        f"""<div class="blog-posts hfeed"><div class="post hentry"><h3 class="post-title entry-title">{s["title"]}</h3>
<div class="post-body entry-content">{s["lead"]}<br><br>{paragraphs(s, held, tag="div")}</div><div class="post-footer"><div class="post-footer-line">
<span class="post-author vcard">{s["by"]}</span></div></div></div></div>""",
    )


def old_tables(s: Story) -> str:
    held = pictures(
        s,
        '<table align="right" width="200"><tr><td><img src="a.jpg"></td></tr><caption align="bottom"><font size="1">CAPTION</font></caption></table>',
    )
    return page(
        s,
        f"""<table width="760"><tr><td width="150" valign="top"><ul>{MORE}</ul></td><td valign="top"><font size="5"><b>{s["title"]}</b></font><br><br>
<i>{s["by"]}</i><br><br><b>{s["lead"]}</b>{paragraphs(s, held)}</td></tr></table>""",
    )


def joomla(s: Story) -> str:
    held = pictures(s, '<figure class="item-image"><img src="a.jpg"><figcaption class="caption">CAPTION</figcaption></figure>')
    return page(
        s,
        f"""<div class="com-content-article item-page" itemscope itemtype="https://schema.org/Article"><div class="page-header"><h1 itemprop="headline">{s["title"]}</h1></div>
<dl class="article-info text-muted"><dd class="createdby" itemprop="author"><span itemprop="name">{s["by"]}</span></dd></dl>
<div itemprop="articleBody" class="com-content-article__body"><p>{s["lead"]}</p>{paragraphs(s, held)}</div></div>""",
    )


def tagdiv(s: Story) -> str:
    held = pictures(
        s,
        '<figure class="wp-caption aligncenter"><img src="a.jpg"><figcaption class="wp-caption-text">CAPTION</figcaption></figure>',
    )
    return page(
        s,
        f"""<div class="td-main-content-wrap"><article class="post type-post"><div class="td-post-header"><header class="td-post-title"><h1 class="entry-title">{s["title"]}</h1>
<div class="td-module-meta-info"><div class="td-post-author-name"><div class="td-author-by">{s["by"]}</div></div></div></header></div>
<div class="td-post-content tagdiv-type"><p>{s["lead"]}</p>{paragraphs(s, held)}</div><footer><div class="author-box-wrap"><div class="desc"><div class="td-author-description">{s["bio"]}</div></div></div></footer></article></div>""",
    )


def squarespace(s: Story) -> str:
    held = pictures(
        s,
        '<div class="sqs-block image-block"><figure class="sqs-block-image-figure"><img src="a.jpg"><figcaption class="image-caption-wrapper"><div class="image-caption"><p>CAPTION</p></div></figcaption></figure></div>',
    )
    return page(
        s,
        f"""<main id="page"><article class="BlogItem hentry entry"><div class="BlogItem-meta blog-item-meta-wrapper"><div class="blog-meta-item blog-meta-item--author"><span class="blog-author-name">{s["by"]}</span></div></div>
<h1 class="entry-title BlogItem-title">{s["title"]}</h1><div class="sqs-layout"><div class="sqs-block html-block"><div class="sqs-block-content"><p>{s["lead"]}</p>{paragraphs(s, held)}</div></div></div></article></main>""",
    )


def live(s: Story, entry: str, before: str, after: str, *, head: str = "") -> str:
    made = "".join(
        entry.replace("CLOCK", clock).replace("STAMP", f"{s['date']}T{clock}:00+00:00").replace("TEXT", text)
        for clock, text in reversed(s["entries"])
    )
    return page(s, f'{before}<h1>{s["title"]}</h1><p class="standfirst">{s["lead"]}</p>{made}{after}', head=head)


def dated(s: Story) -> str:
    return f'<meta property="article:published_time" content="{s["date"]}T06:00:00+00:00">'


def live_articles(s: Story) -> str:
    entry = '<article class="live-blog__post"><header><time datetime="STAMP">CLOCK</time></header><div class="live-blog__content"><p>TEXT</p></div></article>'
    return live(s, entry, '<main><div class="live-blog">', "</div></main>", head=dated(s))


def live_list(s: Story) -> str:
    entry = '<li class="liveblog-entry"><div class="liveblog-meta"><span class="liveblog-time">CLOCK</span></div><div class="liveblog-entry-content"><p>TEXT</p></div></li>'
    return live(s, entry, '<main><div class="entry-content"><ul class="liveblog">', "</ul></div></main>", head=dated(s))


def live_plain(s: Story) -> str:
    return live(s, "<h3>CLOCK</h3><p>TEXT</p>", '<main><article class="post">', "</article></main>", head=dated(s))


STATIC: tuple[Callable[[Story], str], ...] = (
    wordpress_classic, wordpress_blocks, drupal, typo3, ghost, hashed, components, amp, blogger, old_tables, joomla, tagdiv, squarespace,
)  # fmt: skip
LIVE: tuple[Callable[[Story], str], ...] = (live_articles, live_list, live_plain)
