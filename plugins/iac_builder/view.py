"""What templates may name: the plan in plain data, with names as each back end writes them."""

import hashlib
import re
from typing import Any

from foundation.model.infrastructure.kinds import KINDS
from foundation.model.infrastructure.networks import PREFIX, zone_id
from foundation.model.infrastructure.plan import (
    InfrastructurePlan,
    PlannedChild,
    PlannedResource,
    PlannedVariable,
    camel,
    snake,
)
from foundation.model.policy.infrastructure import InfrastructurePolicy
from plugins.iac_builder.networks import OF_NETWORKS, network_of, networks_in, own_project, rules_of
from plugins.iac_builder.outputs import output_view

#: Tags by environment.
Tags = dict[str, dict[str, str]]
_BICEP_TYPES = {"string": "string", "bool": "bool", "int": "int", "list": "array"}
_TERRAFORM_TYPES = {"string": "string", "bool": "bool", "int": "number", "list": "list(string)"}
_PULUMI_TYPES = {"string": "string", "bool": "boolean", "int": "integer", "list": "array"}
#: Most characters of the name of a deployment.
_DEPLOYMENT_NAME = 64


def view_of(
    plan: InfrastructurePlan, tags: Tags, policy: InfrastructurePolicy, tenant: str
) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Return what every template may name, and what those of an environment may name beside it.

    Args:
        plan: the plan.
        tags: tags by environment.
        policy: versions, where state is kept, and how long things are.
        tenant: the tenant, which names of the state may have in them.
    """
    common = {
        "component": plan.component,
        "variables": [_variable(variable) for variable in plan.variables],
        "resources": [_resource(resource, plan) for resource in plan.resources],
        "outputs": [output_view(output, plan) for output in plan.outputs],
        "has": dict.fromkeys(sorted({resource.kind for resource in plan.resources}), True)
        | {kind: False for kind in ("identity", "log_analytics") if plan.find(kind) is None},
        "api": policy.api_versions,
        "versions": policy.versions.model_dump(),
        "retention": policy.retention.model_dump(),
        "postgres_version": policy.postgres_version,
        "tags_of": tags,
        "networks": networks_in(plan),
        "endpoint_prefix": PREFIX,
        "zone_id": zone_id,
        "has_state": policy.state.terraform is not None,
    }
    environments = {
        name: {
            "environment": name,
            "tags": tags[name],
            "state": _state(plan, name, policy, tenant),
            "network_rules": rules_of(plan, name),
            "network": own_project(plan, name),
            **_values(plan, name),
        }
        for name in tags
    }
    return common, environments


def _state(plan: InfrastructurePlan, environment: str, policy: InfrastructurePolicy, tenant: str) -> dict[str, str]:
    """Return where Terraform keeps the state of an environment, by the argument of its back end."""
    state, words = policy.state.terraform, {"component": plan.component, "tenant": tenant, "env": environment}
    if state is None:
        return {}
    return {
        "resource_group_name": state.resource_group.format(**words),
        "storage_account_name": state.storage_account.format(**words),
        "container_name": state.container.format(**words),
        "key": state.key.format(**words),
    }


def _values(plan: InfrastructurePlan, environment: str) -> dict[str, Any]:
    shared = {"location": "location", "resource_group": "resource-group-name"}
    found = {name: plan.variable(key) for name, key in shared.items()}
    return {
        **{name: variable.values[environment] if variable else "" for name, variable in found.items()},
        "variables": [{**_variable(variable), "value": variable.values[environment]} for variable in plan.variables],
    }


def _variable(variable: PlannedVariable) -> dict[str, Any]:
    return {
        "key": variable.key,
        "snake": snake(variable.key),
        "camel": camel(variable.key),
        "description": variable.description,
        "type": variable.type,
        "bicep_type": _BICEP_TYPES[variable.type],
        "terraform_type": _TERRAFORM_TYPES[variable.type],
        "pulumi_type": _PULUMI_TYPES[variable.type],
        "of_networks": variable.key in OF_NETWORKS,
    }


def _resource(resource: PlannedResource, plan: InfrastructurePlan) -> dict[str, Any]:
    file = resource.kind.replace("_", "-")
    sizes = [name for name in next(iter(resource.settings.values())) if name not in ("name", "resource-group")]
    children = [_child(child, resource) for child in resource.children]
    kinds = dict.fromkeys(child.kind for child in resource.children)
    roles = [role.model_dump() for role in plan.roles if role.resource == resource.key]
    return {
        "key": resource.key,
        "kind": resource.kind,
        "file": file,
        "snake": snake(resource.key),
        "camel": camel(resource.key),
        "pulumi": f"{file}-{resource.key}",
        "deployment": f"{resource.key}-{plan.component}"[:_DEPLOYMENT_NAME].rstrip("-"),
        "existing": resource.existing,
        "diagnosed": resource.diagnosed,
        "networked": resource.networked,
        **network_of(resource, plan),
        "sizes": [{"camel": camel(name), "variable": camel(f"{resource.key}-{name}")} for name in sizes],
        "children": children,
        "terraform_type": KINDS[resource.kind].terraform,
        "endpoint_deployment": f"{resource.key}.endpoint-{plan.component}"[:_DEPLOYMENT_NAME].rstrip("-"),
        "groups": {_plural(kind): [child for child in children if child["kind"] == kind] for kind in kinds},
        "roles": roles,
    }


def _plural(kind: str) -> str:
    return f"{kind}s"


def _child(child: PlannedChild, resource: PlannedResource) -> dict[str, Any]:
    parent_kind = {"subscription": "topic", "container": "database"}.get(child.kind, "")
    parent = _label(resource.key, parent_kind, child.parent)
    label = _label(resource.key, child.kind, *([child.parent] if child.parent else []), child.name)
    return {
        **child.model_dump(),
        "snake": snake(label),
        "pulumi": f"in-{label}",
        "parent_snake": snake(parent),
        "parent_pulumi": f"in-{parent}",
    }


def _label(key: str, kind: str, *words: str) -> str:
    """Return words as one name; where two of them could come to the same, a digest tells them apart."""
    plain = "-".join([key, kind, *words])
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    if slug == plain and len(words) == 1 and kind not in key.split("-"):
        return slug
    return f"{slug}-{hashlib.sha256('/'.join([key, kind, *words]).encode()).hexdigest()[:4]}"
