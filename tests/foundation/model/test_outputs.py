"""Which parts of the output are written."""

import pytest

from foundation.model.errors import InputError
from foundation.model.run.outputs import OutputChoice, Outputs, chosen_outputs


def test_a_later_choice_wins_where_it_says_something() -> None:
    lower, upper = OutputChoice(chart=False, kustomize=True), OutputChoice(kustomize=False, config_only=True)
    assert chosen_outputs() == chosen_outputs(None, OutputChoice()) == Outputs()
    assert chosen_outputs(lower) == Outputs(chart=False, kustomize=True)
    assert chosen_outputs(lower, None, upper) == Outputs(chart=False, kustomize=False, config_only=True)


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        (OutputChoice(chart=False, manifests=False), "output-empty"),
        (OutputChoice(config_only=True, kustomize=True), "output-conflict"),
    ],
)
def test_what_would_write_nothing_or_contradicts_itself_is_refused(choice: OutputChoice, code: str) -> None:
    with pytest.raises(InputError) as error:
        chosen_outputs(choice)
    assert [problem.code for problem in error.value.problems] == [code]


def test_a_kustomization_alone_is_enough() -> None:
    assert chosen_outputs(OutputChoice(chart=False, manifests=False, kustomize=True)).kustomize
