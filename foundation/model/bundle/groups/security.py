"""Identity and rights of a component."""

from typing import Annotated

from pydantic import Field

from foundation.model.base import FrozenModel
from foundation.model.kubernetes.scalars import Annotations, DnsLabel, Labels, ObjectName


class WorkloadIdentity(FrozenModel):
    """Azure Workload Identity of the component's service account."""

    client_id: str | None = Field(
        default=None, pattern=r"^[0-9a-fA-F-]{36}$", description="Client id of the managed identity."
    )
    tenant_id: str | None = Field(default=None, pattern=r"^[0-9a-fA-F-]{36}$", description="Directory id.")
    token_expiration_seconds: Annotated[int, Field(ge=3600, le=86400)] | None = Field(
        default=None, description="Life of the projected token in seconds, 3600 to 86400."
    )


#: What may be done with a resource; the API knows small letters only, and * for all.
Verb = Annotated[str, Field(pattern=r"^(\*|[a-z]+)$")]


class PolicyRule(FrozenModel):
    """What a Role allows (rbac.authorization.k8s.io/v1 PolicyRule)."""

    apiGroups: list[str] | None = Field(default=None, description="API groups; an empty text is the core.")  # noqa: N815
    resources: list[str] | None = Field(default=None, description="Resources.")
    resourceNames: list[str] | None = Field(default=None, description="Single objects.")  # noqa: N815
    verbs: list[Verb] = Field(min_length=1, description="What may be done.")


class NamedRole(FrozenModel):
    """A Role of the component's own."""

    name: DnsLabel = Field(description="Name; the object is called <component>-<name>.")
    rules: list[PolicyRule] = Field(description="What it allows.")
    object_name: ObjectName | None = Field(default=None, description="Name of the Role instead.")
    binding_name: ObjectName | None = Field(default=None, description="Name of the RoleBinding instead.")


class ServiceAccountSpec(FrozenModel):
    """The identity of the pods."""

    name: ObjectName | None = Field(default=None, description="Name; the component's by default.")
    create: bool | None = Field(default=None, description="Whether the chart makes it; true by default.")
    labels: Labels | None = Field(default=None, description="Its labels.")
    annotations: Annotations | None = Field(default=None, description="Its annotations.")


class SecurityProfile(FrozenModel):
    """Which parts of the platform's security baseline apply."""

    enable_rbac: bool | None = Field(default=None, description="Whether Roles are bound to the service account.")
    rbac_roles: list[DnsLabel] | None = Field(default=None, description="Names of roles that the policy defines.")
    roles: list[NamedRole] | None = Field(default=None, description="Roles of the component's own.")
    enable_identity_binding: bool | None = Field(default=None, description="Whether to bind a workload identity.")
    enforce_resource_limits: bool | None = Field(
        default=None, description="Whether every container must carry requests and limits."
    )
    identity: WorkloadIdentity | None = Field(default=None, description="The identity to bind.")
