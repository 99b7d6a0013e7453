import re

import pytest

from tests.support.generation import ROOT

PAGE = (ROOT / "docs" / "architecture.md").read_text()
ROOTS = ("agent", "foundation", "memory", "plugins")
PACKAGES = sorted(path.parent for root in ROOTS for path in (ROOT / root).rglob("*.py") if path.name == "__init__.py")
#: A newcomer reads no more to know what `generate` does.
_MOST_FILES = 25


def test_a_newcomer_reads_few_files_and_all_of_them_are_there() -> None:
    between = PAGE.partition("<!-- reading list -->")[2].partition("<!-- end of the reading list -->")[0]
    named = re.findall(r"^\d+\. `(.+)`$", between, re.MULTILINE)
    assert named == list(dict.fromkeys(named))
    assert 0 < len(named) <= _MOST_FILES
    assert [path for path in named if not (ROOT / path).is_file()] == []


@pytest.mark.parametrize("page", sorted(path.name for path in (ROOT / "docs").glob("*.md")))
def test_pages_name_only_files_that_are_there(page: str) -> None:
    text = (ROOT / "docs" / page).read_text()
    named = re.findall(r"`((?:agent|foundation|memory|plugins|scripts|templates|tests)/[\w./-]+)`", text)
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_folder_says_in_a_sentence_what_belongs_there() -> None:
    assert {path.parent for root in ROOTS for path in (ROOT / root).rglob("*.py")} == set(PACKAGES)
    for folder in PACKAGES:
        assert re.match(r'""".{15,}', (folder / "__init__.py").read_text()), folder
