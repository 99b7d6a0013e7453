"""Retry: what a run was asked for is run again, with other values, and it is kept who wanted that and why."""

from collections.abc import Callable
from typing import Any

from agent.use_cases.approvals.leave import Asked, Leave
from agent.use_cases.approvals.reasons import require_reason
from agent.use_cases.comparing.comparison import Comparison, comparison_between
from agent.use_cases.history.files import kept_artifacts
from agent.use_cases.history.finding import find_run
from agent.use_cases.inputs.completing import Complete, completely
from agent.use_cases.inputs.request_digest import with_digest
from agent.use_cases.retrying.overriding import Overridden, Written, overridden, request_of
from foundation.model.access import Principal, require
from foundation.model.base import FrozenModel
from foundation.model.credentials import HIDDEN
from foundation.model.destination import workspace
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.model.policy.approvals import Approvable
from foundation.model.run.artifacts import sha256
from foundation.model.run.basis import Basis
from foundation.model.run.changes import Change
from foundation.model.run.request import GenerationRequest, GenerationResult, Options
from foundation.model.run.retrying import Retrying
from memory.memory import Memory
from memory.records.history import KnownRun


class RetryCommand(FrozenModel):
    """Which run to try again, and how.

    Attributes:
        name: id of a run or of an execution.
        by: who wants it.
        reason: why.
        assignments: other values, as ``path=value``.
        tenant: whose memory is looked at; everybody's that exist for whoever asks by default.
        output: folder to save in; where the run was to save by default.
        overwrite: whether files there that a person edited may be replaced.
        preview: whether it is only shown what would change: nothing is saved, asked leave for or announced.
        written: a whole bundle in the place of what it was asked for.
        merge: whether what people edited in the output is merged.
    """

    name: str
    by: Principal
    reason: str
    assignments: list[str] = []
    tenant: str | None = None
    output: str | None = None
    overwrite: bool = False
    preview: bool = False
    written: Written | None = None
    merge: bool = False


class Retried(Comparison):
    """What came of it.

    Attributes:
        before: the run that was tried again.
        bundle: what was changed in the bundle.
        result: the new run.
        against: id of the run whose files the new ones are compared with; nothing, if there were none before.
        waivers: whether exceptions to rules change.
        approved_by: who allowed it, if it took leave.
    """

    before: KnownRun
    bundle: list[Change]
    result: GenerationResult
    against: str | None = None
    waivers: bool = False
    approved_by: str | None = None


def retry(
    command: RetryCommand,
    *,
    memory: Memory,
    generate: Callable[[GenerationRequest], GenerationResult],
    preview: Callable[[GenerationRequest], GenerationResult],
    complete: Complete,
    digest: Callable[[GenerationRequest], str],
    basis: Callable[[], Basis | None],
    leave: Leave,
) -> Retried:
    """Try a run again with other values; what the new run refuses or cannot do is told by its result.

    Args:
        command: which run, and how.
        memory: the memory.
        generate: runs a request.
        preview: runs one and tells nobody of it.
        complete: adds to the mistakes of the values what else is wrong with the bundle.
        digest: returns the digest of a request.
        basis: returns what runs go by beside their bundles.
        leave: asks for another person's leave.

    Raises:
        InputError: there is no such run, what it was asked for is not there, the reason or a value is wrong; with
            every mistake.
        ForbiddenError: whoever asks is no operator.
        ApprovalNeededError: it takes somebody's leave, which is asked for now.
        OutsideError: memory cannot be read or written.
    """
    require_reason(command.reason)
    found = find_run(command.name, command.tenant, memory=memory)
    require(command.by, "reader" if command.preview else "operator", found.tenant)
    kept = request_of(found)
    changed = completely(complete, kept.options, overridden, kept, command.assignments, command.written)
    _require_tenant(command.by, changed, found, kept.tenant)
    asked = _asked(command, found, changed)
    allowed = None if command.preview else leave.ask(asked, command.by, found.tenant)
    retrying = _retrying(command, found, changed, allowed, leave.now())
    request = _request(command, changed, kept.options, retrying)
    earlier = _earlier(found, memory)
    result = preview(request) if command.preview else generate(with_digest(request, digest, basis))
    if allowed is not None and result.receipt is not None:
        leave.used(asked, command.by.name, found.tenant)
    return Retried(
        before=found,
        bundle=changed.changes,
        result=result,
        against=earlier[0] if earlier is not None else None,
        waivers=changed.waivers,
        approved_by=allowed,
        **_compared(earlier, result),
    )


