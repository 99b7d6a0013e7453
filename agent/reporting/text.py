"""A validation as a line each, for people; the findings themselves go to stderr."""

from foundation.model.run.outcome import Outcome, Validation


def as_text(validation: Validation) -> str:
    """Return one line for each outcome that came to a report."""
    return "".join(f"{_headline(outcome)}\n" for outcome in validation.outcomes if outcome.report)


def _headline(outcome: Outcome) -> str:
    report = outcome.report
    if report is None:
        return f"{outcome.source}: failed"
    counts = {status: sum(check.status == status for check in report.checks) for status in ("passed", "failed")}
    skipped = [f"{check.code} ({check.reason})" for check in report.checks if check.status == "skipped"]
    known = f", {len(outcome.known)} findings in the baseline" if outcome.known else ""
    tail = f"; skipped: {', '.join(skipped)}" if skipped else ""
    return (
        f"{outcome.source}: {'passed' if outcome.passed else 'failed'} for Kubernetes {report.kube_version}: "
        f"{counts['passed']} checks passed, {counts['failed']} failed{known}{tail}"
    )


def baseline_text(findings: int, file: str | None) -> str:
    """Return a line that says how many findings were written into which baseline."""
    return f"{findings} findings written to {file}\n"
