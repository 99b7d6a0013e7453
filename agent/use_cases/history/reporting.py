"""Runs report: the gate's report of a recorded run, as a validation that every format can write."""

from collections.abc import Callable, Sequence

from agent.use_cases.history.finding import find_run
from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.run.outcome import Outcome, RuleDescription, Validation
from memory.memory import Memory
from memory.records.runs import RunRecord


class RunReportCommand(FrozenModel):
    """Which run's report.

    Attributes:
        name: id of a run or of an execution.
        tenant: whose memory is looked at; everybody's by default.
    """

    name: str
    tenant: str | None = None


def run_report(
    command: RunReportCommand, *, memory: Memory, rules: Callable[[], Sequence[RuleDescription]]
) -> Validation:
    """Return what the gate said of a run, or why it did not come to that.

    Args:
        command: which run.
        memory: the memory.
        rules: returns what each rule wants.

    Raises:
        InputError: there is no such run, or it came to no report and to no mistakes.
        OutsideError: memory cannot be read.
    """
    run = find_run(command.name, command.tenant, memory=memory).run
    if run.report is None and not run.problems:
        raise InputError(
            Problem(
                code="run-without-report",
                message=f"the gate has not looked at the run {run.run_id}: it was {run.status}",
                remedy="Name a run that came to the gate.",
            )
        )
    return Validation(outcomes=[_outcome(run)], rules=list(rules()), timestamp=run.recorded_at)


def _outcome(run: RunRecord) -> Outcome:
    """Return what became of it; what stands in the report does not stand among the problems once more."""
    report = run.report.model_copy(update={"findings": run.findings}) if run.report is not None else None
    known = [finding.problem for finding in run.findings if finding.severity == "error"]
    return Outcome(
        source=run.component,
        report=report,
        problems=tuple(problem for problem in run.problems if problem not in known),
        trace_id=run.trace_id,
        component=run.component,
    )
