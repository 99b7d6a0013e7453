"""Reading Pulumi's projects of networks: private endpoints, firewalls and rules for addresses of each environment."""

from collections.abc import Iterator, Mapping
from typing import Any

from foundation.model.infrastructure.networks import ADDRESSES, ENDPOINTS, PREFIX, RANGES, SUBNET, ZONES, zone_id
from foundation.model.infrastructure.plan import camel
from plugins.k8s_validator.objects.values import mapping

#: A variable of the stacks with the rules of every kind; other back ends make them of the addresses themselves.
RULES = "networkRules"
_ENDPOINT, _ZONE = "azure-native:network:PrivateEndpoint", "azure-native:network:PrivateDnsZoneGroup"
_FIREWALL = "azure-native:dbforpostgresql:FirewallRule"
_ADDRESSES = "azure-native:servicebus:NamespaceNetworkRuleSet"
_ANY_ZONE = zone_id("", "")
#: Projects by environment.
Projects = Mapping[str, Mapping[str, Any]]


def with_networks(values: dict[str, dict[str, Any]], projects: Projects) -> dict[str, dict[str, Any]]:
    """Return values of stacks with those that other back ends have as variables, and the projects as resources.

    Args:
        values: what the stacks say, by environment.
        projects: the networks' projects.
    """
    said = {name: _said(given, projects.get(name, {})) for name, given in values.items()}
    there = {key for found in said.values() for key, value in found.items() if value}
    found = {}
    for name, given in values.items():
        own = {key: value for key, value in said[name].items() if key in there}
        found[name] = {key: value for key, value in given.items() if key != RULES} | own
    return found


def endpoints_in(values: dict[str, dict[str, Any]], projects: Projects) -> Iterator[tuple[str, str, str]]:
    """Yield every private endpoint: the resource's key, what of it it leads to, and the DNS zone.

    Args:
        values: what the stacks say, by environment; names of resources among them.
        projects: the networks' projects.
    """
    for environment, project in projects.items():
        for key, properties in _of_type(project, _ENDPOINT):
            (connection,) = properties["privateLinkServiceConnections"]
            name = values[environment].get(f"{camel(key)}Name")
            targets = (f"/{name}", f"{PREFIX}{name}")
            is_own = connection["privateLinkServiceId"].endswith(targets[0])
            is_own = is_own and targets[1] == properties["privateEndpointName"]
            (group,), zone = connection["groupIds"], _zone(project, key)
            yield camel(key) if is_own else "", group, zone.rpartition(_ANY_ZONE)[2]


def _said(given: Mapping[str, Any], project: Mapping[str, Any]) -> dict[str, Any]:
    endpoints = [*_of_type(project, _ENDPOINT)]
    subnets = {properties["subnet"]["id"] for _, properties in endpoints}
    groups = {_zone(project, key).rpartition(_ANY_ZONE)[0] for key, _ in endpoints}
    firewall = [properties for _, properties in _of_type(project, _FIREWALL)]
    rules = [*mapping(given.get(RULES)).values(), *(own["ipRules"] for _, own in _of_type(project, _ADDRESSES))]
    addresses = [[_address(rule) for rule in of_kind] for of_kind in rules]
    return {
        camel(ENDPOINTS): [key for key, _ in endpoints],
        camel(SUBNET): ", ".join(sorted(subnets)),
        camel(ZONES): ", ".join(sorted(groups)),
        camel(RANGES): list(dict.fromkeys(f"{own['startIpAddress']}-{own['endIpAddress']}" for own in firewall)),
        # Where kinds let in others than their neighbours, all of it is told.
        camel(ADDRESSES): next(iter(addresses), []) if all(found == addresses[0] for found in addresses) else addresses,
    }


def _zone(project: Mapping[str, Any], key: str) -> str:
    """Return the id of the zone that an endpoint is found by; nothing, if there is none."""
    for owner, properties in _of_type(project, _ZONE):
        if owner == key and properties["privateEndpointName"] == f"${{endpoint-{key}.name}}":
            return str(properties["privateDnsZoneConfigs"][0]["privateDnsZoneId"])
    return ""


def _address(rule: Mapping[str, Any]) -> str:
    return ", ".join(str(value) for key, value in rule.items() if key != "action")


def _of_type(project: Mapping[str, Any], type_: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield resources of a type: their names without the first word, and their properties."""
    for name, entry in mapping(project.get("resources")).items():
        if mapping(entry).get("type") == type_:
            yield name.partition("-")[2], mapping(entry.get("properties"))
