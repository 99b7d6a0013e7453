import json
from pathlib import Path
from xml.etree.ElementTree import fromstring

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.reporting.json_report import as_json
from agent.reporting.junit import as_junit
from agent.reporting.sarif import as_sarif
from agent.use_cases.validate import rule_descriptions
from foundation.model.errors import Problem
from foundation.model.findings import CheckResult, Finding, Report
from foundation.model.run.outcome import Outcome, Validation

NOW = "2026-11-24T10:00:00Z"
#: The schema of OASIS as the Schema Store publishes it, without descriptions; one pattern of it was no valid regex.
SCHEMA = json.loads(Path(__file__).with_name("sarif-2.1.0.schema.json").read_text())
SARIF = jsonschema_rs.Draft4Validator(SCHEMA)


def finding(**changes: object) -> Finding:
    values = {
        "code": "image-tag",
        "severity": "error",
        "message": "the image is not pinned",
        "remedy": "Name a tag.",
        "file": "my manifests/pod.yaml",
        "line": 7,
        "object": "Pod/x",
        "path": "spec.containers[0].image",
        "environment": "dev",
    }
    return Finding.model_validate({**values, **changes})


def outcome(*found: Finding, known: tuple[Finding, ...] = (), problems: tuple[Problem, ...] = ()) -> Outcome:
    checks = [
        CheckResult(code="image-tag", status="failed"),
        CheckResult(code="helm-lint", status="skipped", reason="there is no chart"),
        CheckResult(code="schema", status="passed"),
    ]
    report = Report(digest="sha256:0", kube_version="1.32", checks=checks, findings=list(found))
    return Outcome(
        source="k8s",
        report=report,
        problems=problems,
        fault="gate",
        trace_id="t-1",
        component="orders",
        known=known,
    )


def validation(*outcomes: Outcome) -> Validation:
    return Validation(outcomes=list(outcomes), rules=rule_descriptions(), timestamp=NOW)


def test_json_is_the_specifications_format_with_findings() -> None:
    data = json.loads(as_json(validation(outcome(finding(), finding(severity="advice")))))
    assert {key: data[key] for key in ("trace_id", "component", "status", "errors", "agent", "timestamp")} == {
        "trace_id": "t-1",
        "component": "orders",
        "status": "failed",
        "errors": ["my manifests/pod.yaml Pod/x spec.containers[0].image: the image is not pinned"],
        "agent": "infrastructure-engineer-agent",
        "timestamp": NOW,
    }
    assert [found["severity"] for found in data["findings"]] == ["error", "advice"]
    assert isinstance(json.loads(as_json(validation(outcome(), outcome()))), list)


def test_sarif_fits_its_schema_and_says_where() -> None:
    problem = Problem(code="not-utf8", message="no text", remedy="Save it.", file="b.yaml", line=3, column=2)
    log = json.loads(as_sarif(validation(outcome(finding(), known=(finding(line=9),), problems=(problem,)))))
    SARIF.validate(log)
    new, known, broken = log["runs"][0]["results"]
    place = new["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "my%20manifests/pod.yaml"}, "region": {"startLine": 7}}
    assert new["locations"][0]["logicalLocations"] == [{"fullyQualifiedName": "dev Pod/x spec.containers[0].image"}]
    assert [result["baselineState"] for result in (new, known, broken)] == ["new", "unchanged", "new"]
    assert new["partialFingerprints"] == known["partialFingerprints"]
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in (new, known, broken)] == [
        "image-tag",
        "image-tag",
        "not-utf8",
    ]


@pytest.mark.parametrize(("severity", "level"), [("error", "error"), ("warning", "warning"), ("advice", "note")])
def test_sarif_levels(severity: str, level: str) -> None:
    (result,) = json.loads(as_sarif(validation(outcome(finding(severity=severity)))))["runs"][0]["results"]
    assert result["level"] == level


def test_the_schema_refuses_what_is_no_sarif() -> None:
    log = json.loads(as_sarif(validation(outcome(finding()))))
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert not SARIF.is_valid(log)


def test_junit_has_a_case_a_rule() -> None:
    problem = Problem(code="not-utf8", message="no text", remedy="Save it.", file="b.yaml")
    text = as_junit(validation(outcome(finding(), finding(severity="advice"), known=(finding(),), problems=(problem,))))
    (suite,) = fromstring(text)
    assert dict(suite.attrib) == {
        "name": "k8s",
        "timestamp": "2026-11-24T10:00:00",
        "tests": "5",
        "failures": "1",
        "errors": "1",
        "skipped": "2",
    }
    cases = {case.attrib["name"]: [(child.tag, child.get("message")) for child in case] for case in suite}
    assert cases["image-tag"] == [("failure", "the image is not pinned"), ("system-out", None)]
    assert cases["helm-lint"] == [("skipped", "there is no chart")]
    assert cases["schema"] == []
    assert cases["not-utf8"] == [("error", "no text")]
    assert "known in the baseline" in str(cases["image-tag (baseline)"])


@given(text=st.text(max_size=40))
@settings(max_examples=150)
def test_no_text_breaks_a_format(text: str) -> None:
    hostile = finding(message=text, file=text, object=text, path=text, remedy=text)
    problem = Problem(code="not-utf8", message=text, remedy=text, file=text)
    outcomes = validation(outcome(hostile, known=(hostile,), problems=(problem,)))
    fromstring(as_junit(outcomes).encode())
    SARIF.validate(json.loads(as_sarif(outcomes)))
    assert json.loads(as_json(outcomes))["findings"][0]["message"] == text
