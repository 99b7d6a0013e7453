"""What a worker does with work that fails: docket tries again, and nothing that an event asked for is ever lost."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from docket import ExponentialRetry

from agent.doors.worker.duties import Output, carry_out_work, give_up_work
from agent.doors.worker.task import ATTEMPTS, Workplace, generate_component, workplace
from foundation.model.errors import InputError, OutsideError, Problem

AWAY = OutsideError(Problem(code="memory-unavailable", message="it is away", remedy="Wait."))
WRONG = InputError(Problem(code="wrong-value", message="it is wrong", remedy="Mend it."))


class Failing:
    """A desk at which everything fails; it keeps what it was asked for."""

    def __init__(self, *fails: tuple[Any, Exception]) -> None:
        self.fails = dict(fails)
        self.asked: list[Any] = []

    async def run(self, work: Any, *_arguments: Any, parent: str | None = None) -> None:
        self.asked.append(work)
        if work in self.fails:
            raise self.fails[work]


def attempt(desk: Any, number: int, *, told: bool) -> ExponentialRetry:
    """Try once, and return what docket knows of its retries then; what is raised comes out."""
    retry = ExponentialRetry(ATTEMPTS)
    retry.attempt = number

    async def tried() -> None:
        workplace.set(Workplace(desk, Output(folder=Path("out")), lambda _: None))
        await generate_component("{}", told, None, retry)

    try:
        asyncio.run(tried())
    finally:
        desk.retry = retry
    return retry


@pytest.mark.parametrize("number", [1, ATTEMPTS, 10 * ATTEMPTS])
def test_work_of_an_event_is_tried_until_it_is_done_or_kept(number: int) -> None:
    desk = Failing((carry_out_work, AWAY), (give_up_work, AWAY))
    with pytest.raises(OutsideError):
        attempt(desk, number, told=False)
    assert desk.retry.attempts is None, "docket tries again without an end"  # type: ignore[attr-defined]


def test_work_that_no_process_survives_is_kept_in_the_end() -> None:
    desk = Failing((carry_out_work, AWAY))
    attempt(desk, ATTEMPTS, told=False)
    assert desk.asked == [carry_out_work, give_up_work]


def test_who_waits_is_told_in_the_end_and_at_once_of_what_stays_wrong() -> None:
    desk = Failing((carry_out_work, AWAY))
    with pytest.raises(OutsideError):
        attempt(desk, ATTEMPTS, told=True)
    assert desk.retry.attempts == ATTEMPTS  # type: ignore[attr-defined]
    desk = Failing((carry_out_work, WRONG))
    with pytest.raises(InputError):
        attempt(desk, 1, told=True)
    assert desk.retry.attempts == 1  # type: ignore[attr-defined]
