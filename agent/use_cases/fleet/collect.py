"""Collect what a worker made: its bytes come out of memory, and go where the caller wants them."""

from collections.abc import Callable, Sequence

from agent.use_cases.fleet.carry_out import CarriedOut
from agent.use_cases.history.files import kept_artifacts
from foundation.model.destination import Destination, Receipt
from foundation.model.errors import AgentError, GateError, InputError, OutsideError, Problem
from foundation.model.events import Event
from foundation.model.findings import Report
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.request import GenerationRequest, GenerationResult
from memory.memory import Memory
from memory.records.history import KnownRun
from plugins.artifact_emitter.report import report_artifact


def collect(
    request: GenerationRequest,
    done: CarriedOut,
    *,
    memory: Memory,
    save: Callable[[ArtifactSet, str, Destination], Receipt],
    tell: Callable[[Receipt, Sequence[Event]], None],
) -> GenerationResult:
    """Return what became of a request that a worker carried out; what was saved there is saved here.

    Args:
        request: the request.
        done: what the worker says of it.
        memory: the memory, which is the worker's too.
        save: saves files, of which the gate passed those with a digest, at a destination.
        tell: writes the events of a run beside its files.
    """
    place = request.options.destination
    result = done.result.model_copy(update={"place": place.place if place is not None else None})
    if place is None or done.run_id is None:
        return result
    try:
        artifacts, report = _kept(request, done, memory)
        files = artifacts.model_copy(update={"files": [*artifacts.files, report_artifact(report)]})
        receipt = save(files, artifacts.digest, place)
        tell(receipt, result.events.events)
    except AgentError as error:
        return failed(request, error)
    published = result.receipt.published if result.receipt is not None else []
    return result.model_copy(
        update={"artifacts": artifacts, "receipt": receipt.model_copy(update={"published": published})}
    )


def failed(request: GenerationRequest, error: AgentError) -> GenerationResult:
    """Return what became of a request of which nothing came.

    Args:
        request: the request.
        error: why.
    """
    place = request.options.destination
    return GenerationResult(
        component=request.bundle.component.name,
        status="failed",
        place=place.place if place is not None else None,
        problems=list(error.problems),
        failure=error.failure,
        fault=error.fault,
    )


def _kept(request: GenerationRequest, done: CarriedOut, memory: Memory) -> tuple[ArtifactSet, Report]:
    """Return the files of a worker's run, and the report that says that the gate let exactly these pass."""
    run = memory.of(done.tenant).runs.get(done.run_id or "")
    if run is None:
        message = f"the memory at {memory.backend.place} has no run {done.run_id}, which a worker recorded"
        remedy = "Let INFRA_ENGINEER_MEMORY and INFRA_ENGINEER_MEMORY_WORKSPACE say the same here and for the workers."
        raise OutsideError(Problem(code="fleet-memory", message=message, remedy=remedy))
    asked = request.options.request_digest
    if asked and run.request_digest and run.request_digest != asked:
        message = "a worker goes by other templates, policies, settings or versions than this machine"
        remedy = "Let all have the same; `infra-engineer doctor` shows what there is."
        raise InputError(Problem(code="fleet-differs", message=message, remedy=remedy))
    artifacts, report = kept_artifacts(KnownRun(tenant=done.tenant, run=run), memory), run.report
    if report is None or report.digest != artifacts.digest or artifacts.digest != done.digest or not report.passed:
        message = "memory has no report of the gate that says that it let exactly these files pass"
        remedy = "Generate it again; something else has changed what memory keeps."
        raise GateError(Problem(code="record-report", message=message, remedy=remedy, file=done.run_id))
    return artifacts, report
