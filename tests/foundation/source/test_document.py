import json

import pytest

from foundation.model.errors import InputError, Problem
from foundation.source.document import MAX_BYTES, decode, parse_documents
from foundation.source.scalars import read_for_cluster


def data_of(text: str) -> list[object]:
    return [document.data for document in parse_documents(text, "bundle.yaml")]


def problems_of(content: str | bytes) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        parse_documents(decode(content.encode() if isinstance(content, str) else content, "bundle.yaml"), "bundle.yaml")
    return list(caught.value.problems)


def only(content: str | bytes) -> Problem:
    (problem,) = problems_of(content)
    assert problem.file == "bundle.yaml"
    assert problem.message
    assert problem.remedy
    return problem


BOMB = "\n".join(
    ["a: &a [x, x, x, x, x, x, x, x, x]"]
    + [f"{name}: &{name} [{', '.join(['*' + chr(ord(name) - 1)] * 9)}]" for name in "bcdefghij"]
)


HOSTILE: list[tuple[str | bytes, str, int | None, int | None]] = [
    (BOMB, "yaml-too-large", 6, 12),
    ("a: &a [*a]", "yaml-alias", 1, 8),
    ("a: &a {b: *a}", "yaml-alias", 1, 11),
    ("a: &x 1\nb: &x [*x]", "yaml-alias", 2, 8),
    ("a: 1\nb: *nowhere", "yaml-alias", 2, 4),
    ("a: 1\nb: 2\na: 3", "duplicate-key", 3, 1),
    ('{a: 1, "a": 2}', "duplicate-key", 1, 8),
    ("a: &x b\nb: 1\n*x : 2", "duplicate-key", 3, 1),
    ("[" * 100_000, "yaml-too-deep", 1, 65),
    ("- " * 5_000 + "x", "yaml-too-deep", 1, 129),
    ("{a: " * 500 + "1" + "}" * 500, "yaml-too-deep", 1, 257),
    ("? [a]\n: 1", "yaml-key", 1, 3),
    ("a: &x [1]\n*x : 1", "yaml-key", 2, 1),
    ("base: &b {x: 1}\nuse:\n  <<: *b\n", "yaml-merge-key", 3, 3),
    ("a: !!python/object/apply:os.system [ls]", "yaml-tag", 1, 4),
    ("a: !secret x", "yaml-tag", 1, 4),
    ("a: !!binary aGVsbG8=", "yaml-tag", 1, 4),
    ('a: !!int "3"', "yaml-tag", 1, 4),
    ("a: !!map [1]", "yaml-tag", 1, 4),
    ("a:\n\tb: 1", "yaml-syntax", 2, 1),
    ("a: b: c", "yaml-syntax", 1, 5),
    ("a: [1, 2\nb: 3", "yaml-syntax", 2, 2),
    ("x: 1\ny: a\0b", "yaml-syntax", 2, 5),
    ("x: 1\r\ny: 2\r\nz: a\x07b", "yaml-syntax", 3, 5),
    ("a: b\x7f", "yaml-syntax", 1, 5),
    ("a: b\x85c", "yaml-syntax", 1, 5),
    ('a: "b\u2028c"', "yaml-syntax", 1, 6),
    ('{"a": "b\u2029c"}', "yaml-syntax", 1, 9),
    ("a: \ufffe", "yaml-syntax", 1, 4),
    ('a: "\\ud83d\\ude00"', "yaml-syntax", 1, 7),
    ('{"a": "\\ud83d"}', "yaml-syntax", 1, 10),
    ("%YAML 3.0\n---\na: 1", "yaml-syntax", 1, 1),
    ("a: 1".encode("utf-16"), "not-utf8", 1, None),
    ("a: 1\nb: é".encode("latin-1"), "not-utf8", 2, None),
    (b"a: \xed\xa0\x80", "not-utf8", 1, None),
    ("a: 1".encode("utf-16-le"), "yaml-syntax", 1, 2),
    (b"a: " + b"x" * 10_000_000, "file-too-large", None, None),
]


@pytest.mark.parametrize(
    ("content", "code", "line", "column"), HOSTILE, ids=[f"{row[1]}-{number}" for number, row in enumerate(HOSTILE)]
)
def test_hostile_text_is_refused_at_its_place(
    content: str | bytes, code: str, line: int | None, column: int | None
) -> None:
    problem = only(content)
    assert (problem.code, problem.line, problem.column) == (code, line, column)


def test_a_tab_is_explained() -> None:
    assert "tabs" in only("a:\n\tb: 1").remedy


def test_every_mistake_of_a_file_is_reported_at_once() -> None:
    text = "a: !x 1\nb: 1\nb: 2\nc: {d: 1, d: 2}\ne:\n  - <<: 1\n"
    found = [(problem.code, problem.line, problem.path) for problem in problems_of(text)]
    assert found == [
        ("yaml-tag", 1, None),
        ("duplicate-key", 3, "b"),
        ("duplicate-key", 4, "c.d"),
        ("yaml-merge-key", 6, "e[0]"),
    ]


def test_a_line_that_stands_out_is_said_to_be_indented_wrongly() -> None:
    assert only("a:\n  b: 1\n c: 2\n").remedy.startswith("Indent this line like those it belongs to")
    assert only("a: [1, 2\nb: 3").remedy == "Close the bracket of line 1, or put a comma before this."


def test_a_file_of_the_allowed_size_is_read() -> None:
    text = "a: " + "x" * (MAX_BYTES - 3)
    assert data_of(decode(text.encode(), "bundle.yaml")) == [{"a": "x" * (MAX_BYTES - 3)}]


