"""The plan: what is to be there, for every environment; each back end writes it, and the gate reads it back."""

from typing import Literal

from foundation.model.base import FrozenModel
from foundation.model.infrastructure.kinds import DIAGNOSED, EXISTING, NETWORKED, Kind

#: A value of a variable.
Value = str | bool | int | list[str]
#: How a right is given: by Azure's own roles, or by what a service has of its own.
Grant = Literal["azure", "cosmos", "redis", "postgres"]
Attribute = Literal["name", "id", "clientId", "principalId", "endpoint"]


def snake(key: str) -> str:
    """Return a key as Terraform writes names."""
    return key.replace("-", "_")


def camel(key: str) -> str:
    """Return a key as Bicep and Pulumi write names."""
    first, *rest = key.replace("_", "-").split("-")
    return first + "".join(word.capitalize() for word in rest)


class PlannedChild(FrozenModel):
    """Something inside a resource.

    Attributes:
        kind: what it is, such as ``queue``.
        name: its name in Azure.
        parent: name of the child that it is in, such as the topic of a subscription; empty for the resource itself.
        partition_key: of a Cosmos DB container.
    """

    kind: str
    name: str
    parent: str = ""
    partition_key: str = ""

    @property
    def label(self) -> str:
        """Its kind and its place in the resource."""
        return ":".join(part for part in (self.kind, self.parent, self.name) if part)


class PlannedResource(FrozenModel):
    """A resource.

    Attributes:
        key: what it is called in the bundle; what there is once is ``identity``, ``logs``, ``vault`` or ``registry``.
        kind: what it is.
        path: where the bundle asks for it.
        children: what is inside, parents first.
        settings: what differs from environment to environment, by environment and name: ``name``, and what the
            kind's tier says.
    """

    key: str
    kind: Kind
    path: str
    children: list[PlannedChild] = []
    settings: dict[str, dict[str, Value]]

    @property
    def diagnosed(self) -> bool:
        """Whether it sends logs to Log Analytics."""
        return self.kind in DIAGNOSED

    @property
    def networked(self) -> bool:
        """Whether it can be closed to the public network."""
        return self.kind in NETWORKED

    @property
    def existing(self) -> bool:
        """Whether somebody else made it."""
        return self.kind in EXISTING

    def of_kind(self, kind: str) -> list[PlannedChild]:
        """Return the children of a kind."""
        return [child for child in self.children if child.kind == kind]


class PlannedRole(FrozenModel):
    """A right of the component's identity.

    Attributes:
        resource: key of the resource.
        use: what the bundle calls it, such as ``reader``.
        grant: how it is given.
        definition: id of the role definition; empty where the service has only one right to give.
    """

    resource: str
    use: str
    grant: Grant
    definition: str = ""


class PlannedOutput(FrozenModel):
    """What whoever deploys it gets to know.

    Attributes:
        key: its name, words with hyphens.
        resource: key of the resource; empty for a variable.
        attribute: what of the resource, or the variable's key.
    """

    key: str
    resource: str = ""
    attribute: str


class PlannedEndpoint(FrozenModel):
    """A private endpoint of a resource, in the environments that the variable ``private-endpoints`` names it in.

    Attributes:
        resource: key of the resource.
        group: what of the resource it leads to.
        zone: private DNS zone that it is found by.
    """

    resource: str
    group: str
    zone: str


class PlannedVariable(FrozenModel):
    """A value that differs from environment to environment.

    Attributes:
        key: its name, words with hyphens.
        description: what it is.
        values: by environment.
    """

    key: str
    description: str
    values: dict[str, Value]

    @property
    def type(self) -> Literal["string", "bool", "int", "list"]:
        """Type of its values."""
        value = next(iter(self.values.values()))
        return (
            "bool"
            if isinstance(value, bool)
            else "int"
            if isinstance(value, int)
            else "list"
            if isinstance(value, list)
            else "string"
        )


class InfrastructurePlan(FrozenModel):
    """All of it.

    Attributes:
        component: name of the component's objects.
        environments: the environments, in their order.
        variables: what differs between them, but for tags.
        resources: the resources, those that others need first.
        roles: rights of the identity.
        outputs: what is told.
        endpoints: private endpoints, of all environments.
    """

    component: str
    environments: list[str]
    variables: list[PlannedVariable]
    resources: list[PlannedResource]
    roles: list[PlannedRole]
    outputs: list[PlannedOutput]
    endpoints: list[PlannedEndpoint] = []

    def find(self, kind: Kind) -> PlannedResource | None:
        """Return the first resource of a kind."""
        return next((resource for resource in self.resources if resource.kind == kind), None)

    def variable(self, key: str) -> PlannedVariable | None:
        """Return a variable."""
        return next((variable for variable in self.variables if variable.key == key), None)
