"""Every rule of the core names its mistake by code, and the line of the bundle where it stands."""

import pytest

from agent.bootstrap import Agent
from foundation.model.errors import InputError, Problem
from foundation.source.bundle import read_bundles
from tests.support.generation import request_of

HEAD = """\
trace_id: t-1
blueprint_id: b-1
component_scope: Order
team: ordering
target_environment: dev
component:
  name: WebDemo
  type: {kind}
  transport: http
  container_image: acme/demo:1.0.0
"""
BESIDE = "image: acme/beside:1.0.0"
#: Code, kind and settings; the mistake is in the line that ends with the mark.
CASES = [
    ("volume-unknown", "microservice", "volume_mounts: # here\n- {name: data, mountPath: /data}"),
    ("volume-unknown", "microservice", "volume_devices: # here\n- {name: data, devicePath: /dev/x}"),
    (
        "volume-unknown",
        "microservice",
        f"sidecars:\n- name: beside\n  {BESIDE}\n  volumeMounts: # here\n  - {{name: data, mountPath: /data}}",
    ),
    (
        "file-unknown",
        "microservice",
        "files:\n- name: f\n  data: {a: b}\n  mount_path: /f\n  items: # here\n  - {key: b, path: b}",
    ),
    ("file-twice", "microservice", "files:\n- name: f\n  data: {a: b}\n  binary_data:\n    a: YQ== # here"),
    (
        "target-port-unknown",
        "microservice",
        "ports:\n- {name: http, port: 80, targetPort: 8080}\n- {name: x, port: 81, targetPort: y} # here",
    ),
    (
        "target-port-unknown",
        "microservice",
        "services:\n- name: further\n  ports:\n  - {name: x, port: 81, targetPort: y} # here",
    ),
    (
        "ingress-service-unknown",
        "microservice",
        "enable_ingress: true\ningress:\n  hosts: # here\n  - paths: [{path: /, service: other}]",
    ),
    (
        "ingress-port-unknown",
        "microservice",
        "enable_ingress: true\ningress:\n  hosts: # here\n  - paths: [{path: /, port: admin}]",
    ),
    ("volume-twice", "microservice", "claims: [{name: a, size: 1Gi}]\nvolumes:\n- {name: a, emptyDir: {}} # here"),
    ("volume-name-taken", "microservice", "volumes:\n- {name: scratch-0, emptyDir: {}} # here"),
    ("container-twice", "microservice", f"sidecars: # here\n- {{name: webdemo, {BESIDE}}}"),
    ("container-twice", "microservice", f"container_name: main\nsidecars: # here\n- {{name: main, {BESIDE}}}"),
    ("container-twice", "microservice", f"sidecars: # here\n- {{name: otel-collector, {BESIDE}}}"),
    (
        "mount-path-twice",
        "microservice",
        "volumes: [{name: a, emptyDir: {}}]\nclaims: [{name: b, size: 1Gi, mount_path: /x}]\n"
        "volume_mounts: # here\n- {name: a, mountPath: /x/}",
    ),
    (
        "mount-path-twice",
        "microservice",
        f"volumes: [{{name: a, emptyDir: {{}}}}]\ninit_containers:\n- name: first\n  {BESIDE}\n"
        "  volumeMounts: # here\n  - {name: a, mountPath: /x}\n  - {name: a, mountPath: /x}",
    ),
    (
        "service-twice",
        "microservice",
        "services: # here\n- {name: webdemo, ports: [{name: x, port: 81, targetPort: 8080}]}",
    ),
    (
        "service-twice",
        "microservice",
        "service: {name: a}\nservices: # here\n- {name: a, ports: [{name: x, port: 81}]}",
    ),
    ("service-twice", "stateful-service", "services: # here\n- {name: webdemo-headless, ports: [{name: x, port: 81}]}"),
    ("label-reserved", "microservice", "labels:\n  tenant: x # here"),
    ("label-reserved", "microservice", "common_labels:\n  trace_id: x # here"),
    ("label-twice", "microservice", "common_labels: {a: x}\npod_labels:\n  a: x # here"),
    (
        "label-twice",
        "microservice",
        "common_labels: {a: x}\nclaims:\n- name: d\n  size: 1Gi\n  labels:\n    a: x # here",
    ),
    ("annotation-reserved", "microservice", "common_annotations:\n  agent_origin: x # here"),
    ("annotation-reserved", "microservice", "pod_annotations:\n  checksum/config: x # here"),
    ("annotation-twice", "microservice", "common_annotations: {a: x}\nservice:\n  annotations:\n    a: x # here"),
    ("annotation-twice", "microservice", "common_annotations: {a: x}\nservice_mesh:\n  annotations:\n    a: x # here"),
    (
        "device-mounted",
        "microservice",
        "claims:\n- name: d\n  size: 1Gi\n  volume_mode: Block\n  mount_path: /d # here",
    ),
    (
        "device-mounted",
        "microservice",
        "claims: [{name: d, size: 1Gi, volume_mode: Block}]\nvolume_mounts: # here\n- {name: d, mountPath: /d}",
    ),
    (
        "device-expected",
        "microservice",
        "claims: [{name: d, size: 1Gi}]\nvolume_devices: # here\n- {name: d, devicePath: /dev/d}",
    ),
    (
        "variable-twice",
        "microservice",
        "env: [{name: A, value: b}]\nsecrets: # here\n- {name: s, env: [{name: A, key: k}]}",
    ),
    (
        "wrong-value",
        "microservice",
        "volumes: [{name: a, emptyDir: {}}]\n"
        "volume_mounts:\n- {name: a, mountPath: /x} # here\n- {name: a, mountPath: /x}",
    ),
    (
        "wrong-value",
        "microservice",
        "services:\n- name: a\n  ports:\n  - {name: x, port: 81} # here\n  - {name: x, port: 82}",
    ),
]


@pytest.mark.parametrize(
    ("code", "kind", "settings"), CASES, ids=[f"{row[0]}-{index}" for index, row in enumerate(CASES)]
)
def test_a_mistake_has_its_code_and_its_line(code: str, kind: str, settings: str, agent: Agent) -> None:
    text = HEAD.format(kind=kind) + "".join(f"  {line}\n" for line in settings.splitlines())
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.endswith("# here")]
    found = problems_of(agent, text)
    assert [(problem.code, problem.file) for problem in found] == [(code, "bundle.yaml")]
    # A value that begins on the next line stands there.
    assert [found[0].line] in (lines, [lines[0] + 1])
    assert found[0].path
    assert found[0].message
    assert found[0].remedy


def test_a_component_of_an_application_has_its_lines_too(agent: Agent) -> None:
    text = """\
trace_id: t-1
blueprint_id: b-1
component_scope: Order
target_environment: dev
components:
- {name: First, type: microservice, transport: http, container_image: acme/first:1.0.0}
- name: Second
  type: microservice
  transport: http
  container_image: acme/second:1.0.0
  claims:
  - {name: good, size: 1Gi, mount_path: /good}
  - {name: scratch-0, size: 1Gi, mount_path: /bad}
"""
    _, second = read_bundles(text.encode(), "app.yaml")
    (problem,) = agent.runner.generate(request_of(second, None)).problems
    assert (problem.code, problem.path) == ("volume-name-taken", "component.claims[scratch-0]")
    assert (problem.file, problem.line) == ("app.yaml", 13)


def problems_of(agent: Agent, text: str) -> list[Problem]:
    try:
        (bundle,) = read_bundles(text.encode(), "bundle.yaml")
    except InputError as error:
        return list(error.problems)
    return agent.runner.generate(request_of(bundle, None)).problems
