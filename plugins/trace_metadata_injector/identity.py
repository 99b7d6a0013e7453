"""Resolving the trace of a bundle, with the help of memory."""

from collections.abc import Sequence

from foundation.model.bundle.bundle import Bundle
from foundation.model.errors import Problem, PullRequestUnlinkedError, TraceMissingError
from foundation.model.run.trace import GENERATED_BY, KnownTrace, Trace, execution_id_of

_REMEDY = "Add {field}; the Blueprint Registry or the agent that asked knows it."


def resolve_trace(bundle: Bundle, digest: str, known: Sequence[KnownTrace]) -> Trace:
    """Return the complete trace of a bundle.

    Args:
        bundle: the bundle.
        digest: digest of its content; an execution id that it does not give derives from this.
        known: what memory knows of the trace. The component's own record counts; other components' only while they
            agree, because a trace may lead to several blueprints.

    Raises:
        TraceMissingError: trace_id is missing, or blueprint_id or component_scope is neither
            in the bundle nor known to memory.
        PullRequestUnlinkedError: the bundle's pull request is not linked to its trace.
    """
    own = [record for record in known if record.component == bundle.component.name]
    blueprints = {record.blueprint_id for record in own or known}
    scopes = {record.component_scope for record in own or known}
    blueprint_id = bundle.blueprint_id or (min(blueprints) if len(blueprints) == 1 else None)
    component_scope = bundle.component_scope or (min(scopes) if len(scopes) == 1 else None)
    fields = {"trace_id": bundle.trace_id, "blueprint_id": blueprint_id, "component_scope": component_scope}
    missing = [field for field, value in fields.items() if value is None]
    if missing or bundle.trace_id is None or blueprint_id is None or component_scope is None:
        remembered = {"blueprint_id": blueprints, "component_scope": scopes}
        raise TraceMissingError(*(_problem(field, bundle, remembered.get(field, set())) for field in missing))
    _check_pull_request(bundle)
    return Trace(
        trace_id=bundle.trace_id,
        blueprint_id=blueprint_id,
        component_scope=component_scope,
        agent_origin=bundle.agent_origin or GENERATED_BY,
        execution_id=execution_id_of(bundle.execution_id, digest),
        source="bundle" if bundle.blueprint_id and bundle.component_scope else "memory",
        pull_request=bundle.pull_request.url if bundle.pull_request is not None else None,
    )


def _check_pull_request(bundle: Bundle) -> None:
    pull_request = bundle.pull_request
    if pull_request is None or pull_request.trace_id == bundle.trace_id:
        return
    linked = f"to the trace {pull_request.trace_id}" if pull_request.trace_id else "to no trace"
    raise PullRequestUnlinkedError(
        Problem(
            code="pull-request-unlinked",
            message=f"the pull request {pull_request.url} is linked {linked}, not to {bundle.trace_id}",
            remedy="Link the pull request to the trace and give its trace_id, or leave pull_request out.",
            path="pull_request.trace_id" if pull_request.trace_id else "pull_request",
        )
    )


def _problem(field: str, bundle: Bundle, remembered: set[str]) -> Problem:
    message = f"{field} is missing"
    if remembered:
        message += f", and memory knows several of the trace {bundle.trace_id}: {', '.join(sorted(remembered))}"
    elif field != "trace_id" and bundle.trace_id is not None:
        message += f", and memory does not know the trace {bundle.trace_id}"
    return Problem(code="trace-missing", message=message, remedy=_REMEDY.format(field=field), path=field)
