"""What an import does grows with its input: counted, not timed."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from agent.bootstrap import Agent
from agent.importing import attach
from agent.importing.hosts import hosts_in
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


KNOWN = frozenset({"orders", "kafka", "db"})


@pytest.mark.parametrize(
    ("text", "named", "found"),
    [
        ("orders", "ORDERS_HOST", ["orders hint"]),
        ("orders", "DB_NAME", ["orders perhaps"]),
        ("orders", "OTEL_SERVICE_NAME", ["orders perhaps"]),
        ("orders", "--orders-url", ["orders hint"]),
        ("orders", "-h", ["orders hint"]),
        ("kafka,orders", "BROKERS", ["kafka hint", "orders hint"]),
        ("http://orders:80/a,b", "", ["orders form"]),
        ("redis://user:word@orders/x", "", ["orders form"]),
        ("jdbc:postgresql://db/orders", "", ["db form"]),
        ("user@orders/x", "", ["orders form"]),
        ("orders.shop", "X", ["orders.shop perhaps"]),
        ("x-0.orders.shop.svc.cluster.local", "", ["x-0.orders.shop.svc.cluster.local form"]),
        ("host=orders port=5432", "", ["orders hint"]),
        ("Server=db;User Id=orders;Password=", "", ["db hint"]),
        ("proxy_pass http://orders/api;\nserver kafka:9092;\nname orders;", "", ["orders form", "kafka form"]),
        ("until nc -z db 5432; do sleep 1; done; psql -h orders", "", ["db hint", "orders hint"]),
        ("url: orders\nname: db\n", "", ["orders hint"]),
        ("elsewhere:80", "", ["elsewhere form"]),
        ("registry/orders:8080", "", []),
        ("orders:1.0.0", "", []),
        ("orders:http", "", []),
        ("the orders of today", "", []),
        ("", "HOST", []),
    ],
)
def test_hosts_that_a_text_names(text: str, named: str, found: list[str]) -> None:
    assert [f"{name.text} {name.sureness}" for name in hosts_in(text, named, KNOWN)] == found
