"""Cases of the rules as data: each says what it changes in a workload that every rule is content with.

``cases/*.yaml`` hold, for each rule, changes under ``pass`` and ``fail``. A change may have the keys

* ``kind``: one kind of workload; all that the rule looks at by default;
* ``roles``: the container's roles (container, init, sidecar, ephemeral); ``container`` by default;
* ``container``, ``pod``, ``template``, ``workload``: laid over these parts; null takes a field away;
* ``objects``: laid over the objects of the same kind and name, or added; ``without``: kinds taken away;
* ``environment``, ``kube_version``, ``pod_security``, ``complete``, ``parameters``: how it is looked at;
* ``severity``, ``at``: what the finding must have (``at`` is the end of its path).
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from plugins.k8s_validator.objects.pod_templates import pod_template
from plugins.k8s_validator.rules.checks import CHECKS

FOLDER = Path(__file__).with_name("cases")
KINDS = ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Pod", "Job", "CronJob")
NAMESPACE = "cs-acme-orders"
_SELECTOR = {"app.kubernetes.io/name": "orders", "app.kubernetes.io/instance": "orders"}
_TRACE = {"trace_id": "t-1", "component_scope": "Order", "generated_by": "infrastructure-engineer-agent"}
_API = {"Pod": "v1", "Job": "batch/v1", "CronJob": "batch/v1"}
_KEYS = {
    *("kind", "roles", "container", "pod", "template", "workload", "objects", "without", "environment"),
    *("kube_version", "pod_security", "complete", "parameters", "severity", "at"),
}


@dataclass(frozen=True)
class RuleCase:
    """One case of a rule on one kind of workload and one role of a container."""

    code: str
    fails: bool
    kind: str
    role: str
    change: dict[str, Any]
    number: int

    def __str__(self) -> str:
        return f"{self.code}-{'fail' if self.fails else 'pass'}{self.number}-{self.kind}-{self.role}"

    @property
    def objects(self) -> list[dict[str, Any]]:
        """The objects to look at."""
        return _objects(self)


@lru_cache(maxsize=1)
def case_table() -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Return the cases of all files by code."""
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        for code, cases in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            assert code not in found, f"{code} is in two files"
            found[code] = cases
    return found


def rule_cases() -> Iterator[RuleCase]:
    """Yield every case for every kind and role that it is about."""
    for code, cases in case_table().items():
        for outcome, changes in cases.items():
            for number, change in enumerate(changes):
                assert change.keys() <= _KEYS, f"{code}: {change.keys() - _KEYS}"
                kinds = [change["kind"]] if "kind" in change else _kinds(code)
                roles = change.get("roles", ["container"])
                # Every kind with one role and every role with one kind: the two do not depend on each other.
                for kind, role in [*((kind, roles[0]) for kind in kinds), *((kinds[-1], role) for role in roles[1:])]:
                    yield RuleCase(code, outcome == "fail", kind, role, change, number)


def _kinds(code: str) -> list[str]:
    found = [kind for kind in KINDS if kind in CHECKS[code].kinds]
    return found or ["Deployment"]


def laid_over(base: Any, change: Any) -> Any:
    """Lay a change over plain data; null takes away, lists replace."""
    if not isinstance(base, dict) or not isinstance(change, dict):
        return change
    merged = {**base, **{key: laid_over(base.get(key), value) for key, value in change.items()}}
    return {key: value for key, value in merged.items() if value is not None}


def good_objects(kind: str, environment: str = "staging") -> list[dict[str, Any]]:
    """Return a workload with everything around it that no rule finds fault with."""
    labels = {
        **_SELECTOR,
        "app.kubernetes.io/version": "1.0.0",
        "app.kubernetes.io/managed-by": "Helm",
        **_TRACE,
        "team": "ordering",
        "component": "orders",
        "env": environment,
    }
    annotations = {**_TRACE, "blueprint_id": "b-1", "agent_origin": "test", "factory_execution_id": "e-1"}

    def thing(api: str, thing_kind: str, name: str = "orders", **rest: Any) -> dict[str, Any]:
        metadata = {"name": name, "namespace": NAMESPACE, "labels": labels, "annotations": annotations}
        return {"apiVersion": api, "kind": thing_kind, "metadata": metadata, **rest}

    template = {"metadata": {"labels": labels, "annotations": annotations}, "spec": _pod(kind)}
    port = {"name": "http", "port": 80, "targetPort": "http", "protocol": "TCP"}
    found = [
        _workload(thing, kind, template),
        {**thing("v1", "ServiceAccount"), "automountServiceAccountToken": False},
        thing("v1", "Service", spec={"selector": _SELECTOR, "ports": [port]}),
        thing("v1", "ConfigMap", data={"MODE": "fast"}),
        thing("networking.k8s.io/v1", "NetworkPolicy", spec=_network_policy()),
    ]
    if kind in ("Deployment", "StatefulSet"):
        budget = {
            "maxUnavailable": 1,
            "unhealthyPodEvictionPolicy": "AlwaysAllow",
            "selector": {"matchLabels": _SELECTOR},
        }
        found.append(thing("policy/v1", "PodDisruptionBudget", spec=budget))
    if kind == "StatefulSet":
        headless = {"clusterIP": "None", "selector": _SELECTOR, "ports": [port]}
        found.append(thing("v1", "Service", "orders-pods", spec=headless))
    return copy.deepcopy(found)


