"""What a bundle says and no API server takes is wrong input, told at the line that says it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Program = Callable[..., Any]
HEAD = """\
trace_id: trace-case-1
blueprint_id: usecase-case
component_scope: Order
component:
  name: Orders
  type: {type}
  transport: http
  container_image: registry.example.com/team/orders:1.2.3
"""
TAIL = "environments: {dev: {}}\n"
#: The component's ninth line, its type, and the code and column of what is found there.
CASES = [
    ("resources: {requests: {nvidia.com/gpu: 1}}", "microservice", "resource-amounts", 14),
    ("resources: {requests: {nvidia.com/gpu: 1}, limits: {nvidia.com/gpu: 2}}", "microservice", "resource-amounts", 42),
    (
        "ports: [{name: management-metrics, port: 80, targetPort: 8080}]\n  enable_ingress: true",
        "microservice",
        "field-values",
        10,
    ),
    ("service: {ipFamilyPolicy: RequireDualStack, ipFamilies: [IPv4, IPv4]}", "microservice", "schema", 59),
    ("min_ready_seconds: 700", "microservice", "workload-combinations", 22),
    ("update_strategy: {type: OnDelete}", "microservice", "update-strategy", 27),
    ("update_strategy: {type: Recreate, rollingUpdate: {maxSurge: 1}}", "microservice", "update-strategy", 52),
    ("service: {externalTrafficPolicy: Local}", "microservice", "service-combinations", 36),
    ("service: {sessionAffinityConfig: {clientIP: {timeoutSeconds: 10}}}", "microservice", "service-combinations", 36),
    ("dns_policy: None", "microservice", "pod-combinations", 15),
    ("job: {completionMode: Indexed, parallelism: 2}", "job", "field-values", 8),
    ("job: {timeZone: Mars/Olympus}\n  schedule: '9 * * * *'", "cronjob", "field-values", 19),
]


@pytest.mark.parametrize(("line", "kind", "code", "column"), CASES, ids=[case[0] for case in CASES])
@pytest.mark.parametrize("command", ["generate", "validate"])
def test_it_ends_with_2_at_its_line(
    program: Program, workspace: Path, command: str, line: str, kind: str, code: str, column: int
) -> None:
    (workspace / "orders.yaml").write_text(HEAD.format(type=kind) + f"  {line}\n" + TAIL)
    outcome = program(command, "orders.yaml")
    errors = [text for text in outcome.err.splitlines() if text.startswith("error ")]
    assert outcome.code == 2, outcome.err
    assert [error.split()[1:3] for error in errors] == [[code, f"orders.yaml:9:{column}"]]
    assert not (workspace / "out").exists()


def test_all_of_what_is_told(program: Program, workspace: Path) -> None:
    line = "  service: {externalTrafficPolicy: Local}\n"
    (workspace / "orders.yaml").write_text(HEAD.format(type="microservice") + line + TAIL)
    assert program("generate", "orders.yaml").err == (
        "error service-combinations  orders.yaml:9:36 component.service.externalTrafficPolicy\n"
        "  9 |   service: {externalTrafficPolicy: Local}\n"
        "    |                                    ^^^^^\n"
        "  in Service/orders spec.externalTrafficPolicy (dev)\n"
        "  externalTrafficPolicy needs a Service that is reached from outside, not ClusterIP\n"
        "  mend: Take the field out, or choose the type that it needs.\n"
        "Orders: blocked\n"
    )
    told = json.loads(program("generate", "orders.yaml", "--json").out)
    assert (told["status"], told["failure"]) == ("blocked", "yaml_schema_error")
    assert [event["event"] for event in told["events"]] == ["InfraValidationFailed", "InfrastructureGenerationFailed"]
    assert {event.get("failure") for event in told["events"]} == {None, "yaml_schema_error"}


def test_a_flag_says_it_too(program: Program, workspace: Path) -> None:
    (workspace / "orders.yaml").write_text(HEAD.format(type="microservice") + TAIL)
    outcome = program("generate", "orders.yaml", "--set", "component.service={externalTrafficPolicy: Local}")
    assert outcome.code == 2
    assert "error service-combinations" in outcome.err


@pytest.mark.parametrize("also", ["  replicas: 50\n", "  security_context: {privileged: true}\n"])
def test_what_the_platform_forbids_beside_it_is_the_gates(program: Program, workspace: Path, also: str) -> None:
    line = "  service: {externalTrafficPolicy: Local}\n"
    for text, code in ((line, 2), (line + also, 1), (also, 1)):
        (workspace / "orders.yaml").write_text(HEAD.format(type="microservice") + text + TAIL)
        assert program("generate", "orders.yaml").code == code, text
