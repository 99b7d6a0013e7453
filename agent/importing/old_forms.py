"""Objects of old API versions, and pods without a controller, as what a bundle is made of."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from agent.importing.objects import Place, SourceObject, mapping, mappings, text
from foundation.source.tree import shown

_WORKLOAD_GROUPS = ("extensions/v1beta1", "apps/v1beta1", "apps/v1beta2")
#: What took the place of an old version, and the Kubernetes release that no longer has the old one
#: (Kubernetes: Deprecated API Migration Guide).
_NEW: dict[tuple[str, str], tuple[str, str]] = {
    **{(old, kind): ("apps/v1", "1.16") for old in _WORKLOAD_GROUPS for kind in ("Deployment", "DaemonSet")},
    **{(old, kind): ("apps/v1", "1.16") for old in _WORKLOAD_GROUPS for kind in ("StatefulSet", "ReplicaSet")},
    ("extensions/v1beta1", "NetworkPolicy"): ("networking.k8s.io/v1", "1.16"),
    ("extensions/v1beta1", "Ingress"): ("networking.k8s.io/v1", "1.22"),
    ("networking.k8s.io/v1beta1", "Ingress"): ("networking.k8s.io/v1", "1.22"),
    ("rbac.authorization.k8s.io/v1beta1", "Role"): ("rbac.authorization.k8s.io/v1", "1.22"),
    ("rbac.authorization.k8s.io/v1beta1", "RoleBinding"): ("rbac.authorization.k8s.io/v1", "1.22"),
    ("batch/v1beta1", "CronJob"): ("batch/v1", "1.25"),
    ("policy/v1beta1", "PodDisruptionBudget"): ("policy/v1", "1.25"),
    ("autoscaling/v2beta1", "HorizontalPodAutoscaler"): ("autoscaling/v2", "1.25"),
    ("autoscaling/v2beta2", "HorizontalPodAutoscaler"): ("autoscaling/v2", "1.26"),
}
#: Controllers of the cluster: what they own they make again by themselves.
_CONTROLLERS = frozenset({"Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "CronJob"})
_ENDING = frozenset({"Never", "OnFailure"})


@dataclass(frozen=True)
class Note:
    """Something to tell of an object, whatever bundle it comes to.

    Attributes:
        place: where it stands.
        message: what is so.
        remedy: what to do.
    """

    place: Place
    message: str
    remedy: str


def maker_of(item: SourceObject) -> str:
    """Return what makes an object again whenever it is gone, such as ``Deployment/web``; empty if nothing does."""
    for owner in mappings(item.metadata.get("ownerReferences")):
        if owner.get("controller") and owner.get("kind") in _CONTROLLERS:
            return shown(f"{owner['kind']}/{text(owner.get('name'))}")
    return ""


def in_todays_form(item: SourceObject, notes: list[Note]) -> SourceObject:
    """Return an object as today's Kubernetes has it, and note what was otherwise.

    Args:
        item: the object.
        notes: gets a note for each old form.
    """
    version = text(item.data.get("apiVersion"))
    if (version, item.kind) in _NEW:
        new, gone = _NEW[version, item.kind]
        message = f"{version} is an old apiVersion, which Kubernetes {gone} no longer has; it is read as {new}"
        notes.append(Note(Place(item, ("apiVersion",)), message, f"Write {new} in the file too."))
        convert = _CONVERTED.get(item.kind)
        data = convert(item.data, version) if convert is not None else item.data
        item = replace(item, data={**data, "apiVersion": new})
    if _is_alone(item):
        kind, data = _controlled(item)
        notes.append(
            Note(
                Place(item, ("kind",)),
                f"nothing starts the {item.kind} again where its node is gone; it is a {kind} from now on",
                "Nothing has to be done.",
            )
        )
        item = replace(item, data=data)
    return item


def _is_alone(item: SourceObject) -> bool:
    known = {("Pod", ""), ("ReplicationController", ""), ("ReplicaSet", "apps")}
    return (item.kind, item.group) in known and isinstance(item.data.get("spec"), dict)


def _controlled(item: SourceObject) -> tuple[str, dict[str, Any]]:
    """Return the kind of workload that keeps pods alive, or runs them to their end, and the workload."""
    data = {key: value for key, value in item.data.items() if key != "status"}
    if item.kind != "Pod":
        return "Deployment", {**data, "apiVersion": "apps/v1", "kind": "Deployment"}
    described = {key: value for key, value in item.metadata.items() if key in ("labels", "annotations")}
    metadata = {key: value for key, value in item.metadata.items() if key != "annotations"}
    template = {"metadata": described, "spec": item.spec}
    if item.spec.get("restartPolicy") in _ENDING:
        job = {"template": template, "backoffLimit": 0}
        return "Job", {**data, "metadata": metadata, "apiVersion": "batch/v1", "kind": "Job", "spec": job}
    lasting = {"replicas": 1, "strategy": {"type": "Recreate"}, "template": template}
    return "Deployment", {**data, "metadata": metadata, "apiVersion": "apps/v1", "kind": "Deployment", "spec": lasting}


def _ingress(data: dict[str, Any], _: str) -> dict[str, Any]:
    """Write backends as networking.k8s.io/v1 has them."""
    spec = mapping(data.get("spec"))
    new = {key: _backends(value) for key, value in spec.items() if key not in ("backend", "rules")}
    if "backend" in spec:
        new["defaultBackend"] = _backend(mapping(spec["backend"]))
    if "rules" in spec:
        new["rules"] = _backends(spec["rules"])
    return {**data, "spec": new}


def _backends(value: Any) -> Any:
    if isinstance(value, list):
        return [_backends(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    found = {key: _backends(inner) for key, inner in value.items() if key != "backend"}
    if "backend" in value:
        # In the old version the type of a path could be left out.
        found = {"pathType": "ImplementationSpecific", **found, "backend": _backend(mapping(value["backend"]))}
    return found


def _backend(old: dict[str, Any]) -> dict[str, Any]:
    port = old.get("servicePort")
    if "serviceName" not in old:
        return old
    return {"service": {"name": old["serviceName"], "port": {"number" if isinstance(port, int) else "name": port}}}


def _autoscaler(data: dict[str, Any], version: str) -> dict[str, Any]:
    """Write metrics as autoscaling/v2 has them; v2beta2 has them so already."""
    spec = mapping(data.get("spec"))
    if version != "autoscaling/v2beta1" or "metrics" not in spec:
        return data
    return {**data, "spec": {**spec, "metrics": [dict(_metric(metric)) for metric in mappings(spec["metrics"])]}}


def _metric(metric: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in metric.items():
        given = mapping(value)
        if key != "resource" or not given:
            yield key, value
        elif "targetAverageUtilization" in given:
            target = {"type": "Utilization", "averageUtilization": given["targetAverageUtilization"]}
            yield key, {"name": given.get("name"), "target": target}
        else:
            target = {"type": "AverageValue", "averageValue": given.get("targetAverageValue")}
            yield key, {"name": given.get("name"), "target": target}


_CONVERTED = {"Ingress": _ingress, "HorizontalPodAutoscaler": _autoscaler}
