"""Formatting changes how a template looks and never what it renders to."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from foundation.catalog.library import TemplateLibrary
from plugins.post_processor.formatting import formatted

CLEAN = "apiVersion: v1\nkind: ConfigMap\n"


@pytest.mark.parametrize(
    "text",
    [
        CLEAN.rstrip("\n"),
        CLEAN + "\n\n",
        "\n\n" + CLEAN,
        "\ufeff" + CLEAN,
        CLEAN.replace("\n", "\r\n"),
        CLEAN.replace("\n", "\r"),
        CLEAN.replace("\n", "  \t\n"),
    ],
)
def test_white_space_that_means_nothing_goes(text: str) -> None:
    assert formatted(text) == CLEAN


def test_empty_lines_in_a_row_become_one() -> None:
    assert formatted("a: 1\n\n \n\nb: 2\n") == "a: 1\n\nb: 2\n"


@pytest.mark.parametrize("mark", ["|", "|-", "|2-", ">", "| # why"])
def test_a_block_scalar_keeps_its_blanks_and_empty_lines(mark: str) -> None:
    text = f"a: {mark}\n    one  \n\n\n    two\t\nb: 2  \n"
    assert formatted(text) == f"a: {mark}\n    one  \n\n\n    two\t\nb: 2\n"


def test_a_block_scalar_in_a_list_ends_where_its_entry_ends() -> None:
    text = "args:\n  - |\n    x  \n\n\n  - y  \n\n\nz: 1\n"
    assert formatted(text) == "args:\n  - |\n    x  \n\n\n  - y\n\nz: 1\n"


def test_quoted_text_over_lines_keeps_its_empty_lines() -> None:
    text = 'a: "one\n\n\n  two"  \n'
    assert formatted(text) == text.replace("  \n", "\n")
    assert yaml.safe_load(formatted(text)) == yaml.safe_load(text)


def test_raw_strings_of_go_stay_as_they_are() -> None:
    text = "a: {{ `one  \n\n\ntwo` }}\n"
    assert formatted(text) == text


def test_the_catalog_needs_no_formatting(library: TemplateLibrary) -> None:
    for chart in library.charts.values():
        for identifier in chart.resources:
            resource = library.resource(identifier)
            if not resource.target.endswith((".md", ".txt")):
                assert formatted(resource.text) == resource.text, resource.source


LINES = st.sampled_from(
    [
        "",
        " ",
        "\t",
        "a: 1",
        "a: 1  ",
        "b: |",
        "b: >-",
        "c: |+",
        "  # note",
        "  text  ",
        "    deep\t",
        "- x",
        "- |",
        '"quoted',
        "it's",
        "{{ x }} ",
    ]
)


@given(st.lists(LINES, max_size=12).map("\n".join))
def test_formatting_twice_changes_nothing_more(text: str) -> None:
    once = formatted(text)
    assert formatted(once) == once


@given(st.lists(LINES, max_size=12).map("\n".join))
def test_yaml_reads_the_same_as_before(text: str) -> None:
    # The line end at the end is the one thing that formatting adds, and may be content in a block scalar.
    found = formatted(text)
    whole = text + "\n" if found.endswith("\n") and not text.endswith("\n") else text
    try:
        before = yaml.safe_load(whole)
    except yaml.YAMLError:
        return
    assert yaml.safe_load(found) == before


def test_scalars_that_keep_what_is_behind_them_stay_as_they_are() -> None:
    text = "a: |+\n  x  \n\n\n"
    assert formatted(text) == text
