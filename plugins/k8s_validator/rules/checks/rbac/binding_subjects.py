"""Great rights are given to nobody, and no rights to everybody."""

from collections.abc import Iterator

from pydantic import Field

from foundation.model.base import FrozenModel
from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.rights import BINDINGS
from plugins.k8s_validator.objects.values import mapping, mappings, quoted
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.decisive import RIGHTS
from plugins.k8s_validator.rules.for_each import each_object
from plugins.k8s_validator.rules.wording import either


class Forbidden(FrozenModel):
    """Parameters."""

    roles: list[str] = Field(
        default=["cluster-admin", "admin", "edit"], description="ClusterRoles nobody may be bound to."
    )
    subjects: list[str] = Field(
        default=[
            "system:masters",
            "system:anonymous",
            "system:unauthenticated",
            "system:authenticated",
            "system:serviceaccounts",
        ],
        description="Users and groups that nothing may be bound to.",
    )

    @property
    def whom(self) -> str:
        """Say which roles and identities are meant."""
        if self == Forbidden():
            return "to a role of administrators, or for anonymous, authenticated or all identities"
        return f"to {either(self.roles)}, or for {either(self.subjects)}"


def _look(item: KubernetesObject, check: Check) -> Iterator[Fault]:
    setting, role = check.setting(Forbidden), mapping(item.data.get("roleRef"))
    if role.get("kind") == "ClusterRole" and role.get("name") in setting.roles:
        yield item.fault(f"the ClusterRole {quoted(role['name'])} is bound", "roleRef", "name")
    for index, subject in mappings(item.data.get("subjects")):
        if subject.get("name") in setting.subjects:
            yield item.fault(f"rights are given to {quoted(subject['name'])}", "subjects", index, "name")
        elif subject.get("kind") == "ServiceAccount" and subject.get("name") == "default":
            yield item.fault("rights are given to a default ServiceAccount", "subjects", index, "name")


CHECK = Check(
    code="binding-subjects",
    severity="error",
    title="No binding is {whom}.",
    remedy="Bind a Role that lists what is needed to the workload's own ServiceAccount.",
    references=(
        "CIS 5.1.1 and 5.1.7",
        "kube-linter cluster-admin-role-binding",
        "Polaris clusterrolebindingClusterAdmin, rolebindingClusterAdminClusterRole",
        "Trivy KSV-0111, KSV-0122, KSV-0123",
        "Kyverno disallow-anonymous-bindings, restrict-binding-clusteradmin",
    ),
    run=each_object(_look, *BINDINGS),
    kinds=BINDINGS,
    parameters=Forbidden(),
    decided_by=RIGHTS,
)
