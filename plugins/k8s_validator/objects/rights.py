"""What roles allow."""

from collections.abc import Iterator
from typing import Any

from plugins.k8s_validator.objects.objects import KubernetesObject
from plugins.k8s_validator.objects.values import items, mappings

ROLES = ("Role", "ClusterRole")
BINDINGS = ("RoleBinding", "ClusterRoleBinding")


def rules_of(role: KubernetesObject) -> list[tuple[int, dict[str, Any]]]:
    """Return the rules of a role with their positions."""
    return mappings(role.data.get("rules"))


def grants(role: KubernetesObject, groups: list[str], resources: list[str], verbs: list[str] | None) -> Iterator[int]:
    """Yield the positions of rules that allow something on a resource.

    Args:
        role: the role.
        groups: API groups that the resources are in.
        resources: resources, with their subresources as ``pods/exec``.
        verbs: verbs of which one is enough; any verb if ``None``.
    """
    for index, rule in rules_of(role):
        allowed = items(rule.get("verbs"))
        if (
            _meets(items(rule.get("apiGroups")), groups)
            and _meets(items(rule.get("resources")), resources)
            and (bool(allowed) if verbs is None else _meets(allowed, verbs))
        ):
            yield index


def _meets(given: list[Any], wanted: list[str]) -> bool:
    return "*" in given or any(entry in given for entry in wanted)
