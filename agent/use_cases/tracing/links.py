"""Trace: blueprint, trace, runs, artifacts, findings and events, from any id that one of them has."""

from collections.abc import Iterator

from agent.use_cases.history.finding import tenants_asked
from foundation.model.base import FrozenModel
from foundation.model.run.trace import KnownTrace
from memory.memory import Memory, ScopedMemory
from memory.records.history import KnownRun
from memory.records.outbox import OutboxEntry
from memory.records.runs import RunRecord

_MOST = 200
#: Many runs have a mistake in common, and each of them leads on: the last ones are enough.
_MOST_OF_FINDING = 20


class LinkedTenant(FrozenModel):
    """What one tenant's memory links with an id.

    Attributes:
        tenant: the tenant.
        traces: what is known of the traces.
        runs: the runs, the newest first.
        outbox: their events with how far these have got.
    """

    tenant: str
    traces: list[KnownTrace]
    runs: list[KnownRun]
    outbox: list[OutboxEntry]


def links(name: str, tenant: str | None = None, *, memory: Memory) -> list[LinkedTenant]:
    """Return what belongs to the id of a trace, blueprint, run, execution or event, a digest, or the code of a mistake.

    Args:
        name: the id.
        tenant: whose memory is looked at; everybody's by default.
        memory: the memory.

    Raises:
        OutsideError: memory cannot be read.
    """
    found = (_of_tenant(name, memory.of(one)) for one in tenants_asked(tenant, memory))
    return [one for one in found if one.runs or one.traces]


def _of_tenant(name: str, own: ScopedMemory) -> LinkedTenant:
    runs = {run.run_id: run for run in _runs(name, own)}
    trace_ids = dict.fromkeys([*(run.trace_id for run in runs.values() if run.trace_id), *_traces_named(name, own)])
    for trace_id in trace_ids:
        runs |= {run.run_id: run for run in own.runs.of_trace(trace_id, _MOST)}
    newest = sorted(runs.values(), key=lambda run: run.recorded_at, reverse=True)
    return LinkedTenant(
        tenant=own.scope.tenant,
        traces=[known for trace_id in trace_ids for known in own.traces.of_trace(trace_id)],
        runs=[KnownRun(tenant=own.scope.tenant, run=run) for run in newest],
        outbox=[entry for run in newest for entry in own.outbox.of_run(run.run_id)],
    )


def _runs(name: str, own: ScopedMemory) -> Iterator[RunRecord]:
    one = own.runs.get(name)
    if one is not None:
        yield one
    yield from own.runs.of_execution(name, _MOST)
    yield from own.runs.of_artifacts(name, _MOST)
    yield from own.runs.of_finding(name, _MOST_OF_FINDING)
    yield from (run for entry in own.outbox.entries() if _has(entry, name) for run in _of_entry(entry, own))


def _has(entry: OutboxEntry, name: str) -> bool:
    return any(event.id == name for event in entry.events)


def _of_entry(entry: OutboxEntry, own: ScopedMemory) -> Iterator[RunRecord]:
    run = own.runs.get(entry.run_id) if entry.run_id else None
    if run is not None:
        yield run


def _traces_named(name: str, own: ScopedMemory) -> list[str]:
    """Return the traces of an id that is a trace's or a blueprint's."""
    return [known.trace_id for known in own.traces.newest() if name in (known.trace_id, known.blueprint_id)]
