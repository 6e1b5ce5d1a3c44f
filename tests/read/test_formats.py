"""Mails, saved pages, feeds and exports: what is read from each, and that every character leads back to its bytes."""

import base64
import json
import quopri
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape

import pytest

from allegata.errors import Unreadable
from allegata.preserve.receive import Received
from allegata.preserve.unpack import unpacked
from allegata.read import read
from allegata.records import Article, Channel, ZoneKind

NOW = datetime(2024, 5, 1, tzinfo=UTC)
FIRST = "The ministry said on Sunday that two people were killed when a shell hit the market of Старый Мост & its school 😀."
SECOND = "The other side's spokesman denied that anything had been fired, and called the report “made for the cameras” = a lie."
BODY = f"{FIRST}\n\n{SECOND}\n"
HTML = f"<p>{FIRST.replace('&', '&amp;')}</p><p>{SECOND}</p>"
PAGE = (
    f"<!doctype html><html><head><title>Town hit</title></head><body><article><h1>Town hit</h1>{HTML}</article></body></html>"
)


def mail(*parts: str, subject: str = "Two killed", kind: str = 'multipart/mixed; boundary="b1"') -> bytes:
    head = f"From: Press office <press@min.example>\r\nSubject: {subject}\r\nDate: Sun, 4 Oct 2020 23:05:00 +0400\r\n"
    head += f"Message-ID: <1@min.example>\r\nMIME-Version: 1.0\r\nContent-Type: {kind}\r\n"
    return (
        head + ("\r\n" + "".join(f"--b1\r\n{part}\r\n" for part in parts) + "--b1--\r\n" if "b1" in kind else parts[0])
    ).encode()


def part(text: str, encoding: str, kind: str = "text/plain; charset=utf-8", more: str = "", charset: str = "utf-8") -> str:
    raw = text.encode(charset)
    packed = {
        "base64": lambda: base64.encodebytes(raw).replace(b"\n", b"\r\n").decode(),
        "quoted-printable": lambda: quopri.encodestring(raw).replace(b"\n", b"\r\n").decode(),
        "8bit": lambda: text.replace("\n", "\r\n"),
    }[encoding]()
    return f"Content-Type: {kind}\r\n{more}Content-Transfer-Encoding: {encoding}\r\n\r\n{packed}"


