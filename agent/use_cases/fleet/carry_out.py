"""Carry out a piece of work: once, however often it is handed over."""

from collections.abc import Callable, Sequence
from pathlib import Path

from agent.use_cases.fleet.job import Job
from agent.use_cases.inputs.request_digest import with_digest
from foundation.model.base import FrozenModel
from foundation.model.destination import published_at, workspace
from foundation.model.errors import InputError, OutsideError, Problem
from foundation.model.names import dns_label
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.basis import Basis
from foundation.model.run.request import GenerationRequest, GenerationResult
from foundation.model.run.trace import execution_id_of
from memory.memory import Memory, ScopedMemory
from memory.records.runs import RunRecord, run_id_of


class CarryOutCommand(FrozenModel):
    """A piece of work, and where a worker puts what comes of it.

    Attributes:
        job: the work.
        folder: folder below which each tenant and component gets one.
        publish: addresses that what events ask for is published to as well, each tenant below its own.
    """

    job: Job
    folder: Path
    publish: Sequence[str] = ()


class CarriedOut(FrozenModel):
    """What came of a piece of work.

    Attributes:
        result: the result, without the bytes of its artifacts: memory has those.
        tenant: in whose memory.
        run_id: which run that is; nothing, if nothing was saved.
        digest: digest of the artifacts.
        warnings: what whoever runs the worker has to know.
    """

    result: GenerationResult
    tenant: str
    run_id: str | None = None
    digest: str | None = None
    warnings: list[Problem] = []

    @property
    def lost(self) -> bool:
        """Whether nothing was saved because of something outside, so that it may be tried again."""
        return self.result.fault == "outside" and self.run_id is None

    @property
    def problems(self) -> list[Problem]:
        """Everything that kept it from being saved."""
        return self.result.problems or [finding.problem for finding in self.result.blocking]


def carry_out(
    command: CarryOutCommand,
    *,
    run: Callable[[GenerationRequest], GenerationResult],
    memory: Memory,
    default_tenant: Callable[[], str],
    digest: Callable[[GenerationRequest], str],
    basis: Callable[[], Basis | None],
) -> CarriedOut:
    """Carry out a piece of work; what the run refuses or cannot do is told by its result.

    The effect is one transaction of memory. What comes before it can be repeated, so work that was handed over twice
    is either known as done or comes to the same once more.

    Args:
        command: the work.
        run: runs a request.
        memory: the memory.
        default_tenant: returns the tenant of a bundle that names none.
        digest: returns the digest of a request; empty, if another run of it may come to something else.
        basis: returns what runs go by beside their bundles; nothing, if that is not known for sure.

    Raises:
        InputError: another version of the agent wrote the work.
        OutsideError: memory cannot be used: there is no effect, and the work has to be done again.
    """
    job = command.job
    request = _request(job)
    tenant = request.bundle.tenant or default_tenant()
    placed = with_digest(_placed(request, tenant, command), digest, basis)
    own = memory.of(tenant)
    if job.asker is not None and (known := _known(placed, own)) is not None:
        return _carried(_unchanged(placed, known), tenant, known)
    result, warnings = run(placed), _differing(job, basis())
    if result.artifacts is None or result.receipt is None:
        return CarriedOut(result=result.model_copy(update={"artifacts": None}), tenant=tenant, warnings=warnings)
    return _carried(result, tenant, _recorded(placed, result.artifacts, own), warnings)


def _differing(job: Job, basis: Basis | None) -> list[Problem]:
    """Tell that a worker goes by something else than the one that accepted the event: it is done as it is here."""
    if job.basis is None or basis is None or job.basis == basis:
        return []
    others = ", ".join(basis.changed_since(job.basis))
    message = f"work is done by other {others} than those of whoever accepted it"
    remedy = "Let all workers, and the servers that take events, have the same; `infra-engineer doctor` shows it."
    return [Problem(code="fleet-differs", message=message, remedy=remedy)]


def _request(job: Job) -> GenerationRequest:
    try:
        return job.request
    except ValueError:
        message = "what was asked for is no bundle to this version of the agent"
        remedy = "Let all workers, and whoever sends work to them, have one version."
        raise InputError(Problem(code="request-outdated", message=message, remedy=remedy, file=job.source)) from None


def _placed(request: GenerationRequest, tenant: str, command: CarryOutCommand) -> GenerationRequest:
    place = command.folder / tenant / dns_label(request.bundle.component.name)
    own = published_at([*command.publish]) if command.job.asker is not None else []
    publish = [*request.options.publish, *(each.below(tenant) for each in own)]
    options = request.options.model_copy(update={"destination": workspace(str(place)), "publish": publish})
    return request.model_copy(update={"options": options})


def _known(request: GenerationRequest, memory: ScopedMemory) -> RunRecord | None:
    """Return the run that did it already, if it is the component's last one and everybody has heard of it."""
    digest = request.options.request_digest
    if not digest:
        return None
    run_id = run_id_of("generate", execution_id_of(request.bundle.execution_id, request.digest), digest)
    if memory.runs.last_ids(request.bundle.component.name, 1) != [run_id]:
        return None
    run = memory.runs.get(run_id)
    return run if run is not None and run.status == "announced" else None


def _recorded(request: GenerationRequest, artifacts: ArtifactSet, memory: ScopedMemory) -> RunRecord:
    """Return the record of what was saved, with its events; where memory did not get those, they were all sent.

    Raises:
        OutsideError: there is none.
    """
    execution = execution_id_of(request.bundle.execution_id, request.digest)
    for run in memory.runs.of_execution(execution, 1):
        if run.artifacts == artifacts.digest and (run.status == "announced" or run.events):
            return run
    raise OutsideError(
        Problem(
            code="run-unrecorded",
            message=f"memory has not got the run of {request.bundle.component.name}",
            remedy="Mend what keeps memory; it is tried again by itself.",
        )
    )


def _unchanged(request: GenerationRequest, run: RunRecord) -> GenerationResult:
    return GenerationResult(
        component=request.bundle.component.name, status="unchanged", report=run.report, findings=run.findings
    )


def _carried(result: GenerationResult, tenant: str, run: RunRecord, warnings: Sequence[Problem] = ()) -> CarriedOut:
    bare = result.model_copy(update={"artifacts": None})
    return CarriedOut(result=bare, tenant=tenant, run_id=run.run_id, digest=run.artifacts, warnings=[*warnings])
