"""What the platform answers by itself is said, and hangs on what the bundle means rather than on where it stands."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

Program = Callable[..., Any]
HEAD = """\
trace_id: trace-1
blueprint_id: usecase-1
component_scope: Order
component:
  name: Orders
  type: microservice
  transport: http
  container_image: a/orders:1.2.3
"""


@pytest.fixture
def made(program: Program, workspace: Path) -> Callable[[str], tuple[dict[str, Any], str]]:
    """Generates a bundle and returns the objects of dev by kind, and what was said of them."""

    def make(text: str) -> tuple[dict[str, Any], str]:
        (workspace / "orders.yaml").write_text(HEAD + text)
        outcome = program("generate", "orders.yaml", "-o", "out", "--force")
        assert outcome.code == 0, outcome.err
        files = (workspace / "out" / "manifests" / "dev").glob("*.yaml")
        objects = [item for file in files for item in yaml.safe_load_all(file.read_text())]
        return {item["kind"]: item for item in objects}, outcome.err

    return make


Made = Callable[[str], tuple[dict[str, Any], str]]
DEV = "environments: {dev: {}}\n"


def messages(err: str, code: str) -> list[str]:
    """Return the message of each finding of a code: the line before the mend."""
    lines = err.splitlines()
    starts = [index for index, line in enumerate(lines) if line.split()[1:2] == [code]]
    ends = [next(index for index in range(start, len(lines)) if lines[index].startswith("  mend:")) for start in starts]
    return [lines[end - 1].strip() for end in ends]


def test_the_port_named_after_the_transport_is_probed_and_published(made: Made) -> None:
    ports = "  ports: [{name: metrics, port: 9090}, {name: http, port: 80, targetPort: 8080}]\n  enable_ingress: true\n"
    objects, _ = made(ports + DEV)
    (own,) = objects["Deployment"]["spec"]["template"]["spec"]["containers"]
    assert [own[f"{kind}Probe"]["httpGet"]["port"] for kind in ("liveness", "readiness")] == ["http", "http"]
    (rule,) = objects["Ingress"]["spec"]["rules"]
    (path,) = rule["http"]["paths"]
    assert path["backend"]["service"]["port"] == {"name": "http"}
    protocols = {port["name"]: port.get("appProtocol") for port in objects["Service"]["spec"]["ports"]}
    assert protocols == {"metrics": None, "http": "http"}


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("", "requests.cpu 100m, requests.memory 128Mi, limits.cpu 200m, limits.memory 256Mi"),
        ("  resources: {requests: {cpu: 100m, memory: 128Mi}}\n", "limits.cpu 200m, limits.memory 256Mi"),
        ("  resources: {requests: {cpu: 100m, memory: 1Gi}, limits: {cpu: 100m, memory: 1Gi}}\n", None),
    ],
)
def test_the_platforms_resources_are_said(made: Made, given: str, taken: str | None) -> None:
    _, err = made(given + DEV)
    said = f"the bundle does not give all resources; the policy's are used: {taken}"
    assert messages(err, "resources-default") == ([said] if taken else [])


@pytest.mark.parametrize(
    ("name", "amount", "told"),
    [
        ("memory", "512", "512 of memory is 512 bytes"),
        ("memory", "512m", "512m of memory is 0.512 bytes"),
        ("memory", "512Mi", None),
        ("cpu", "500", "500 of cpu is 500 processors; 500m would be 0.5"),
        ("cpu", "500m", None),
    ],
)
def test_amounts_without_their_unit_are_told(made: Made, name: str, amount: str, told: str | None) -> None:
    _, err = made(f"  resources: {{requests: {{{name}: {amount}}}, limits: {{{name}: {amount}}}}}\n{DEV}")
    expected = [f"{told} (container orders)"] * 2 if told else []
    assert messages(err, "amounts-plausible") == expected
    assert err.count(f"component.resources.limits.{name}\n") == (1 if told else 0)


def test_hosts_outside_the_domain_are_found_in_every_environment(program: Program, workspace: Path) -> None:
    host = "enable_ingress: true, ingress: {host: orders.example.com}"
    (workspace / "orders.yaml").write_text(f"{HEAD}environments: {{prod: {{{host}}}}}\n")
    outcome = program("generate", "orders.yaml", "-o", "out")
    assert outcome.code == 0, outcome.err
    assert messages(outcome.err, "ingress-host") == [
        "the host orders.example.com is not under *.connectsoft.dev, where the policy has its own of prod"
    ]
    (workspace / "orders.yaml").write_text(f"{HEAD}environments: {{dev: {{{host}}}}}\n")
    assert program("generate", "orders.yaml", "-o", "out").code == 1