def encoded(subject: str, how: str) -> str:
    """An RFC 2047 subject of two words that are cut within a character."""
    raw = subject.encode()
    halves = raw[: len(raw) // 2 | 1], raw[len(raw) // 2 | 1 :]
    if how == "B":
        return "\r\n ".join(f"=?utf-8?B?{base64.b64encode(half).decode()}?=" for half in halves)
    return "\r\n ".join(
        "=?utf-8?Q?" + "".join(f"={byte:02X}" if byte != 32 else "_" for byte in half) + "?=" for half in halves
    )


def rss(content: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Valley Wire</title><link>https://w.example/</link>'
        f"<item><title>Town &amp;amp; school hit</title><link>https://w.example/1</link><pubDate>Sun, 04 Oct 2020 23:05:00 +0400</pubDate>"
        f"<dc:creator>Ana Bell</dc:creator><description>Short.</description>{content}</item></channel></rss>"
    ).encode()


def export(*, ensure_ascii: bool = True) -> bytes:
    entity = {"type": "bold", "text": FIRST[10:40]}
    messages = [
        {"id": 1, "type": "service", "date": "2020-10-03T08:00:00", "action": "create_channel", "text": ""},
        {"id": 2, "type": "message", "date": "2020-10-04T12:30:00", "date_unixtime": "1601800200", "from": "Valley press",
         "text": [FIRST[:10], entity, FIRST[40:] + "\n\n" + SECOND]},
        {"id": 3, "type": "message", "date": "2020-10-05T08:30:00", "from": "Valley press", "forwarded_from": "Hill staff",
         "text": 'We deny "it".'},
    ]  # fmt: skip
    return json.dumps(
        {"name": "Valley press", "type": "public_channel", "messages": messages}, indent=1, ensure_ascii=ensure_ascii
    ).encode()


def plain(raw: bytes) -> str:
    return raw.decode()


def quoted(raw: bytes) -> str:
    return quopri.decodestring(raw).decode()


def unescaped(raw: bytes) -> str:
    return unescape(quopri.decodestring(raw).decode())


# name -> (file name, bytes, how the bytes of one character are undone; None where a group of base64 holds it)
FORMS: dict[str, tuple[str | None, bytes, Callable[[bytes], str] | None]] = {
    "mail in 8bit": (None, mail(part(BODY, "8bit")), plain),
    "mail in quoted-printable": (None, mail(part(BODY, "quoted-printable")), quoted),
    "mail in base64": (None, mail(part(BODY, "base64")), None),
    "mail as HTML": (None, mail(part(HTML, "quoted-printable", "text/html; charset=utf-8")), unescaped),
    "mail without parts": ("a.eml", mail("\r\n" + BODY, kind="text/plain; charset=utf-8"), plain),
    "MHTML": ("a.mht", mail(part(PAGE, "quoted-printable", "text/html"), kind='multipart/related; boundary="b1"'), unescaped),
    "RSS in CDATA": ("feed.xml", rss(f"<content:encoded><![CDATA[{HTML}]]></content:encoded>"), lambda raw: unescape(raw.decode())),
    "RSS escaped": ("feed.xml", rss(f"<content:encoded>{HTML.replace('&', '&amp;').replace('<', '&lt;')}</content:encoded>"),
                    lambda raw: unescape(unescape(raw.decode()))),
    "Atom as elements": (None, f'<feed xmlns="http://www.w3.org/2005/Atom"><title>V</title><entry><title>T</title><link href="https://w.example/1"/>'
                               f'<content type="xhtml"><div>{HTML}</div></content></entry></feed>'.encode(),
                         lambda raw: unescape(raw.decode())),
    "Telegram, ASCII": ("result.json", export(), lambda raw: json.loads(f'"{raw.decode()}"')),
    "Telegram, UTF-8": ("result.json", export(ensure_ascii=False), lambda raw: json.loads(f'"{raw.decode()}"')),
}  # fmt: skip


def pages(raw: bytes, name: str | None = None) -> list[tuple[Received, Article]]:
    return [
        (each, read(each.capture, each.raw)) for each in unpacked(raw, now=NOW, channel=Channel.FILE, name=name) if each.is_page
    ]


def bodies(article: Article) -> list[str]:
    return [zone.span.of(article.text) for zone in article.zones if zone.kind is ZoneKind.BODY]


@pytest.mark.parametrize("form", FORMS)
def test_the_text_is_read_and_every_character_leads_to_its_bytes(form: str) -> None:
    name, raw, undo = FORMS[form]
    ((received, article),) = pages(raw, name)
    assert bodies(article)[:2] == [FIRST, SECOND]
    for zone in article.zones:
        if zone.kind is not ZoneKind.BODY:
            continue
        for run in article.runs:
            for at in range(max(run.start, zone.start), min(run.end, zone.end)):
                assert run.width, f"{article.text[at]!r} has no bytes"
                begin = run.at + (at - run.start) * run.width
                found = received.raw[begin : begin + run.width]
                char = article.text[at]
                if undo is None:
                    assert char.encode() in base64.b64decode(b"".join(found.split()))
                elif not char.isspace():
                    assert undo(found) == char


@pytest.mark.parametrize("form", FORMS)
def test_runs_cover_the_text_in_order(form: str) -> None:
    name, raw, _ = FORMS[form]
    ((_, article),) = pages(raw, name)
    assert [run.start for run in article.runs] == [0, *(run.end for run in article.runs[:-1])]
    assert article.runs[-1].end == len(article.text)


@pytest.mark.parametrize("how", ["B", "Q"])
def test_a_mail_says_who_sent_it_when_and_what_about(how: str) -> None:
    subject = "Обстрел: two killed"
    ((received, article),) = pages(mail(part(BODY, "8bit"), subject=encoded(subject, how)))
    assert (article.title, article.authors) == (subject, ("Press office",))
    assert (article.published, article.published_from) == ("2020-10-04", "mail")
    assert article.published_at is not None and article.published_at.utcoffset() is not None
    headline = next(zone for zone in article.zones if zone.kind is ZoneKind.HEADLINE)
    assert headline.span.of(article.text) == subject
    (first, *_), *_ = article.source_of(headline.span)
    assert b"=?utf-8?" in received.raw[first - 12 : first]


def test_of_two_forms_of_a_mail_one_is_read() -> None:
    inner = f"--b2\r\n{part(BODY, 'base64')}\r\n--b2\r\n{part(HTML, 'base64', 'text/html')}\r\n--b2--"
    ((_, article),) = pages(mail(f"Content-Type: multipart/alternative; boundary=b2\r\n\r\n{inner}"))
    assert bodies(article) == [FIRST, SECOND]
    teaser = inner.replace(part(BODY, "base64"), part("Your program shows no HTML.", "8bit"))
    ((_, article),) = pages(mail(f"Content-Type: multipart/alternative; boundary=b2\r\n\r\n{teaser}"))
    assert bodies(article) == [FIRST, SECOND]


def test_attachments_are_captures_of_their_own() -> None:
    attached = 'Content-Disposition: attachment; filename="r.html"\r\n'
    inside = mail(part(BODY, "8bit"), subject="Forwarded").decode().replace("b1", "b3")
    raw = mail(
        part("See below.", "8bit"),
        part(PAGE, "base64", "application/octet-stream", attached),
        part("\x89PNG", "base64", "image/png", attached.replace("r.html", "a.png")),
        f"Content-Type: message/rfc822\r\n\r\n{inside}",
    )
    received = list(unpacked(raw, now=NOW, channel=Channel.FILE, name="m.eml"))
    assert [(each.capture.name, each.capture.media_type, each.is_page) for each in received] == [
        ("m.eml", "message/rfc822", True),
        ("m.eml/r.html", "text/html", True),
        ("m.eml/a.png", "image/png", False),
        ("m.eml/3", "message/rfc822", True),
    ]
    assert {each.capture.part_of for each in received[1:]} == {received[0].capture.sha256}
    assert received[1].raw == PAGE.encode()
    assert "See below." in read(received[0].capture, received[0].raw).text
    assert read(received[3].capture, received[3].raw).title == "Forwarded"


def test_a_pasted_text_with_a_head_is_no_mail() -> None:
    ((received, _),) = pages(f"Title: Town hit\nFrom: our desk\nDate: 4 October 2020\n\n{BODY}".encode())
    assert received.capture.media_type == "text/plain"


def test_a_feed_gives_its_entries_with_address_outlet_author_and_time() -> None:
    raw = FORMS["RSS in CDATA"][1]
    feed, entry = unpacked(raw, now=NOW, channel=Channel.FILE, name="feed.xml")
    assert (feed.opened, feed.capture.media_type) == (True, "application/rss+xml")
    assert (entry.capture.url, entry.capture.part_of) == ("https://w.example/1", feed.capture.sha256)
    assert entry.raw in raw
    article = read(entry.capture, entry.raw)
    assert (article.title, article.outlet, article.authors) == ("Town & school hit", "Valley Wire", ("Ana Bell",))
    assert (article.published, article.published_from) == ("2020-10-04", "feed")


def test_an_entry_without_content_is_read_for_its_summary() -> None:
    ((_, article),) = pages(rss(""))
    assert bodies(article) == ["Short."]


def test_an_unchanged_entry_is_the_same_capture_in_the_next_feed() -> None:
    first = rss(f"<content:encoded><![CDATA[{HTML}]]></content:encoded>")
    later = first.replace(b"<item>", b"<item><title>New</title><link>https://w.example/2</link></item><item>", 1)
    hashes = [{each.capture.sha256 for each, _ in pages(raw)} for raw in (first, later)]
    assert len(hashes[1]) == 2 and hashes[0] < hashes[1]


def test_tags_in_cdata_and_comments_cut_no_entry() -> None:
    ((received, article),) = pages(
        rss("<!-- </item> --><content:encoded><![CDATA[<p>About the </item> tag.</p>]]></content:encoded>")
    )
    assert received.raw.endswith(b"</content:encoded></item>")
    assert bodies(article) == ["About the tag."]


def test_messages_of_a_channel_are_entries_with_time_and_author() -> None:
    ((_, article),) = pages(export(), "result.json")
    told = [(zone.said_by, zone.said_at) for zone in article.zones if zone.kind is ZoneKind.BODY]
    instant = datetime(2020, 10, 4, 8, 30, tzinfo=UTC)
    assert told == [("Valley press", instant), ("Valley press", instant), ("Hill staff", datetime(2020, 10, 5, 8, 30))]
    assert (article.title, article.outlet, article.published, article.published_from) == (
        "Valley press",
        "Valley press",
        "2020-10-05",
        "entry",
    )


def test_an_account_s_chats_are_read_together() -> None:
    one = json.loads(export())
    raw = json.dumps({"about": "x", "chats": {"about": "y", "list": [one, {**one, "name": "Other"}]}}).encode()
    ((_, article),) = pages(raw)
    assert [zone.span.of(article.text) for zone in article.zones if zone.kind is ZoneKind.BYLINE] == ["Valley press", "Other"]
    assert article.title is None


@pytest.mark.parametrize(
    "raw",
    [b'{"a": 1}', b'{"messages": []}', b'{"messages": [', b'{"messages": [}]}', b"[1, 2", b'{"messages": {"a"', b"[" * 100_000],
)
def test_other_json_is_refused(raw: bytes) -> None:
    with pytest.raises((Unreadable, Exception), match=r"JSON|message|Telegram"):
        pages(raw, "a.json")


def test_a_page_saved_by_singlefile_tells_its_address_and_its_pictures_take_no_room() -> None:
    picture = base64.b64encode(b"\x01\x02\x03" * 400_000).decode()
    saved = PAGE.replace(
        "<html>", "<html><!--\n Page saved with SingleFile \n url: https://n.example/a \n saved date: Sun Oct 04 2020\n-->"
    )
    saved = saved.replace("</h1>", "</h1>" + f'<img src="data:image/png;base64,{picture}">' * 14)
    assert len(saved) > 22_000_000
    ((received, article),) = pages(saved.encode(), "a.html")
    assert received.capture.url == "https://n.example/a"
    assert bodies(article) == [FIRST, SECOND]
    assert not article.warnings
