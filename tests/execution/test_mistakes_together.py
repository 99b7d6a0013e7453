"""Mistakes of all kinds in one file, two and three at a time: each is told once at its own line, and nothing else."""

from collections.abc import Callable, Collection
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.bootstrap import Agent
from agent.bootstrap.use_cases.completing import build_completion
from foundation.model.errors import InputError, Problem
from foundation.model.run.request import Options
from foundation.source.bundle import read_bundles

BASE = """\
trace_id: trace-1
blueprint_id: usecase-1
component_scope: Order
team: ordering
#top
environments:
  prod:
    enable_hpa: true
    #prod
component:
  name: Orders
  type: microservice
  transport: http
  container_image: registry.example.com/team/orders:1.2.3
  ports:
  - name: http
    port: 8080
    #port
  env:
  - name: LEVEL
    value: info
    #env
  - {name: OTHER, value: x}
  resources:
    limits: {cpu: 200m, memory: 256Mi}
    #resources
  #component
"""
Edit = Callable[[str], str]


def put(place: str, *lines: str) -> Edit:
    """Return an edit that writes lines at a place, indented as it is."""

    def edit(text: str) -> str:
        (line,) = (line for line in text.splitlines() if line.strip() == f"#{place}")
        indent = line[: len(line) - len(line.lstrip())]
        return text.replace(f"{line}\n", "".join(f"{indent}{new}\n" for new in lines) + f"{line}\n")

    return edit


def instead(old: str, new: str) -> Edit:
    """Return an edit that writes one thing instead of another."""
    return lambda text: text.replace(old, new)


#: Each mistake by its name: its code, what brings it about, and a text that only its line has.
MISTAKES: dict[str, tuple[str, Edit, str]] = {
    "unknown key": ("unknown-key", put("component", "colour: blue"), "colour: blue"),
    "unknown key at the top": ("unknown-key", put("top", "hobby: chess"), "hobby: chess"),
    "unknown key in an overlay": ("unknown-key", put("prod", "weather: fine"), "weather: fine"),
    "needed key of a port": ("unknown-key", instead("    port: 8080\n", "    prot: 8080\n"), "prot: 8080"),
    "needed key of a variable": ("unknown-key", instead("- name: LEVEL", "- nmae: LEVEL"), "nmae: LEVEL"),
    "needed key of the component": ("unknown-key", instead("  transport: http", "  trasnport: http"), "trasnport"),
    "key with a word missing": ("unknown-key", instead("  container_image: ", "  image: "), "  image: "),
    "key twice": ("duplicate-key", put("component", "subdomain: a", "subdomain: b"), "subdomain: b"),
    "group twice": ("duplicate-key", put("top", "observability: {}", "observability: {otel_enabled: false}"), "false}"),
    "wrong type in a sidecar": (
        "wrong-type",
        put("component", "sidecars:", "- {name: s, image: a/b:1.0.0, tty: 3}"),
        "tty: 3",
    ),
    "entry twice": ("wrong-value", instead("{name: OTHER, value: x}", "{name: LEVEL, value: x}"), "{name: LEVEL"),
    "tag": ("yaml-tag", put("component", "working_dir: !path /srv"), "!path"),
    "merge key": ("yaml-merge-key", put("component", "node_selector: {<<: {a: b}}"), "<<"),
    "wrong type": ("wrong-type", put("component", "revision_history_limit: many"), "many"),
    "wrong value": ("wrong-value", put("component", "image_pull_policy: Sometimes"), "Sometimes"),
    "number out of bounds": ("wrong-value", put("component", "min_ready_seconds: -4"), "-4"),
    "template": ("template-unknown", put("top", "template_id: helm-microservice-template-v9"), "template-v9"),
    "secret": ("literal-secret", put("prod", "env: [{name: DB_PASSWORD, value: Tr0ub4dor-and-3}]"), "DB_PASSWORD"),
    "bounds": ("autoscale-bounds", put("component", "autoscale: {minReplicas: 5, maxReplicas: 2}"), "minReplicas"),
    "request": ("requests-above-limits", put("resources", "requests: {cpu: 900m}"), "900m"),
    "volume": ("volume-unknown", put("component", "volume_mounts:", "- {name: no, mountPath: /no}"), "name: no"),
    "role": ("role-unknown", put("top", "security_profile: {enable_rbac: true, rbac_roles: [emperor]}"), "emperor"),
    "trace": ("trace-missing", instead("component_scope: Order\n", ""), "trace_id"),
    "label": ("label-reserved", put("component", "pod_labels: {trace_id: own}"), "trace_id: own"),
    "image": ("image-tag", instead("orders:1.2.3", "orders:latest"), ":latest"),
    "host": ("host-namespaces", put("component", "host_pid: true"), "host_pid"),
}
#: Which hang on each other: the one is not known without the other, or the same line holds both.
ENTANGLED = [
    {"key with a word missing", "image"},
    {"needed key of a variable", "entry twice"},
]


def independent(names: Collection[str]) -> bool:
    return not any(pair <= set(names) for pair in ENTANGLED)


def with_mistakes(names: Collection[str]) -> str:
    text = BASE
    for name in names:
        text = MISTAKES[name][1](text)
    return "".join(f"{line}\n" for line in text.splitlines() if not line.lstrip().startswith("#"))


def told(agent: Agent, text: str) -> list[Problem]:
    """Return all that one run tells of a bundle."""
    try:
        (source,) = read_bundles(text.encode(), "bundle.yaml")
    except InputError as error:
        return list(build_completion(agent.settings, agent=agent)(error, Options()).problems)
    return agent.runner.generate(source.request(Options())).problems


def expected(names: Collection[str], text: str) -> list[tuple[str, int]]:
    lines = text.splitlines()
    found = []
    for name in names:
        code, _, mark = MISTAKES[name]
        (line, *_) = [number for number, line in enumerate(lines, 1) if mark in line]
        found.append((code, line))
    return sorted(found)


def check(agent: Agent, names: Collection[str]) -> None:
    text = with_mistakes(names)
    problems = told(agent, text)
    assert sorted((problem.code, problem.line or 0) for problem in problems) == expected(names, text), "\n" + text
    assert "Tr0ub4dor" not in repr(problems)


def test_the_base_is_sound(agent: Agent) -> None:
    assert told(agent, with_mistakes([])) == []


@pytest.mark.parametrize("name", MISTAKES)
def test_each_alone(agent: Agent, name: str) -> None:
    check(agent, [name])


@settings(max_examples=60)
@given(st.sampled_from([pair for pair in combinations(sorted(MISTAKES), 2) if independent(pair)]))
def test_two_together(agent: Agent, names: tuple[str, ...]) -> None:
    check(agent, names)


@settings(max_examples=60)
@given(st.sets(st.sampled_from(sorted(MISTAKES)), min_size=3, max_size=3).filter(independent))
def test_three_together(agent: Agent, names: set[str]) -> None:
    check(agent, sorted(names))
