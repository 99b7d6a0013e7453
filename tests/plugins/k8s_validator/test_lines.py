"""The lines of values: what is found by indentation is what a parser finds, or nothing."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.model.errors import InputError
from foundation.source.document import parse_documents
from foundation.source.tree import Path
from plugins.k8s_validator.subject.lines import Lines
from tests.support.generation import GOLDENS

MANIFESTS = sorted(GOLDENS.glob("*/manifests/*/*.yaml"))


def paths_of(value: Any, path: Path = ()) -> Iterator[Path]:
    yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from paths_of(child, (*path, key))


def assert_lines_agree(text: str) -> int:
    """Compare every line with the parser's; return how many were found."""
    lines, found = Lines(text), 0
    for index, document in enumerate(parse_documents(text, "x")):
        for path in paths_of(document.data):
            for place in (path, (*path, "missing"), (*path, 99)):
                line = lines.find(index, place)
                assert line in (None, document.position(place)[0]), (place, text)
                found += line is not None
    return found


def test_every_value_of_every_golden_is_found() -> None:
    assert MANIFESTS
    unsure = [path for path in MANIFESTS if not assert_lines_agree(path.read_text(encoding="utf-8"))]
    assert len(unsure) * 10 < len(MANIFESTS), unsure


@pytest.mark.parametrize(
    "text",
    [
        "a:\n- b: 1\n  c: 2\n- d:\n  - e\n  - f: 3\n",
        "a:\n  - - 1\n    - 2\n  - x: {y: 1}\n",
        "# x\n\n---\na: |\n  b: 1\n  c: 2\nb: >-\n  text\nc: 1\n---\n# only a comment\n---\nd: 1\n",
        "a: 'it''s: b'\n\"b c\": 1\n'd': # comment\n  e: 1\n",
        "a:\n  -\n    b: 1\n  -\n    - c\n",
        "a: {b: 1, c: [1, 2]}\nd: []\n",
        "a: b: c\n",
        "key with spaces: 1\nother key:\n  x: 1\n",
        "a: &x 1\nb: *x\n",
        'a: "one\n  b: two"\nc: 1\n',
        "a: {b: 1,\n  c: 2}\nd: 1\n",
        "a: one\n  b\nc: 1\n",
        "--- {a: 1}\n",
        "? a\n: 1\n",
        "a:\n\tb: 1\n",
        "- a\n- b: 1\n",
        "a:\n    - b:\n          c: 1\n      d: 2\n",
        "a:\n-   b: 1\n    c: 2\n-   d: 3\n",
        "a: 1\r\nb:\r\n  c: 2\r\n",
        "a: 1\n---\nnull\n---\nb: 1\n",
        "a: 1\n---\n- ~\n---\nb:\n  c: 1\n",
    ],
)
def test_lines_that_are_found_are_the_parsers(text: str) -> None:
    try:
        assert_lines_agree(text)
    except InputError:
        Lines(text).find(0, ("a", "b", 0))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(min_size=1, max_size=8), inner, max_size=3),
    max_leaves=12,
)


@given(value=st.dictionaries(st.text(min_size=1, max_size=8), JSON, min_size=1, max_size=4), width=st.integers(10, 200))
@settings(max_examples=300)
def test_any_data_in_block_style(value: dict[str, Any], width: int) -> None:
    for text in (yaml.safe_dump(value, width=width), json.dumps(value, indent=1)):
        try:
            assert_lines_agree(text)
        except InputError:
            continue


@given(text=st.text(alphabet="ab:- \n{}[]\"'|>#&*!?%\t,1", max_size=60))
@settings(max_examples=500)
def test_no_text_is_misread(text: str) -> None:
    try:
        assert_lines_agree(text)
    except InputError:
        Lines(text).find(0, ("a", 0, "b"))
