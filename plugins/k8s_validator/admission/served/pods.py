"""What every API server does to a pod on its creation: requests, ports, account, tolerations, priority.

What hangs on other objects of the cluster (LimitRanges, default classes, the account's token) is not done.
"""

from typing import Any

from plugins.k8s_validator.objects.values import mapping, mappings

_ACCOUNT = "default"
_PRIORITIES = {"": 0, "system-cluster-critical": 2_000_000_000, "system-node-critical": 2_000_001_000}
#: Conditions of a node that a pod stands for five minutes, if it says nothing else.
_TOLERATED = ("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")
_TOLERATED_SECONDS = 300


def admitted_pod(data: dict[str, Any]) -> dict[str, Any]:
    """Return a decoded pod as its creation leaves it; the given one is not changed."""
    spec = data.get("spec")
    return {**data, "spec": _admitted(spec)} if isinstance(spec, dict) else data


def _admitted(spec: dict[str, Any]) -> dict[str, Any]:
    found = dict(spec)
    for group in ("containers", "initContainers"):
        if isinstance(found.get(group), list):
            found[group] = [_container(item, spec) if isinstance(item, dict) else item for item in found[group]]
    account = found.get("serviceAccountName") or _ACCOUNT
    found["serviceAccountName"] = found["serviceAccount"] = account
    tolerations = found.get("tolerations", [])
    if isinstance(tolerations, list):
        found["tolerations"] = [*tolerations, *_tolerations(tolerations)]
    name = found.get("priorityClassName") or ""
    if isinstance(name, str) and name in _PRIORITIES:
        found.setdefault("priority", _PRIORITIES[name])
        found.setdefault("preemptionPolicy", "PreemptLowerPriority")
    return found


def _container(container: dict[str, Any], spec: dict[str, Any]) -> dict[str, Any]:
    """Requests are the limits where they are not given; on the host's network every port is the host's."""
    found = dict(container)
    resources = mapping(container.get("resources"))
    limits = mapping(resources.get("limits"))
    if limits:
        found["resources"] = {**resources, "requests": {**limits, **mapping(resources.get("requests"))}}
    if spec.get("hostNetwork") is True and isinstance(container.get("ports"), list):
        found["ports"] = [_on_host(port) if isinstance(port, dict) else port for port in container["ports"]]
    return found


def _on_host(port: dict[str, Any]) -> dict[str, Any]:
    return port if port.get("hostPort") else {**port, "hostPort": port.get("containerPort")}


def _tolerations(given: list[Any]) -> list[dict[str, Any]]:
    return [
        {"key": key, "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": _TOLERATED_SECONDS}
        for key in _TOLERATED
        if not any(
            toleration.get("key") in (None, key) and toleration.get("effect") in (None, "NoExecute")
            for _, toleration in mappings(given)
        )
    ]
