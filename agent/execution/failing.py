"""What a run that was given up failed with, and what is told of it."""

from agent.execution.causes import is_said
from agent.execution.run import Run
from foundation.model.errors import AgentError, GateError, InvalidObjectsError, Problem
from foundation.model.findings import Finding, Report
from foundation.model.policy.escalation import EscalationPolicy
from foundation.model.run.failure import Failure
from foundation.model.run.trace import execution_id_of

#: Groups of rules that hold what an API server refuses, whatever the platform's policy is.
_VALIDITY = frozenset({"shape", "validity"})


def blocked_by(report: Report, run: Run) -> GateError:
    """Say what the gate found; its findings become the failure's problems, at the places that caused them.

    Returns:
        An ``InvalidObjectsError`` if all that blocks is what the caller said and no API server takes.
    """
    found = run.explained(report.errors)
    kind = InvalidObjectsError if found and all(map(_is_invalid_input, found)) else GateError
    return kind(*(finding.problem for finding in found))


def _is_invalid_input(finding: Finding) -> bool:
    from plugins.k8s_validator.rules.checks import CHECKS  # the gate has loaded them by now, and the door need not

    check = CHECKS.get(finding.code)
    return check is not None and check.group in _VALIDITY and is_said(finding.cause)


def blocking_report(error: AgentError, report: object) -> Report | None:
    """Return the report that a failure is about, if it was the gate that refused.

    Args:
        error: what the run failed with.
        report: what the run has for a report, if anything.
    """
    return report if isinstance(error, GateError) and isinstance(report, Report) and not report.passed else None


def failure_of(
    run: Run, error: AgentError, problems: list[Problem], report: Report | None, escalation: EscalationPolicy
) -> Failure:
    """Return what is announced of a failed run.

    Args:
        run: the run.
        error: what it failed with.
        problems: everything that is wrong.
        report: the gate's report, if the gate blocked.
        escalation: says whom the failure concerns.
    """
    bundle, digest = run.request.bundle, run.request.digest
    return Failure(
        execution_id=execution_id_of(bundle.execution_id, digest),
        subject=digest,
        component=bundle.component.name,
        trace_id=bundle.trace_id,
        failure=error.failure,
        problems=problems,
        report=report,
        attempts=run.attempts.most,
        recipients=escalation.recipients(error.failure),
        pull_request=bundle.pull_request.url if bundle.pull_request is not None else None,
    )
