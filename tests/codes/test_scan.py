"""The scanner itself: what it follows, and that it says what it cannot follow."""

import pytest

from tests.codes.scan import Scanner, failures, parse

FOLLOWED = {
    "a literal": 'Problem(code="a")',
    "a condition": 'Problem(code="a" if True else "b")',
    "a constant": 'A = "a"\nFinding(code=A)',
    "a changed finding": 'found.model_copy(update={"code": "a"})',
    "a parameter": (
        'def problem(code, message):\n    return Problem(code=code)\n\nproblem("a", "")\nproblem(code="b", message="")'
    ),
    "a parameter with a default": 'A = "a"\ndef problem(code=A):\n    return Problem(code=code)\n\nproblem()',
    "a parameter of a parameter": (
        "def inner(code):\n    return Problem(code=code)\n\ndef outer(code):\n    return inner(code)\n\nouter('a')"
    ),
    "a format string": 'def problem(what):\n    return Problem(code=f"{what}-b")\n\nproblem("a")\nproblem("c")',
    "a table": (
        'TABLE = {1: ("a", "text"), 2: ("b", "text")}\ndef f(n):\n    code, said = TABLE[n]\n    Problem(code=code)'
    ),
    "what a function returns": (
        'def told():\n    return "a", "text"\n\ndef f():\n    code, said = told()\n    Problem(code=code)'
    ),
    "a method": "class A:\n    def f(self):\n        self.g('a')\n    def g(self, code):\n        Problem(code=code)",
    "a loop": 'def f():\n    for code, said in [("a", 1), ("b", 2)]:\n        Problem(code=code)',
    "what is handed on": "Problem(code=found.code)",
}
CODES = {
    "a condition": ["a", "b"],
    "a parameter": ["a", "b"],
    "a format string": ["a-b", "c-b"],
    "a table": ["a", "b"],
    "a loop": ["a", "b"],
    "what is handed on": [],
}


@pytest.mark.parametrize("form", FOLLOWED)
def test_codes_are_followed_through(form: str) -> None:
    found, lost = Scanner([parse("m", FOLLOWED[form])]).scan()
    assert lost == []
    assert sorted(found) == CODES.get(form, ["a"])


def test_codes_are_followed_into_other_modules() -> None:
    maker = parse("maker", 'A = "a"\ndef problem(code):\n    return Problem(code=code)')
    user = parse("user", 'from maker import A, problem as made\nmade(A)\nmade("b")')
    renamed = parse("renamed", 'from foundation.model.errors import Problem as Mistake\nMistake(code="c")')
    found, lost = Scanner([maker, user, renamed]).scan()
    assert (found, lost) == ({"a": "maker:3", "b": "maker:3", "c": "renamed:2"}, [])


@pytest.mark.parametrize(
    "text",
    [
        "Problem(code=input())",
        "Problem(code='a' + 'b')",
        "Problem(code=nowhere)",
        "Problem(**given)",
        "Problem('a', 'message')",
        "def problem(code):\n    return Problem(code=code)\n\nproblem(*given)",
        "def problem(code):\n    return Problem(code=code)\n\nproblem(**given)",
        "Finding.model_construct(code='a')",
        "Problem.model_validate({'code': 'a'})",
    ],
)
def test_what_cannot_be_followed_is_said(text: str) -> None:
    _, lost = Scanner([parse("m", text)]).scan()
    assert len(lost) == 1
    assert lost[0].startswith("m:")


def test_names_of_failures_are_found() -> None:
    text = 'class A(Exception):\n    failure = "a"\n\nclass B(A):\n    failure = "b"\n    other = "c"'
    assert failures([parse("m", text)]) == {"a", "b"}
