"""Whoever turns a value of an emitted chart gets valid objects, or Helm's refusal with words that help."""

import json
from collections.abc import Iterator
from typing import Any

import helm_python as helm
import pytest

from agent.bootstrap import Agent
from foundation.helm.errors import RenderError
from foundation.helm.native import NativeHelmEngine
from foundation.helm.values import merged
from plugins.helm_chart_builder.archive import archive_of
from plugins.k8s_validator.gate import validate
from plugins.k8s_validator.gate_setup import GateSetup, Policies
from plugins.k8s_validator.rules.rule_book import rule_book
from plugins.k8s_validator.schemas.store import schema_store
from plugins.k8s_validator.subject.of_files import manifests_subject
from tests.support.generation import SUCCESSES
from tests.support.goldens import golden_chart

Turn = tuple[tuple[str, ...], Any]
ENGINE = NativeHelmEngine()


class Turned:
    """A golden's chart that somebody turns values of.

    Args:
        name: the golden.
    """

    def __init__(self, name: str) -> None:
        files = golden_chart(name)
        self.name = helm.values_from_yaml(files["Chart.yaml"].decode())["name"]
        self.archive = archive_of(self.name, files)
        self.schema = json.loads(files["values.schema.json"])
        environments = sorted(path for path in files if path.startswith("values-") and path.endswith(".yaml"))
        production = "values-prod.yaml" if "values-prod.yaml" in environments else environments[0]
        self.values = helm.values_from_yaml(files[production].decode())
        self.whole = merged(helm.values_from_yaml(files["values.yaml"].decode()), self.values)

    def render(self, *turns: Turn, release: str = "", namespace: str = "cs-orders") -> dict[str, str]:
        """Render with values over those of prod, or the first environment, as ``--set-json`` lays them."""
        values = self.values
        for path, value in turns:
            values = laid_over(values, path, value)
        return ENGINE.render(self.archive, json.dumps(values), release or self.name, namespace)


def laid_over(values: dict[str, Any], path: tuple[str, ...], value: Any) -> dict[str, Any]:
    name, *rest = path
    held = values.get(name)
    if rest:
        return {**values, name: laid_over(held if isinstance(held, dict) else {}, tuple(rest), value)}
    both = isinstance(held, dict) and isinstance(value, dict)
    return {**values, name: {**held, **value} if both else value}


def turns_of(schema: dict[str, Any], value: Any, path: tuple[str, ...] = ()) -> Iterator[Turn]:
    """Yield what the schema says that a value may be instead: switches, choices, bounds, lists of other entries."""
    for name, inner in schema.get("properties", {}).items():
        if isinstance(value, dict) and name in value:
            yield from turns_of(inner, value[name], (*path, name))
    if schema.get("type") == "boolean":
        yield path, not value
    for choice in schema.get("enum", []):
        yield path, choice
    if schema.get("type") == "string" and "enum" not in schema:
        yield from ((path, text) for text in ("", "123", "No Name"))
    if schema.get("type") == "object" and schema.get("additionalProperties") == {"type": "string"}:
        yield from ((path, {name: text}) for name, text in (("digits", "123"), ("switch", "yes")))
    if schema.get("type") == "integer":
        yield from ((path, number) for number in (schema.get("minimum", 1), 1, schema.get("maximum", 7)))
    if schema.get("type") == "array" and schema.get("items", {}).get("required"):
        yield path, []
        yield path, [{"value": "x"}]


@pytest.fixture(scope="module")
def gate(agent: Agent) -> GateSetup:
    policy = agent.library.policy
    rules = rule_book(policy, "baseline")
    return GateSetup(helm=ENGINE, policies=Policies(platform=policy), rules=rules, schemas=schema_store("1.34"))


def refused_or_valid(chart: Turned, turn: Turn, gate: GateSetup) -> str:
    """Return what is wrong with a turned value; nothing where it is valid, or refused with words about it."""
    try:
        rendered = chart.render(turn)
    except RenderError as error:
        return "" if turn[0][0] in str(error) else f"{turn}: {error}"
    report = validate(manifests_subject(rendered, gate))
    wrong = [f"{item.path}: {item.message}" for item in report.findings if item.severity == "error"]
    return f"{turn}: {wrong}" if wrong else ""


def test_every_turned_value_is_valid_or_refused(gate: GateSetup) -> None:
    seen: set[str] = set()
    wrong = []
    for case in SUCCESSES:
        chart = Turned(case.name)
        for turn in turns_of(chart.schema, chart.whole):
            what = f"{turn} {'strategy' in chart.schema['properties']}"
            if what not in seen:
                seen.add(what)
                wrong.append(refused_or_valid(chart, turn, gate))
    found = [item for item in wrong if item]
    assert len(seen) > 200
    assert found == []


PROBE = {"exec": {"command": ["/bin/true"]}}


@pytest.mark.parametrize(
    ("golden", "turns", "said"),
    [
        ("order-service", [(("image", "tag"), "")], "image.tag is empty: give image.tag or image.digest"),
        (
            "order-service",
            [(("livenessProbe",), PROBE)],
            "livenessProbe needs one of exec, grpc, httpGet and tcpSocket",
        ),
        ("order-service", [(("podDisruptionBudget", "spec", "minAvailable"), 2)], "set what is not meant to null"),
        ("order-service", [(("strategy", "type"), "recreate")], "strategy.type has to be Recreate or RollingUpdate"),
        ("document-store", [(("updateStrategy", "type"), "Recreate")], "updateStrategy.type has to be OnDelete or"),
        ("order-service", [(("env",), [{"value": "x"}])], "missing property 'name'"),
        ("order-service", [(("sidecars",), [{"name": "x"}])], "missing property 'image'"),
        ("order-service", [(("resources", "limits"), {"memory": "1Ki"})], "resources.limits.memory, 1Ki, is below"),
        ("order-service", [(("resources", "limits"), {"memory": "64mb"})], "64mb is no quantity"),
    ],
)
def test_what_cannot_be_right_is_refused_in_words(golden: str, turns: list[Turn], said: str) -> None:
    with pytest.raises(RenderError) as refused:
        Turned(golden).render(*turns)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("golden", "turns"),
    [
        ("order-service", [(("strategy", "type"), "Recreate")]),
        ("document-store", [(("updateStrategy",), {"type": "OnDelete", "rollingUpdate": {"partition": 1}})]),
        ("order-service", [(("livenessProbe",), {**PROBE, "httpGet": None})]),
        ("order-service", [(("podDisruptionBudget", "spec"), {"minAvailable": 2, "maxUnavailable": None})]),
        ("order-service", [(("image", "tag"), ""), (("image", "digest"), f"sha256:{'0' * 64}")]),
        ("order-service", [(("resources", "limits"), {"memory": "1073741824", "cpu": "2"})]),
        ("order-service", [(("namespaceOverride",), "")]),
    ],
)
def test_what_can_be_right_is(golden: str, turns: list[Turn], gate: GateSetup) -> None:
    """Digits as the release's and the namespace's name stay text."""
    report = validate(manifests_subject(Turned(golden).render(*turns, release="123", namespace="456"), gate))
    assert [f"{item.path}: {item.message}" for item in report.findings if item.severity == "error"] == []
