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
NODE_PORT = {"name": "a", "port": 1, "targetPort": 1, "protocol": "TCP", "nodePort": 30005}
BALANCED = [(("service", "type"), "NodePort"), (("service", "ports"), [NODE_PORT])]
PROCESS = {"windowsOptions": {"hostProcess": True}}
PORT = {"name": "http", "containerPort": 8080, "protocol": "TCP"}
LOCKED = {"matchLabelKeys": ["app.kubernetes.io/name"], "maxSkew": 1, "topologyKey": "a"}


def resources(**amounts: Any) -> list[Turn]:
    return [(("resources",), amounts)]


def variable(**source: Any) -> list[Turn]:
    return [(("env",), [{"name": "X", "valueFrom": {"resourceFieldRef": source}}])]


def volume(**source: Any) -> list[Turn]:
    return [(("volumes",), [{"name": "x", **source}])]


def failing(*rules: dict[str, Any]) -> list[Turn]:
    return [(("restartPolicy",), "Never"), (("job",), {"podFailurePolicy": {"rules": list(rules)}})]


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
        ("order-service", resources(limits={"nvidia.com/gpu": 0.5}), "0.5, and only whole ones can be had"),
        ("order-service", resources(limits={"hugepages-2Mi": "3Mi"}), "3Mi, and only whole ones can be had"),
        ("order-service", resources(limits={"hugepages-2Mi": "4Mi"}, requests={"hugepages-2Mi": "2Mi"}), "its limit"),
        (
            "order-service",
            resources(limits={"hugepages-2Mi": "2Mi", "memory": None, "cpu": None}, requests=None),
            "huge pages need",
        ),
        ("order-service", resources(limits={"requests.nvidia.com/gpu": 1}), "do not begin with requests."),
        ("order-service", variable(resource="limits.cpu", divisor="1Mi"), "does not match pattern '^(0|1m?)$'"),
        ("order-service", variable(resource="limits.hugepages-2Mi", divisor="1m"), "divisor"),
        ("order-service", volume(configMap={"name": "x", "items": [{"key": "a", "path": "a/../b"}]}), "items/0/path"),
        ("order-service", volume(secret={"secretName": "x", "items": [{"key": "a", "path": "..b"}]}), "items/0/path"),
        ("order-service", [(("podSecurityContext",), PROCESS)], "hostProcess needs podSpec.hostNetwork"),
        (
            "order-service",
            [(("podSecurityContext",), {"windowsOptions": {"runAsUserName": "a/b"}})],
            "a/b is no user of Windows",
        ),
        ("order-service", [(("podSpec",), {"hostAliases": [{"ip": "010.0.0.1"}]})], "is not valid ipv4"),
        ("order-service", [(("service", "spec", "externalIPs"), ["127.0.0.1"])], "that is reached from outside"),
        ("order-service", [(("containerPorts",), [{**PORT, "hostIP": "10.0.0.1"}])], "missing property 'hostPort'"),
        (
            "order-service",
            [(("containerPorts",), [{**PORT, "hostPort": 80}]), (("podSpec",), {"hostNetwork": True})],
            "hostPort has to be containerPort, 8080",
        ),
        (
            "order-service",
            [*BALANCED, (("extraServices",), [{"name": "b", "type": "NodePort", "labels": {}, "ports": [NODE_PORT]}])],
            "nodePort 30005 is there twice",
        ),
        (
            "order-service",
            [(("networkPolicy", "egress"), [{"to": [{"ipBlock": {"cidr": "10.0.0.0/8", "except": ["11.0.0.0/16"]}}]}])],
            "11.0.0.0/16 is no part of 10.0.0.0/8",
        ),
        (
            "order-service",
            [(("topologySpread",), [{**LOCKED, "whenUnsatisfiable": "DoNotSchedule"}])],
            "has app.kubernetes.io/name already",
        ),
        ("order-service", [(("config",), {"..": "x"})], "additional properties '..' not allowed"),
        (
            "log-shipper",
            [(("updateStrategy", "rollingUpdate"), {"maxSurge": 1, "maxUnavailable": 1})],
            "maxSurge, 1, needs maxUnavailable 0",
        ),
        ("nightly-report", [(("cronJob", "schedule"), "0 24 * * *")], "24 is no hour from 0 to 23"),
        ("nightly-report", [(("cronJob", "schedule"), "0 9-5 * * MON-FRI")], "9-5 is no range that rises"),
        (
            "nightly-report",
            failing({"action": "FailJob", "onExitCodes": {"operator": "In", "values": [2, 1]}}),
            "exit codes have to rise",
        ),
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
        ("order-service", resources(limits={"nvidia.com/gpu": "2000m", "hugepages-2Mi": "6Mi"})),
        ("order-service", variable(resource="limits.memory", divisor="1Mi")),
        ("order-service", volume(secret={"secretName": "x", "items": [{"key": "a", "path": "a/..b/.c//d"}]})),
        (
            "order-service",
            [(("networkPolicy", "egress"), [{"to": [{"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16"]}}]}])],
        ),
        ("order-service", [(("podSpec",), {"hostAliases": [{"ip": "fd00::1", "hostnames": ["a"]}]})]),
        ("nightly-report", [(("cronJob", "schedule"), "*/5 0-23/2 1,15 jan-DEC mon-fri")]),
    ],
)
def test_what_can_be_right_is(golden: str, turns: list[Turn], gate: GateSetup) -> None:
    """Digits as the release's and the namespace's name stay text."""
    report = validate(manifests_subject(Turned(golden).render(*turns, release="123", namespace="456"), gate))
    assert [f"{item.path}: {item.message}" for item in report.findings if item.severity == "error"] == []
