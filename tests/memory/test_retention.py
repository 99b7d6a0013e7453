"""What memory takes away, and what it never does."""

from collections.abc import Callable, Iterator
from typing import Any

from foundation.model.policy.memory import RetentionPolicy
from foundation.model.run.artifacts import Artifact, ArtifactSet
from memory.backend import Backend
from memory.memory import Memory, Written
from memory.records.answers import AnswerRecord
from memory.records.approvals import ApprovalRecord
from memory.records.audit import AuditRecord
from memory.records.outbox import Delivery
from memory.retention import prune
from memory.scope import Scope
from tests.memory.records import chart, entry, known, run

NOW = "2026-06-01T00:00:00Z"
#: 90 days before, to the second, and one second more.
IN_TIME, TOO_OLD = "2026-03-03T00:00:00Z", "2026-03-02T23:59:59Z"
POLICY = RetentionPolicy()


def artifacts(number: int) -> ArtifactSet:
    return ArtifactSet(files=[Artifact(path="a", content=str(number).encode())])


def published(memory: Memory, number: int, version: str, at: str = NOW) -> None:
    files = artifacts(number)
    memory.of("acme").commit(
        Written(
            run=run(number, artifacts=files.digest, recorded_at=at),
            artifacts=files,
            chart=chart(number, version=version, artifacts=files.digest, recorded_at=at),
        )
    )


def test_runs_traces_decisions_and_sent_events_go_after_their_days(backend: Backend) -> None:
    memory = Memory(backend)
    acme = memory.of("acme")
    sent = {"bus": Delivery(sent=3)}
    for number, at in enumerate((TOO_OLD, IN_TIME)):
        acme.commit(
            Written(
                run=run(number, artifacts=None, recorded_at=at),
                trace=known(component=f"c{number}", recorded_at=at),
                outbox=[entry(number, deliveries=sent, recorded_at=at), entry(10 + number, recorded_at=at)],
            )
        )
        acme.approvals.put(
            ApprovalRecord(subject="s", kind="draft", decision="approved", decided_by="ann", decided_at=at)
        )
    expected = {"approval": 1, "outbox": 1, "run": 1, "trace": 1}
    assert prune(backend, acme.scope, POLICY, NOW, dry_run=True) == expected
    assert len(acme.runs.newest()) == 2
    assert prune(backend, acme.scope, POLICY, NOW) == expected
    assert prune(backend, acme.scope, POLICY, NOW) == {}
    assert [one.run_id for one in acme.runs.newest()] == ["run-1"]
    assert [one.component for one in acme.traces.of_trace("t-1")] == ["c1"]
    assert [one.run_id for one in acme.outbox.of_trace("t-1")] == ["run-10", "run-1", "run-11"]


class Meanwhile:
    """A backend beside which a run is recorded as soon as all runs were read for the second time."""

    def __init__(self, backend: Backend, record: Callable[[], None]) -> None:
        self._backend = backend
        self._record = record
        self._read = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._backend, name)

    def rows(self, scope: Scope, kind: str) -> Iterator[tuple[str, bytes]]:
        yield from list(self._backend.rows(scope, kind))
        self._read += kind == "run"
        if kind == "run" and self._read == 2:
            self._record()


def test_a_run_that_is_recorded_meanwhile_keeps_its_bytes(backend: Backend) -> None:
    memory = Memory(backend)
    published(memory, 1, "1.0.0")
    meanwhile: Any = Meanwhile(backend, lambda: published(memory, 2, "2.0.0"))
    assert prune(meanwhile, memory.of("acme").scope, POLICY, NOW) == {}
    assert [one.run_id for one in memory.of("acme").runs.newest()] == ["run-2", "run-1"]
    assert all(memory.of("acme").artifacts.get(artifacts(number).digest) for number in (1, 2))


def test_five_versions_stay_with_five_states_each_and_their_bytes(backend: Backend) -> None:
    memory = Memory(backend)
    acme = memory.of("acme")
    versions = [f"{major}.0.0" for major in range(1, 8)]
    for number, version in enumerate(versions):
        published(memory, number, version)
    for number in range(100, 107):
        published(memory, number, "7.0.0")
    assert prune(backend, acme.scope, POLICY, NOW) == {"chart": 5, "pack": 5}
    left = [(one.version, one.run_id) for one in acme.charts.of_component("Orders")]
    assert left == [
        *(("7.0.0", f"run-{number}") for number in range(106, 101, -1)),
        *((f"{major}.0.0", f"run-{major - 1}") for major in (6, 5, 4, 3)),
    ]
    for one in acme.charts.of_component("Orders"):
        assert acme.artifacts.get(one.artifacts) is not None
    assert not acme.artifacts.has(artifacts(0).digest)


def test_the_days_of_the_policy_count(backend: Backend) -> None:
    acme = Memory(backend).of("acme")
    acme.commit(Written(run=run(artifacts=None, recorded_at=TOO_OLD)))
    assert prune(backend, acme.scope, RetentionPolicy(trace_map_days=366), NOW) == {}
    assert prune(backend, acme.scope, RetentionPolicy(trace_map_days=1), NOW) == {"run": 1}


def test_another_tenant_keeps_what_it_has(backend: Backend) -> None:
    memory = Memory(backend)
    for tenant in ("acme", "other"):
        memory.of(tenant).commit(Written(run=run(artifacts=None, recorded_at=TOO_OLD)))
    assert prune(backend, memory.of("acme").scope, POLICY, NOW) == {"run": 1}
    assert len(memory.of("other").runs.newest()) == 1


def test_the_run_that_published_a_chart_that_stays_stays_with_it(backend: Backend) -> None:
    memory = Memory(backend)
    for number in range(POLICY.chart_versions + 1):
        published(memory, number, f"{number}.0.0", TOO_OLD)
    prune(backend, memory.of("acme").scope, POLICY, NOW)
    acme = memory.of("acme")
    kept = {f"run-{number}" for number in range(1, POLICY.chart_versions + 1)}
    assert {one.run_id for one in acme.runs.newest()} == {one.run_id for one in acme.charts.newest()} == kept


def test_it_is_kept_for_a_year_who_did_what(backend: Backend) -> None:
    acme = Memory(backend).of("acme")
    for at in ("2025-05-31T23:59:59Z", "2025-06-01T00:00:00Z"):
        acme.audit.put(
            AuditRecord(at=at, who="ann", source="local", door="cli", action="retry", tenant="acme", outcome="done")
        )
    assert prune(backend, acme.scope, POLICY, NOW) == {"audit": 1}
    assert [one.at for one in acme.audit.newest()] == ["2025-06-01T00:00:00Z"]


def test_answers_are_kept_for_two_days(backend: Backend) -> None:
    acme = Memory(backend).of("acme")
    for number, at in enumerate(("2026-05-29T23:59:59Z", "2026-05-30T00:00:00Z")):
        acme.answers.put(AnswerRecord(id=str(number), state="there", recorded_at=at))
    assert prune(backend, acme.scope, POLICY, NOW) == {"answer": 1}
    assert acme.answers.get("0") is None
    assert acme.answers.get("1") is not None
