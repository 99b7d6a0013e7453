"""Running every registered check over a subject."""

from agent.model.findings import CheckResult, Finding, Report
from plugins.k8s_validator.check import Check, SkipCheck
from plugins.k8s_validator.checks import CHECKS
from plugins.k8s_validator.subject import Subject

#: Codes of findings that say that a check could not look at an object: then it has not passed.
_NOT_LOOKED_AT = frozenset({"schema-missing"})


def run_checks(subject: Subject, digest: str, noted: list[Finding]) -> Report:
    """Run all checks.

    Args:
        subject: what to look at.
        digest: digest of its bytes.
        noted: findings of earlier steps, to be reported along.

    Returns:
        The report; its findings are sorted, so that equal input gives an equal report.
    """
    results: list[CheckResult] = []
    findings = list(noted)
    for check in CHECKS.values():
        result, found = _run(check, subject)
        results.append(result)
        findings += found
    return Report(
        digest=digest, kube_version=subject.kube_version, checks=results, findings=sorted(findings, key=_order)
    )


def _run(check: Check, subject: Subject) -> tuple[CheckResult, list[Finding]]:
    try:
        found = list(check.run(check, subject))
    except SkipCheck as reason:
        return CheckResult(code=check.code, status="skipped", reason=str(reason)), []
    failed = any(finding.severity == "error" for finding in found)
    unseen = sorted({finding.message for finding in found if finding.code in _NOT_LOOKED_AT})
    return CheckResult(
        code=check.code,
        status="failed" if failed else "skipped" if unseen else "passed",
        reason="; ".join(unseen) or None,
    ), found


def _order(finding: Finding) -> tuple[int, str, int, str, str, str]:
    rank = {"error": 0, "warning": 1, "advice": 2}[finding.severity]
    return (rank, finding.file or "", finding.line or 0, finding.code, finding.path or "", finding.message)
