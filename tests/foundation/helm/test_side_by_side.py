"""Several renders at once, and the engine that is loaded ahead."""

import sys
from collections.abc import Callable
from functools import partial
from threading import Barrier, current_thread, main_thread
from threading import enumerate as threads

import pytest

from foundation.helm import choosing
from foundation.helm.side_by_side import side_by_side


@pytest.fixture(params=[1, 2, 8], autouse=True)
def processors(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("os.cpu_count", lambda: request.param)
    return request.param


def test_results_are_in_the_order_of_the_work() -> None:
    for count in range(6):
        assert side_by_side([partial(int, number) for number in range(count)]) == list(range(count))


def test_the_first_is_done_before_all_others() -> None:
    done: list[int] = []

    def one(number: int) -> bool:
        done.append(number)
        return done[0] == 0

    assert all(side_by_side([partial(one, number) for number in range(5)]))
    assert sorted(done) == list(range(5))


def test_the_others_are_done_at_once_where_there_are_processors(processors: int) -> None:
    meeting = Barrier(min(processors, 2), timeout=20)

    def wait() -> bool:
        meeting.wait()
        return current_thread() is main_thread()

    by_main = side_by_side([bool, wait, wait])[1:]
    assert sum(by_main) == (2 if processors == 1 else 1)


@pytest.mark.parametrize("failing", [0, 1, 3])
def test_the_first_failure_is_raised_and_nothing_goes_on(failing: int) -> None:
    def one(number: int) -> int:
        if number >= failing:
            raise ValueError(number)
        return number

    work: list[Callable[[], int]] = [partial(one, number) for number in range(5)]
    with pytest.raises(ValueError, match=str(failing)):
        side_by_side(work)
    assert not [thread for thread in threads() if thread.name == "helm-render"]


def test_nothing_is_loaded_ahead_for_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []
    monkeypatch.setattr(choosing, "Thread", lambda **_: begun.append("thread"))
    choosing.begin_to_load("binary")
    assert begun == []


def test_what_cannot_be_loaded_ahead_is_told_when_it_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "foundation.helm.native", None)
    choosing.begin_to_load("native")
    for thread in [thread for thread in threads() if thread.name == "helm-load"]:
        thread.join()
    with pytest.raises(choosing.HelmMissingError):
        choosing.chosen_engine("native", "helm")
