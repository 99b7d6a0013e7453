"""How a workload replaces its pods can work."""

from collections.abc import Iterator
from typing import Any

from plugins.k8s_validator.objects.claims import claim_faults
from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.values import mapping, mappings, number, text
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_object

_KINDS = ("Deployment", "DaemonSet", "StatefulSet")
_NOTHING = (0, "0%")


def _look(item: KubernetesObject, check: Check) -> Iterator[Fault]:
    spec = item.spec
    ready, deadline = number(spec.get("minReadySeconds")) or 0, spec.get("progressDeadlineSeconds")
    if item.kind == "Deployment":
        limit = 600 if deadline is None else number(deadline)
        if limit is not None and 0 <= limit <= ready:
            message = f"progressDeadlineSeconds {limit} is not above minReadySeconds {ready}"
            # Who gives no deadline has the server's.
            yield item.fault(message, "spec", "minReadySeconds" if deadline is None else "progressDeadlineSeconds")
        yield from _deployment(item, mapping(mapping(spec.get("strategy")).get("rollingUpdate")))
    strategy = mapping(spec.get("updateStrategy"))
    if item.kind == "DaemonSet" and text(strategy.get("type")) in ("", "RollingUpdate"):
        yield from _daemon_set(item, mapping(strategy.get("rollingUpdate")))
    if item.kind == "StatefulSet":
        for index, claim in mappings(spec.get("volumeClaimTemplates")):
            for message, path in claim_faults(claim.get("spec")):
                yield item.fault(message, "spec", "volumeClaimTemplates", index, "spec", *path)


def _deployment(item: KubernetesObject, update: dict[str, Any]) -> Iterator[Fault]:
    if _given(update.get("maxSurge"), "25%") in _NOTHING and _given(update.get("maxUnavailable"), "25%") in _NOTHING:
        message = "maxSurge and maxUnavailable are both 0: no pod could be replaced"
        yield item.fault(message, "spec", "strategy", "rollingUpdate", "maxUnavailable")


def _given(value: Any, otherwise: Any) -> Any:
    return otherwise if value is None else value


def _daemon_set(item: KubernetesObject, update: dict[str, Any]) -> Iterator[Fault]:
    if not update:
        return
    surge, unavailable = _given(update.get("maxSurge"), 0), _given(update.get("maxUnavailable"), 1)
    path = ("spec", "updateStrategy", "rollingUpdate")
    if surge in _NOTHING and unavailable in _NOTHING:
        yield item.fault("maxSurge and maxUnavailable are both 0: no pod could be replaced", *path, "maxUnavailable")
    elif surge not in _NOTHING and unavailable not in _NOTHING:
        yield item.fault("one of maxSurge and maxUnavailable has to be 0", *path, "maxSurge")


CHECK = Check(
    code="workload-combinations",
    severity="error",
    title="A workload's update strategy can replace pods.",
    remedy="Set the number that the message names so that a pod can be replaced.",
    references=("Kubernetes: pkg/apis/apps/validation",),
    run=each_object(_look, *_KINDS),
    kinds=_KINDS,
)
