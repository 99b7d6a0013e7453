"""Every mistake of a bundle is told in one run, however deep it lies, and no mistake that is only a consequence."""

import copy
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.bootstrap import Agent
from agent.bootstrap.use_cases.completing import build_completion
from foundation.model.errors import InputError, Problem
from foundation.model.run.request import Options
from foundation.source.bundle import read_bundles

SOUND: dict[str, Any] = {
    "trace_id": "trace-1",
    "blueprint_id": "usecase-1",
    "component_scope": "Order",
    "team": "ordering",
    "component": {
        "name": "Orders",
        "type": "microservice",
        "transport": "http",
        "container_image": "registry.example.com/team/orders:1.2.3",
        "ports": [{"name": "http", "port": 80, "targetPort": 8080}],
        "env": [{"name": "LEVEL", "value": "info"}],
        "resources": {"limits": {"cpu": "200m", "memory": "256Mi"}},
    },
    "environments": {"dev": {}, "prod": {"enable_hpa": True}},
}
MISSING = object()
#: Each mistake by its name: code, path in the bundle, value. No two of them touch the same setting.
MISTAKES: dict[str, tuple[str, tuple[str | int, ...], Any]] = {
    "unknown key": ("unknown-key", ("component", "colour"), "blue"),
    "unknown key of the bundle": ("unknown-key", ("hobby",), "chess"),
    "key that is nearly one": ("unknown-key", ("component", "working_dr"), "/srv"),
    "wrong type": ("wrong-type", ("component", "revision_history_limit"), "many"),
    "wrong type in an overlay": ("wrong-type", ("environments", "dev", "termination_grace_period_seconds"), []),
    "wrong value": ("wrong-value", ("component", "image_pull_policy"), "Sometimes"),
    "template": ("template-unknown", ("template_id",), "helm-microservice-template-v9"),
    "secret": ("literal-secret", ("component", "env", 0), {"name": "DB_PASSWORD", "value": "Tr0ub4dor-and-3"}),
    "bounds": ("autoscale-bounds", ("component", "autoscale"), {"minReplicas": 5, "maxReplicas": 2}),
    "bounds in an overlay": (
        "keda-bounds",
        ("environments", "dev"),
        {
            "enable_keda": True,
            "keda": {
                "minReplicaCount": 5,
                "maxReplicaCount": 2,
                "triggers": [{"type": "cron", "metadata": {"desiredReplicas": "1"}}],
            },
        },
    ),
    "request above limit": ("requests-above-limits", ("component", "resources", "requests"), {"cpu": "2"}),
    "probe": ("probe-port", ("component", "startup_probe"), {"tcpSocket": {"port": "admin"}}),
    "role": ("role-unknown", ("security_profile",), {"enable_rbac": True, "rbac_roles": ["emperor"]}),
    "scope": ("trace-missing", ("component_scope",), MISSING),
    "image": ("image-tag", ("component", "container_image"), "registry.example.com/team/orders:latest"),
    "privileged": ("privilege-escalation", ("component", "security_context"), {"allowPrivilegeEscalation": True}),
    "host network": ("host-namespaces", ("component", "host_pid"), True),
}


def with_mistakes(*names: str) -> dict[str, Any]:
    data = copy.deepcopy(SOUND)
    for name in names:
        _, path, value = MISTAKES[name]
        target: Any = data
        for part in path[:-1]:
            target = target[part]
        if value is MISSING:
            del target[path[-1]]
        elif isinstance(target, dict) and isinstance(target.get(path[-1]), dict):
            target[path[-1]] |= copy.deepcopy(value)
        else:
            target[path[-1]] = copy.deepcopy(value)
    return data


def told(agent: Agent, data: dict[str, Any]) -> list[Problem]:
    """Return all that one run tells of a bundle."""
    text = yaml.safe_dump(data, sort_keys=False)
    try:
        (source,) = read_bundles(text.encode(), "bundle.yaml")
    except InputError as error:
        return list(build_completion(agent.settings, agent=agent)(error, Options()).problems)
    return agent.runner.generate(source.request(Options())).problems


def codes(problems: list[Problem]) -> list[str]:
    return sorted({problem.code for problem in problems})


