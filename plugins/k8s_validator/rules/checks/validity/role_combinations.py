"""What a role's rules say can be granted where the role is."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.values import items, mappings
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_object


def _look(item: KubernetesObject, check: Check) -> Iterator[Fault]:
    for index, rule in mappings(item.data.get("rules")):
        paths, resources, groups = (items(rule.get(key)) for key in ("nonResourceURLs", "resources", "apiGroups"))
        if paths and item.kind == "Role":
            yield item.fault("a Role in a namespace cannot grant paths", "rules", index, "nonResourceURLs")
        elif paths and (resources or groups):
            yield item.fault("a rule grants paths or resources, not both", "rules", index, "nonResourceURLs")
        elif not paths and not groups:
            yield item.fault("a rule for resources names their apiGroups", "rules", index, "apiGroups")
        elif not paths and not resources:
            yield item.fault("a rule names resources", "rules", index, "resources")


CHECK = Check(
    code="role-combinations",
    severity="error",
    title="A role's rules grant resources of API groups; only a ClusterRole grants paths.",
    remedy="Name apiGroups and resources, or put paths into a ClusterRole.",
    references=("Kubernetes: pkg/apis/rbac/validation",),
    run=each_object(_look, "Role", "ClusterRole"),
    kinds=("Role", "ClusterRole"),
)
