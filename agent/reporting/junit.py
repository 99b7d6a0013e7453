"""Outcomes as JUnit XML, as CI servers show test results: a suite a source, a case a rule."""

import re
from collections import defaultdict
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from agent.reporting.outcome import Outcome
from foundation.model.findings import Finding

#: What XML 1.0 cannot hold, even escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_junit(outcomes: list[Outcome], timestamp: str) -> str:
    """Return one document with a suite for each outcome."""
    root = Element("testsuites", name="infrastructure validation")
    for outcome in outcomes:
        _suite(root, outcome, timestamp)
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(root: Element, outcome: Outcome, timestamp: str) -> None:
    suite = SubElement(root, "testsuite", name=_text(outcome.source), timestamp=timestamp.removesuffix("Z"))
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in outcome.findings:
        found[finding.code].append(finding)
    statuses = {check.code: check for check in (outcome.report.checks if outcome.report else [])}
    for code in dict.fromkeys([*statuses, *found]):
        case = SubElement(suite, "testcase", classname=_text(outcome.source), name=code)
        _fill(case, found[code])
        check = statuses.get(code)
        if check is not None and check.status == "skipped":
            SubElement(case, "skipped", message=_text(check.reason or ""))
    for problem in outcome.problems:
        case = SubElement(suite, "testcase", classname=_text(outcome.source), name=problem.code)
        failure = SubElement(case, "error", message=_text(problem.message), type=problem.code)
        failure.text = _text(f"{problem.place}\n{problem.message}\nmend: {problem.remedy}")
    for finding in outcome.known:
        case = SubElement(suite, "testcase", classname=_text(outcome.source), name=f"{finding.code} (baseline)")
        SubElement(case, "skipped", message=_text(f"known in the baseline: {_line(finding)}"))
    for name, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(sum(1 for _ in suite.iter(tag))))


def _fill(case: Element, findings: list[Finding]) -> None:
    """One failure a case: many servers show only the first; the others stand in its text."""
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        failure = SubElement(case, "failure", message=_text(errors[0].message), type=errors[0].code)
        failure.text = _text("\n".join(map(_line, errors)))
    lesser = [finding for finding in findings if finding.severity != "error"]
    if lesser:
        SubElement(case, "system-out").text = _text("\n".join(map(_line, lesser)))


def _line(finding: Finding) -> str:
    where = finding.cause or finding
    column = finding.cause.column if finding.cause else None
    position = ":".join(str(part) for part in (where.file, where.line, column) if part is not None)
    place = " ".join(part for part in (finding.environment, position, finding.object, finding.path) if part)
    return f"{finding.severity} {place}: {finding.message} (mend: {finding.remedy})"


def _text(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
