"""The gate: every registered check over a subject. Runs, the command line and MCP all ask here."""

from collections.abc import Sequence

from foundation.model.findings import SEVERITIES, CheckResult, CheckStatus, Finding, Report, check_result, weaker
from plugins.k8s_validator.lint.verdict import begin
from plugins.k8s_validator.rules.check import Check, NothingToCheck, SkipCheck
from plugins.k8s_validator.rules.checks import CHECKS
from plugins.k8s_validator.rules.rule_book import RuleBook
from plugins.k8s_validator.rules.unread_pods import GROUPS, UNREAD_PODS
from plugins.k8s_validator.rules.waivers import PlacedWaiver, applied, look_at_waivers, settle, waivers_of
from plugins.k8s_validator.subject.subject import Subject

Outcome = tuple[CheckResult, list[Finding]]
#: Codes of findings that say that a check could not look at an object: then it has not passed.
_NOT_LOOKED_AT = frozenset({"schema-missing", "namespace-missing", "context-missing"})
#: Rules about a chart that does not render.
_OF_RENDERS = frozenset({"helm-lint", "values-render", "values-schema"})


def validate(subject: Subject, noted: Sequence[Finding] = ()) -> Report:
    """Run all checks that the gate is set up for.

    Args:
        subject: what to look at, with the set-up of the gate.
        noted: findings of earlier steps, to be reported along.

    Returns:
        The report on the subject's digest; its findings are sorted, so that equal input gives an equal report.

    Raises:
        InputError: an exception is wrong.
    """
    setup = subject.setup
    waivers = waivers_of(subject)
    begin(subject)
    results: list[CheckResult] = []
    unread = _unread(setup.rules, subject)
    findings = [*setup.policies.findings, *noted, *unread]
    for code in CHECKS:
        result, found = _outcome(code, setup.rules, subject, waivers)
        results.append(_not_passed(result, unread))
        findings += found
    return Report(
        digest=subject.digest,
        kube_version=setup.kube_version,
        profile=setup.rules.profile,
        schemas=setup.schemas.digest,
        checks=results,
        findings=sorted(_said_once(findings, subject), key=_order),
        exceptions=applied(subject, waivers),
    )


def _said_once(findings: list[Finding], subject: Subject) -> list[Finding]:
    """Leave out that the chart refuses to render where the objects that it refuses are at hand and say why."""
    others = [finding for finding in findings if finding.code not in _OF_RENDERS]
    # How an output is deployed never tells why its chart does not render, and neither does a file that holds no object.
    telling = [one for one in others if one.object and (one.code not in CHECKS or CHECKS[one.code].group != "delivery")]
    if subject.environments and any(finding.severity == "error" for finding in telling):
        return others
    return findings


def _unread(book: RuleBook, subject: Subject) -> list[Finding]:
    """Return what rules about pods could not read, where there are such rules."""
    wanted = any(check.group in GROUPS for check in book.checks.values())
    return list(UNREAD_PODS.run(UNREAD_PODS, subject)) if wanted else []


def _not_passed(result: CheckResult, unread: list[Finding]) -> CheckResult:
    """A rule about pods has not passed where there are pods that it could not read."""
    if not unread or result.status != "passed" or CHECKS[result.code].group not in GROUPS:
        return result
    reasons = "; ".join(dict.fromkeys(finding.message for finding in unread))
    return result.model_copy(update={"status": "skipped", "reason": reasons})


def _outcome(code: str, book: RuleBook, subject: Subject, waivers: list[PlacedWaiver]) -> Outcome:
    check = book.checks.get(code)
    if check is None:
        reason = f"not in the profile {book.profile}"
        return check_result(code, "skipped", reason), []
    try:
        found = _findings(check, subject, waivers)
    except SkipCheck as skipped:
        return check_result(code, "skipped", str(skipped), isinstance(skipped, NothingToCheck)), []
    failed = any(finding.severity == "error" for finding in found)
    unseen = sorted({finding.message for finding in found if finding.code in _NOT_LOOKED_AT})
    status: CheckStatus = "failed" if failed else "skipped" if unseen else "passed"
    return check_result(code, status, "; ".join(unseen) or None), found


def _findings(check: Check, subject: Subject, waivers: list[PlacedWaiver]) -> list[Finding]:
    if check.group == "waivers":
        return look_at_waivers(check, subject, waivers)
    found = list(check.run(check, subject))
    if check.availability:
        found = [_advised(finding, subject) for finding in found]
    return settle(subject, waivers, found) if waivers and found else found


def _advised(finding: Finding, subject: Subject) -> Finding:
    """Make a finding on availability advice where the policy says so."""
    if finding.environment not in subject.advisory:
        return finding
    return finding.model_copy(update={"severity": weaker(finding.severity, "advice")})


def _order(finding: Finding) -> tuple[int, str, int, str, str, str]:
    rank = SEVERITIES.index(finding.severity)
    return (rank, finding.file or "", finding.line or 0, finding.code, finding.path or "", finding.message)
