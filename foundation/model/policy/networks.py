"""How a component reaches its Azure resources from its network (templates/policies/infrastructure.yaml)."""

import ipaddress
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from foundation.model.base import FrozenModel

_GROUP = r"/subscriptions/[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/resourceGroups/[A-Za-z0-9._()-]{1,90}"
ResourceGroupId = Annotated[str, Field(pattern=rf"^{_GROUP}$", max_length=200)]
SubnetId = Annotated[
    str,
    Field(
        pattern=rf"^{_GROUP}/providers/Microsoft\.Network/virtualNetworks/[A-Za-z0-9._-]{{2,64}}"
        r"/subnets/[A-Za-z0-9._-]{1,80}$",
        max_length=400,
    ),
]
ZoneName = Annotated[str, Field(pattern=r"^privatelink(\.[a-z0-9-]+)+$", max_length=253)]
#: Every address there is.
_EVERYBODY = "0.0.0.0/0"
#: What nobody is seen by from outside: RFC 1122, 1918, 6598, 3927, loopback, multicast.
_INSIDE = (
    "0.0.0.0/8",
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "169.254.0.0/16",
    "127.0.0.0/8",
    "224.0.0.0/3",
)
#: Networks of two addresses and of one, which Azure Storage takes as addresses only.
_SMALL = 31


def _public_range(text: str) -> str:
    """Return a range in its plain form.

    Raises:
        ValueError: it is none, or one that never reaches Azure from outside.
    """
    network = ipaddress.IPv4Network(text)
    if text != _EVERYBODY and any(network.overlaps(ipaddress.IPv4Network(inside)) for inside in _INSIDE):
        raise ValueError("name addresses as the public network sees them; private ones come by private endpoints")
    return str(network)


AddressRange = Annotated[str, AfterValidator(_public_range), Field(max_length=18)]


class PrivateEndpoints(FrozenModel):
    """Where private endpoints are made; both must be there."""

    subnet: SubnetId = Field(description="Id of the subnet that gives them their addresses.")
    dns_zones: ResourceGroupId = Field(description="Id of the resource group with the zones that private_zones names.")


class EnvironmentNetwork(FrozenModel):
    """The network of an environment."""

    private_endpoints: PrivateEndpoints | None = Field(
        default=None, description="Where private endpoints are made; nowhere by default."
    )
    allowed: list[AddressRange] = Field(
        default=[],
        max_length=100,
        description="Addresses that the cluster is seen by, in CIDR notation. Others are kept out, where the public "
        "network is open.",
    )

    @model_validator(mode="after")
    def _everybody_alone(self) -> "EnvironmentNetwork":
        if _EVERYBODY in self.allowed and len(self.allowed) > 1:
            raise ValueError(f"{_EVERYBODY} is everybody: name it alone, or leave it out")
        return self

    @property
    def addresses(self) -> list[str]:
        """Addresses and ranges as rules of Azure take them; none where everybody may come."""
        found: list[str] = []
        for network in (ipaddress.IPv4Network(text) for text in self.allowed if text != _EVERYBODY):
            found += map(str, network) if network.prefixlen >= _SMALL else [str(network)]
        return list(dict.fromkeys(found))

    @property
    def ranges(self) -> list[str]:
        """First and last address of each range, as firewalls of PostgreSQL take them."""
        networks = (ipaddress.IPv4Network(text) for text in self.allowed)
        return list(dict.fromkeys(f"{network[0]}-{network[-1]}" for network in networks))