def _network_policy() -> dict[str, Any]:
    everywhere = {"namespaceSelector": {"matchExpressions": [{"key": "team", "operator": "Exists"}]}}
    return {
        "podSelector": {"matchLabels": _SELECTOR},
        "policyTypes": ["Ingress", "Egress"],
        "ingress": [{"from": [everywhere], "ports": [{"protocol": "TCP", "port": "http"}]}],
        "egress": [{"to": [everywhere], "ports": [{"protocol": "TCP", "port": 443}]}],
    }


def _pod(kind: str) -> dict[str, Any]:
    spread = {
        "maxSkew": 1,
        "topologyKey": "kubernetes.io/hostname",
        "whenUnsatisfiable": "ScheduleAnyway",
        "labelSelector": {"matchLabels": _SELECTOR},
    }
    pod: dict[str, Any] = {
        "serviceAccountName": "orders",
        "automountServiceAccountToken": False,
        "priorityClassName": "normal",
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": 10001,
            "runAsGroup": 10001,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "topologySpreadConstraints": [spread],
        "containers": [container("orders", "container")],
    }
    return {**pod, "restartPolicy": "Never"} if kind in ("Job", "CronJob") else pod


def container(name: str, role: str) -> dict[str, Any]:
    """Return a container of a role that no rule finds fault with."""
    found: dict[str, Any] = {
        "name": name,
        "image": f"ghcr.io/acme/orders:1.0.0@sha256:{'0' * 64}",
        "imagePullPolicy": "Always",
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
    }
    if role != "ephemeral":
        amounts = {"cpu": "100m", "memory": "128Mi", "ephemeral-storage": "64Mi"}
        found["resources"] = {"requests": amounts, "limits": dict(amounts)}
    if role == "container":
        found["ports"] = [{"name": "http", "containerPort": 8080, "protocol": "TCP"}]
        for number, probe in enumerate(("livenessProbe", "readinessProbe")):
            found[probe] = {"httpGet": {"path": "/health", "port": "http"}, "failureThreshold": 3 + number}
    if role == "sidecar":
        found["restartPolicy"] = "Always"
    return found


def _workload(thing: Any, kind: str, template: dict[str, Any]) -> dict[str, Any]:
    selector = {"matchLabels": _SELECTOR}
    if kind == "Pod":
        pod: dict[str, Any] = thing("v1", "Pod", spec=template["spec"])
        return pod
    if kind == "CronJob":
        job = {"spec": {"template": template}, "metadata": template["metadata"]}
        spec: dict[str, Any] = {"schedule": "0 3 * * *", "startingDeadlineSeconds": 300, "jobTemplate": job}
    elif kind == "Job":
        spec = {"ttlSecondsAfterFinished": 600, "template": template}
    else:
        spec = {"selector": selector, "template": template}
    if kind in ("Deployment", "StatefulSet", "ReplicaSet"):
        spec["replicas"] = 3
    if kind == "StatefulSet":
        spec["serviceName"] = "orders-pods"
    found: dict[str, Any] = thing(_API.get(kind, "apps/v1"), kind, spec=spec)
    return found


def _objects(case: RuleCase) -> list[dict[str, Any]]:
    change = case.change
    objects = good_objects(case.kind, change.get("environment", "staging"))
    workload = objects[0]
    _, template = pod_template(workload) or ((), {})
    if "template" in change:
        template.update(laid_over(template, change["template"]))
    spec = template["spec"]
    spec.update(laid_over(spec, change.get("pod", {})))
    for key in [key for key, value in change.get("pod", {}).items() if value is None]:
        spec.pop(key, None)
    if "container" in change:
        _change_container(spec, case.role, change["container"])
    objects[0] = laid_over(workload, change.get("workload", {}))
    for added in change.get("objects", []):
        _add(objects, added)
    return [item for item in objects if item["kind"] not in change.get("without", [])]


def _change_container(spec: dict[str, Any], role: str, change: dict[str, Any]) -> None:
    group = {"container": "containers", "ephemeral": "ephemeralContainers"}.get(role, "initContainers")
    first = spec["containers"][0] if role == "container" else container(role, role)
    spec[group] = [laid_over(first, change)]


def _add(objects: list[dict[str, Any]], added: dict[str, Any]) -> None:
    """Lay an object over the one of its kind and name, or add it with the usual metadata."""
    name = added.get("metadata", {}).get("name", "orders")
    for index, item in enumerate(objects):
        if (item["kind"], item["metadata"]["name"]) == (added["kind"], name):
            objects[index] = laid_over(item, added)
            return
    usual = {"metadata": {**objects[1]["metadata"], "name": name}}
    objects.append(laid_over(usual, added))
