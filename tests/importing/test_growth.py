"""What an import does grows with its input: counted, not timed."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from agent.bootstrap import Agent
from agent.importing import attach
from agent.importing.neighbours import mentioned
from agent.importing.simplify import Shortener
from agent.importing.trace import Identity
from agent.use_cases import shortening
from agent.use_cases.import_ import import_all
from foundation.model.errors import InputError, Problem

SAID = Identity(trace_id="trace-1", blueprint_id="usecase-1", component_scope="Order", team="ordering")
WORKLOAD = """\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}, namespace: {namespace}}}
spec:
  selector: {{matchLabels: {{app: {name}, part: shop}}}}
  template:
    metadata: {{labels: {{app: {name}, part: shop}}}}
    spec:
      containers:
        - {{name: app, image: "ghcr.io/shop/app:1.0.0", ports: [{{name: http, containerPort: 8080}}]}}
---
apiVersion: v1
kind: Service
metadata: {{name: {name}, namespace: {namespace}}}
spec: {{selector: {{part: shop, app: {name}}}, ports: [{{name: http, port: 80, targetPort: http}}]}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {{name: {name}, namespace: {namespace}}}
spec: {{selector: {{matchLabels: {{app: {name}}}}}, maxUnavailable: 1}}
"""


def written(path: Path, names: list[tuple[str, str]]) -> str:
    path.write_text("---\n".join(WORKLOAD.format(name=name, namespace=namespace) for name, namespace in names))
    return str(path)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    counts: Counter[str] = Counter()

    def counting(module: Any, name: str) -> None:
        real = getattr(module, name)

        def call(*arguments: Any, **named: Any) -> Any:
            counts[name] += 1
            return real(*arguments, **named)

        monkeypatch.setattr(module, name, call)

    counting(attach, "_belongs")
    counting(shortening, "merge_component")
    return counts


def test_objects_are_tried_with_their_own_workload_only(agent: Agent, counted: Counter[str], tmp_path: Path) -> None:
    tried = {}
    for number in (5, 20):
        counted.clear()
        names = [(f"app{index}", "shop") for index in range(number)]
        bundles = import_all([written(tmp_path / "in.yaml", names)], None, SAID, agent.library)
        assert [bundle.component for bundle in bundles] == [name for name, _ in names]
        assert all("ports" in bundle.document["component"] for bundle in bundles)
        tried[number] = counted["_belongs"]
    assert tried == {5: 10, 20: 40}


def test_the_same_workload_in_several_namespaces_is_worked_out_once(
    agent: Agent, counted: Counter[str], tmp_path: Path
) -> None:
    worked = []
    for number in (1, 7):
        counted.clear()
        names = [("app", f"shop-{index}") for index in range(number)]
        bundles = import_all([written(tmp_path / "in.yaml", names)], None, SAID, agent.library)
        assert len({bundle.text for bundle in bundles}) == 1
        worked.append(counted["merge_component"])
    # Every rule is asked twice: of the bundle as it was and as it is written. Trials between ask none.
    assert worked == [2, 2]


class NeedsReplicas:
    """An outcome for which nothing counts, but that a rule wants replicas to be said."""

    def __call__(self, document: dict[str, Any], /) -> int:
        if "replicas" not in document["component"]:
            raise InputError(Problem(code="wrong-value", message="replicas is missing", remedy="Say replicas."))
        return 1

    def tried(self, document: dict[str, Any], /) -> int:
        return 1


def test_what_a_rule_wants_is_not_left_out_although_the_values_stay_the_same() -> None:
    component = {"name": "A", "type": "worker", "transport": "queue", "replicas": 2, "workload": "x"}
    shorter = Shortener(NeedsReplicas()).simplified({"version": "1.0.0", "component": component})
    assert shorter == {"component": {key: value for key, value in component.items() if key != "workload"}}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("orders", {"orders"}),
        ("http://orders:80/a,b", {"orders", "a", "b"}),
        ("user@orders/x", {"orders", "x"}),
        ("orders.shop", {"orders.shop"}),
        ("host=orders port=5432", {"orders", "5432"}),
        ("orders:http", set()),
        ("orders@x", {"x"}),
        ("", set()),
    ],
)
def test_hosts_that_a_text_mentions(text: str, names: set[str]) -> None:
    assert mentioned(text) & names == names
    assert not mentioned(text) - names - {"host", "http:", "user"}
