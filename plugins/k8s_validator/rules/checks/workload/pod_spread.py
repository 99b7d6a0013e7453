"""Pods of a workload are on different nodes."""

from collections.abc import Iterator
from typing import Any

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import Pod
from plugins.k8s_validator.objects.scaling import pods_at_least
from plugins.k8s_validator.objects.selectors import is_empty, keys_of, selects
from plugins.k8s_validator.objects.values import items, mapping, mappings, number, value_at
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.decisive import SPREAD
from plugins.k8s_validator.rules.for_each import each_related_pod
from plugins.k8s_validator.subject.subject import Subject

#: The label that the API server puts on every namespace.
_NAME_LABEL = "kubernetes.io/metadata.name"
_ANTI_AFFINITY = ("affinity", "podAntiAffinity")
_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"


def _keeps_apart(pod: Pod, subject: Subject) -> bool:
    """Tell whether some anti-affinity term is about the workload's own pods, in the namespace that they are in."""
    terms = mapping(value_at(pod.spec, _ANTI_AFFINITY))
    required = [term for _, term in mappings(terms.get(_REQUIRED))]
    preferred = [mapping(term.get("podAffinityTerm")) for _, term in mappings(terms.get(_PREFERRED))]
    return any(
        selects(term.get("labelSelector"), pod.labels) and _reaches_own(term, pod, subject)
        for term in (*required, *preferred)
    )


def _reaches_own(term: dict[str, Any], pod: Pod, subject: Subject) -> bool:
    """Tell whether a term looks into the pod's own namespace: it does by itself until it names others."""
    names, selector, own = items(term.get("namespaces")), term.get("namespaceSelector"), pod.object.namespace
    if not own or own in names or (not names and selector is None):
        return True  # where the release gives the namespace, it may be any
    known = [item for item in subject.of_kind("Namespace") if item.name == own]
    labels = mapping(known[0].metadata.get("labels")) if known else {}
    if not known and keys_of(selector) - {_NAME_LABEL}:
        return True  # nobody here knows the namespace's labels
    return selects(selector, {**labels, _NAME_LABEL: own})


def _look(pod: Pod, subject: Subject, check: Check) -> Iterator[Fault]:
    spreads = mappings(pod.spec.get("topologySpreadConstraints"))
    for index, spread in spreads:
        place = ("topologySpreadConstraints", index)
        selector = spread.get("labelSelector")
        if is_empty(selector) or not selects(selector, pod.labels):
            yield pod.fault("the spread's labelSelector does not match the pod itself", *place, "labelSelector")
        if number(spread.get("maxSkew")) is None or not spread.get("topologyKey"):
            yield pod.fault("the spread lacks maxSkew or topologyKey", *place)
    several = pod.object.kind in CHECK.kinds and pods_at_least(pod.object, subject) > 1
    if several and not spreads and not _keeps_apart(pod, subject):
        yield pod.fault("nothing keeps the pods on different nodes")


CHECK = Check(
    code="pod-spread",
    severity="warning",
    title="Workloads of several pods spread them over nodes or zones.",
    remedy="Add topologySpreadConstraints with maxSkew and a labelSelector, or a podAntiAffinity.",
    references=(
        "kube-linter no-anti-affinity",
        "kube-score deployment-has-host-podantiaffinity, statefulset-has-host-podantiaffinity",
        "Polaris topologySpreadConstraint",
        "Kyverno require-pod-topologyspread",
    ),
    run=each_related_pod(_look),
    kinds=("Deployment", "StatefulSet"),
    availability=True,
    decided_by=SPREAD,
)
