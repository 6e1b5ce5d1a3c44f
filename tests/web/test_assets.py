"""Vendored files are those that their README names, unchanged; templates load nothing else and carry nothing inline."""

import hashlib
import re
from importlib.resources import files
from pathlib import Path

WEB = Path(str(files("allegata.web")))
VENDOR = WEB / "static/vendor"


def test_vendored_files_are_what_they_were() -> None:
    readme = (VENDOR / "README.md").read_text(encoding="utf-8")
    listed = {name: sha for sha, name in re.findall(r"^([0-9a-f]{64})  (\S+)$", readme, re.M)}
    there = {
        str(p.relative_to(VENDOR)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in VENDOR.rglob("*")
        if p.is_file() and p.parent != VENDOR
    }
    assert listed == there


def test_each_vendored_folder_has_its_licence() -> None:
    assert all(list(folder.glob("LICENSE*")) for folder in VENDOR.iterdir() if folder.is_dir())


def test_pages_load_only_what_is_here() -> None:
    pages = "\n".join(p.read_text(encoding="utf-8") for p in (WEB / "templates").rglob("*.html"))
    own = "\n".join(p.read_text(encoding="utf-8") for p in (WEB / "static/desk").glob("*.js"))
    for named in re.findall(r"{% static '([^']+)' %}", pages) + [
        f"vendor/{n}" for n in re.findall(r"\.\./vendor/([\w./-]+)", own)
    ]:
        assert (WEB / "static" / named).is_file(), named
    assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:|<style", pages)
    assert not re.search(r"https?://", pages + own)
    assert "|safe" not in pages and "autoescape off" not in pages
