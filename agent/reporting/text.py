"""A validation as a line each, for people; the findings themselves go to stderr, or before it."""

from agent.reporting.excerpts import Excerpts
from agent.reporting.mistakes import MistakesText
from foundation.model.run.outcome import Outcome, Validation


def as_text(validation: Validation) -> str:
    """Return one line for each outcome that came to a report."""
    return "".join(f"{_headline(outcome)}\n" for outcome in validation.outcomes if outcome.report)


def whole_text(validation: Validation) -> str:
    """Return the findings and mistakes of all outcomes, and these lines after them."""
    # Whoever reads it has the files, not we.
    text = MistakesText(Excerpts(lambda _: None), lambda _: False, colored=False)
    told = [
        part
        for outcome in validation.outcomes
        for part in (
            text.of_known(outcome.known),
            text.of_findings(outcome.findings),
            text.of_problems(outcome.problems),
        )
    ]
    return "".join([*told, as_text(validation)])


def _headline(outcome: Outcome) -> str:
    report = outcome.report
    if report is None:
        return f"{outcome.source}: failed"
    counts = {status: sum(check.status == status for check in report.checks) for status in ("passed", "failed")}
    idle = sum(check.idle for check in report.checks)
    unseen = [
        f"{check.code} ({check.reason})" for check in report.checks if check.status == "skipped" and not check.idle
    ]
    known = f", {len(outcome.known)} findings in the baseline" if outcome.known else ""
    told = [
        f"{outcome.source}: {'passed' if outcome.passed else 'failed'} for Kubernetes {report.kube_version}: "
        f"{counts['passed']} checks passed, {counts['failed']} failed",
        *([f"{idle} skipped"] if idle else []),
    ]
    tail = f"; not looked at: {', '.join(unseen)}" if unseen else ""
    return f"{', '.join(told)}{known}{tail}"


def baseline_text(findings: int, file: str | None) -> str:
    """Return a line that says how many findings were written into which baseline."""
    return f"{findings} findings written to {file}\n"
