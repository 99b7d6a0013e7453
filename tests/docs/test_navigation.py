"""Every page is in the index once, and every link and anchor of a page leads somewhere."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from agent import __version__
from tests.support.generation import ROOT

DOCS = ROOT / "docs"
INDEX = DOCS / "README.md"
PAGES = sorted({*DOCS.rglob("*.md"), *ROOT.glob("*.md")})
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"(?m)^#{1,6} +(.+?) *$")
_FENCED = re.compile(r"(?ms)^( *)```.*?^\1```$")


def named(page: Path) -> str:
    """What a page is called in the names of tests."""
    return page.relative_to(ROOT).as_posix()


def text_of(page: Path) -> str:
    """A page without its blocks of code."""
    return _FENCED.sub("", page.read_text(encoding="utf-8"))


@cache
def anchors(page: Path) -> frozenset[str]:
    """What can be linked to in a page, as the forge makes it of headings, and what is named by hand."""
    text = text_of(page)
    found: Counter[str] = Counter()
    names = set(re.findall(r'<a id="([^"]+)">', text))
    for heading in _HEADING.findall(text):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        slug = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        names.add(f"{slug}-{found[slug]}" if found[slug] else slug)
        found[slug] += 1
    return frozenset(names)


def test_the_index_names_every_page_once() -> None:
    listed = Counter((DOCS / link.partition("#")[0]).resolve() for link in _LINK.findall(text_of(INDEX)))
    pages = {page for page in PAGES if DOCS in page.parents and page != INDEX}
    assert listed == dict.fromkeys(pages, 1)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    wrong = []
    for link in _LINK.findall(re.sub(r"`[^`\n]*`", "", text_of(page))):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if ":" in path or (target.exists() and (not anchor or anchor in anchors(target))):
            continue
        wrong.append(link)
    assert wrong == []


@pytest.mark.parametrize("page", sorted((DOCS / "how-to").glob("*.md")), ids=named)
def test_shown_files_are_as_they_are(page: Path) -> None:
    for path, shown in re.findall(r"<!-- file: (\S+) -->\n```\w+\n(.*?)```", page.read_text(encoding="utf-8"), re.S):
        assert shown == (ROOT / path).read_text(encoding="utf-8")


def test_names_of_files_are_there() -> None:
    """Pages in `docs/` itself are held to it by the architecture page's test."""
    roots = "agent|deploy|examples|foundation|memory|plugins|scripts|templates|tests"
    files = {
        (named(page), path)
        for page in PAGES
        for path in re.findall(rf"`((?:{roots})/[\w./-]+)`", page.read_text(encoding="utf-8"))
        if page.parent != DOCS
    }
    assert sorted(one for one in files if not (ROOT / one[1]).exists()) == []


def test_the_changelog_begins_with_the_version_of_today() -> None:
    versions = re.findall(r"(?m)^## (\S+?)(?:,.*)?$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert versions[0] == __version__
