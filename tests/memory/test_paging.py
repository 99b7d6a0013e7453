"""Pages of runs: the index leads to where one begins, whatever clocks did, and hardly more is read than is shown."""

from pathlib import Path
from typing import Any

import pytest

from agent.use_cases.history.listing import ListRunsCommand, list_runs, position_of
from memory.backend import Row
from memory.memory import Memory
from memory.records.history import ListedRun
from memory.records.runs import RunRecord
from memory.sqlite.backend import SqliteBackend
from memory.stores.runs import RUNS
from memory.stores.table import ALL

#: Minutes at which runs were recorded: in their order, several at once, and by a clock that went back.
CLOCKS = {
    "forward": list(range(60)),
    "ties": [number // 20 for number in range(60)],
    "equal": [7] * 60,
    "back": [*range(40, 60), *range(40)],
}


class Counted(SqliteBackend):
    """A backend that counts what is read."""

    read = 0

    def find(self, *given: Any, **how: Any) -> list[bytes]:
        found = super().find(*given, **how)
        self.read += len(found)
        return found


def memory_of(folder: Path, minutes: list[int], tenants: list[str]) -> Memory:
    memory = Memory(Counted(folder / "memory.sqlite"))
    for tenant in tenants:
        scoped = memory.of(tenant)
        memory.backend.write(scoped.scope, [RUNS.row(run(number, tenant, at)) for number, at in enumerate(minutes)])
    return memory


def run(number: int, tenant: str, minute: int) -> RunRecord:
    moment = f"2026-01-01T{minute // 60:02}:{minute % 60:02}:00Z"
    return RunRecord(
        run_id=f"run-{tenant}-{number}",
        execution_id=f"exec-{number}",
        status="blocked" if number % 10 == 0 else "saved",
        component="Ping" if number % 2 else "Pong",
        tenant=tenant,
        started_at=moment,
        recorded_at=moment,
    )


def paged(memory: Memory, size: int, **asked: Any) -> list[ListedRun]:
    """Return all runs, page by page."""
    found: list[ListedRun] = []
    while True:
        after = position_of(found[-1]) if found else None
        page = list_runs(ListRunsCommand(limit=size, after=after, **asked), memory=memory)
        if not page.runs:
            return found
        found += page.runs
        assert len(found) <= 1_000


@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("asked", [{}, {"component": "Ping"}, {"component": "Pong", "status": "blocked"}], ids=str)
def test_pages_together_are_the_whole_list(clock: str, asked: dict[str, str], tmp_path: Path) -> None:
    memory = memory_of(tmp_path, CLOCKS[clock], ["acme"])
    whole = list_runs(ListRunsCommand(limit=1_000, **asked), memory=memory).runs
    assert len(whole) == {0: 60, 1: 30, 2: 6}[len(asked)]
    assert paged(memory, 7, **asked) == whole


@pytest.mark.parametrize("clock", ["forward", "ties", "equal"])
def test_pages_of_several_tenants_are_one_list(clock: str, tmp_path: Path) -> None:
    memory = memory_of(tmp_path, CLOCKS[clock], ["acme", "globex", "initech"])
    whole = list_runs(ListRunsCommand(limit=1_000), memory=memory).runs
    assert len(whole) == 180
    assert paged(memory, 7) == whole


def test_a_page_far_back_reads_hardly_more_than_it_shows(tmp_path: Path) -> None:
    memory = memory_of(tmp_path, list(range(1_000)), ["acme"])
    place = position_of(list_runs(ListRunsCommand(limit=900), memory=memory).runs[-1])
    memory.backend.read = 0  # type: ignore[attr-defined]
    found = list_runs(ListRunsCommand(limit=50, after=place), memory=memory).runs
    assert [one.run.run_id for one in found] == [f"run-acme-{number}" for number in range(99, 49, -1)]
    assert memory.backend.read < 350  # type: ignore[attr-defined]


def test_where_the_run_of_a_place_is_gone_or_newer_the_older_ones_follow(tmp_path: Path) -> None:
    memory = memory_of(tmp_path, CLOCKS["forward"], ["acme"])
    runs = memory.of("acme").runs
    place = position_of(list_runs(ListRunsCommand(limit=10), memory=memory).runs[-1])
    runs.put(run(50, "acme", 60))
    found = list_runs(ListRunsCommand(limit=2, after=place), memory=memory).runs
    assert [one.run.run_id for one in found] == ["run-acme-49", "run-acme-48"]


def test_what_cannot_be_read_is_passed_over_and_told(tmp_path: Path) -> None:
    memory = memory_of(tmp_path, CLOCKS["forward"], ["acme"])
    for number in (59, 30):
        memory.backend.write(memory.of("acme").scope, [Row("run", f"broken-{number}", b"{not json", (ALL,))])
    listed = list_runs(ListRunsCommand(limit=1_000), memory=memory)
    assert len(listed.runs) == 60
    (notice,) = listed.notices
    assert (notice.code, notice.severity) == ("run-unreadable", "warning")
    assert notice.message.startswith("2 of the runs")
    assert len(paged(memory, 7)) == 60
