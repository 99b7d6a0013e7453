"""What a run comes back as: a result, whatever happened."""

from typing import Any

from agent.execution.causes import with_causes
from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.errors import Fault, GateError, OutsideError, Problem
from foundation.model.events import EventLog
from foundation.model.findings import Report
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.plan import Plan
from foundation.model.run.request import GenerationRequest, GenerationResult


def result_of(
    request: GenerationRequest, plan: Plan | None, context: dict[str, Any], status: str, fault: Fault | None = None
) -> GenerationResult:
    """Return what a run came to.

    Args:
        request: what was asked for.
        plan: the plan; nothing, if there was none yet.
        context: the values that its steps left.
        status: how it ended.
        fault: whose fault it is, if it was given up.
    """
    artifacts: ArtifactSet | None = context.get("artifacts")
    report: Report | None = context.get("report")
    effective: EffectiveComponent | None = context.get("effective")
    return GenerationResult(
        component=request.bundle.component.name,
        status=status,
        plan=plan,
        effective=effective,
        report=report,
        findings=with_causes(report.findings, request, effective, artifacts) if report is not None else [],
        artifacts=artifacts,
        receipt=context.get("receipt"),
        review=context.get("review"),
        events=context.get("events") or context.get("failure_events") or EventLog(events=[]),
        fault=fault,
    )


def blocked_by(report: Report, request: GenerationRequest, context: dict[str, Any]) -> GateError:
    """Say what the gate found; its findings become the failure's problems, at the places that caused them."""
    found = with_causes(report.errors, request, context.get("effective"), context.get("artifacts"))
    return GateError(*(finding.problem for finding in found))


def unexpected(error: BaseException) -> OutsideError:
    """Return the failure that stands for an exception which nobody expected; its text is for the log alone."""
    return OutsideError(
        Problem(
            code="internal-error",
            message=f"something unexpected happened: {type(error).__name__}",
            remedy="This is a defect of the agent; the log has the details. Please report it with the bundle.",
            file="agent",
        )
    )
