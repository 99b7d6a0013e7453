"""Rights are listed one by one."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.rights import ROLES, rules_of
from plugins.k8s_validator.objects.values import items
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_object


def _look(item: KubernetesObject, check: Check) -> Iterator[Fault]:
    for index, rule in rules_of(item):
        for field in ("apiGroups", "resources", "verbs", "nonResourceURLs"):
            if any(isinstance(entry, str) and "*" in entry for entry in items(rule.get(field))):
                yield item.fault(f"{field} holds a wildcard", "rules", index, field)


CHECK = Check(
    code="rbac-wildcards",
    severity="error",
    title="No role uses a wildcard.",
    remedy="List the API groups, resources and verbs that are needed.",
    references=(
        "CIS 5.1.3",
        "kube-linter wildcard-in-rules",
        "Checkov CKV_K8S_49",
        "Trivy KSV-0044, KSV-0045, KSV-0046",
        "Kyverno restrict-wildcard-verbs, restrict-wildcard-resources",
    ),
    run=each_object(_look, *ROLES),
    kinds=ROLES,
)
