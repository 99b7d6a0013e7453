"""Runs show: all that memory knows of one run."""

from agent.use_cases.history.finding import find_run
from memory.memory import Memory
from memory.records.history import ShownRun
from memory.records.runs import RunRecord
from memory.stores.runs import Runs


def show_run(name: str, tenant: str | None = None, *, memory: Memory) -> ShownRun:
    """Return a run.

    Args:
        name: id of a run or of an execution.
        tenant: whose memory is looked at; everybody's by default.
        memory: the memory.

    Raises:
        InputError: there is no such run, or several have that name.
        OutsideError: memory cannot be read.
    """
    found = find_run(name, tenant, memory=memory)
    own, run = memory.of(found.tenant), found.run
    return ShownRun(
        tenant=found.tenant,
        run=run,
        outbox=own.outbox.of_run(run.run_id),
        kept=run.artifacts is not None and own.artifacts.has(run.artifacts),
        restored=_restored(run, own.runs),
    )


def _restored(run: RunRecord, runs: Runs) -> str | None:
    """Return the id of the run that made what this one put back."""
    if run.restored_run is None:
        return None
    made = (one.run_id for one in runs.of_execution(run.restored_run) if one.artifacts == run.artifacts)
    return next(made, None)
