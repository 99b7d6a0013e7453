"""Objects in a form in which those that mean the same are equal, and what the platform may add to them."""

import re
from decimal import Decimal
from typing import Any

from foundation.model.labels import RESERVED_LABELS

_TRACE = "trace_id|blueprint_id|component_scope|generated_by|agent_origin|factory_execution_id"
_BASELINE = (
    r"allowPrivilegeEscalation|capabilities\.drop|privileged|readOnlyRootFilesystem|runAsNonRoot|fsGroup|runAsGroup"
    r"|runAsUser|seccompProfile\.type"
)
_HISTORY = "concurrencyPolicy|startingDeadlineSeconds|successfulJobsHistoryLimit|failedJobsHistoryLimit"
#: What the platform's policy adds where a manifest is silent. Nothing else may be added, lost or changed.
ALLOWED = [
    re.compile(pattern)
    for pattern in (
        # the trace, ownership and checksums
        rf"added [^.]+\.metadata\.annotations\.({_TRACE})",
        rf"added [^.]+\.spec(\.jobTemplate\.spec)?\.template\.metadata\.annotations\.({_TRACE}|checksum/.*)",
        r"added CronJob\.spec\.jobTemplate\.metadata\.annotations\..*",
        # the security baseline, with its writable folder
        rf"added .*\.securityContext\.({_BASELINE})",
        r"added .*\.(volumes\.scratch-0|volumeMounts\./tmp)\..*",
        r"added .*\.spec\.(serviceAccountName|automountServiceAccountToken)",
        r"added ServiceAccount\.automountServiceAccountToken",
        # every container has requests and limits, and pulls its image
        r"added .*\.resources\.(requests|limits)\.(cpu|memory|ephemeral-storage)",
        r"added .*\.imagePullPolicy",
        # how pods are kept apart, replaced and ended
        r"added [^.]+\.spec\.((strategy|updateStrategy)\..*|revisionHistoryLimit)",
        r"added .*\.topologySpreadConstraints",
        r"added .*\.(terminationGracePeriodSeconds|enableServiceLinks)",
        r"added (Job|CronJob)\..*\.(backoffLimit|activeDeadlineSeconds|ttlSecondsAfterFinished)",
        rf"added CronJob\.spec\.({_HISTORY})",
        # the first port of a Service says its protocol
        r"added Service/[^.]+\.spec\.ports\[\d+\]\.appProtocol",
        # data outlives the release
        r"added PersistentVolumeClaim/[^.]+\.metadata\.annotations\.helm\.sh/resource-policy",
        # objects that the platform makes of its own
        r"added PodDisruptionBudget\.spec\.unhealthyPodEvictionPolicy",
        r"added (NetworkPolicy|PodDisruptionBudget|ServiceAccount)",
    )
]
#: Kinds of which a workload has one, whose name the chart chooses.
SINGLE = {"Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "Ingress", "HorizontalPodAutoscaler"}
SINGLE |= {"ScaledObject", "HTTPRoute", "PodDisruptionBudget", "NetworkPolicy", "ServiceAccount"}
_QUANTITIES = {"requests", "limits"}
_NAMED = {"containers", "initContainers", "volumes", "volumeClaimTemplates"}
_UNITS = {"m": Decimal("0.001"), "": Decimal(1)}


def by_title(objects: list[dict[str, Any]]) -> dict[str, Any]:
    """Return objects by kind, and by name where there can be several."""
    return {_title(item): normal(item) for item in objects if item["kind"] not in ("Secret", "Namespace")}


def _title(item: dict[str, Any]) -> str:
    return item["kind"] if item["kind"] in SINGLE else f"{item['kind']}/{item['metadata']['name']}"


def normal(item: dict[str, Any]) -> dict[str, Any]:
    """Bring an object into its normal form."""
    found: dict[str, Any] = _normal(item, ())
    metadata = found["metadata"]
    metadata.pop("namespace", None)
    if item["kind"] in SINGLE and item["kind"] != "ServiceAccount":
        metadata.pop("name")
    spec = found.get("spec", {})
    for key in ("selector", "podSelector"):
        # Selectors follow the platform's labels; only those of a claim choose something else.
        if item["kind"] != "PersistentVolumeClaim":
            spec.pop(key, None)
    if item["kind"] == "Service":
        spec.setdefault("type", "ClusterIP")
        for port in spec.get("ports", []):
            port.setdefault("targetPort", port["port"])
            port.setdefault("protocol", "TCP")
    if item["kind"] == "NetworkPolicy":
        for direction in {"Ingress", "Egress"} - set(spec["policyTypes"]):
            spec[direction.lower()] = [{}]  # not restricted
        spec["policyTypes"] = ["Ingress", "Egress"]
    if item["kind"] in ("Deployment", "StatefulSet", "DaemonSet"):
        pod = spec["template"]["spec"]
        if pod.get("restartPolicy") == "Always":
            del pod["restartPolicy"]
    if item["kind"] in ("HorizontalPodAutoscaler", "ScaledObject"):
        spec.pop("scaleTargetRef")
    if item["kind"] == "RoleBinding":
        found["subjects"] = [
            {key: value for key, value in one.items() if key != "namespace"} for one in found["subjects"]
        ]
    return found


def _normal(data: Any, path: tuple[str, ...]) -> Any:
    if isinstance(data, list):
        return _normal_list(data, path)
    if not isinstance(data, dict):
        return _quantity(data) if len(path) > 1 and path[-2] in _QUANTITIES else data
    inner = {key: _normal(value, (*path, str(key))) for key, value in data.items() if value is not None}
    if path[-1:] == ("labels",):
        return {key: value for key, value in inner.items() if key not in RESERVED_LABELS}
    return {key: value for key, value in inner.items() if not (value == {} and key in ("labels", "annotations"))}


def _normal_list(data: list[Any], path: tuple[str, ...]) -> Any:
    key = path[-1]
    items = [_normal(item, (*path, "[]")) for item in data]
    if key in _NAMED:
        return {item.get("name") or item["metadata"]["name"]: _entry(key, item) for item in items}
    if key == "volumeMounts":
        return {item["mountPath"]: item for item in items}
    if key == "env":
        return [{**item, **({} if "valueFrom" in item else {"value": item.get("value", "")})} for item in items]
    if key == "ports" and all(isinstance(item, dict) and "containerPort" in item for item in items):
        return [{"protocol": "TCP", **item} for item in items]
    return items


def _entry(key: str, item: dict[str, Any]) -> dict[str, Any]:
    if key != "volumeClaimTemplates":
        return item
    return {"metadata": item["metadata"], "spec": item["spec"]}


def _quantity(value: Any) -> str:
    text = str(value)
    unit = "m" if text.endswith("m") else ""
    number = text.removesuffix("m")
    return str((Decimal(number) * _UNITS[unit]).normalize()) if re.fullmatch(r"[0-9.]+", number) else text


def unexplained(lines: list[str]) -> list[str]:
    """Return the differences that are not the platform's declared additions."""
    return [line for line in lines if not any(rule.fullmatch(line.split(": ")[0]) for rule in ALLOWED)]


def without_names(path: str) -> str:
    """Return the start of a path, up to the first list that the normal form turns into a mapping."""
    return re.split(r"\.?(containers|initContainers|volumes|env)\[", path)[0]
