"""Fields of a claim that exclude each other."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.claims import modes_clash
from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.values import mapping, text
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_object


def _look(item: KubernetesObject, check: Check) -> Iterator[Fault]:
    if modes_clash(item.spec):
        yield item.fault("ReadWriteOncePod stands alone", "spec", "accessModes")
    source, reference = item.spec.get("dataSource"), item.spec.get("dataSourceRef")
    if isinstance(source, dict) and isinstance(reference, dict):
        keys = ("apiGroup", "kind", "name")
        if any(text(source.get(key)) != text(reference.get(key)) for key in keys):
            yield item.fault("dataSource and dataSourceRef have to be the same", "spec")
    named = mapping(reference)
    if named and not text(named.get("apiGroup")) and named.get("kind") not in (None, "", "PersistentVolumeClaim"):
        yield item.fault("without an apiGroup the kind is PersistentVolumeClaim", "spec", "dataSourceRef")


CHECK = Check(
    code="claim-combinations",
    severity="error",
    title="Fields of a PersistentVolumeClaim fit each other.",
    remedy="Take one of the two out, or make them the same.",
    references=("Kubernetes: pkg/apis/core/validation, ValidatePersistentVolumeClaimSpec",),
    run=each_object(_look, "PersistentVolumeClaim"),
    kinds=("PersistentVolumeClaim",),
)