def _require_tenant(principal: Principal, changed: Overridden, found: KnownRun, named: str | None) -> None:
    """Refuse to move a run to another tenant, the default one too: what one tenant's run says is nobody else's."""
    tenant = changed.source.bundle.tenant
    if tenant in (named, found.tenant):
        return
    if tenant is not None:
        require(principal, "operator", tenant)
    message = f"the run is of the tenant {found.tenant}, and would become one of {tenant or 'the default tenant'}"
    remedy = "Leave the tenant as it is, or generate the other tenant's bundle."
    raise InputError(
        Problem(code="retry-tenant", message=message, remedy=remedy, file=changed.source.file, path="tenant")
    )


def _asked(command: RetryCommand, found: KnownRun, changed: Overridden) -> Asked:
    kinds: list[Approvable] = ["values"] if changed.changes else []
    kinds += ["waiver"] if changed.waivers else []
    written = [f"{command.written.file} {sha256(command.written.content)}"] if command.written is not None else []
    return Asked(kinds=kinds, target=found.run.run_id, details=[*written, *changed.texts], reason=command.reason)


def _retrying(
    command: RetryCommand, found: KnownRun, changed: Overridden, approved_by: str | None, moment: str
) -> Retrying:
    return Retrying(
        run_id=found.run.run_id,
        execution_id=found.run.execution_id,
        by=command.by.name,
        reason=command.reason.strip(),
        overrides=changed.texts,
        approved_by=approved_by,
        asked_at=moment,
    )


def _request(command: RetryCommand, changed: Overridden, options: Options, retrying: Retrying) -> GenerationRequest:
    changes: dict[str, Any] = {
        "merge_edits": options.merge_edits or command.merge,
        "destination": options.destination,
        "previous_execution_id": retrying.execution_id,
        "request_digest": "",
    }
    if command.preview:
        changes |= {"destination": None, "publish": [], "merge_edits": False}
    elif command.output is not None:
        changes |= {"destination": workspace(command.output, overwrite=command.overwrite)}
    elif options.destination is None or HIDDEN in options.destination.place:
        raise _no_place(retrying.run_id)
    elif command.overwrite:
        changes |= {"destination": workspace(options.destination.place, overwrite=True)}
    request = changed.source.request(options.model_copy(update=changes))
    return request.model_copy(update={"retries": retrying})


def _no_place(run_id: str) -> InputError:
    return InputError(
        Problem(
            code="retry-nowhere",
            message=f"it is not known where the run {run_id} was to save",
            remedy=f"Name the folder with {Flag.OUTPUT}.",
        )
    )


def _earlier(found: KnownRun, memory: Memory) -> tuple[str, dict[str, bytes]] | None:
    """Return the files that the new ones would replace: the run's own, or else the last that its component has."""
    scoped, run = memory.of(found.tenant), found.run
    if run.artifacts is None:
        last = next(iter(scoped.charts.of_component(run.component)), None)
        published = scoped.runs.get(last.run_id) if last is not None else None
        if published is None:
            return None
        run = published
    if run.artifacts is None or not scoped.artifacts.has(run.artifacts):
        return None
    artifacts = kept_artifacts(KnownRun(tenant=found.tenant, run=run), memory)
    return run.run_id, {file.path: file.content for file in artifacts.files}


def _compared(earlier: tuple[str, dict[str, bytes]] | None, result: GenerationResult) -> dict[str, Any]:
    if result.artifacts is None or earlier is None:
        return {}
    coming = {file.path: file.content for file in result.artifacts.files}
    found = comparison_between(earlier[1], coming)
    return {"changes": found.changes, "meaning": found.meaning, "refused": found.refused}
