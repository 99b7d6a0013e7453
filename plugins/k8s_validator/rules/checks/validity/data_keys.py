"""A key stands in one part of a ConfigMap alone."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.values import mapping, quoted
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_object


def _look(item: KubernetesObject, check: Check) -> Iterator[Fault]:
    binary = mapping(item.data.get("binaryData"))
    for key in mapping(item.data.get("data")):
        if key in binary:
            yield item.fault(f"binaryData has the key {quoted(key)} too", "data", str(key))


CHECK = Check(
    code="data-keys",
    severity="error",
    title="A key of a ConfigMap stands in data or in binaryData, not in both.",
    remedy="Rename or remove one of the two.",
    references=("Kubernetes: pkg/apis/core/validation, ValidateConfigMap",),
    run=each_object(_look, "ConfigMap"),
    kinds=("ConfigMap",),
)
