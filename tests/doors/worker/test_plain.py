"""What the server of a fleet has as results, which docket pickles: values of our model and our mistakes alone."""

import os
import pickle
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docket import execution, strikelist

from agent.bootstrap.logs import build_log
from agent.doors.worker.plain import read_nothing_that_runs
from agent.use_cases.fleet.carry_out import CarriedOut
from foundation.model.errors import InputError, OutsideError, Problem
from tests.support.generation import SUCCESSES, Case, Generated, settings_in


class Hostile:
    def __init__(self, function: Callable[..., Any], *arguments: Any) -> None:
        self.called = function, arguments

    def __reduce__(self) -> tuple[Any, ...]:
        return self.called


@pytest.fixture
def pickles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What docket reads and writes results with."""
    for owner in (execution.Execution, strikelist.StrikeInstruction):
        monkeypatch.setattr(owner, "from_message", vars(owner)["from_message"])
    monkeypatch.setattr(execution, "cloudpickle", vars(execution)["cloudpickle"])
    read_nothing_that_runs(build_log(settings_in(tmp_path / "state")))
    return vars(execution)["cloudpickle"]


@pytest.mark.parametrize("case", SUCCESSES[:3], ids=str)
def test_what_workers_write_is_read(generated: Callable[[Case], Generated], case: Case, pickles: Any) -> None:
    result = generated(case).result.model_copy(update={"artifacts": None})
    done = CarriedOut(result=result, tenant="acme")
    assert pickles.loads(pickles.dumps(done)) == done


def test_mistakes_of_workers_are_read(pickles: Any) -> None:
    problem = Problem(code="wrong-value", message="no", remedy="mend it", file="a.yaml", line=3)
    read = pickles.loads(pickles.dumps(InputError(problem)))
    assert (type(read), read.problems) == (InputError, (problem,))


@pytest.mark.parametrize(
    "content",
    [
        pickle.dumps(Hostile(os.mkdir, "ran")),
        pickle.dumps(Hostile(subprocess.call, ["mkdir", "ran"])),
        pickle.dumps(Hostile(eval, "__import__('os').mkdir('ran')")),
        b"cagent.logs\nbuild_log\n.",
        b"\x80\x04\x8c\x17foundation.model.errors\x8c\x09Path.home\x93)R.",
        b"cfoundation.nowhere\nX\n.",
        b"",
        b"\x80\x05",
    ],
)
def test_whatever_else_is_there_is_told_and_runs_nothing(
    pickles: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OutsideError) as told:
        pickles.loads(content)
    assert [problem.code for problem in told.value.problems] == ["fleet-result"]
    assert not (tmp_path / "ran").exists()
