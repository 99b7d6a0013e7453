from typing import Any

import pytest

from plugins.k8s_validator.admission.cel.expression import (
    FUNCTION_NAMES,
    CompileError,
    Environment,
    EvaluationError,
    environment,
)
from tests.plugins.k8s_validator.admission.corpus import BINDINGS, CORE, ERROR, EXTENDED


@pytest.fixture(scope="module")
def cel() -> Environment:
    return environment(frozenset(BINDINGS))


@pytest.mark.parametrize(("text", "expected"), [*CORE, *EXTENDED], ids=range(len(CORE) + len(EXTENDED)))
def test_expressions_have_the_value_that_a_cluster_gives_them(cel: Environment, text: str, expected: Any) -> None:
    activation = cel.activation(BINDINGS)
    if expected is ERROR:
        with pytest.raises(EvaluationError):
            cel.compile(text).evaluate(activation)
    else:
        value = cel.compile(text).evaluate(activation)
        assert (type(value), value) == (type(expected), expected)


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("object.spec.replicas <=", 1, 24, "Syntax error"),
        ("true &&\n  (object.spec", 2, 15, "Syntax error"),
        ("objekt.spec.replicas > 1", 1, 12, "undeclared reference to 'objekt"),
        ("object.metadata.name.lowerAsci()", 1, 31, "undeclared reference to 'lowerAsci'"),
        ("true &&\n 1", 1, 6, "found no matching overload for '_&&_'"),
        ("quantity(3)", 1, 9, "found no matching overload for 'quantity'"),
        ("(" * 400 + "1" + ")" * 400, 1, 1, "recursion"),
        ("'a", 1, 1, "Syntax error"),
    ],
)
def test_mistakes_have_a_place(cel: Environment, text: str, line: int, column: int, message: str) -> None:
    with pytest.raises(CompileError) as caught:
        cel.compile(text)
    found = caught.value.mistakes
    assert any(message in mistake.message for mistake in found)
    assert (line, column) in {(mistake.line, mistake.column) for mistake in found}
    assert "[INVALID" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("object.spec.nothing == 1", 'Key not found in map : "nothing"'),
        ("[1].sum() + ['a'].sum()", "sum adds numbers only"),
        ("[1, 'a'].isSorted()", "cannot be compared"),
        ("object.spec.replicas.sum()", "No matching overloads found : (int64).sum()"),
        ("object.spec.isGreaterThan(quantity('1'))", "only quantities and versions"),
        ("quantity('1').isGreaterThan(object.spec)", "no Quantity"),
        ("'%d %d'.format([1])", "no argument for %d"),
        ("object.metadata.name > object.spec.replicas", "No matching overloads"),
        ("cidr('10.0.0.0/33')", ""),
        ("duration('x')", ""),
        ("object.?spec", "convert"),
    ],
)
def test_what_has_no_value_says_why(cel: Environment, text: str, message: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        cel.compile(text).evaluate(cel.activation(BINDINGS))
    assert message in str(caught.value)


def test_no_expression_runs_for_ever(cel: Environment) -> None:
    expression = cel.compile("object.all(a, object.all(b, object.all(c, a + b + c >= 0)))")
    with pytest.raises(EvaluationError, match="budget"):
        expression.evaluate(cel.activation({**BINDINGS, "object": list(range(1000))}))


@pytest.mark.parametrize("value", [2**63 - 1, float("nan"), {"a": {1: 2}}, "\0", b"\xff", None, [[]] * 5])
def test_any_data_is_taken(cel: Environment, value: Any) -> None:
    activation = cel.activation({**BINDINGS, "object": {"value": value}})
    assert cel.compile("has(object.value)").evaluate(activation) is True


def test_numbers_that_cel_does_not_have_are_an_error(cel: Environment) -> None:
    with pytest.raises(EvaluationError, match="out of range"):
        cel.compile("object.value > 1").evaluate(cel.activation({**BINDINGS, "object": {"value": 2**70}}))


def test_every_function_has_a_name_that_can_be_guessed() -> None:
    assert {"quantity", "isGreaterThan", "findAll", "startsWith", "sets.contains"} <= FUNCTION_NAMES
