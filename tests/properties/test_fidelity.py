"""What a bundle says reaches the cluster as it was written, whoever reads the YAML."""

import json
from collections.abc import Iterator
from typing import Any

import ryaml
import yaml
from hypothesis import HealthCheck, given, settings

from agent.bootstrap import Agent
from foundation.model.run.request import GenerationResult
from foundation.source.bundle import read_bundles
from plugins.overlay_merge.origins import origin_rows
from tests.support.generation import request_of
from tests.support.said import said
from tests.support.strategies.bundles import bundles
from tests.support.strategies.settings import WORKLOADS

#: Quantities may be written as text, which is how the API server returns them.
_QUANTITIES = ("requests", "limits", "divisor", "sizeLimit", "averageValue", "value")
#: What the pod has of its own.
_OWN_VOLUMES = ("scratch-", "secret-", "otel-collector")
#: Settings of the pod, by their names in Kubernetes.
_POD = {
    "affinity": "affinity",
    "tolerations": "tolerations",
    "node_selector": "nodeSelector",
    "topology_spread_constraints": "topologySpreadConstraints",
    "pod_security_context": "securityContext",
    "host_aliases": "hostAliases",
    "dns_config": "dnsConfig",
    "image_pull_secrets": "imagePullSecrets",
    "priority_class_name": "priorityClassName",
    "enable_service_links": "enableServiceLinks",
    "share_process_namespace": "shareProcessNamespace",
    "termination_grace_period_seconds": "terminationGracePeriodSeconds",
}
#: Settings of the component's container, likewise.
_CONTAINER = {
    "args": "args",
    "command": "command",
    "working_dir": "workingDir",
    "stdin": "stdin",
    "tty": "tty",
    "resources": "resources",
    "liveness_probe": "livenessProbe",
    "readiness_probe": "readinessProbe",
    "startup_probe": "startupProbe",
    "lifecycle": "lifecycle",
    "security_context": "securityContext",
}
Objects = list[dict[str, Any]]


