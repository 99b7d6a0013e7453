"""What templates may name of networks: private endpoints, and rules for addresses."""

from collections.abc import Callable, Iterator
from typing import Any

from foundation.model.infrastructure.kinds import ADDRESSED, KINDS, Kind
from foundation.model.infrastructure.networks import (
    ADDRESSES,
    ENDPOINTS,
    PREFIX,
    RANGES,
    SUBNET,
    ZONES,
    has_own_network,
    only_public,
    zone_id,
)
from foundation.model.infrastructure.plan import InfrastructurePlan, PlannedResource, camel

#: Variables of Bicep and Terraform that Pulumi's project has not: its YAML knows no conditions, so what only some
#: environments have stands in projects of their own.
OF_NETWORKS = frozenset({ENDPOINTS, SUBNET, ZONES, ADDRESSES, RANGES})
#: A rule for an address as azure-native has it, by kind.
_RULES: dict[Kind, Callable[[str], dict[str, str]]] = {
    "key_vault": lambda address: {"value": address},
    "storage_account": lambda address: {"iPAddressOrRange": address, "action": "Allow"},
    "event_grid_topic": lambda address: {"ipMask": address, "action": "Allow"},
    "cosmos": lambda address: {"ipAddressOrRange": address},
}


def networks_in(plan: InfrastructurePlan) -> dict[str, bool]:
    """Return which variables of networks there are, for conditions of templates.

    Args:
        plan: the plan.
    """
    return {
        "endpoints": bool(plan.endpoints),
        "addresses": plan.variable(ADDRESSES) is not None,
        "ranges": plan.variable(RANGES) is not None,
        "rules": plan.variable(ADDRESSES) is not None and any(item.kind in _RULES for item in plan.resources),
    }


def network_of(resource: PlannedResource, plan: InfrastructurePlan) -> dict[str, Any]:
    """Return what templates may name of a resource's place in the network.

    Args:
        resource: the resource.
        plan: the plan that it is of.
    """
    has = networks_in(plan)
    endpoint = next((item.model_dump() for item in plan.endpoints if item.resource == resource.key), None)
    return {
        "endpoint": endpoint,
        "addressed": has["addresses"] and resource.kind in ADDRESSED,
        "ranged": has["ranges"] and resource.kind == "postgres",
    }


def rules_of(plan: InfrastructurePlan, environment: str) -> dict[str, list[dict[str, str]]]:
    """Return rules for addresses as Pulumi's kinds have them, by kind.

    Args:
        plan: the plan.
        environment: the environment.
    """
    allowed = _list(plan, ADDRESSES, environment)
    kinds = {resource.kind for resource in plan.resources}
    return {camel(kind): [rule(address) for address in allowed] for kind, rule in _RULES.items() if kind in kinds}


def own_project(plan: InfrastructurePlan, environment: str) -> dict[str, Any] | None:
    """Return what Pulumi's project of an environment's network has in it; none, if there is nothing.

    Args:
        plan: the plan.
        environment: the environment.
    """
    if not has_own_network(plan, environment):
        return None
    return {
        "subnet": _text(plan, SUBNET, environment),
        "endpoints": [*_endpoints(plan, environment)],
        "firewall": [*_firewall(plan, environment)],
        "namespaces": [*_namespaces(plan, environment)],
    }


def _endpoints(plan: InfrastructurePlan, environment: str) -> Iterator[dict[str, str]]:
    by_key = {resource.key: resource for resource in plan.resources}
    wanted, zones = _list(plan, ENDPOINTS, environment), _text(plan, ZONES, environment)
    for item in plan.endpoints:
        if item.resource in wanted:
            target = _target(by_key[item.resource], environment)
            named = {"endpoint": f"{PREFIX}{target['name']}", "zone": _dashed(item.zone)}
            yield {**target, **named, "group": item.group, "zone_id": zone_id(zones, item.zone)}


def _firewall(plan: InfrastructurePlan, environment: str) -> Iterator[dict[str, str]]:
    for server in [resource for resource in plan.resources if resource.kind == "postgres"]:
        for entry in _list(plan, RANGES, environment):
            first, _, last = entry.partition("-")
            yield {**_target(server, environment), "rule": _dashed(entry), "first": first, "last": last}


def _namespaces(plan: InfrastructurePlan, environment: str) -> Iterator[dict[str, Any]]:
    addresses = _list(plan, ADDRESSES, environment)
    for resource in plan.resources:
        if addresses and resource.kind == "service_bus" and not only_public(resource.settings[environment]):
            yield {**_target(resource, environment), "addresses": addresses}


def _target(resource: PlannedResource, environment: str) -> dict[str, str]:
    name = str(resource.settings[environment]["name"])
    return {"key": resource.key, "name": name, "type": KINDS[resource.kind].azure}


def _dashed(text: str) -> str:
    return text.replace(".", "-")


def _list(plan: InfrastructurePlan, key: str, environment: str) -> list[str]:
    variable = plan.variable(key)
    value = variable.values[environment] if variable else []
    return value if isinstance(value, list) else []


def _text(plan: InfrastructurePlan, key: str, environment: str) -> str:
    variable = plan.variable(key)
    return str(variable.values[environment]) if variable else ""
