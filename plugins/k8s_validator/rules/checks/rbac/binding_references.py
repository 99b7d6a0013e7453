"""A binding joins a role and an identity that are there."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.rights import BINDINGS
from plugins.k8s_validator.objects.values import mapping, mappings, quoted, text
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.decisive import RIGHTS
from plugins.k8s_validator.rules.for_each import each_related
from plugins.k8s_validator.subject.subject import Subject


def _look(item: KubernetesObject, subject: Subject, check: Check) -> Iterator[Fault]:
    role = mapping(item.data.get("roleRef"))
    name = text(role.get("name"))
    if role.get("kind") == "Role" and not subject.exists("Role", name, item):
        message = f"there is no Role {quoted(name)} in the namespace"
        yield Fault(item, message, ("roleRef", "name"), outside="warning")
    for index, entry in mappings(item.data.get("subjects")):
        name, namespace = text(entry.get("name")), text(entry.get("namespace"))
        if entry.get("kind") != "ServiceAccount" or name == "default":
            continue
        if not namespace and item.namespace:
            yield item.fault("the ServiceAccount has no namespace", "subjects", index, "namespace")
        elif namespace == item.namespace and not subject.exists("ServiceAccount", name, item):
            message = f"there is no ServiceAccount {quoted(name)} in the namespace"
            yield Fault(item, message, ("subjects", index, "name"), outside="warning")


CHECK = Check(
    code="binding-references",
    severity="error",
    title="Roles and ServiceAccounts that a binding names exist.",
    remedy="Add the Role or the ServiceAccount, or correct the name.",
    references=("Kubernetes: Using RBAC Authorization", "kube-linter non-existent-service-account"),
    run=each_related(_look, *BINDINGS),
    kinds=BINDINGS,
    decided_by=RIGHTS,
)
