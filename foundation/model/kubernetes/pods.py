"""What a pod has beside its containers and volumes (core/v1)."""

from typing import Literal

from pydantic import Field

from foundation.model.base import KubernetesShape
from foundation.model.kubernetes.scalars import ADDRESS, ObjectName


class LocalObject(KubernetesShape):
    """An object of the same namespace."""

    name: ObjectName = Field(description="Name of the object.")


class DnsOption(KubernetesShape):
    """An option of the resolver."""

    name: str = Field(min_length=1, description="Name, such as ndots.")
    value: str | None = Field(default=None, description="Value.")


class DnsConfig(KubernetesShape):
    """The resolver of the pod."""

    nameservers: list[str] | None = Field(default=None, description="Addresses of name servers.")
    searches: list[str] | None = Field(default=None, description="Domains to search in.")
    options: list[DnsOption] | None = Field(default=None, description="Options.")


class HostAlias(KubernetesShape):
    """Names of an address in the pod's hosts file."""

    ip: str = Field(pattern=ADDRESS, description="Address.")
    hostnames: list[str] | None = Field(default=None, description="Names.")


class ReadinessGate(KubernetesShape):
    """A condition that others set before the pod is ready."""

    condition_type: str = Field(min_length=1, description="Type of the condition.")


class PodOs(KubernetesShape):
    """Operating system of the pod."""

    name: Literal["linux", "windows"] = Field(description="Name.")


DnsPolicy = Literal["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"]
