"""Every rule with cases that it is content with and cases in which it finds something."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from foundation.model.findings import Finding, Report
from foundation.model.policy.platform import PlatformPolicy, Profile, RuleSetting
from plugins.k8s_validator.gate import validate
from plugins.k8s_validator.rules.checks import CHECKS
from plugins.k8s_validator.subject.of_files import manifests_subject
from tests.plugins.k8s_validator.case_files import KINDS, RuleCase, case_table, good_objects, rule_cases
from tests.plugins.k8s_validator.conftest import Run

#: Groups of rules that look at more than objects, or do not decide themselves; they have tests of their own.
OF_OTHERS = ("shape", "policies", "chart", "delivery", "infrastructure", "cluster", "waivers")
#: Rules that have no cases here: test_checks.py, test_validity.py and test_waivers.py have them.
ELSEWHERE = {
    "bundle-values",
    *("yaml-syntax", "yaml-style", "yamllint", "namespace", "unique-names", "object-size"),
    *(code for code, check in CHECKS.items() if check.group in OF_OTHERS),
} - {"object-shape"}
CASES = list(rule_cases())


def with_rule(policy: PlatformPolicy, code: str, change: dict[str, Any]) -> PlatformPolicy:
    """Return a policy whose profile platform is one rule, told what the change says."""
    sourced = policy.profiles["platform"]
    profile = Profile(
        description="one rule",
        rules={code: RuleSetting(parameters=change.get("parameters", {}))},
        pod_security=change.get("pod_security"),
    )
    profiles = {**policy.profiles, "platform": sourced.model_copy(update={"profile": profile})}
    return policy.model_copy(update={"profiles": profiles})


@pytest.fixture
def look(run: Run) -> Callable[..., Report]:
    """Run one rule over objects, or all of them."""

    def look_at(manifests: list[dict[str, Any]], code: str = "", **change: Any) -> Report:
        policy: PlatformPolicy = run.context["templates"].policy
        text = "---\n".join(json.dumps(item, indent=1) + "\n" for item in manifests)
        chosen = with_rule(policy, code, change) if code else policy
        setup = run.setup(change.get("kube_version", "1.34"), policy=chosen)
        subject = manifests_subject({"x.yaml": text}, setup)
        return validate(replace(subject, complete=change.get("complete", True)))

    return look_at


def found(report: Report, code: str) -> list[Finding]:
    return [finding for finding in report.findings if finding.code == code]


@pytest.mark.parametrize("kind", KINDS)
def test_no_rule_finds_fault_with_a_good_workload(kind: str, look: Callable[..., Report]) -> None:
    assert look(good_objects(kind)).findings == []


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_rule_finds_its_fault_and_nothing_where_there_is_none(case: RuleCase, look: Callable[..., Report]) -> None:
    findings = found(look(case.objects, case.code, **case.change), case.code)
    assert bool(findings) == case.fails, findings
    for finding in findings:
        assert finding.line is not None
        assert finding.severity == case.change.get("severity", CHECKS[case.code].severity)
    if "at" in case.change:
        assert [finding for finding in findings if (finding.path or "").endswith(case.change["at"])], findings


def test_every_rule_has_both_kinds_of_cases() -> None:
    assert case_table().keys() == CHECKS.keys() - ELSEWHERE
    for code, cases in case_table().items():
        assert cases.keys() == {"pass", "fail"}, code
        assert cases["pass"], code
        assert cases["fail"], code


@pytest.mark.parametrize("code", CHECKS)
def test_every_rule_explains_itself(code: str) -> None:
    check = CHECKS[code]
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
    for sentence in (check.title, check.remedy):
        assert sentence[0].isalpha()
        assert sentence.endswith(".")
    assert len(check.title.split()) > 3
    assert check.references
    assert all(check.references)
    if check.parameters is not None:
        for field in type(check.parameters).model_fields.values():
            assert (field.description or "").endswith(".")
