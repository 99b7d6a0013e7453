"""Whoever turns a value of an emitted chart gets valid objects, or Helm's refusal with words that help."""

import json
from functools import cache
from typing import Any
from zlib import crc32

import helm_python as helm
import pytest

from agent.bootstrap import Agent
from foundation.helm.errors import RenderError
from foundation.helm.native import NativeHelmEngine
from foundation.helm.values import merged
from foundation.helm.values_schema import compiled_schema
from plugins.helm_chart_builder.archive import archive_of
from plugins.k8s_validator.gate import validate
from plugins.k8s_validator.gate_setup import GateSetup, Policies
from plugins.k8s_validator.rules.rule_book import rule_book
from plugins.k8s_validator.schemas.store import schema_store
from plugins.k8s_validator.subject.of_files import manifests_subject
from tests.support.generation import SUCCESSES
from tests.support.goldens import golden_chart
from tests.support.turning import Turn, laid_over, pairs_of, turns_of

ENGINE = NativeHelmEngine()
#: Pairs of turns a chart; of turns that its schema takes, and that it refuses, one in so many is rendered. With 1 and 1
#: all of them pass too, in minutes.
PAIRS, SHARE, ONE_OF = 40, 4, 60
#: Templates of the workloads.
ORDER = ("deployment", "statefulset", "daemonset", "job", "cronjob", "scaledjob")
#: Findings about what Kubernetes takes and Pod Security's baseline does not.
OF_POLICY = frozenset(
    {
        *("apparmor", "capabilities-added", "host-namespaces", "host-path", "host-port", "privileged", "probe-host"),
        *("proc-mount", "seccomp", "selinux", "sysctls", "windows-host-process"),
    }
)


class Turned:
    """A golden's chart that somebody turns values of.

    Args:
        name: the golden.
    """

    def __init__(self, name: str) -> None:
        files = golden_chart(name)
        self.name = helm.values_from_yaml(files["Chart.yaml"].decode())["name"]
        self.workload = next(path for path in ORDER if f"templates/{path}.yaml" in files)
        self.archive = archive_of(self.name, files)
        self.schema = json.loads(files["values.schema.json"])
        environments = sorted(path for path in files if path.startswith("values-") and path.endswith(".yaml"))
        production = "values-prod.yaml" if "values-prod.yaml" in environments else environments[0]
        self.values = helm.values_from_yaml(files[production].decode())
        self._defaults = helm.values_from_yaml(files["values.yaml"].decode())
        self._validator = compiled_schema(files["values.schema.json"]).validator
        self.whole = merged(self._defaults, self.values)

    def render(self, *turns: Turn, release: str = "", namespace: str = "cs-orders") -> dict[str, str]:
        """Render with values over those of prod, or the first environment, as ``--set-json`` lays them."""
        return ENGINE.render(
            self.archive, json.dumps(self._turned(turns), ensure_ascii=False), release or self.name, namespace
        )

    def fits(self, *turns: Turn) -> bool:
        """Tell whether the chart's schema takes the turned values."""
        return bool(self._validator.is_valid(merged(self._defaults, self._turned(turns))))

    def _turned(self, turns: tuple[Turn, ...]) -> dict[str, Any]:
        values = self.values
        for path, value in turns:
            values = laid_over(values, path, value)
        return values


@pytest.fixture(scope="module")
def gate(agent: Agent) -> GateSetup:
    policy = agent.library.policy
    rules = rule_book(policy, "baseline")
    return GateSetup(helm=ENGINE, policies=Policies(platform=policy), rules=rules, schemas=schema_store("1.34"))


def wrong_with(chart: Turned, turns: tuple[Turn, ...], gate: GateSetup) -> str:
    """Return what is wrong with turned values; nothing where they are valid, or refused with words about them."""
    try:
        rendered = chart.render(*turns)
    except RenderError as error:
        said = str(error)
        in_words = "execution error at" in said or any(name in said for path, _ in turns for name in path)
        return "" if in_words and "nil pointer" not in said else f"{turns}: {error}"
    report = validate(manifests_subject(rendered, gate))
    errors = [item for item in report.findings if item.severity == "error" and item.code not in OF_POLICY]
    return f"{turns}: {[f'{item.path}: {item.message}' for item in errors]}" if errors else ""


@cache
def turns_by_chart() -> dict[str, list[tuple[Turn, ...]]]:
    """Return turns of one value, and of two, each of the first chart of its kind of workload that has it."""
    seen: set[tuple[str, str]] = set()
    found = {}
    for case in SUCCESSES:
        chart = Turned(case.name)
        turns = list(turns_of(chart.schema, chart.whole, chart.schema["definitions"]))
        both = [*((turn,) for turn in turns), *pairs_of(turns, PAIRS)]
        found[case.name] = [each for each in both if (chart.workload, repr(each)) not in seen]
        seen |= {(chart.workload, repr(each)) for each in both}
    return found


def test_turns_go_into_lists_and_nested_fields() -> None:
    turns = [turn for turns in turns_by_chart().values() for turn in turns]
    assert len(turns) > 5000
    paths = {path for both in turns for path, _ in both}
    assert ("livenessProbe", "httpGet", "unknownField") in paths
    assert max(map(len, paths)) > 3


@pytest.mark.parametrize("golden", [case.name for case in SUCCESSES])
def test_every_turned_value_is_valid_or_refused(golden: str, gate: GateSetup) -> None:
    chart = Turned(golden)
    turned = turns_by_chart()[golden]
    fitting = [turns for turns in turned if crc32(repr(turns).encode()) % SHARE == 0 and chart.fits(*turns)]
    # It takes Helm longest to refuse, and it refuses whatever the chart's schema does.
    refused = [turns for turns in turned if crc32(repr(turns).encode()) % ONE_OF == 0 and not chart.fits(*turns)]
    assert [wrong for turns in [*fitting, *refused] if (wrong := wrong_with(chart, turns, gate))] == []


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
        (
            "order-service",
            [(("podSpec",), {"dnsPolicy": "None"})],
            "dnsPolicy None needs podSpec.dnsConfig.nameservers",
        ),
        ("order-service", [(("podSpec",), {"hostPID": True, "shareProcessNamespace": True})], "exclude each other"),
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
