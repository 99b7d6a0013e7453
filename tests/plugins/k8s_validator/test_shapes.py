"""What was read of one text is filled with the words of another, and nobody could tell."""

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.model.errors import InputError
from foundation.source.document import parse_documents
from foundation.source.scalars import read_for_cluster
from plugins.k8s_validator.subject import documents, shapes
from plugins.k8s_validator.subject.documents import Parsed, parse_text, read_text
from tests.plugins.k8s_validator.conftest import Run

_WORDS = (
    "alpha", "b", "a.b/c-d_e", "x=1", "x,y=2", "True", "no", "Null", "ON", "y", "inf", "e1", "0x1f", "a1b2" * 16,
    "1e5b" * 16, "0b11" * 16, "9" * 63 + "c", '"alpha"', '"1.0"', '"true"', '"0123"', '"a:b@c"', '":"', '"a:"', '"-"',
    '"zqx0zqx"', "zqx1zqx", "'a'", "|", ">-", "[a,", "{a:", "]", "*x", "&x", "!t", '"', "'", "#",
)  # fmt: skip
#: Where a word can stand: every one of these puts it after a colon, at the end of a line.
_LINES = (
    "k: {}", "  l: {}", "- m: {}", "  n: {}\n   more", "# o: {}", "p: |\n    q: {}\n    r: {}", "s: >\n  t: {}",
    'u: "v: {}', "w: '\n  x: {}\n  '", 'y"', "? z: {}\n: {}", "{{a: b,\n c: {}", "}}", "[d,\n e: {}", "]",
    "f:\n- g: {}", "---",
    '"h: {}', "i: {}: {}", "j: {}\r", '? "l: {}\n  m"\n: n', "o: &a {}", "p: *a", "q: !!str {}", "<<: {}",
)  # fmt: skip


def _exact(text: str) -> Parsed:
    try:
        return Parsed([document.data for document in parse_documents(text, "f", read_for_cluster)])
    except InputError as error:
        return Parsed(problems=list(error.problems))


@given(st.lists(st.sampled_from(_LINES), min_size=1, max_size=4), st.lists(st.sampled_from(_WORDS), min_size=16))
@settings(max_examples=300)
def test_any_text_is_read_as_the_exact_parser_reads_it_whatever_was_read_before(
    lines: list[str], words: list[str]
) -> None:
    text = "\n".join(lines)
    for given_words in (words[:8], words[8:16], words[4:12]):
        filled = text.format(*given_words)
        assert read_text(filled, "f") == _exact(filled)


@pytest.mark.parametrize("line", [line for line in _LINES if "{}" in line])
def test_every_word_in_every_place(line: str) -> None:
    for word in _WORDS:
        documents._met.cache_clear()
        for other in ("alpha", word, '"beta"', word):
            text = line.format(other, word)
            assert read_text(text, "f") == _exact(text)


def test_manifests_of_a_third_component_are_not_parsed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [file.content.decode() for file in run.artifacts.under("manifests/")]
    second, others = ([re.sub(r'(: "?)order', rf"\1{name}", text) for text in texts] for name in ("second", "another"))
    assert len(set(texts + second + others)) == 3 * len(texts) > 30
    for text in texts + second:
        read_text(text, "f")
    parsed: Counter[str] = Counter()
    whole = documents._objects
    monkeypatch.setattr(documents, "_objects", lambda text, path: (parsed.update([text]), whole(text, path))[1])
    read = [read_text(text, "f") for text in others]
    assert not parsed
    assert read == [parse_text(text, "f") for text in others]


def test_filling_changes_nothing_of_what_is_kept() -> None:
    first, second = ('a: "one"\nb: {c: [1]}\n', 'a: "two"\nb: {c: [1]}\n')
    text, words = shapes.split(first)
    shape = shapes.shape_of(parse_text(text, "f").objects)
    assert shape.filled(words) == [{"a": "one", "b": {"c": [1]}}]
    assert shape.filled(shapes.split(second)[1]) == [{"a": "two", "b": {"c": [1]}}]
    assert shape.filled(words) == [{"a": "one", "b": {"c": [1]}}]


def test_what_would_be_filled_in_very_many_places_is_read_as_it_is() -> None:
    levels = "\n".join(f"a{level}: &a{level} [*a{level - 1}, *a{level - 1}]" for level in range(1, 12))
    assert shapes.split(f'a0: &a0\n  b: "word"\n{levels}')[1] == []
    assert shapes.split("\n".join(f'k{number}: "word"' for number in range(501)))[1] == []
