"""Similar components: 300 of them in families, found by what they are made of and by nothing else."""

import json
import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import yaml

from agent.bootstrap import Agent
from foundation.model.errors import OutsideError
from foundation.model.run.features import ComponentFeatures, structural_features
from memory.qdrant import QdrantIndex
from memory.similarity import Neighbour, Point, anonymous, fused
from tests.support.generation import case_named, read_case, request_of

FAMILIES = (
    "api-gateway",
    "catalog-service",
    "database-migration",
    "document-store",
    "event-processor",
    "invoice-worker",
    "log-shipper",
    "nightly-report",
    "pricing-service",
    "quote-mesh",
    "storefront-gateway",
    "web-frontend",
)
EACH = 25
SCOPES = ("Billing", "Finance", "Identity")
NEAREST = 5


def changes(chosen: random.Random, number: int) -> list[str]:
    """Return how a member of a family differs from the others: in names and sizes, and in some of what it has."""
    settings = [
        f"component.name=Service{number}",
        f"trace_id=trace-similar-{number}",
        f"component_scope={chosen.choice(SCOPES)}",
        f"component.container_image=ghcr.io/connectsoft/service{number}:1.{chosen.randrange(9)}.0",
        "target_environment=[dev]",
    ]
    optional = [
        f"component.config={{MODE: m{number}}}",
        f"component.termination_grace_period_seconds={chosen.randrange(20, 90)}",
        "component.pod_annotations={example.org/note: x}",
        "component.node_selector={example.org/pool: general}",
        "component.tolerations=[{key: pool, operator: Exists, effect: NoSchedule}]",
        "component.dns_config={options: [{name: ndots, value: '2'}]}",
        "component.enable_network_policy=false",
        "observability.otel_enabled=false",
    ]
    return settings + chosen.sample(optional, chosen.randrange(4))


@pytest.fixture(scope="module")
def components(agent: Agent) -> list[tuple[str, ComponentFeatures]]:
    """Each component's family and features, from the manifests that it really gets."""
    chosen, made = random.Random(13), []  # noqa: S311  (no secret)
    for number in range(len(FAMILIES) * EACH):
        family = FAMILIES[number % len(FAMILIES)]
        bundle = read_case(case_named(family), *changes(chosen, number))
        result = agent.runner.generate(request_of(bundle, None))
        assert result.artifacts is not None, result.problems
        assert result.effective is not None
        files = result.artifacts.under("manifests/dev/")
        objects = [one for file in files for one in yaml.load_all(file.content, yaml.CSafeLoader)]
        effective = result.effective
        scope = bundle.bundle.component_scope or ""
        made.append((family, structural_features(effective.type, scope, effective.transport, objects)))
    return made


@pytest.fixture(scope="module")
def index(components: list[tuple[str, ComponentFeatures]], tmp_path_factory: pytest.TempPathFactory) -> QdrantIndex:
    index = QdrantIndex(str(tmp_path_factory.mktemp("qdrant")), "acme", "shop")
    index.put([Point(trace=name(number), features=features) for number, (_, features) in enumerate(components)])
    return index


def name(number: int) -> str:
    return anonymous("acme", "shop", f"Service{number}", f"trace-similar-{number}", "sha256:0")


def test_the_five_nearest_are_of_the_same_family(
    components: list[tuple[str, ComponentFeatures]], index: QdrantIndex
) -> None:
    families = {name(number): family for number, (family, _) in enumerate(components)}
    hits = 0
    for number, (family, features) in enumerate(components):
        near = index.nearest(features, NEAREST, without=name(number))
        assert len(near) == NEAREST
        assert name(number) not in {one.point.trace for one in near}
        hits += sum(families[one.point.trace] == family for one in near)
    precision = hits / (NEAREST * len(components))
    assert precision >= 0.95


def test_payloads_hold_nothing_but_an_anonymous_trace_scope_type_and_features(index: QdrantIndex) -> None:
    points = [point for scope in SCOPES for point in index.of_scope(scope)]
    assert len(points) == len(FAMILIES) * EACH
    text = json.dumps([point.model_dump() for point in points])
    for secret in ("Service1", "trace-similar", "ghcr.io", "example.org", "acme", "scratch"):
        assert secret not in text
    assert {frozenset(point.model_dump()) for point in points} == {frozenset({"trace", "features"})}


def test_another_tenant_finds_nothing_and_the_folder_has_one_user(index: QdrantIndex, tmp_path: Path) -> None:
    folder = str(tmp_path / "index")
    features = ComponentFeatures(component_type="worker", component_scope="Billing", names=["Deployment"])
    first = QdrantIndex(folder, "acme", "shop")
    first.put([Point(trace="one", features=features)])
    with pytest.raises(OutsideError) as taken:
        QdrantIndex(folder, "other", "shop").known()
    assert taken.value.problems[0].code == "similarity-unavailable"
    first.close()
    other = QdrantIndex(folder, "other", "shop")
    assert (other.known(), other.nearest(features, 5), other.of_scope("Billing")) == (set(), [], [])
    other.close()
    again = QdrantIndex(folder, "acme", "shop")
    assert again.known() == {"one"}
    again.remove(["one"])
    assert again.known() == set()
    again.close()


def test_questions_about_one_folder_wait_for_each_other(tmp_path: Path) -> None:
    features = ComponentFeatures(component_type="worker", component_scope="Billing", names=["Deployment"])

    def asked(number: int) -> bool:
        with closing(QdrantIndex(str(tmp_path / "index"), "acme", "shop", patience=60.0)) as index:
            index.put([Point(trace=f"t{number}", features=features)])
            return f"t{number}" in index.known()

    with ThreadPoolExecutor(4) as threads:
        assert [*threads.map(asked, range(8))] == [True] * 8


def test_ranks_of_two_orders_become_one_whatever_order_equal_ones_have() -> None:
    features = ComponentFeatures(component_type="worker", component_scope="Billing", names=["Deployment"])

    def order(**scores: float) -> list[Neighbour]:
        return [Neighbour(point=Point(trace=trace, features=features), score=score) for trace, score in scores.items()]

    one, other = order(b=0.9, a=0.9, c=0.5), order(c=7.0, a=3.0, b=3.0)
    both = [
        [(near.point.trace, near.score) for near in fused(orders)]
        for orders in ([one, other], [other, one[1::-1] + one[2:]])
    ]
    assert both[0] == both[1]
    assert [trace for trace, _ in both[0]] == ["a", "b", "c"]
    assert fused([]) == []


def test_dense_vectors_of_one_model_are_no_others(tmp_path: Path) -> None:
    class Lengths:
        def __init__(self, name: str, length: int) -> None:
            self.name, self.length = name, length

        def embed(self, texts: Sequence[str]) -> list[list[float]]:
            return [[float(len(text))] + [1.0] * (self.length - 1) for text in texts]

    features = ComponentFeatures(component_type="worker", component_scope="Billing", names=["Deployment"])
    for model in (None, Lengths("one", 3), Lengths("two", 5)):
        index = QdrantIndex(str(tmp_path), "acme", "shop", embedding=model)
        assert index.known() == set()
        index.put([Point(trace="one", features=features)])
        assert [near.point.trace for near in index.nearest(features, 5)] == ["one"]
        index.close()
