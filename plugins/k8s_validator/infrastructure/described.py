"""What the files of a back end describe, in words that all of them share."""

from dataclasses import dataclass, field
from typing import Any

from foundation.model.infrastructure.plan import InfrastructurePlan, PlannedChild, PlannedRole, camel


class NotReadable(Exception):
    """A file is not what its language takes.

    Args:
        file: its path in the folder of the back end.
        message: what is wrong.
    """

    def __init__(self, file: str, message: str) -> None:
        super().__init__(message)
        self.file = file
        self.message = message


@dataclass(frozen=True)
class Reference:
    """Something that a file refers to.

    Attributes:
        file: the file.
        name: what it is.
        known: whether it is there.
    """

    file: str
    name: str
    known: bool


@dataclass(frozen=True)
class Described:
    """What one back end describes.

    Attributes:
        resources: kind of each resource, by key.
        children: what is inside, as the resource's key and the child's label.
        roles: rights, as the resource's key and the definition, or the use of a service with one right.
        outputs: names of what is told.
        values: values of the variables by environment.
        tags: tags by environment.
        references: what the files refer to.
        endpoints: private endpoints, as the resource's key, what of it they lead to, and the DNS zone.
        blocks: settings of each block of the back end: file, type, label, and its data.
    """

    resources: dict[str, str]
    children: frozenset[tuple[str, str]]
    roles: frozenset[tuple[str, str]]
    outputs: frozenset[str]
    values: dict[str, dict[str, Any]]
    tags: dict[str, dict[str, str]]
    references: list[Reference] = field(default_factory=list)
    endpoints: frozenset[tuple[str, str, str]] = frozenset()
    blocks: list[tuple[str, str, str, Any]] = field(default_factory=list)


def of_plan(plan: InfrastructurePlan, tags: dict[str, dict[str, str]]) -> Described:
    """Return what the files of every back end must describe.

    Args:
        plan: the plan.
        tags: tags by environment.
    """
    return Described(
        resources={camel(resource.key): resource.kind for resource in plan.resources},
        children=frozenset(
            (camel(resource.key), label_of(child)) for resource in plan.resources for child in resource.children
        ),
        roles=frozenset((camel(role.resource), right_of(role)) for role in plan.roles),
        outputs=frozenset(camel(output.key) for output in plan.outputs),
        values={
            name: {camel(variable.key): variable.values[name] for variable in plan.variables}
            for name in plan.environments
        },
        tags=tags,
        endpoints=frozenset((camel(item.resource), item.group, item.zone) for item in plan.endpoints),
    )


def label_of(child: PlannedChild) -> str:
    """Return what tells a child from others of its resource."""
    return ":".join(part for part in (child.kind, child.parent, child.name, child.partition_key) if part)


def right_of(role: PlannedRole) -> str:
    """Return what tells a right from others on its resource."""
    return role.definition or role.use
