"""The sample reports say what they are and where their facts come from, and borrow no one's sentences."""

import re
import tomllib
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from allegata import data
from allegata.work.profiles import shipped_profile

NOTICE = "Sample report written for the Allegata project from public facts"
SAMPLES: list[dict[str, Any]] = data.toml("samples/index.toml")["sample"]
EXPECTED: list[dict[str, Any]] = tomllib.loads((Path(__file__).parents[1] / "golden/expected.toml").read_text("utf-8"))[
    "sample"
]
FOUNDING = Path(__file__).parents[3] / "shared/reports/founding-report.txt"

LONGEST_SHARED_RUN = 10
"""Words in a row that two reports of the same day may share: official titles and lists of equipment come to as many."""


def written(sample: dict[str, Any]) -> str:
    """The file as a browser or editor decodes it."""
    return data.path(f"samples/{sample['file']}").read_bytes().decode(sample["charset"])


def shown(sample: dict[str, Any]) -> str:
    """All text that a reader of the page can see, white space folded."""
    text = written(sample)
    if sample["media_type"] == "text/html":
        text = re.sub(r"<!--.*?-->|<(script|style|head)\b.*?</\1>", " ", text, flags=re.DOTALL | re.IGNORECASE)
        text = unescape(re.sub(r"<[^>]+>", " ", text))
    return " ".join(text.split())


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


by_slug = pytest.mark.parametrize("sample", SAMPLES, ids=[s["slug"] for s in SAMPLES])


def test_index_names_every_file_once() -> None:
    files = sorted(f.name for f in data.path("samples").iterdir() if f.name != "index.toml")
    assert sorted(s["file"] for s in SAMPLES) == files
    assert len({s["slug"] for s in SAMPLES}) == len({s["url"] for s in SAMPLES}) == len(SAMPLES)


@by_slug
def test_index_row_is_whole(sample: dict[str, Any]) -> None:
    assert sample["file"].rsplit(".", 1)[0] == sample["slug"]
    assert sample["url"].startswith("https://sample.example/")
    assert "sample" in sample["outlet"].lower(), "no real outlet may be taken for the publisher"
    assert datetime.fromisoformat(sample["published"]).year == 2020
    assert sample["shows"]
    assert sample["draws_on"]
    assert all(u.startswith(("https://", "http://")) for u in sample["draws_on"])


@by_slug
def test_notice_stands_before_the_report_with_every_address(sample: dict[str, Any]) -> None:
    text = written(sample)
    if sample["media_type"] == "text/html":
        first = re.search(
            r"<body[^>]*>\s*(?:<div id=\"__next\">)?\s*<(div|section) class=\"sample-notice\" role=\"note\">(.*?)</\1>",
            text,
            re.I | re.S,
        )
        assert first is not None, "the notice is not the first thing on the page"
        notice = unescape(first[2])
        assert re.search(rf"<!-- {NOTICE}.*?-->", text, re.DOTALL), "nor does the page's source say it in a comment"
    else:
        notice, line, _ = text.partition("-" * 72 + "\n")
        assert line, "no line of dashes ends the notice"
    assert notice.lstrip().startswith(NOTICE)
    assert all(address in notice for address in sample["draws_on"])


@by_slug
def test_page_declares_its_charset(sample: dict[str, Any]) -> None:
    if sample["media_type"] == "text/html":
        assert re.search(rf"charset=\"?{sample['charset']}", written(sample), re.IGNORECASE)


@by_slug
def test_no_run_of_words_is_shared_with_the_founding_report(sample: dict[str, Any]) -> None:
    if not FOUNDING.exists():
        pytest.skip("the founding report is not beside this checkout")
    size = LONGEST_SHARED_RUN + 1
    theirs, ours = words(FOUNDING.read_text("utf-8")), words(shown(sample))
    runs = {tuple(theirs[i : i + size]) for i in range(len(theirs) - size + 1)}
    shared = [" ".join(ours[i : i + size]) for i in range(len(ours) - size + 1) if tuple(ours[i : i + size]) in runs]
    assert shared == []


def test_samples_are_as_varied_as_the_web() -> None:
    pages = {s["slug"]: written(s) for s in SAMPLES if s["media_type"] == "text/html"}
    assert len(SAMPLES) >= 16
    assert len(SAMPLES) - len(pages) >= 4, "too few as plain text"
    assert len({s["charset"] for s in SAMPLES}) >= 3
    assert any("<article" not in p for p in pages.values())
    assert sum("application/ld+json" in p for p in pages.values()) >= 5
    assert any("LiveBlogPosting" in p for p in pages.values())
    assert any('class="commentlist"' in p for p in pages.values())
    assert any('<div id="comments">' in p for p in pages.values())


def test_expected_facts_cover_every_sample() -> None:
    assert sorted(e["slug"] for e in EXPECTED) == sorted(s["slug"] for s in SAMPLES)


@pytest.mark.parametrize("expected", EXPECTED, ids=[e["slug"] for e in EXPECTED])
def test_expected_facts_can_be_found_by_a_reader(expected: dict[str, Any]) -> None:
    sample = next(s for s in SAMPLES if s["slug"] == expected["slug"])
    text = shown(sample)
    assert sample["published"].startswith(expected["published"])
    assert expected["headline"] in text
    for fact in expected["fact"]:
        assert text.count(fact["words"]) == 1, f"{fact['words']!r} stands {text.count(fact['words'])} times"


@pytest.mark.parametrize("expected", EXPECTED, ids=[e["slug"] for e in EXPECTED])
def test_expected_speakers_are_rows_of_the_profile(expected: dict[str, Any]) -> None:
    profile = shipped_profile("karabakh-2020")
    rows = {p.key: p.name for p in profile.parties} | {p.key: p.name for p in profile.persons}
    rows |= {b.key: b.name for b in profile.bodies}
    parties = {p.name for p in profile.parties}
    for fact in expected["fact"]:
        if "key" in fact:
            assert rows[fact["key"]] == fact["speaker"]
        assert fact.get("party") is None or fact["party"] in parties


def test_expected_links_point_at_samples_and_their_words() -> None:
    links = tomllib.loads((Path(__file__).parents[1] / "golden/expected_links.toml").read_text("utf-8"))
    text = {s["slug"]: shown(s) for s in SAMPLES}
    for row in (*links["origin"], *links["incident"]):
        assert set(row["samples"]) <= set(text), row["name"]
    for tally in links["tally"]:
        for point in tally["points"]:
            assert re.search(rf"\b{point['value']}\b|\bseven\b", text[point["sample"]]), point
    for relation in links["relation"]:
        for end in (relation["from"], relation["to"]):
            assert text[end["sample"]].count(end["words"]) == 1, end
