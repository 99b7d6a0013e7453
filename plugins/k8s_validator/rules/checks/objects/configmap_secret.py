"""ConfigMaps hold nothing that must be kept secret."""

from collections.abc import Iterator

from foundation.secrets.find import find_secret
from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.values import mapping, quoted, text
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_object


def _look(item: KubernetesObject, check: Check) -> Iterator[Fault]:
    for name, value in mapping(item.data.get("data")).items():
        found = find_secret(name, text(value))
        if found is not None:
            yield item.fault(f"the value of {quoted(name)} holds {found}", "data", name)


CHECK = Check(
    code="configmap-secret",
    severity="error",
    title="No ConfigMap holds a password, token or key.",
    remedy="Put the value into a Secret, and change it: whoever could read the ConfigMap knows it.",
    references=("Polaris sensitiveConfigmapContent", "Trivy KSV-0109"),
    run=each_object(_look, "ConfigMap"),
    kinds=("ConfigMap",),
)
