"""Exceptions from rules: what they let pass, for how long, and what is said about them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.bootstrap import Agent
from foundation.model.errors import InputError, Problem
from foundation.model.findings import Report
from foundation.model.policy.platform import PlatformPolicy
from plugins.k8s_validator.gate import validate
from plugins.k8s_validator.subject.of_files import manifests_subject
from tests.plugins.k8s_validator.case_files import good_objects
from tests.plugins.k8s_validator.conftest import Run

TODAY = date(2027, 6, 30)
EXCEPTION = {"check": "read-only-root", "reason": "it mounts disks", "approver": "security", "expires": "2027-06-30"}


def writing_objects() -> list[dict[str, Any]]:
    objects = good_objects("Deployment")
    objects[0]["spec"]["template"]["spec"]["containers"][0]["securityContext"]["readOnlyRootFilesystem"] = False
    return objects


@pytest.fixture
def policy_of(agent: Agent, tmp_path: Path) -> Callable[..., PlatformPolicy]:
    """The platform policy with a bundle of exceptions laid over it."""

    def load(*exceptions: dict[str, Any]) -> PlatformPolicy:
        (tmp_path / "exceptions.yaml").write_text(yaml.safe_dump({"policy_exceptions": list(exceptions)}))
        return agent.library.policy_with(tmp_path)

    return load


@pytest.fixture
def look(run: Run, policy_of: Callable[..., PlatformPolicy]) -> Callable[..., Report]:
    def look_at(
        *exceptions: dict[str, Any], today: date | None = TODAY, objects: list[dict[str, Any]] | None = None
    ) -> Report:
        text = "---\n".join(yaml.safe_dump(item) for item in objects or writing_objects())
        setup = run.setup("1.34", policy=policy_of(*exceptions), today=today)
        return validate(replace(manifests_subject({"x.yaml": text}, setup), complete=True))

    return look_at


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings]


def test_without_an_exception_the_rule_holds(look: Callable[..., Report]) -> None:
    report = look()
    assert codes(report) == ["read-only-root"]
    assert report.exceptions == []
    assert {result.code: result.status for result in report.checks}["exception-unused"] == "skipped"


def test_an_exception_lets_its_finding_pass_and_shows_in_the_report(look: Callable[..., Report]) -> None:
    report = look({**EXCEPTION, "object": "Deployment/ord*"})
    assert report.findings == []
    assert report.passed
    (applied,) = report.exceptions
    assert (applied.status, applied.exception.approver) == ("used", "security")
    assert applied.source.endswith("exceptions.yaml:2")
    assert [finding.code for finding in applied.findings] == ["read-only-root"]
    assert {result.code: result.status for result in report.checks}["read-only-root"] == "passed"


@pytest.mark.parametrize("today", [date(2027, 7, 1), None])
def test_an_exception_ends_on_its_day(today: date | None, look: Callable[..., Report]) -> None:
    report = look(EXCEPTION, today=today)
    assert codes(report) == ["read-only-root", "exception-expired"]
    expired = report.findings[1]
    assert expired.severity == "warning"
    assert "ended on 2027-06-30" in expired.message
    assert (expired.line, expired.file) == (2, report.exceptions[0].source.rpartition(":")[0])
    assert report.exceptions[0].status == "expired"


@pytest.mark.parametrize("change", [{"check": "host-path"}, {"object": "Deployment/other"}, {"object": "Pod/*"}])
def test_an_exception_that_lets_nothing_pass_is_said_so(change: dict[str, str], look: Callable[..., Report]) -> None:
    report = look({**EXCEPTION, **change})
    assert codes(report) == ["read-only-root", "exception-unused"]
    assert report.exceptions[0].status == "unused"


@pytest.mark.parametrize(
    ("change", "code", "remedy"),
    [
        ({"check": "priviledged"}, "exception-rule-unknown", "Did you mean privileged?"),
        ({"check": "trace-labels"}, "exception-refused", None),
        ({"check": "render-equality"}, "exception-refused", None),
        ({"check": "exception-expired"}, "exception-refused", None),
    ],
)
def test_a_mistaken_exception_is_refused_at_its_line(
    change: dict[str, str], code: str, remedy: str | None, look: Callable[..., Report]
) -> None:
    with pytest.raises(InputError) as caught:
        look(EXCEPTION, {**EXCEPTION, **change})
    (problem,) = caught.value.problems
    assert (problem.code, problem.line) == (code, 6)
    assert remedy is None or problem.remedy == remedy


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"expires": "2027-02-30"}, "expires"),
        ({"expires": "soon"}, "expires"),
        ({"reason": "x"}, "reason"),
        ({"object": "no slash"}, "object"),
        ({"aprover": "x"}, "aprover"),
    ],
)
def test_an_exception_is_complete(change: dict[str, str], path: str, policy_of: Callable[..., PlatformPolicy]) -> None:
    with pytest.raises(InputError) as caught:
        policy_of({**EXCEPTION, **change})
    problems: tuple[Problem, ...] = caught.value.problems
    assert [problem.path for problem in problems] == [f"policy_exceptions[0].{path}"]
    assert problems[0].line is not None


def test_an_exception_of_the_bundle_holds_in_its_environments_alone(agent: Agent) -> None:
    from foundation.source.bundle import read_bundles
    from tests.plugins.k8s_validator.conftest import BUNDLE
    from tests.support.generation import request_of

    rule = "{check: network-policy-coverage, reason: the mesh does it, approver: security, expires: 2035-01-01}"
    lines = [
        "environments:",
        f"  staging: {{enable_network_policy: false, policy_exceptions: [{rule}]}}",
        "  dev: {enable_network_policy: false}",
    ]
    bundle = BUNDLE + "\n".join(lines).encode()
    result = agent.runner.generate(request_of(read_bundles(bundle, "bundle.yaml")[0], None))
    assert result.status == "blocked"
    assert result.report is not None
    assert {(finding.code, finding.environment) for finding in result.report.errors} == {
        ("network-policy-coverage", "dev")
    }
    (applied,) = result.report.exceptions
    assert (applied.source, applied.status) == ("bundle (staging)", "used")
