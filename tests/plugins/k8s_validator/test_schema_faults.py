"""What does not fit a schema is told in words, at the field that is meant."""

from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest

from foundation.model.findings import Finding, Report
from plugins.k8s_validator.schemas.faults import schema_faults

HEAD = "metadata: {name: x, namespace: shop}\n"
DEPLOYMENT = (
    "apiVersion: apps/v1\nkind: Deployment\n" + HEAD + "spec:\n  replica: 2\n  selector: {}\n  template:\n    spec:\n"
    "      containers:\n        - name: x\n          imag: y\n          livenessProbe: {httpget: {port: 1}}\n"
)
ROUTE = (
    "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\n"
    + HEAD
    + "spec:\n  hostname: [a.b]\n  hostnames: [A_b]\n  rules: [{timeouts: {request: abc}}]\n"
)


def schema_findings(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.code == "schema"]


def test_an_unknown_field_is_at_its_own_line_with_the_nearest_one(check_text: Callable[[str], Report]) -> None:
    found = {(each.path, each.line): each.remedy for each in schema_findings(check_text(DEPLOYMENT))}
    assert found == {
        ("spec.replica", 5): "Did you mean replicas?",
        ("spec.template.spec.containers[0].imag", 11): "Did you mean image?",
        ("spec.template.spec.containers[0].livenessProbe.httpget", 12): "Did you mean httpGet?",
    }


def test_custom_resources_are_told_the_same_way(check_text: Callable[[str], Report]) -> None:
    found = {each.path: f"{each.message}. {each.remedy}" for each in schema_findings(check_text(ROUTE))}
    assert found["spec.hostname"] == "there is no field hostname here. Did you mean hostnames?"
    assert '"A_b" is not a host name' in found["spec.hostnames[0]"]
    assert '"abc" is not a duration of numbers with units, such as 1h30m' in found["spec.rules[0].timeouts.request"]


@pytest.mark.parametrize(
    ("schema", "data", "message", "remedy"),
    [
        ({"pattern": "^a$"}, "b", '"b" has not the form that its schema wants', None),
        ({"propertyNames": {"pattern": "^a$"}}, {"b": 1}, "a key is not allowed: ", None),
        ({"not": {"pattern": "^a"}}, "a", "what stands here is not allowed", None),
        ({"anyOf": [{"pattern": "^a$"}, {"type": "integer"}]}, "c", "none of the alternatives fits: ", None),
        ({"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}, {}, '"a" is a required property; "b" is', None),
        ({"oneOf": [{"properties": {"a": {"pattern": "^x$"}}}, False]}, {"a": "y"}, "any of its schemas", None),
        (
            {"additionalProperties": False, "properties": {"one": {}, "two": {}}},
            {"zzz": 1},
            "there is no field zzz here",
            "Fields here: one, two.",
        ),
        ({"additionalProperties": False, "patternProperties": {"^a": {}}}, {"b": 1}, "there is no field b here", None),
        ({"properties": {"x": {"type": "integer"}}}, {"x": "a"}, '"a" is not of type "integer"', None),
    ],
)
def test_no_message_shows_a_pattern(schema: dict[str, Any], data: Any, message: str, remedy: str | None) -> None:
    (fault,) = schema_faults(jsonschema_rs.Draft202012Validator(schema), data, schema)
    assert message in fault.message
    assert "^" not in fault.message
    assert fault.remedy == remedy


def test_a_mask_hides_values_in_every_message() -> None:
    schema = {
        "properties": {
            "a": {"pattern": "^x$"},
            "b": {"anyOf": [{"type": "integer"}, {"pattern": "^x$"}]},
            "c": {"propertyNames": {"pattern": "^x$"}},
        }
    }
    validator = jsonschema_rs.Draft202012Validator(schema, mask="the value")
    faults = list(schema_faults(validator, {"a": "hunter2", "b": "hunter2", "c": {"hunter2": 1}}, schema))
    assert len(faults) == 3
    assert not [fault for fault in faults if "hunter2" in fault.message]
