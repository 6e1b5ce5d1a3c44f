"""Mutated WARC, WACZ, HTML, PDF, RSS, ZIP and mail inputs: each is opened and read, or refused with a reason, in bounded time.

    python -m tests.prove.mutate 50000

In this process, so that an error that is none of ours is seen with its place; what hangs is counted by the time it takes.
"""

import gzip
import io
import random
import sys
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from allegata.errors import AllegataError
from allegata.preserve.receive import receive
from allegata.preserve.unpack import contents
from allegata.read import read
from allegata.records import Channel
from tests.hostile.make import PAGE, response
from tests.preserve.test_wacz import whole, zipped

NOW = datetime(2020, 10, 10, tzinfo=UTC)
LIMIT = 5.0
"""Seconds of processor time for one input, with all that is in it."""
HTML = b"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shells fall | Sample Wire</title>
<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2020-10-05T21:30:00+04:00", "author": [{"name": "Ada Reed"}]}</script>
</head><body><nav><ul><li><a href="/">Home</a></li></ul></nav><article><h1>Shells fall</h1><p class="byline">By Ada Reed, 5 October 2020</p>
<figure><img src="a.jpg"><figcaption>A house. Photo: B. Brook</figcaption></figure>
<p>Two people were killed, the mayor said &mdash; &#8220;at dawn&#8221;.</p>
<table><tr><td>killed</td><td>2</td></tr></table></article><div id="comments"><div class="comment">So sad.</div></div></body></html>"""
FEED = b"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Sample Wire</title><link>https://example.org/</link>
<item><title>Shells fall</title><link>https://example.org/1</link><pubDate>Mon, 05 Oct 2020 06:00:00 GMT</pubDate>
<description><![CDATA[<p>Two people were killed, the mayor said.</p>]]></description></item>
<item><title>Houses burn</title><description>&lt;p&gt;Three houses burned.&lt;/p&gt;</description></item></channel></rss>"""
MAIL = b"""From: Ada Reed <ada@example.org>\r\nTo: desk@example.org\r\nSubject: =?utf-8?q?Shells_fall?=\r\nDate: Mon, 5 Oct 2020 06:00:00 +0400\r
MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r
Content-Transfer-Encoding: quoted-printable\r\n\r\nTwo people were killed, the mayor =\r\nsaid.\r\n--b\r\nContent-Type: text/html\r
Content-Disposition: attachment; filename="a.html"\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+VHdvIHBlb3BsZTwvcD4=\r\n--b--\r\n"""
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length 62>>stream\nBT /F1 12 Tf 20 200 Td (Two people were killed, he said.) Tj ET\nendstream endobj\n"
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\nxref\n0 6\ntrailer<</Size 6/Root 1 0 R>>\nstartxref\n0\n%%EOF"
)


def seeds() -> dict[str, bytes]:
    """One good input of each kind."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.html", HTML)
        made.writestr("b/feed.xml", FEED)
    warc = response(PAGE) + response(HTML, url="http://example.org/2")
    return {
        "html": HTML,
        "rss": FEED,
        "mail": MAIL,
        "pdf": PDF,
        "zip": out.getvalue(),
        "warc": warc,
        "warc.gz": gzip.compress(warc, mtime=0),
        "wacz": zipped(whole()),
    }


def mutated(raw: bytes, dice: random.Random, others: list[bytes]) -> bytes:
    """One to eight changes: bits, bytes, numbers made large, stretches cut, doubled, moved, or taken from another input."""
    held = bytearray(raw)
    for _ in range(dice.choice((1, 1, 2, 3, 8))):
        if not held:
            break
        at, size = dice.randrange(len(held)), dice.choice((1, 2, 4, 16, 64, 256))
        match dice.randrange(8):
            case 0:
                held[at] ^= 1 << dice.randrange(8)
            case 1:
                held[at : at + size] = dice.randbytes(size)
            case 2:
                del held[at : at + size]
            case 3:
                held[at:at] = held[at : at + size] * dice.choice((1, 2, 50))
            case 4:
                del held[at:]
            case 5:
                held[at : at + size] = dice.choice((b"\x00", b"\xff", b"<", b"9999999999", b"-1", b"%s" % b"\r\n", b"]]>")) * 4
            case 6:
                other = dice.choice(others)
                start = dice.randrange(len(other))
                held[at : at + size] = other[start : start + size]
            case _:
                held[at : at + 4] = dice.choice((b"\xff\xff\xff\xff", b"\x00\x00\x00\x80", b"\x7f\xff\xff\xff"))
    return bytes(held)


def inputs(number: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """`number` inputs with their kind, the kinds in turn."""
    dice, good = random.Random(seed), seeds()
    names, others = list(good), list(good.values())
    for n in range(number):
        name = names[n % len(names)]
        yield name, mutated(good[name], dice, others)


def tried(name: str, raw: bytes) -> tuple[str, float]:
    """What came of it: `read`, `refused`, or the traceback of an error that is none of ours; and the seconds."""
    began, end = time.process_time(), "refused"
    try:
        for received in contents(receive(raw, now=NOW, channel=Channel.FILE, name=f"a.{name}"), now=NOW):
            if not received.is_page:
                continue
            try:
                read(received.capture, received.raw)
                end = "read"
            except AllegataError:
                pass
    except AllegataError:
        pass
    except Exception:
        end = traceback.format_exc()
    return end, time.process_time() - began


def run(number: int, seed: int = 20201004) -> tuple[Counter[tuple[str, str]], float, list[str]]:
    """Counts by kind and outcome, the slowest input's seconds, and what went wrong."""
    counts: Counter[tuple[str, str]] = Counter()
    slowest, wrong = 0.0, []
    for n, (name, raw) in enumerate(inputs(number, seed)):
        end, spent = tried(name, raw)
        slowest = max(slowest, spent)
        if spent > LIMIT:
            wrong.append(f"input {n} ({name}) took {spent:.1f} s")
        if end not in ("read", "refused"):
            wrong.append(f"input {n} ({name}): {end}")
            end = "error"
        counts[name, end] += 1
    return counts, slowest, wrong


def main() -> int:
    """1 when any input had an error or took too long."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    counts, slowest, wrong = run(number)
    for (name, end), many in sorted(counts.items()):
        print(f"{name:8} {end:8} {many:,}")
    print(f"{number:,} inputs, {len(wrong)} wrong, the slowest took {slowest:.2f} s")
    for line in wrong[:10]:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
