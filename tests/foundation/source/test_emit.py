import json
import string
from typing import Any

import helm_python
import pytest
import ryaml
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.source import emit
from foundation.source.document import parse_documents
from foundation.source.emit import dumped, to_json, to_yaml
from tests.support.goldens import golden_chart

TRICKY = [
    "yes", "no", "on", "off", "y", "N", "true", "False", "null", "Null", "~", "", " ", "  ", "0123", "0x1F", "0o17",
    "0b1", "1e3", "1E3", "1_000", "12:30:45", "1:60", ".5", "5.", "+1", "-1", "-0", ".inf", "-.INF", ".nan", "inf",
    "nan", "2001-01-01", "2001-01-01T00:00:00Z", "=", "<<", "-", "- a", "-a", "?", "? a", ":", "a:", "a: b", ":a",
    "::", "a #b", "#a", "# c", "*a", "&a", "!a", "!!str a", "@a", "`a`", "%a", "%YAML 1.1", "|", "|-", ">", "'", '"',
    "it's", 'a "b"', "\\", "\\n", "C:\\new", "{{ .Values.x }}", "{{", "}}", "{", "}", "[", "]", "[a]", "{a: b}",
    "a,b", ",", "---", "--- a", "...", "a\n---\nb", "\n---\n", "trailing ", "trailing\t", " leading", "\tleading",
    "a\tb", "a\nb", "a\nb\n", "a\nb\n\n", "\n", "\n\n", "\na", " a\nb", "a \nb", "a\n b\n  c", "a\n\n\nb", "a\r\nb",
    "\r", "a\rb", "a\x85b", "\x85", "a\u2028b", "\u2028", "\u2029a\nb", "\ufeff", "a\ufeffb", "\ufeffa\nb", "\xa0",
    "a\xa0", "\x07", "\x1b[0m", "\x7f", "\x80", "\x9f", "\ufffe", "\uffff", "😀", "\U0010ffff", "é", "\u0301",
    "\u200b", "\u202e", "a" * 300, "word " * 80, "a: b\nc: d\n", "- x\n- y\n", "# c\nk: v\n", "key: |\n  x\n",
    "9" * 400, "0" * 50,
]  # fmt: skip
#: NUL is not among them: a bundle cannot hold it, and no YAML text has to carry it.
TEXT = st.sampled_from(TRICKY) | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
PLAIN = TEXT | st.none() | st.booleans() | st.integers(-(2**53), 2**53)


def _nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=4) | st.dictionaries(TEXT.filter(lambda key: key != "<<"), inner, max_size=4)


VALUES = st.recursive(PLAIN | st.sampled_from([0.5, -1.25, 1e-7, 2.5e20]), _nested, max_leaves=12)


def check_all_readers(value: Any) -> None:
    text = to_yaml({"value": value})
    assert parse_documents(text, "f")[0].data == {"value": value}
    assert ryaml.loads(text) == {"value": value}
    assert yaml.load(text, yaml.CSafeLoader) == {"value": value}
    assert helm_python.values_from_yaml(text) == {"value": value}


@pytest.mark.parametrize("text", TRICKY, ids=range(len(TRICKY)))
def test_tricky_text_is_the_same_to_every_reader(text: str) -> None:
    check_all_readers(text)
    check_all_readers([text, [text]])
    check_all_readers({"a": {"b": text, "c": 1}})
    if text != "<<":
        check_all_readers({text: text})


@given(TEXT)
@settings(max_examples=400)
def test_any_text_is_the_same_to_every_reader(text: str) -> None:
    check_all_readers(text)


@given(VALUES)
@settings(max_examples=150)
def test_any_data_is_the_same_to_every_reader(value: Any) -> None:
    check_all_readers(value)


def test_keys_keep_their_order_and_nothing_is_shared() -> None:
    shared = {"b": [1]}
    text = to_yaml({"z": shared, "a": shared})
    assert text == "z:\n  b:\n  - 1\na:\n  b:\n  - 1\n"


@pytest.mark.parametrize("word", ["nginx", "queue.order.processing", "a/b", "ghcr.io/a/b:1.0.0", "two words", "A-1_b"])
def test_plain_words_stay_plain(word: str) -> None:
    assert to_yaml({"a": word}) == f"a: {word}\n"


def test_lines_become_a_block() -> None:
    assert to_yaml({"a": "first\n  second\nthird\n"}) == "a: |\n  first\n    second\n  third\n"


def test_no_line_is_folded() -> None:
    text = to_yaml({"a": f"{string.ascii_letters} " * 40})
    assert text.count("\n") == 1


@settings(max_examples=400)
@given(st.dictionaries(TEXT | st.integers(), VALUES, max_size=4) | VALUES)
def test_the_fast_writer_gives_the_dumpers_bytes(data: Any) -> None:
    assert to_yaml(data) == dumped(data)


@pytest.mark.parametrize("text", TRICKY, ids=range(len(TRICKY)))
def test_tricky_text_is_written_as_the_dumper_does(text: str) -> None:
    for data in (
        {text: text},
        {"a": [text, [text, {"b": text}], {"c": [text]}]},
        {"a": {"b": {"c": text, text: [[]]}}},
    ):
        assert to_yaml(data) == dumped(data)


@settings(max_examples=200)
@given(st.recursive(PLAIN, _nested, max_leaves=12))
def test_json_is_what_the_standard_library_writes(data: Any) -> None:
    assert to_json(data) == json.dumps(data, indent=2, ensure_ascii=False)


def test_what_is_generated_needs_no_dumper(monkeypatch: pytest.MonkeyPatch) -> None:
    files = golden_chart("order-service")
    written = [yaml.safe_load(text) for path, text in files.items() if path.startswith("values") and "json" not in path]
    expected = [dumped(data) for data in written]
    monkeypatch.setattr(emit, "dumped", lambda _: pytest.fail("the dumper was asked"))
    assert [to_yaml(data) for data in written] == expected