def test_aliases_are_copies_that_share_nothing() -> None:
    (document,) = parse_documents("a: &x {k: [1, yes]}\nb: *x\nc: &x 2\nd: *x\n", "f")
    assert document.data == {"a": {"k": [1, True]}, "b": {"k": [1, True]}, "c": 2, "d": 2}
    assert document.data["a"]["k"] is not document.data["b"]["k"]
    assert document.source_text[("b", "k", 1)] == "yes"


def test_an_alias_keeps_the_meaning_that_its_anchor_had() -> None:
    text = "a: &x [1]\nb: &y [*x]\nc: &x [2]\nd: *y\ne: *x\n"
    assert data_of(text) == [{"a": [1], "b": [[1]], "c": [2], "d": [[1]], "e": [2]}]


def test_aliases_do_not_get_around_the_depth() -> None:
    lines = ["k0: &a0 [x]"] + [f"k{n}: &a{n} {'[' * 20}*a{n - 1}{']' * 20}" for n in range(1, 10)]
    assert only("\n".join(lines)).code == "yaml-too-deep"


def test_anchors_on_keys() -> None:
    assert data_of("&k name: 1\nother: *k\n*k2 : 3".replace("*k2", "last")) == [{"name": 1, "other": "name", "last": 3}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("# only a comment\n", []),
        ("---\n...\n---\n", []),
        ("null", []),
        ("a: 1\n---\nb: 2\n---\n\n---\n# c\n...\n---\nc: 3", [{"a": 1}, {"b": 2}, {"c": 3}]),
        ("\ufeffa: 1", [{"a": 1}]),
        ("a: 1\n---\n\ufeffb: 2", [{"a": 1}, {"b": 2}]),
        ("a:\t1", [{"a": 1}]),
        ("a: 1\rb: 2\r\nc: 3", [{"a": 1, "b": 2, "c": 3}]),
        ('{\n\t"a":\t1,\n\t"b": [\n\t\t2\n\t]\n}', [{"a": 1, "b": [2]}]),
        ('{"a": "\\/ \\u00e9 \\b\\f\\n"}', [{"a": "/ é \b\f\n"}]),
        ('{"a": "\\ud83d\\ude00", "b": "\\\\ud83d\\\\ude00"}', [{"a": "😀", "b": "\\ud83d\\ude00"}]),
        ("{a: '\\ud83d\\ude00'}", [{"a": "\\ud83d\\ude00"}]),
        ('a: "\\0\\x07\\x1b"', [{"a": "\0\x07\x1b"}]),
        ("1: a\ntrue: b\nnull: c\n~: d", [{"1": "a", "true": "b", "null": "c", "~": "d"}]),
        (
            "a: !!str 0123\nb: !!map {c: 1}\nd: !!seq [1]\ne: ! yes",
            [{"a": "0123", "b": {"c": 1}, "d": [1], "e": "yes"}],
        ),
        ('"<<": 1', [{"<<": 1}]),
        ("[1]", [[1]]),
        ("text", ["text"]),
    ],
)
def test_what_is_read(text: str, expected: list[object]) -> None:
    assert data_of(decode(text.encode(), "bundle.yaml")) == expected


def test_json_is_read_as_json() -> None:
    value = {
        "text": 'é😀\u00a0\ufeff "\\/\b\f\n\r\t',
        "numbers": [0, -1, 1.5, 1e5, -2.5e-3],
        "none": None,
        "flag": True,
    }
    assert data_of(json.dumps(value)) == [value]
    assert data_of(json.dumps(value, ensure_ascii=False)) == [value]
    assert data_of(json.dumps(value, indent="\t")) == [value]


def test_positions_of_values_and_keys() -> None:
    text = "a:\n  - name: x\n    list:\n      - 1\n      - {deep: [q, w]}\n"
    (document,) = parse_documents(text, "f")
    assert document.position(("a", 0, "list", 1, "deep", 1)) == (5, 20)
    assert document.key_positions[("a", 0, "list")] == (3, 5)
    assert document.position(("a", 0, "list", 1, "deep", 7, "no")) == (5, 16)
    assert document.locations()["a[0].list[1].deep[1]"] == (5, 20)


def test_positions_count_through_all_documents_of_a_file() -> None:
    documents = parse_documents("a: 1\n---\n# c\nb:\n  - 2\n", "f")
    assert documents[1].position(("b", 0)) == (5, 5)


@pytest.mark.parametrize(
    ("text", "key", "meaning"),
    [("yes: 1", "yes", "true"), ("0x10: 1", "0x10", "16"), ("~: 1", "~", "null"), ("1.50: 1", "1.50", "1.5")],
)
def test_a_key_that_a_cluster_reads_as_something_else_is_refused(text: str, key: str, meaning: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_documents(text, "f", read_for_cluster)
    assert caught.value.problems[0].message == f"the key {key} is read as {meaning}"


def test_keys_that_mean_themselves_are_kept_for_a_cluster() -> None:
    (document,) = parse_documents('"yes": 1\n12: 2\ntrue: 3\nplain: 4', "f", read_for_cluster)
    assert document.data == {"yes": 1, "12": 2, "true": 3, "plain": 4}


def test_the_first_of_many_keys_that_are_alike_is_named() -> None:
    with pytest.raises(InputError) as error:
        parse_documents("b: 0\na: 1\na: 2\na: 3\n", "x")
    assert [(problem.line, problem.remedy) for problem in error.value.problems] == [
        (line, "Keep one of them; the first is in line 2.") for line in (3, 4)
    ]
