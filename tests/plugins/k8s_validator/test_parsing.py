import json
from typing import Any

import helm_python
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.model.errors import InputError
from foundation.source.document import parse_documents
from foundation.source.emit import to_yaml
from foundation.source.scalars import read_for_cluster
from plugins.k8s_validator import gate
from plugins.k8s_validator.subject import documents
from plugins.k8s_validator.subject.documents import Parsed, parse_text, read_text
from tests.plugins.k8s_validator.conftest import Run

CONTEXTS = [
    "data: {word}",
    "data:\n  {word}",
    "data:\n  {word}\nmore: 1",
    "data:\t{word}  # comment",
    "data: [{word}]",
    "data: [a, {word}, b]",
    "data: [a,\n  {word}\n]",
    "data: {{a: {word}, b: c}}",
    "data: {{a: b, c:\n {word}}}",
    'data: {{"a":{word}}}',
    "data:\n- {word}\n- x",
    "data:\n- - {word}",
    "data:\n- k: {word}\n  l: x",
    "data: &anchor {word}\nmore: *anchor",
    "data:\r\n  k: {word}\r\n",
    "---\na: b\n---\ndata: {word}\n",
    "data:\n  ? k\n  : {word}",
    "data: |\n  {word}\nmore: {word}",
    'data: "{word}"\nmore: {word}',
]
WORDS = [
    "yes", "No", "on", "OFF", "y", "N", "true", "null", "~", "0123", "0o17", "0x1F", "0X1f", "0b11", "1_000", "1__0",
    "12:30", "1e3", "1.", ".5", "+1", "-0", "08", "00", "-0b1", "1_0.5", "text", "1.2.3", "10.0.0.1", "2001-01-01",
    "64Mi", "1e400",
]  # fmt: skip


def exact(text: str) -> list[Any]:
    return [document.data for document in parse_documents(text, "f", read_for_cluster)]


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("context", CONTEXTS, ids=range(len(CONTEXTS)))
def test_every_scalar_is_read_as_the_cluster_does_wherever_it_stands(context: str, word: str) -> None:
    text = context.format(word=word)
    parsed = parse_text(text, "f")
    assert not parsed.problems
    assert parsed.objects == exact(text)
    assert parsed.objects[-1] == helm_python.values_from_yaml(text.rpartition("---\n")[2])


@pytest.mark.parametrize(
    "word", [*WORDS, ".inf", ".NaN", "-.Inf", '"1"', "'1'", "*x", "&y 1", "!t 1", "? 1", "e1", "- 1"]
)
@pytest.mark.parametrize(
    "context",
    ["{word}: x", "a: &x b\n{word}: x", "a:\n  {word}: x", "- {word}: x", "- - a: b\n    {word}: x", "a: b\r{word}: x",
     "a: {{{word}: x}}", "a: [{word}: x]", "a: {{b: c,\n  d: e, {word}: x}}", "# c\n{word}: {{}}", "{word}:\n  b: []"],
    ids=range(11),
)  # fmt: skip
def test_every_key_is_read_as_the_cluster_does(context: str, word: str) -> None:
    text = context.format(word=word)
    try:
        expected = Parsed(exact(text))
    except InputError as error:
        expected = Parsed(problems=list(error.problems))
    assert parse_text(text, "f") == expected


@given(
    st.lists(
        st.sampled_from(
            [
                *WORDS,
                "a",
                "b: c",
                "- d",
                "[",
                "]",
                "{",
                "}",
                "e:",
                ",",
                "#",
                "&x",
                "*x",
                "!t",
                "'",
                '"',
                "\n",
                "\n  ",
                "\n- ",
            ]
        ),
        max_size=12,
    ),
    st.sampled_from([" ", ""]),
)
@settings(max_examples=400)
def test_the_fast_parser_agrees_with_the_exact_one_on_any_text(parts: list[str], gap: str) -> None:
    text = gap.join(parts)
    try:
        expected = Parsed(exact(text))
    except InputError as error:
        expected = Parsed(problems=list(error.problems))
    assert parse_text(text, "f") == expected


@given(
    st.recursive(
        st.sampled_from(WORDS) | st.text(max_size=5) | st.integers(-(2**40), 2**40) | st.booleans() | st.none(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.text(max_size=5).filter(lambda key: key != "<<"), inner, max_size=3)
        ),
        max_leaves=8,
    )
)
@settings(max_examples=150)
def test_what_we_write_is_read_back(value: Any) -> None:
    parsed = parse_text(to_yaml({"value": value}), "f")
    assert not parsed.problems
    assert parsed.objects == [{"value": value}]


@pytest.mark.parametrize(
    "text",
    [
        "a: !!python/object:os.system x",
        "a: {b: !secret x}",
        "- &x !t y",
        "a: &x {b: 1}\nc:\n  <<: *x",
        "yes: 1",
        "a: {no: 1}",
        "? [a]\n: b",
        "1.50: a",
        "~: a",
        "a: 1\na: 2",
        "a: &a [*a]",
        "a: " + "[" * 2_000 + "]" * 2_000,
        "a: b\0",
        "a: \ud800",
        "a: 'x\u2028y'",
        "a: [",
        "a: b: c",
        "\tb: c",
    ],
    ids=range(18),
)
def test_what_no_manifest_may_hold_is_a_problem(text: str) -> None:
    parsed = parse_text(text, "f")
    assert parsed.problems
    assert parsed.objects == []
    assert all(problem.file == "f" and problem.line for problem in parsed.problems)


@pytest.mark.parametrize(
    "text",
    [
        "a: '" + "1:1" * 300_000 + "'",
        "a: '" + "- 1_" * 200_000 + "'",
        "a: '" + " " * 500_000 + "'",
        "a: " + "yes " * 100_000,
    ],
    ids=range(4),
)
def test_large_text_takes_no_time_worth_mentioning(text: str) -> None:
    assert not parse_text(text, "f").problems


@pytest.mark.parametrize("opened", ["[", '{"a":', "[a: ", "[']',", '{"a":["]",'])
def test_brackets_without_end_never_reach_the_parser_whose_time_grows_with_their_square(
    opened: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents.ryaml, "loads_all", lambda text: pytest.fail(f"{len(text)} characters were parsed"))
    (problem,) = parse_text('{"kind": ' + opened * 40_000, "deep.yaml").problems
    assert (problem.code, problem.line) == ("yaml-too-deep", 1)


def test_much_json_is_still_read_by_the_fast_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "parse_documents", lambda *_: pytest.fail("the slow parser was asked"))
    text = json.dumps({"apiVersion": "v1", "items": [{"args": ["a", {"b": 1}]} for _ in range(4_000)]})
    assert parse_text(text, "list.json").objects == [json.loads(text)]


def test_the_gate_changes_nothing_of_what_it_reads_because_equal_texts_share_their_objects(run: Run) -> None:
    files = {file.path: file.content for file in run.artifacts.files}
    assert gate.validate(run.subject(files)) == gate.validate(run.subject(files))
    texts = {path: content.decode() for path, content in files.items() if path.endswith(".yaml")}
    read = [(path, text) for path, text in texts.items() if "/templates/" not in path]
    assert len(read) > 20
    assert [path for path, text in read if read_text(text, path) != parse_text(text, path)] == []
    (path, text) = read[-1]
    assert read_text(text, path).objects is read_text(text, path).objects
    assert parse_text(text, path).objects is not parse_text(text, path).objects
