"""Finding one run by what people call it: its id, or the execution id that its artifacts and events carry."""

from collections.abc import Sequence

from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.model.names import did_you_mean
from foundation.source.tree import shown
from memory.memory import Memory
from memory.records.history import KnownRun
from memory.stores.table import ALL

#: So many of the last runs are looked at for a name that is nearly the one that was asked for.
_LOOKED_AT = 200


def find_run(name: str, tenant: str | None, *, memory: Memory) -> KnownRun:
    """Return the run that a name means.

    Args:
        name: id of a run or of an execution.
        tenant: the tenant in whose memory it is looked for; in everybody's by default.
        memory: the memory.

    Raises:
        InputError: there is none, or several have that name.
        OutsideError: memory cannot be read.
    """
    tenants = tenants_asked(tenant, memory)
    found = runs_named(name, tenants, memory)
    if not found:
        raise _unknown(name, tenants, memory)
    if len(found) > 1:
        raise ambiguous(name, found)
    return found[0]


def tenants_asked(tenant: str | None, memory: Memory) -> list[str]:
    """Return the tenants whose memory is looked at: for whoever names one, no other exists."""
    return memory.tenants() if tenant is None else [tenant]


def runs_named(name: str, tenants: Sequence[str], memory: Memory) -> list[KnownRun]:
    """Return the runs that a name may mean, the newest of each tenant first; the id of a run comes before all else."""
    exact = [KnownRun(tenant=one, run=run) for one in tenants if (run := memory.of(one).runs.get(name)) is not None]
    return exact or [KnownRun(tenant=one, run=run) for one in tenants for run in memory.of(one).runs.of_execution(name)]


def ambiguous(name: str, found: Sequence[KnownRun]) -> InputError:
    """Return what says that several runs have a name, and which.

    Args:
        name: the name.
        found: the runs.
    """
    listed = ", ".join(f"{one.run.run_id} ({one.run.kind}, {one.tenant}, {one.run.recorded_at})" for one in found)
    remedy = f"Name one of them: {listed}."
    if len({one.run.run_id for one in found}) < len(found):
        remedy += f" With {Flag.TENANT}, that of one tenant."
    return InputError(Problem(code="run-ambiguous", message=f"{len(found)} runs are called {name}", remedy=remedy))


def _unknown(name: str, tenants: Sequence[str], memory: Memory) -> InputError:
    share = max(1, _LOOKED_AT // max(len(tenants), 1))
    last = [run for one in tenants for run in memory.of(one).runs.page([ALL], share) if run is not None]
    names = {name for run in last for name in (run.run_id, run.execution_id)}
    otherwise = "`infra-engineer runs list` shows those that there are."
    return InputError(
        Problem(
            code="run-unknown",
            message=f"memory knows no run {shown(name)}",
            remedy=did_you_mean(name, names, otherwise if names else "Memory holds no run yet; generate something."),
        )
    )
