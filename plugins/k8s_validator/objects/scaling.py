"""How many pods a workload has, and who decides on it."""

import math
from typing import Any

from plugins.k8s_validator.objects.objects import KubernetesObject
from plugins.k8s_validator.objects.pods import Pod
from plugins.k8s_validator.objects.values import items, mapping, number, text
from plugins.k8s_validator.subject.subject import Subject

#: Access modes of a volume that is on one node at a time.
_ONE_NODE = {"ReadWriteOnce", "ReadWriteOncePod"}


def autoscaler_of(item: KubernetesObject, subject: Subject) -> KubernetesObject | None:
    """Return the autoscaler of a workload, if one is among the manifests."""
    found = subject.autoscalers.get((item.namespace, item.kind, item.name), [])
    return next((scaler for scaler in found if scaler.meets(item.environment)), None)


def replicas_of(item: KubernetesObject) -> int | None:
    """Return the number of pods that a workload asks for: 1 by default; ``None`` if it makes no sense."""
    replicas = item.spec.get("replicas")
    return 1 if replicas is None else number(replicas)


def pods_at_least(item: KubernetesObject, subject: Subject) -> int:
    """Return the fewest pods that a workload has: its own number, or its autoscaler's minimum."""
    scaler = autoscaler_of(item, subject)
    if scaler is None:
        return replicas_of(item) or 0
    field = "minReplicas" if scaler.kind == "HorizontalPodAutoscaler" else "minReplicaCount"
    fewest = number(scaler.spec.get(field))
    return 1 if fewest is None else fewest


def share(value: Any, whole: int, *, up: bool) -> int | None:
    """Return a number, or a percentage of a whole, as the disruption controller rounds it.

    Args:
        value: a number or text such as ``50%``.
        whole: what the percentage is of.
        up: whether a part counts as one.
    """
    if isinstance(value, str) and value.endswith("%") and value[:-1].isascii() and value[:-1].isdigit():
        part = int(value[:-1][:9]) * whole / 100
        return math.ceil(part) if up else math.floor(part)
    return number(value)


def holds_one_node_disk(pod: Pod, subject: Subject) -> bool:
    """Tell whether a pod holds a claim that one node alone can mount, so that there can be no second pod elsewhere."""
    for _, volume in pod.volumes():
        name = text(mapping(volume.get("persistentVolumeClaim")).get("claimName"))
        claim = subject.find("PersistentVolumeClaim", name, pod.object) if name else None
        if claim is not None and _ONE_NODE.intersection(map(str, items(claim.spec.get("accessModes")))):
            return True
    return False
