"""Which parts of the output are written."""

import re

import pytest

from foundation.model.errors import InputError
from foundation.model.parts import PARTS, require_parts
from foundation.model.run.outputs import OutputChoice, Outputs, chosen_outputs


def test_the_parts_of_the_catalog_have_names_steps_and_folders_of_their_own() -> None:
    for values in zip(*((part.name, part.step, part.folder) for part in PARTS), strict=True):
        assert len(set(values)) == len(PARTS)
    for part in PARTS:
        assert re.fullmatch(r"[a-z][a-z0-9]*", part.name)
        assert re.fullmatch(r"[a-z][a-z0-9-]*/", part.folder)


def test_a_later_choice_wins_where_it_says_something() -> None:
    lower, upper = OutputChoice(chart=False, kustomize=True), OutputChoice(kustomize=False, config_only=True)
    assert chosen_outputs() == chosen_outputs(None, OutputChoice()) == Outputs(parts=["chart", "manifests"])
    assert chosen_outputs(lower) == Outputs(parts=["manifests", "kustomize"])
    assert chosen_outputs(lower, None, upper) == Outputs(parts=["manifests"], config_only=True)


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
    assert chosen_outputs(OutputChoice(chart=False, manifests=False, kustomize=True)).parts == ["kustomize"]


def test_every_name_that_no_part_has_is_told_with_its_place_and_the_nearest() -> None:
    require_parts({"--with": ["kustomize", "chart"]})
    with pytest.raises(InputError) as error:
        require_parts({"--with": ["kustomise", "kustomise"], "--only": ["x"]})
    assert [(problem.code, problem.file, problem.remedy) for problem in error.value.problems] == [
        ("unknown-part", "--with", "Did you mean kustomize?"),
        (
            "unknown-part",
            "--only",
            "The parts are chart, manifests, kustomize, pipelines, gitops, bicep, terraform, pulumi.",
        ),
    ]
