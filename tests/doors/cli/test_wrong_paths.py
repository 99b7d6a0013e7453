"""Paths that lead nowhere: what is near is named, and a name that no file can have is a mistake and no defect."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.doors.cli.conftest import Outcome

Program = Callable[..., Outcome]
LONG = "x" * 400


def test_a_misspelt_file_is_told_with_the_one_beside_it(program: Program, workspace: Path) -> None:
    (workspace / "in").mkdir()
    (workspace / "in" / "bundle.yaml").write_text("")
    outcome = program("generate", "in/bundel.yaml", "no/bundle.yaml", LONG)
    assert outcome.code == 2
    assert [line for line in outcome.err.splitlines() if "mend" in line] == [
        "  mend: Did you mean in/bundle.yaml?",
        "  mend: Check the path; there is no folder no that can be read.",
        "  mend: Check the path.",
    ]


@pytest.mark.parametrize("command", ["generate", "validate", "import", "explain", "similar", "verify"])
def test_a_name_that_no_file_can_have_is_wrong_input(program: Program, command: str) -> None:
    outcome = program(command, LONG)
    assert (outcome.code, outcome.out) == (2, "")
    first, message, remedy = outcome.err.splitlines()
    assert first.startswith("error file-missing  xxx")
    assert (message, remedy) == ("  there can be no such file: File name too long", "  mend: Check the path.")
