"""Accept an event: what it asks for becomes work, or it is refused for good."""

from collections.abc import Callable
from pathlib import Path

from agent.use_cases.fleet.job import Asker, Job, job_of
from agent.use_cases.incoming.bundles import bundles_of
from agent.use_cases.inputs.completing import Complete
from agent.use_cases.inputs.requests import collisions
from foundation.model.base import FrozenModel
from foundation.model.errors import AgentError, InputError, Problem
from foundation.model.events import EventLog, RefusedError
from foundation.model.incoming import IncomingEvent
from foundation.model.run.basis import Basis
from foundation.model.run.request import GenerationRequest, Options
from memory.memory import Memory


class AcceptCommand(FrozenModel):
    """Which event, and for whom its sender may speak.

    Attributes:
        event: the event.
        channel: where it came in; nothing secret is in it.
        tenants: the tenants that whoever sends there may speak for; everybody by default.
    """

    event: IncomingEvent
    channel: str
    tenants: frozenset[str] | None = None


def accept(
    command: AcceptCommand,
    *,
    workspace: Path,
    memory: Memory,
    default_tenant: Callable[[], str],
    digest: Callable[[GenerationRequest], str],
    basis: Callable[[], Basis | None],
    complete: Complete,
    reject: Callable[[str, AgentError], EventLog],
) -> list[Job]:
    """Return the work that an event asks for: a piece for each component.

    Args:
        command: the event.
        workspace: folder that files are read below.
        memory: the memory.
        default_tenant: returns the tenant of whoever names none.
        digest: returns the digest of a request; empty, if another run of it may come to something else.
        basis: returns what runs go by beside their bundles; nothing, if that is not known for sure.
        complete: adds to the mistakes of bundles that cannot be read what else is wrong with them.
        reject: announces bundles that are refused; takes what they are called and what is wrong, gives the event.

    Raises:
        RefusedError: with every mistake, and the event that says so: it stays wrong however often it comes.
        InputError: its sender may not speak for the tenant; nobody hears of it but who reads dead letters.
        OutsideError: memory cannot be read.
    """
    payload, default = command.event.payload, default_tenant()
    _require_own([payload.tenant or default], command)
    if command.tenants is not None and payload.bundle_path is not None:
        # What is wrong with a file is quoted to whoever named it.
        _require_own([payload.bundle_path.partition("/")[0]], command)
    options = Options(environments=payload.environments)
    try:
        sources = bundles_of(payload, workspace=workspace, memory=memory, default_tenant=default)
        if problems := collisions(sources):
            raise InputError(*problems)
    except InputError as error:
        whole = complete(error, options)
        raise RefusedError(whole, reject(_called(command.event), whole)) from error
    _require_own([source.bundle.tenant or default for source in sources], command)
    asker = Asker(
        event=payload.event,
        id=command.event.id,
        sender=command.event.source,
        channel=command.channel,
        traceparent=command.event.traceparent,
    )
    requests = [source.request(options) for source in sources]
    return [job_of(request, digest(request), asker, basis()) for request in requests]


def _called(event: IncomingEvent) -> str:
    """Return what the announcement of a refusal calls the event's bundle."""
    payload = event.payload
    return payload.component or payload.repo or f"{payload.event} of {payload.trace_id}"


def _require_own(tenants: list[str], command: AcceptCommand) -> None:
    """Refuse what is asked for a tenant that the sender may not speak for."""
    allowed = command.tenants
    foreign = sorted({tenant for tenant in tenants if allowed is not None and tenant not in allowed})
    if foreign:
        raise InputError(
            Problem(
                code="tenant-refused",
                message=f"whoever sends to {command.channel} may not ask for the tenant {', '.join(foreign)}",
                remedy="Send it where that tenant's events come in, or let this sender speak for the tenant.",
                file=command.event.payload.event,
                path="tenant",
            )
        )
