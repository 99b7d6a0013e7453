"""Nobody reads Secrets through the API."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.rights import ROLES, grants
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_object


def _look(item: KubernetesObject, check: Check) -> Iterator[Fault]:
    for index in grants(item, [""], ["secrets"], None):
        yield item.fault("the role gives access to Secrets", "rules", index, "resources")


CHECK = Check(
    code="rbac-secrets",
    severity="error",
    title="No role gives access to Secrets.",
    remedy="Mount the Secret that is needed instead.",
    references=(
        "CIS 5.1.2",
        "kube-linter access-to-secrets",
        "Trivy KSV-0041, KSV-0113",
        "Kyverno restrict-secrets-by-name",
    ),
    run=each_object(_look, *ROLES),
    kinds=ROLES,
)