def test_without_a_mistake_nothing_is_told(agent: Agent) -> None:
    assert told(agent, SOUND) == []


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_alone_is_told_alone_and_at_its_place(agent: Agent, name: str) -> None:
    code = MISTAKES[name][0]
    problems = told(agent, with_mistakes(name))
    assert codes(problems) == [code]
    assert all(problem.file == "bundle.yaml" and problem.remedy for problem in problems)
    assert all(problem.line or code == "trace-missing" for problem in problems)


@settings(max_examples=60)
@given(st.sets(st.sampled_from(sorted(MISTAKES)), min_size=2, max_size=6))
def test_joined_mistakes_are_all_told_and_nothing_else_is(agent: Agent, names: set[str]) -> None:
    assert codes(told(agent, with_mistakes(*names))) == sorted({MISTAKES[name][0] for name in names})


#: What is put where, and all codes that may be told: whatever else a run would find is only a consequence.
CONSEQUENCES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "a port under a wrong key, and its probe": (
        {"prots": [{"name": "admin", "port": 9}], "startup_probe": {"tcpSocket": {"port": "admin"}}},
        ["unknown-key"],
    ),
    "a port that is none, and its probe": (
        {"ports": [{"name": "admin", "port": "nine"}], "startup_probe": {"tcpSocket": {"port": "admin"}}},
        ["wrong-type"],
    ),
    "an image that is none": ({"container_image": "Orders"}, ["wrong-value"]),
    "no image": ({"container_image": MISSING}, ["missing-key"]),
    "a probe that is none": ({"liveness_probe": "often"}, ["wrong-type"]),
    "limits that are none": ({"resources": {"limits": {"cpu": "lots"}}}, ["wrong-value"]),
    "no name": ({"name": MISSING}, ["missing-key"]),
    "a name that is too long": ({"name": "Orders" * 12}, ["name-too-long"]),
    "no transport": ({"transport": MISSING, "ports": MISSING}, ["missing-key"]),
    "a type that nobody knows": ({"type": "quux", "schedule": "@daily"}, ["type-not-covered"]),
    "a type that nobody knows, and an image": (
        {"type": "quux", "container_image": "registry.example.com/team/orders:latest"},
        ["image-tag", "type-not-covered"],
    ),
    "a type with a slip, and a setting that it has not": ({"type": "microservise", "job": {}}, ["type-not-covered"]),
    "no type, and a secret": (
        {"type": MISSING, "env": [{"name": "DB_PASSWORD", "value": "Tr0ub4dor-and-3"}]},
        ["literal-secret", "missing-key"],
    ),
    "a claim whose size is none, and its mount": (
        {"claims": [{"name": "data", "size": [5]}], "volume_mounts": [{"name": "data", "mountPath": "/data"}]},
        ["wrong-type"],
    ),
}


@pytest.mark.parametrize("name", CONSEQUENCES)
def test_what_is_only_a_consequence_is_not_told(agent: Agent, name: str) -> None:
    changes, expected = CONSEQUENCES[name]
    data = copy.deepcopy(SOUND)
    data["component"] = {key: value for key, value in {**data["component"], **changes}.items() if value is not MISSING}
    assert codes(told(agent, data)) == expected


def test_each_component_of_an_application_is_told_its_own(agent: Agent) -> None:
    first, second = copy.deepcopy(SOUND["component"]), copy.deepcopy(SOUND["component"])
    first |= {"name": "First", "colour": "blue", "container_image": "registry.example.com/team/first:latest"}
    second |= {"name": "Second", "host_pid": True}
    common = {key: value for key, value in SOUND.items() if key != "component"}
    data = {**common, "components": [first, second]}
    lines = yaml.safe_dump(data, sort_keys=False).splitlines()
    assert [(problem.code, lines[(problem.line or 0) - 1].strip()) for problem in told(agent, data)] == [
        ("image-tag", "container_image: registry.example.com/team/first:latest"),
        ("unknown-key", "colour: blue"),
        ("host-namespaces", "host_pid: true"),
    ]


def test_nothing_is_saved_or_announced_while_the_rest_is_looked_at(agent: Agent) -> None:
    events = agent.settings.state_dir / "events.jsonl"
    before = events.read_bytes() if events.exists() else b""
    told(agent, with_mistakes("unknown key", "template", "image"))
    assert (events.read_bytes() if events.exists() else b"") == before
