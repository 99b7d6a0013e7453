"""Labels and annotations are ones that the API server takes."""

import re
from collections.abc import Iterator

from foundation.model.names import QUALIFIED_NAME
from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.pod_templates import metadata_places
from plugins.k8s_validator.objects.values import mapping, quoted
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_object

_NAME = re.compile(QUALIFIED_NAME)
_VALUE = re.compile(r"([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?")


def _look(item: KubernetesObject, check: Check) -> Iterator[Fault]:
    for path, metadata in metadata_places(item.data):
        for name, value in mapping(metadata.get("labels")).items():
            if not _NAME.fullmatch(name):
                yield item.fault(f"{quoted(name)} is no name of a label", *path, "labels", name)
            elif not isinstance(value, str) or not _VALUE.fullmatch(value):
                yield item.fault(f"{quoted(value)} is no value of a label", *path, "labels", name)
        for name, value in mapping(metadata.get("annotations")).items():
            if not _NAME.fullmatch(name):
                yield item.fault(f"{quoted(name)} is no name of an annotation", *path, "annotations", name)
            elif not isinstance(value, str):
                yield item.fault(f"the annotation {name} is not text", *path, "annotations", name)


CHECK = Check(
    code="labels-valid",
    severity="error",
    title="Names and values of labels and annotations keep to their syntax.",
    remedy="Use at most 63 letters, digits, dots, hyphens and underscores; annotations take any text.",
    references=("Kubernetes: Labels and Selectors, Syntax and character set", "kube-score label-values"),
    run=each_object(_look),
)
