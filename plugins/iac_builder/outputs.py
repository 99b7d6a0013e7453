"""Outputs as each back end writes them."""

from typing import Any

from foundation.model.infrastructure.kinds import KINDS, Kind
from foundation.model.infrastructure.plan import InfrastructurePlan, PlannedOutput, PlannedResource, camel, snake

#: Where Terraform and Pulumi have the endpoint of a kind.
_ENDPOINTS: dict[Kind, tuple[str, str]] = {
    "key_vault": ("vault_uri", "properties.vaultUri"),
    "storage_account": ("primary_blob_endpoint", "primaryEndpoints.blob"),
    "event_grid_topic": ("endpoint", "endpoint"),
    "postgres": ("fqdn", "fullyQualifiedDomainName"),
    "redis": ("hostname", "hostName"),
    "cosmos": ("endpoint", "documentEndpoint"),
    "registry": ("login_server", "loginServer"),
}
#: Namespaces of Service Bus tell no host name of theirs.
_SERVICE_BUS_HOST = "servicebus.windows.net"


def output_view(output: PlannedOutput, plan: InfrastructurePlan) -> dict[str, Any]:
    """Return what templates may name of an output.

    Args:
        output: the output.
        plan: the plan that it is of.
    """
    resource = next((resource for resource in plan.resources if resource.key == output.resource), None)
    written = _of_variable(output, plan) if resource is None else _of_resource(output, resource)
    return {"camel": camel(output.key), "snake": snake(output.key), **written}


def _of_variable(output: PlannedOutput, plan: InfrastructurePlan) -> dict[str, Any]:
    variable = plan.variable(output.attribute)
    name = camel(output.attribute)
    return {
        "resource": "",
        "description": variable.description if variable else "",
        "bicep_type": "array" if variable is not None and variable.type == "list" else "string",
        "variable": name,
        "terraform": f"var.{snake(output.attribute)}",
        "pulumi": f"${{{name}}}",
    }


def _of_resource(output: PlannedOutput, resource: PlannedResource) -> dict[str, Any]:
    facts = KINDS[resource.kind]
    owner = f"{'data.' if resource.existing else ''}{facts.terraform}.{snake(resource.key)}"
    there = f"{resource.kind.replace('_', '-')}-{resource.key}"
    terraform, pulumi = _attributes(output, resource)
    if resource.kind == "service_bus" and output.attribute == "endpoint":
        written = {
            "terraform": f'"${{{owner}.name}}.{_SERVICE_BUS_HOST}"',
            "pulumi": f"${{{there}.name}}.{_SERVICE_BUS_HOST}",
        }
    else:
        written = {"terraform": f"{owner}.{terraform}", "pulumi": f"${{{there}.{pulumi}}}"}
    words = {"name": "Name", "clientId": "Client id", "endpoint": "Endpoint"}[output.attribute]
    return {
        "resource": resource.key,
        "resource_camel": camel(resource.key),
        "attribute": output.attribute,
        "description": f"{words} of the {facts.title}.",
        "bicep_type": "string",
        **written,
    }


def _attributes(output: PlannedOutput, resource: PlannedResource) -> tuple[str, str]:
    if output.attribute == "endpoint":
        return _ENDPOINTS.get(resource.kind, ("", ""))
    return ("client_id", "clientId") if output.attribute == "clientId" else ("name", "name")
