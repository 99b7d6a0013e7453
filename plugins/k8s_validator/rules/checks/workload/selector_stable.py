"""Selectors hold nothing that changes from run to run."""

from collections.abc import Iterator

from foundation.model.findings import Finding
from plugins.k8s_validator.objects.values import mapping, value_at
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.subject.subject import Subject

_CHANGING = frozenset(
    {"trace_id", "blueprint_id", "env", "app.kubernetes.io/version", "helm.sh/chart", "factory_execution_id"}
)
_SELECTORS = {
    "Deployment": ("spec", "selector", "matchLabels"),
    "StatefulSet": ("spec", "selector", "matchLabels"),
    "DaemonSet": ("spec", "selector", "matchLabels"),
    "ReplicaSet": ("spec", "selector", "matchLabels"),
    "Service": ("spec", "selector"),
    "PodDisruptionBudget": ("spec", "selector", "matchLabels"),
    "NetworkPolicy": ("spec", "podSelector", "matchLabels"),
}


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    for item in subject.of_kind(*_SELECTORS):
        path = _SELECTORS[item.kind]
        for name in sorted(_CHANGING.intersection(mapping(value_at(item.data, path)))):
            yield subject.finding(check, f"the selector uses {name}", object=item, path=(*path, name))


CHECK = Check(
    code="selector-stable",
    severity="error",
    title="Selectors use no label that changes with a trace, a version or an environment.",
    remedy="Select by app.kubernetes.io/name and app.kubernetes.io/instance.",
    references=("Kubernetes: a workload's selector is immutable",),
    run=_run,
    kinds=tuple(_SELECTORS),
)
