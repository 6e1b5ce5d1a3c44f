"""Every relative link of the documents leads to a file of the repository, and every #part to a heading."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")))

CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]*`", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?[^)]*\)|^\[[^\]]+\]:\s*(\S+)|\b(?:href|src)=\"([^\"]+)\"", re.MULTILINE)
ELSEWHERE = re.compile(r"[a-z][a-z+.-]*:|//", re.IGNORECASE)


def links(text: str) -> list[str]:
    """Targets of the document's links and pictures that are not addresses on the web; code is no link."""
    found = ["".join(groups) for groups in LINK.findall(CODE.sub("", text))]
    return [link for link in found if not ELSEWHERE.match(link)]


def anchors(text: str) -> set[str]:
    """The names under which the document's headings can be linked."""
    heads = re.findall(r"^#+ +(.*?) *#*$", re.sub(r"^(```|~~~).*?^\1", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def broken(document: Path, link: str) -> bool:
    """Whether the link leads nowhere, or out of the repository."""
    path, _, part = unquote(link).partition("#")
    target = (document.parent / path).resolve() if path else document
    if not target.is_relative_to(ROOT) or not target.exists():
        return True
    return bool(part) and target.suffix == ".md" and part not in anchors(target.read_text(encoding="utf-8"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: str(d.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(document: Path) -> None:
    assert [link for link in links(document.read_text(encoding="utf-8")) if broken(document, link)] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[a](docs/a.md) and ![b](<b.png>)", ["docs/a.md", "b.png"]),
        ('[a](a.md "its title")', ["a.md"]),
        ("[a]: a.md#part", ["a.md#part"]),
        ('<img src="a.png"> <a href="https://example.org">', ["a.png"]),
        ("[a](https://example.org/a.md) [b](mailto:b@example.org)", []),
        ("`[a](a.md)`\n```\n[b](b.md)\n```\n[c](c.md)", ["c.md"]),
    ],
)
def test_links_are_found_in_all_their_forms(text: str, found: list[str]) -> None:
    assert links(text) == found


def test_what_leads_nowhere_is_found(tmp_path: Path) -> None:
    readme = ROOT / "README.md"
    assert not broken(readme, "docs/")
    assert not broken(readme, "#" + min(anchors(readme.read_text(encoding="utf-8"))))
    assert all(broken(readme, link) for link in ("docs/not-there.md", "#not-there", "../", str(tmp_path)))