@settings(
    max_examples=50,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(bundle=bundles())
def test_what_a_bundle_says_reaches_the_cluster_as_written(agent: Agent, bundle: dict[str, Any]) -> None:
    result = agent.runner.generate(request_of(read_bundles(json.dumps(bundle).encode(), "bundle")[0], None))
    assert result.status == "generated", result.problems
    assert result.effective is not None
    for environment in result.effective.environments:
        objects = list(objects_of(result, environment.name))
        wanted = said(bundle, environment.name)
        pod, container = pod_of(objects, wanted.get("container_name", result.effective.slug))
        check_fields(pod, wanted, _POD)
        check_fields(container, wanted, _CONTAINER)
        check_variables(container, wanted)
        check_volumes(pod, container, wanted)
        check_containers(pod, container, wanted)
        check_traffic(objects, container, wanted, result.effective.slug)
        check_storage(objects, wanted, result.effective.slug)
        check_scaling(objects, wanted)
        assert all(row.value is not None for row in origin_rows(environment, ""))


class Yaml11(yaml.CSafeLoader):
    """PyYAML without a gap: it takes a lone ``=`` or ``<<`` for what YAML 1.1 has for keys, and fails."""


for tag in ("value", "merge"):
    Yaml11.add_constructor(f"tag:yaml.org,2002:{tag}", lambda loader, node: loader.construct_scalar(node))


def objects_of(result: GenerationResult, environment: str) -> Iterator[dict[str, Any]]:
    """Parse an environment's manifests as YAML 1.1 and as YAML 1.2, which must not differ."""
    assert result.artifacts is not None
    for artifact in result.artifacts.under(f"manifests/{environment}/"):
        text = artifact.content.decode()
        objects = list(yaml.load_all(text, Yaml11))
        assert objects == ryaml.loads_all(text)
        yield from objects


def pod_of(objects: Objects, name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the pod and the component's container."""
    workload = next(item for item in objects if item["kind"] in WORKLOADS.values())
    spec = workload["spec"]["jobTemplate"]["spec"] if workload["kind"] == "CronJob" else workload["spec"]
    pod = spec["template"]["spec"]
    return pod, next(container for container in pod["containers"] if container["name"] == name)


def check(found: Any, wanted: Any, place: str) -> None:
    """Check that all that is wanted is there; what the platform adds to a mapping may be there too."""
    if isinstance(wanted, dict):
        assert isinstance(found, dict) or not wanted, place
        for key, value in wanted.items():
            inner = (found or {}).get(key)
            if key in _QUANTITIES:
                inner, value = as_text(inner), as_text(value)
            check(inner, value, f"{place}.{key}")
    elif isinstance(wanted, list):
        assert len(found or []) == len(wanted), place
        for index, value in enumerate(wanted):
            check(found[index], value, f"{place}[{index}]")
    else:
        assert (type(found), found) == (type(wanted), wanted), place


def as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: as_text(inner) for key, inner in value.items()}
    return str(value) if isinstance(value, (int, float)) else value


def check_fields(found: dict[str, Any], wanted: dict[str, Any], names: dict[str, str]) -> None:
    for setting, name in names.items():
        if setting in wanted:
            check(found.get(name), wanted[setting], name)


def check_variables(container: dict[str, Any], wanted: dict[str, Any]) -> None:
    of_secrets = [
        {"name": variable["name"], "valueFrom": {"secretKeyRef": {"name": name, "key": variable["key"]}}}
        for name, secret in wanted.get("secrets", {}).items()
        for variable in secret.get("env", [])
    ]
    named = container.get("env", [])
    plain = [variable for variable in named if variable not in of_secrets]
    check(plain, list(wanted.get("env", {}).values()), "env")
    assert [variable for variable in named if variable in of_secrets] == of_secrets
    assert all(source in container["envFrom"] for source in wanted.get("env_from", []))


def check_volumes(pod: dict[str, Any], container: dict[str, Any], wanted: dict[str, Any]) -> None:
    volumes = {volume["name"]: volume for volume in pod.get("volumes", [])}
    for name, volume in wanted.get("volumes", {}).items():
        check(volumes[name], volume, f"volumes[{name}]")
    theirs = {name for name in volumes if not name.startswith(_OWN_VOLUMES)}
    claimed = {} if "serviceName" in pod else wanted.get("claims", {})
    assert theirs - {*claimed} == {*wanted.get("volumes", {}), *wanted.get("files", {})} - {*claimed}
    mounts = {mount["mountPath"]: mount for mount in container.get("volumeMounts", [])}
    for path, mount in wanted.get("volume_mounts", {}).items():
        check(mounts[path], mount, f"volumeMounts[{path}]")
    for name, entry in [*wanted.get("claims", {}).items(), *wanted.get("files", {}).items()]:
        assert mounts[entry["mount_path"]]["name"] == name
    known = {entry["mount_path"] for group in ("claims", "files") for entry in wanted.get(group, {}).values()}
    others = {path for path, mount in mounts.items() if not mount["name"].startswith(_OWN_VOLUMES)}
    assert others == known | {*wanted.get("volume_mounts", {})}


def check_containers(pod: dict[str, Any], own: dict[str, Any], wanted: dict[str, Any]) -> None:
    groups = {"containers": wanted.get("sidecars", {}), "initContainers": wanted.get("init_containers", {})}
    for group, expected in groups.items():
        found = {container["name"]: container for container in pod.get(group, [])}
        assert {*found} - {own["name"], "otel-collector"} == {*expected}
        for name, container in expected.items():
            check(found[name], container, name)


def check_traffic(objects: Objects, container: dict[str, Any], wanted: dict[str, Any], slug: str) -> None:
    found = {item["metadata"]["name"]: item["spec"] for item in objects if item["kind"] == "Service"}
    services = {name: list(service["ports"]) for name, service in wanted.get("services", {}).items()}
    if "ports" in wanted:
        services[slug] = list(wanted["ports"].values())
        numbers = {port["containerPort"] for port in container.get("ports", [])}
        assert numbers >= {port.get("targetPort", port["port"]) for port in services[slug]}
    for name, ports in services.items():
        without_targets = [{key: value for key, value in port.items() if key != "targetPort"} for port in ports]
        check(found[name]["ports"], without_targets, name)
    assert {*services} <= {*found} <= {*services, slug, f"{slug}-headless"}
    (policy,) = (item["spec"] for item in objects if item["kind"] == "NetworkPolicy")
    for direction, peers, end in (("egress", "calls", "to"), ("ingress", "called_by", "from")):
        rules = policy.get(direction) or []
        blocks = [peer.get("ipBlock", {}).get("cidr") for rule in rules for peer in rule.get(end, [])]
        assert {peer["cidr"] for peer in wanted.get(peers, []) if "cidr" in peer} <= {*blocks}


def check_storage(objects: Objects, wanted: dict[str, Any], slug: str) -> None:
    claims = {item["metadata"]["name"]: item["spec"] for item in objects if item["kind"] == "PersistentVolumeClaim"}
    claims |= {
        claim["metadata"]["name"]: claim["spec"]
        for item in objects
        if item["kind"] == "StatefulSet"
        for claim in item["spec"].get("volumeClaimTemplates", [])
    }
    sizes = {name.removeprefix(f"{slug}-"): claim["resources"]["requests"]["storage"] for name, claim in claims.items()}
    assert sizes == {name: claim["size"] for name, claim in wanted.get("claims", {}).items()}
    maps = {item["metadata"]["name"]: item for item in objects if item["kind"] == "ConfigMap"}
    for name, files in wanted.get("files", {}).items():
        found = maps.pop(f"{slug}-{name}")
        assert (found.get("data") or {}) == files["data"]
        assert (found.get("binaryData") or {}) == files.get("binary_data", {})
    config = maps[slug]["data"] if slug in maps else {}
    assert config == wanted.get("config", {})


def check_scaling(objects: Objects, wanted: dict[str, Any]) -> None:
    for item in objects:
        if item["kind"] == "HorizontalPodAutoscaler" and "autoscale" in wanted:
            autoscale = wanted["autoscale"]
            check(
                item["spec"], {"minReplicas": autoscale["minReplicas"], "maxReplicas": autoscale["maxReplicas"]}, "hpa"
            )
            check(item["spec"].get("behavior"), autoscale.get("behavior", {}), "behavior")
            metrics = autoscale.get("metrics", [])
            check(item["spec"]["metrics"][-len(metrics) :] if metrics else [], metrics, "metrics")
        if item["kind"] == "PodDisruptionBudget":
            check(item["spec"], wanted.get("disruption_budget", {}), "budget")
