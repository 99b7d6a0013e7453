"""What controllers make of a template: names, owner and labels as in a cluster, so that no pod looks like an orphan."""

import hashlib
from dataclasses import dataclass
from typing import Any

from foundation.source.tree import Path
from plugins.k8s_validator.admission.served.creation import NO_UID
from plugins.k8s_validator.objects.pod_templates import pod_templates
from plugins.k8s_validator.objects.values import items, mapping, mappings, number, text, value_at

#: What Kubernetes makes of the ends of generated names.
_ALPHABET = "bcdfghjklmnpqrstvwxz2456789"
#: The longest that a generated name is before its end.
_LONGEST = 58
#: A template is kept as labels, annotations and finalizers; what else its metadata says is the controller's.
_KEPT = ("labels", "annotations", "finalizers")
_NODE = "node.kubernetes.io"


@dataclass(frozen=True)
class Made:
    """An object that a controller makes.

    Attributes:
        path: the template that it is made of.
        data: the object, before the API server has it.
    """

    path: Path
    data: dict[str, Any]


def made_of(data: dict[str, Any]) -> list[Made]:
    """Return what controllers make of an object: the Job of a CronJob, and the pods.

    Args:
        data: the object.
    """
    job = _job(data) if data.get("kind") == "CronJob" else None
    owner = job.data if job else data
    pods = [Made(found.path, _pod(owner, found.metadata, found.spec)) for found in pod_templates(data) if found.path]
    return [job, *pods] if job else pods


def _job(data: dict[str, Any]) -> Made | None:
    path: Path = ("spec", "jobTemplate")
    template = value_at(data, path)
    if not isinstance(template, dict):
        return None
    # The time for which the Job is stands at the end of its name, in minutes.
    metadata = {"name": f"{_name(data)[:52]}-29000000", **_metadata(data, mapping(template.get("metadata")))}
    return Made(path, {"apiVersion": "batch/v1", "kind": "Job", "metadata": metadata, "spec": template.get("spec")})


def _pod(owner: dict[str, Any], metadata: dict[str, Any], spec: dict[str, Any]) -> dict[str, Any]:
    kind = owner.get("kind")
    ending = _ending(spec)
    if kind == "Deployment":
        labels = {"pod-template-hash": ending}
        owner = {**owner, "kind": "ReplicaSet", "metadata": {**_meta(owner), "name": f"{_name(owner)}-{ending}"}}
    else:
        labels = _labels(owner, ending)
    made = _metadata(owner, metadata)
    made["generateName"] = f"{_name(owner)}-"
    made["name"] = f"{made['generateName'][:_LONGEST]}{ending[:5]}"
    made["labels"] = {**mapping(made.get("labels")), **labels}
    found = {"apiVersion": "v1", "kind": "Pod", "metadata": made, "spec": spec}
    return _SPECIAL[kind](found, owner) if kind in _SPECIAL else found


def _metadata(owner: dict[str, Any], template: dict[str, Any]) -> dict[str, Any]:
    reference = {
        "apiVersion": owner.get("apiVersion"),
        "kind": owner.get("kind"),
        "name": _name(owner),
        "uid": NO_UID,
        "controller": True,
        "blockOwnerDeletion": True,
    }
    found = {key: template[key] for key in _KEPT if key in template}
    namespace = _meta(owner).get("namespace")
    return {**found, **({"namespace": namespace} if namespace else {}), "ownerReferences": [reference]}


def _labels(owner: dict[str, Any], ending: str) -> dict[str, str]:
    kind, name = owner.get("kind"), _name(owner)
    if kind == "StatefulSet":
        return {"controller-revision-hash": f"{name}-{ending}"}
    if kind == "DaemonSet":
        return {"controller-revision-hash": ending, "pod-template-generation": "1"}
    if kind == "Job":
        old = {"controller-uid": NO_UID, "job-name": name}
        return {**old, **{f"batch.kubernetes.io/{key}": value for key, value in old.items()}}
    return {}


def _of_stateful_set(pod: dict[str, Any], owner: dict[str, Any]) -> dict[str, Any]:
    """Pods of a StatefulSet have numbers, and the claims that it makes for them."""
    spec = mapping(owner.get("spec"))
    first = number(mapping(spec.get("ordinals")).get("start")) or 0
    name = f"{_name(owner)}-{first}"
    labels = {"statefulset.kubernetes.io/pod-name": name, "apps.kubernetes.io/pod-index": str(first)}
    claims = [text(_meta(claim).get("name")) for _, claim in mappings(spec.get("volumeClaimTemplates"))]
    volumes = [{"name": claim, "persistentVolumeClaim": {"claimName": f"{claim}-{name}"}} for claim in claims]
    others = [volume for volume in items(pod["spec"].get("volumes")) if mapping(volume).get("name") not in claims]
    metadata = {**pod["metadata"], "name": name, "labels": {**pod["metadata"]["labels"], **labels}}
    placed = {**pod["spec"], "hostname": name, "subdomain": spec.get("serviceName"), "volumes": [*others, *volumes]}
    return {**pod, "metadata": metadata, "spec": placed}


def _of_daemon_set(pod: dict[str, Any], owner: dict[str, Any]) -> dict[str, Any]:
    """Pods of a DaemonSet stay on nodes that others leave."""
    stays = [(f"{_NODE}/not-ready", "NoExecute"), (f"{_NODE}/unreachable", "NoExecute")]
    stays += [(f"{_NODE}/{what}-pressure", "NoSchedule") for what in ("disk", "memory", "pid")]
    stays.append((f"{_NODE}/unschedulable", "NoSchedule"))
    if pod["spec"].get("hostNetwork") is True:
        stays.append((f"{_NODE}/network-unavailable", "NoSchedule"))
    added = [{"key": key, "operator": "Exists", "effect": effect} for key, effect in stays]
    return {**pod, "spec": {**pod["spec"], "tolerations": [*items(pod["spec"].get("tolerations")), *added]}}


def _of_job(pod: dict[str, Any], owner: dict[str, Any]) -> dict[str, Any]:
    """Pods of a Job are kept until they are counted."""
    finalizers = [*items(pod["metadata"].get("finalizers")), "batch.kubernetes.io/job-tracking"]
    return {**pod, "metadata": {**pod["metadata"], "finalizers": finalizers}}


_SPECIAL = {"StatefulSet": _of_stateful_set, "DaemonSet": _of_daemon_set, "Job": _of_job}


def _meta(data: dict[str, Any]) -> dict[str, Any]:
    return mapping(data.get("metadata"))


def _name(data: dict[str, Any]) -> str:
    return text(_meta(data).get("name"))


def _ending(spec: dict[str, Any]) -> str:
    """Return an end of a name that hangs on the template alone, of the letters that Kubernetes uses."""
    digest = hashlib.sha256(repr(spec).encode()).digest()
    return "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in digest[:10])
