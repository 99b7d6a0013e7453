from typing import Any

import helm_python
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from foundation.source.document import parse_documents
from foundation.source.scalars import read_for_bundle, read_for_cluster

WORDS = """
    y Y n N yes Yes YES yEs no No NO on On ON oN off Off OFF true True TRUE tRUE false null Null NULL nULL ~ 0123 -0123
    +0123 08 0o17 0O17 -0o17 0x1F 0X1F -0x1F 0b11 0B11 +0b1 1_000 1__0 _1 1_ 0x_1 0_1 0_8 12:30:45 1:60 1e3 1E3 1e+3 1.5
    .5 1. -1. +1 -1 +.5 -.5 1.e3 .e3 . .. inf nan Infinity 2001-01-01 2001-01-01T00:00:00Z 1_0.5 1e400 -1e400 0x1p4 1e
    0e0 00 000 -0 +0 0. 00.5 01.5 1.2.3 = 0b2 0o8 0xg 1e1_0 0b 0x 0o 0b1_1 0o1_7 -0o8 1e-3 1d 1f 1L 100m 64Mi 10.0.0.1
"""
MISREAD = WORDS.split()


def by_go(text: str) -> Any:
    return helm_python.values_from_yaml(f"a: {text}\n")["a"]


@pytest.mark.parametrize("text", MISREAD)
def test_a_cluster_reads_scalars_as_go_does(text: str) -> None:
    ours = read_for_cluster(text)
    assert ours == by_go(text)
    assert isinstance(ours, bool) == isinstance(by_go(text), bool)


@given(st.text("+-_.:0123456789abcdefinotyxABDEFNOTYX", min_size=1, max_size=8))
@settings(max_examples=300)
@example("0")
def test_a_cluster_reads_any_word_as_go_does(text: str) -> None:
    try:
        expected = by_go(text)
    except helm_python.HelmError:
        return  # not a plain scalar, or infinite, which JSON cannot say
    assert read_for_cluster(text) == expected


def test_numbers_that_go_cannot_write_as_json_are_no_text_either() -> None:
    assert isinstance(read_for_cluster(".inf"), float)
    assert isinstance(read_for_cluster("-.Inf"), float)
    assert isinstance(read_for_cluster(".nan"), float)


def test_endless_digits_stay_text() -> None:
    for text in ("9" * 400, "9" * 100_000, "0x" + "f" * 300, "1" * 5000 + ".5"):
        assert read_for_bundle(text) == text
        assert isinstance(read_for_cluster(text), (str, float))


@pytest.mark.parametrize(
    "text",
    ["0123", "0x1F", "0o17", "0b1", "1_000", "12:30:45", "y", "n", ".inf", ".nan", "1.", "2001-01-01", "1e400"],
)
def test_a_bundle_keeps_as_text_what_parsers_read_differently(text: str) -> None:
    assert read_for_bundle(text) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", 1), ("-7", -7), ("+1", 1), ("1.5", 1.5), (".5", 0.5), ("1e3", 1000.0), ("yes", True), ("Off", False)],
)
def test_a_bundle_reads_what_is_plain(text: str, value: Any) -> None:
    assert read_for_bundle(text) == value
    assert type(read_for_bundle(text)) is type(value)


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_nothing_is_nothing_to_both(text: str) -> None:
    assert read_for_bundle(text) is None
    assert read_for_cluster(text) is None


@pytest.mark.parametrize("text", MISREAD)
def test_quotes_and_tags_make_text_for_both(text: str) -> None:
    for source in (f'a: "{text}"', f"a: '{text}'", f"a: !!str {text}", f"a: |-\n  {text}"):
        for read in (read_for_bundle, read_for_cluster):
            assert parse_documents(source, "f", read)[0].data == {"a": text}
