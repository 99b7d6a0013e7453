from collections.abc import Callable
from pathlib import Path

import pytest

from agent.evaluation.loading import load_cases
from foundation.model.errors import InputError, Problem
from tests.evaluation.conftest import DATASET


def problems_of(call: Callable[[], object]) -> list[Problem]:
    with pytest.raises(InputError) as raised:
        call()
    return list(raised.value.problems)


def test_cases_carry_the_data_sets_values_and_assertions(workshop: Path) -> None:
    text = DATASET.replace("cases:", "variables: {word: none, more: 1}\ncases:")
    (workshop / "small" / "evals" / "words.yaml").write_text(text)
    first, _ = load_cases(workshop / "small")
    assert (first.dataset, first.case.name, first.path) == ("words", "first", "cases[0]")
    assert first.variables == {"word": "one", "more": 1}
    assert [assertion.name for assertion in first.assertions] == ["complete", "contains"]


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("complete: true", "compleet: true", "unknown-key", 3),
        ("complete: true", "complete: false", "wrong-value", 3),
        ("complete: true", "complete: true\n    gate: true", "wrong-value", 3),
        ("name: first", "nam: first", "unknown-key", 5),
        ("name: first", "name: First Case", "wrong-value", 5),
        ("name: second", "name: first", "case-twice", 10),
        ("variables: {word: two}", "bundle: {trace_id: t}", "missing-key", 11),
        ("description: Words.", "description: [", "yaml-syntax", 3),
    ],
)
def test_mistakes_come_with_their_line(workshop: Path, old: str, new: str, code: str, line: int) -> None:
    path = workshop / "small" / "evals" / "words.yaml"
    path.write_text(DATASET.replace(old, new, 1))
    found = problems_of(lambda: load_cases(workshop / "small"))
    assert (code, line) in [(problem.code, problem.line) for problem in found]
    assert {problem.file for problem in found} == {str(path)}


def test_the_nearest_assertion_is_named(workshop: Path) -> None:
    (workshop / "small" / "evals" / "words.yaml").write_text(DATASET.replace("- contains: one", "- contians: one"))
    found = problems_of(lambda: load_cases(workshop / "small"))
    assert "Did you mean contains?" in [problem.remedy for problem in found]


def test_names_are_unique_over_data_sets(workshop: Path) -> None:
    (workshop / "small" / "evals" / "more.yaml").write_text(DATASET)
    found = problems_of(lambda: load_cases(workshop / "small"))
    assert [problem.code for problem in found] == ["case-twice", "case-twice"]


def test_a_prompt_without_data_sets(tmp_path: Path) -> None:
    assert load_cases(tmp_path) == []
