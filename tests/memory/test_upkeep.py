"""What memory takes away by itself, once a day and not too much at once."""

import pytest

from foundation.model.policy.memory import RetentionPolicy
from foundation.model.run.artifacts import Artifact, ArtifactSet
from memory.backend import Backend
from memory.memory import Memory, ScopedMemory, Written
from memory.records.answers import AnswerRecord
from memory.records.outbox import Delivery
from memory.retention import prune
from memory.upkeep import keep_up
from tests.memory.records import chart, entry, known, run

POLICY = RetentionPolicy()
LAST, TODAY, TOMORROW = "2026-05-31T12:00:00Z", "2026-06-01T00:00:00Z", "2026-06-02T00:00:00Z"
#: 90 days before today, to the second, and one second more.
IN_TIME, TOO_OLD = "2026-03-03T00:00:00Z", "2026-03-02T23:59:59Z"


@pytest.fixture
def acme(backend: Backend) -> ScopedMemory:
    return Memory(backend).of("acme")


def files(number: int) -> ArtifactSet:
    return ArtifactSet(files=[Artifact(path="a", content=str(number).encode())])


def kept_up(memory: ScopedMemory, now: str, most: int = 200) -> int:
    return keep_up(memory.backend, memory.scope, lambda: POLICY, now, most=most)


def fill(memory: ScopedMemory, number: int, at: str, *, version: str | None = None, component: str = "Orders") -> None:
    made = files(number)
    published = chart(number, version=version or "", artifacts=made.digest, recorded_at=at, component=component)
    memory.commit(
        Written(
            run=run(number, artifacts=made.digest, recorded_at=at, component=component),
            artifacts=made,
            trace=known(trace_id=f"t-{number}", component=component, recorded_at=at),
            chart=published if version is not None else None,
            outbox=[entry(number, deliveries={"bus": Delivery(sent=3)}, recorded_at=at)],
        )
    )


def counts(memory: ScopedMemory) -> dict[str, int]:
    return {size.kind: size.rows for size in memory.backend.sizes() if size.kind != "upkeep"}


def test_the_first_runs_take_nothing_away_and_leave_a_mark(acme: ScopedMemory) -> None:
    fill(acme, 1, TOO_OLD)
    assert kept_up(acme, LAST) == 0
    assert [size.kind for size in acme.backend.sizes()] == ["outbox", "pack", "run", "trace"], "one run needs no mark"
    fill(acme, 2, TOO_OLD)
    assert kept_up(acme, LAST) == 0
    assert [size.kind for size in acme.backend.sizes()] == ["outbox", "pack", "run", "trace", "upkeep"]


def test_it_takes_away_what_the_command_takes_away(acme: ScopedMemory, backend: Backend) -> None:
    fill(acme, 0, LAST)
    for number in range(1, 9):
        fill(acme, number, TOO_OLD if number < 3 else IN_TIME, version=f"{number}.0.0")
    acme.answers.put(AnswerRecord(id="a", state="there", recorded_at=TOO_OLD))
    for number in range(20, 27):
        fill(acme, number, TOO_OLD, component="Stock")
    assert kept_up(acme, LAST) == 0
    wanted = prune(backend, acme.scope, POLICY, TODAY, dry_run=True)
    assert wanted == {"answer": 1, "chart": 3, "outbox": 9, "pack": 11, "run": 9, "trace": 9}
    assert kept_up(acme, TODAY) == sum(wanted.values())
    assert prune(backend, acme.scope, POLICY, TODAY) == {}
    assert kept_up(acme, TODAY) == 0, "once a day"


def test_so_much_at_once_and_the_rest_in_the_runs_after_it(acme: ScopedMemory) -> None:
    for number in range(7):
        fill(acme, number, TOO_OLD)
    kept_up(acme, LAST)
    assert kept_up(acme, TODAY, most=3) == 3 * 4
    assert counts(acme)["run"] == 4
    while kept_up(acme, TODAY, most=3):
        pass
    assert counts(acme) == {}


def test_a_clock_that_is_wrong_for_a_moment_takes_nothing_away(acme: ScopedMemory) -> None:
    for number in range(3):
        fill(acme, number, TODAY)
    kept_up(acme, TODAY)
    assert kept_up(acme, "2099-01-01T00:00:00Z") == 0
    assert kept_up(acme, TOMORROW) == 0, "it went back"
    assert kept_up(acme, "2026-06-03T00:00:00Z") == 0
    assert counts(acme)["run"] == 3


def test_events_that_wait_and_records_that_cannot_be_read_stay(acme: ScopedMemory) -> None:
    for number in range(2):
        acme.commit(
            Written(run=run(number, artifacts=None, recorded_at=TOO_OLD), outbox=[entry(number, recorded_at=TOO_OLD)])
        )
    kept_up(acme, LAST)
    assert kept_up(acme, TODAY) == 2
    assert counts(acme) == {"outbox": 2}
