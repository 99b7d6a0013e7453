"""Annotations, ConfigMaps and Secrets are not too large for the API server."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.values import mapping
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_object

#: Bytes of all annotations of an object, keys included.
_ANNOTATIONS = 256 * 1024
#: Bytes of all values of a ConfigMap or Secret.
_DATA = 1024 * 1024


def _look(item: KubernetesObject, check: Check) -> Iterator[Fault]:
    for path, metadata in item.metadata_places:
        annotations = mapping(metadata.get("annotations"))
        if sum(_bytes(key) + _bytes(value) for key, value in annotations.items()) > _ANNOTATIONS:
            yield item.fault(f"the annotations have more than {_ANNOTATIONS:,} bytes", *path, "annotations")
    if item.kind in ("ConfigMap", "Secret"):
        fields = ("data", "binaryData") if item.kind == "ConfigMap" else ("data", "stringData")
        values = [(field, value) for field in fields for value in mapping(item.data.get(field)).values()]
        encoded = {"binaryData"} if item.kind == "ConfigMap" else {"data"}
        size = sum(_bytes(value) * 3 // 4 if field in encoded else _bytes(value) for field, value in values)
        if size > _DATA:
            yield item.fault(f"the values have more than {_DATA:,} bytes")


def _bytes(value: object) -> int:
    if not isinstance(value, str):
        return 0
    return len(value) if value.isascii() else len(value.encode(errors="replace"))


CHECK = Check(
    code="object-size",
    severity="error",
    title="Annotations and data keep to the API server's limits.",
    remedy="Keep large files in a volume or in the image.",
    references=("Kubernetes: TotalAnnotationSizeLimitB, MaxSecretSize",),
    run=each_object(_look),
)
