from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.bootstrap import Agent
from agent.importing.trace import Identity
from agent.use_cases.import_ import import_all
from foundation.model.bundle.imported import Imported

SAID = Identity(trace_id="trace-1", blueprint_id="usecase-1", component_scope="Order")


def imported(agent: Agent, folder: Path, text: str) -> dict[str, Imported]:
    (folder / "compose.yaml").write_text(text)
    return {
        bundle.component: bundle for bundle in import_all([str(folder / "compose.yaml")], None, SAID, agent.library)
    }


def component(agent: Agent, folder: Path, service: dict[str, Any], **project: Any) -> tuple[dict[str, Any], set[str]]:
    text = yaml.safe_dump({"services": {"it": {"image": "example.org/it:1.0.0", **service}}, **project})
    bundle = imported(agent, folder, text)["it"]
    paths = {f"{finding.code} {finding.path}" for finding in bundle.findings}
    return bundle.document["component"], paths


@pytest.mark.parametrize(
    ("service", "setting", "expected"),
    [
        ({"command": "run 'a b' --x"}, "args", ["run", "a b", "--x"]),
        ({"entrypoint": ["/bin/x"], "command": ["y"]}, "command", ["/bin/x"]),
        ({"environment": ["A=1=2", "B="]}, "env", [{"name": "A", "value": "1=2"}, {"name": "B", "value": ""}]),
        (
            {"environment": {"A": True, "B": 0.10}},
            "env",
            [{"name": "A", "value": "true"}, {"name": "B", "value": "0.1"}],
        ),
        ({"environment": {"A": "${X:-d}/$$Y"}}, "env", [{"name": "A", "value": "d/$Y"}]),
        (
            {"ports": ["127.0.0.1:53:53/udp", "9000-9001"]},
            "ports",
            [
                {"name": "udp-53", "port": 53, "protocol": "UDP"},
                {"name": "tcp-9000", "port": 9000},
                {"name": "tcp-9001", "port": 9001},
            ],
        ),
        ({"ports": [{"target": 81, "name": "web", "app_protocol": "http"}]}, "transport", "http"),
        ({"user": "7:8", "cap_drop": ["ALL"]}, "security_context", {"runAsGroup": 8, "runAsUser": 7}),
        ({"stop_grace_period": "1m30s"}, "termination_grace_period_seconds", 90),
        ({"extra_hosts": ["a:10.0.0.1", "b=10.0.0.1"]}, "host_aliases", [{"ip": "10.0.0.1", "hostnames": ["a", "b"]}]),
        ({"tmpfs": "/run"}, "volume_mounts", [{"name": "memory-0", "mountPath": "/run"}]),
        ({"deploy": {"mode": "global"}}, "type", "daemon"),
        ({"pull_policy": "if_not_present"}, "image_pull_policy", "IfNotPresent"),
        (
            {"healthcheck": {"test": "true", "interval": "1m", "retries": 2}},
            "readiness_probe",
            {"exec": {"command": ["/bin/sh", "-c", "true"]}, "periodSeconds": 60, "failureThreshold": 2},
        ),
        (
            {"deploy": {"resources": {"limits": {"memory": "1g"}, "reservations": {"cpus": "0.1"}}}},
            "resources",
            {"requests": {"cpu": "0.1", "memory": "1Gi"}, "limits": {"memory": "1Gi"}},
        ),
    ],
)
def test_a_setting(agent: Agent, tmp_path: Path, service: dict[str, Any], setting: str, expected: Any) -> None:
    assert component(agent, tmp_path, service)[0][setting] == expected


@pytest.mark.parametrize(
    ("service", "told"),
    [
        ({"build": "."}, "not-carried build"),
        ({"environment": ["A"]}, "variable-unknown environment.A"),
        ({"environment": {"A": "${B}"}}, "variable-unknown environment.A"),
        ({"volumes": ["./a:/b"]}, "not-carried volumes[0]"),
        ({"volumes": ["data:/b"]}, "not-carried volumes[0]"),
        ({"secrets": ["s"]}, "secret-data secrets[0]"),
        ({"user": "somebody"}, "not-carried user"),
        ({"ports": ["x"]}, "not-carried ports[0]"),
        ({"links": ["a"]}, "platform-decides links"),
        ({"devices": ["/dev/x"]}, "not-carried devices"),
        ({"env_file": ".env"}, "not-carried env_file"),
    ],
)
def test_what_cannot_be_carried_is_told(agent: Agent, tmp_path: Path, service: dict[str, Any], told: str) -> None:
    assert told in component(agent, tmp_path, service)[1]


def test_configs_become_files(agent: Agent, tmp_path: Path) -> None:
    found, _ = component(
        agent,
        tmp_path,
        {"configs": [{"source": "app", "target": "/etc/app.conf"}]},
        configs={"app": {"content": "a = 1"}},
    )
    assert found["files"] == [{"name": "app", "data": {"app": "a = 1"}}]
    mount = {"name": "app", "mountPath": "/etc/app.conf", "subPath": "app", "readOnly": True}
    assert found["volume_mounts"] == [mount]


def test_services_that_call_each_other(agent: Agent, tmp_path: Path) -> None:
    text = """\
services:
  web: {image: "a/web:1.0.0", environment: {CACHE: "redis://cache:6379/0", OTHER: cached}, depends_on: [cache, db]}
  cache: {image: "redis:7.2.4", expose: [6379]}
  db: {image: "postgres:16.2", volumes: ["data:/var/lib/data"]}
"""
    bundles = imported(agent, tmp_path, text)
    short = [finding.path for finding in bundles["web"].findings if finding.code == "short-host-name"]
    assert short == ["component.env[CACHE]"]
    assert bundles["db"].fill_in == ["component.claims", "component.ports"]
    assert "  # claims: [{name: data, mount_path: /var/lib/data, size: }] # fill in\n" in bundles["db"].text
    assert bundles["cache"].fill_in == []
