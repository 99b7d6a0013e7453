"""A validation as JUnit XML: a suite a source, a case a rule."""

from collections import defaultdict
from collections.abc import Iterator

from agent.reporting.junit_xml import Case, Note, Suite, junit_xml
from foundation.model.errors import Problem
from foundation.model.findings import CheckResult, Finding
from foundation.model.run.outcome import Outcome, Validation


def as_junit(validation: Validation) -> str:
    """Return one document with a suite for each outcome."""
    suites = [Suite(outcome.source, list(_cases(outcome)), validation.timestamp) for outcome in validation.outcomes]
    return junit_xml(suites, "infrastructure validation")


def _cases(outcome: Outcome) -> Iterator[Case]:
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in outcome.findings:
        found[finding.code].append(finding)
    statuses = {check.code: check for check in (outcome.report.checks if outcome.report else [])}
    for code in dict.fromkeys([*statuses, *found]):
        yield Case(outcome.source, code, (*_notes(found[code]), *_skipped(statuses.get(code))))
    for problem in outcome.problems:
        yield Case(outcome.source, problem.code, (_error(problem),))
    for finding in outcome.known:
        known = Note("skipped", attributes=(("message", f"known in the baseline: {_line(finding)}"),))
        yield Case(outcome.source, f"{finding.code} (baseline)", (known,))


def _notes(findings: list[Finding]) -> Iterator[Note]:
    """One failure a case: many servers show only the first; the others stand in its text."""
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        attributes = (("message", errors[0].message), ("type", errors[0].code))
        yield Note("failure", "\n".join(map(_line, errors)), attributes)
    lesser = [finding for finding in findings if finding.severity != "error"]
    if lesser:
        yield Note("system-out", "\n".join(map(_line, lesser)))


def _skipped(check: CheckResult | None) -> Iterator[Note]:
    if check is not None and check.status == "skipped":
        yield Note("skipped", attributes=(("message", check.reason or ""),))


def _error(problem: Problem) -> Note:
    text = f"{problem.place}\n{problem.message}\nmend: {problem.remedy}"
    return Note("error", text, (("message", problem.message), ("type", problem.code)))


def _line(finding: Finding) -> str:
    where = finding.cause or finding
    column = finding.cause.column if finding.cause else None
    position = ":".join(str(part) for part in (where.file, where.line, column) if part is not None)
    place = " ".join(part for part in (finding.environment, position, finding.object, finding.path) if part)
    return f"{finding.severity} {place}: {finding.message} (mend: {finding.remedy})"
