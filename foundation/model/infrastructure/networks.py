"""How a component reaches its resources: private endpoints, and whom the public network lets in."""

from collections.abc import Iterator

from foundation.model.infrastructure.kinds import ADDRESSED, KINDS
from foundation.model.infrastructure.plan import (
    InfrastructurePlan,
    PlannedEndpoint,
    PlannedResource,
    PlannedVariable,
    Value,
)
from foundation.model.policy.infrastructure import InfrastructurePolicy

#: Keys of the variables that there are only where the policy speaks of networks.
ENDPOINTS, SUBNET, ZONES = "private-endpoints", "private-endpoint-subnet", "private-dns-zones"
ADDRESSES, RANGES = "allowed-addresses", "allowed-ranges"
_LISTS = (ENDPOINTS, ADDRESSES, RANGES)
#: What stands before the name of a resource in the name of its private endpoint.
PREFIX = "pe-"


def zone_id(group: str, zone: str) -> str:
    """Return the id of a private DNS zone.

    Args:
        group: id of its resource group, or how a back end writes it.
        zone: its name.
    """
    return f"{group}/providers/Microsoft.Network/privateDnsZones/{zone}"


def endpoints_of(
    planned: list[PlannedResource], environments: list[str], policy: InfrastructurePolicy
) -> list[PlannedEndpoint]:
    """Return the private endpoints that there are in one environment at least.

    Args:
        planned: the resources.
        environments: names of the environments.
        policy: the platform's networks.
    """
    return [
        PlannedEndpoint(resource=item.key, group=KINDS[item.kind].group, zone=policy.private_zones[item.kind])
        for item in planned
        if any(has_endpoint(item, name, policy) for name in environments)
    ]


def network_variables(
    planned: list[PlannedResource], environments: list[str], policy: InfrastructurePolicy
) -> Iterator[PlannedVariable]:
    """Yield the variables that networks differ by; none where the policy says nothing of them.

    Args:
        planned: the resources.
        environments: names of the environments.
        policy: the platform's networks.
    """
    keys = {name: _keys(planned, name, policy) for name in environments}
    if any(keys.values()):
        yield _variable(ENDPOINTS, "Resources that private endpoints are made for.", {**keys})
        yield _variable(SUBNET, "Subnet of the private endpoints.", _ids("subnet", environments, policy))
        yield _variable(ZONES, "Resource group of their DNS zones.", _ids("dns_zones", environments, policy))
    addresses = {name: policy.network_of(name).addresses for name in environments}
    if any(found and _takes_addresses(planned, name) for name, found in addresses.items()):
        yield _variable(ADDRESSES, "Addresses that the public network lets in.", {**addresses})
    ranges = {name: policy.network_of(name).ranges for name in environments}
    if any(ranges.values()) and any(item.kind == "postgres" for item in planned):
        yield _variable(RANGES, "First and last of the addresses that PostgreSQL lets in.", {**ranges})


def _takes_addresses(planned: list[PlannedResource], environment: str) -> bool:
    return any(item.kind in ADDRESSED and not only_public(item.settings[environment]) for item in planned)


def has_endpoint(resource: PlannedResource, environment: str, policy: InfrastructurePolicy) -> bool:
    """Tell whether a private endpoint is made for a resource.

    Args:
        resource: the resource.
        environment: the environment.
        policy: the platform's networks.
    """
    if policy.network_of(environment).private_endpoints is None or not resource.networked:
        return False
    return not only_public(resource.settings[environment])


def has_own_network(plan: InfrastructurePlan, environment: str) -> bool:
    """Tell whether an environment has more than settings of its resources: endpoints, firewalls, sets of rules.

    Pulumi has these in a project of their own, because its YAML knows no conditions.

    Args:
        plan: the plan.
        environment: the environment.
    """
    lists = {key: variable.values[environment] for key in _LISTS if (variable := plan.variable(key)) is not None}
    of_rules = [item for item in plan.resources if item.kind == "service_bus"]
    ruled = lists.get(ADDRESSES) and any(not only_public(item.settings[environment]) for item in of_rules)
    return bool(lists.get(ENDPOINTS) or lists.get(RANGES) or ruled)


def only_public(settings: dict[str, Value]) -> bool:
    """Tell whether only the public network reaches a resource: a Standard namespace of Service Bus.

    Args:
        settings: what holds for it in an environment.
    """
    return settings.get("sku") == "Standard" and "capacity" in settings


def _keys(planned: list[PlannedResource], environment: str, policy: InfrastructurePolicy) -> list[str]:
    return [item.key for item in planned if has_endpoint(item, environment, policy)]


def _ids(setting: str, environments: list[str], policy: InfrastructurePolicy) -> dict[str, Value]:
    found = {name: policy.network_of(name).private_endpoints for name in environments}
    return {name: str(getattr(places, setting)) if places else "" for name, places in found.items()}


def _variable(key: str, description: str, values: dict[str, Value]) -> PlannedVariable:
    return PlannedVariable(key=key, description=description, values=values)
