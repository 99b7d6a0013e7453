"""Ports, and the Services in front of them (core/v1)."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from foundation.model.base import KubernetesShape, unique_by
from foundation.model.kubernetes.containers import Protocol
from foundation.model.kubernetes.scalars import (
    ADDRESS,
    Annotations,
    DnsLabel,
    Labels,
    PortName,
    PortNumber,
    PositiveCount,
    ServiceName,
)

#: Name of a Service's port; unlike a container's it may be digits only, and longer.
ServicePortName = DnsLabel
AppProtocol = Annotated[str, Field(pattern=r"^([a-z0-9.-]+/)?[a-zA-Z0-9][a-zA-Z0-9._-]*$", max_length=300)]


class Port(KubernetesShape):
    """A port that the component serves: the Service's and the container's side in one.

    The component's container listens on the target, unless ``container_ports`` or a sidecar says
    who does.
    """

    name: ServicePortName = Field(description="Name of the port.")
    port: PortNumber | None = Field(default=None, description="Number. Required; a later layer may leave it out.")
    target_port: PortNumber | PortName | None = Field(
        default=None, description="Port of a container, by number or name; port by default."
    )
    protocol: Protocol = Field(default="TCP", description="Transport protocol.")
    app_protocol: AppProtocol | None = Field(default=None, description="Protocol above it, such as http or grpc.")
    node_port: PortNumber | None = Field(default=None, description="Port of every node, of a NodePort Service.")


class ServicePort(Port):
    """A port of a Service."""

    port: PortNumber = Field(description="Number.")


class ClientIp(KubernetesShape):
    """How long a client stays with a pod."""

    timeout_seconds: PositiveCount | None = Field(default=None, description="Seconds.")


class SessionAffinityConfig(KubernetesShape):
    """Settings of session affinity."""

    client_ip: ClientIp | None = Field(default=None, alias="clientIP", description="By the client's address.")


NETWORK = r"^[0-9A-Fa-f.:]+/[0-9]{1,3}$"
IpAddress = Annotated[str, Field(pattern=ADDRESS)]
Network = Annotated[str, Field(pattern=NETWORK)]


class ServiceSpec(KubernetesShape):
    """What a Service has beside its ports."""

    name: DnsLabel | None = Field(default=None, description="Name; the component's by default.")
    type: Literal["ClusterIP", "NodePort", "LoadBalancer"] | None = Field(default=None, description="Its type.")
    labels: Labels | None = Field(default=None, description="Its labels.")
    annotations: Annotations | None = Field(default=None, description="Its annotations.")
    cluster_ip: Literal["None"] | IpAddress | None = Field(
        default=None, alias="clusterIP", description="Address in the cluster; None makes it headless."
    )
    external_ips: list[IpAddress] | None = Field(default=None, alias="externalIPs", description="Further addresses.")
    session_affinity: Literal["None", "ClientIP"] | None = Field(default=None, description="Whether clients stay.")
    session_affinity_config: SessionAffinityConfig | None = Field(default=None, description="For how long.")
    external_traffic_policy: Literal["Cluster", "Local"] | None = Field(
        default=None, description="Which nodes take traffic from outside."
    )
    internal_traffic_policy: Literal["Cluster", "Local"] | None = Field(
        default=None, description="Which pods take traffic from inside."
    )
    load_balancer_class: str | None = Field(default=None, description="Class of the load balancer.")
    load_balancer_ip: IpAddress | None = Field(default=None, alias="loadBalancerIP", description="Its address.")
    load_balancer_source_ranges: list[Network] | None = Field(default=None, description="Who may call it.")
    allocate_load_balancer_node_ports: bool | None = Field(default=None, description="Whether it needs node ports.")
    health_check_node_port: PortNumber | None = Field(default=None, description="Port of the node's health check.")
    ip_families: list[Literal["IPv4", "IPv6"]] | None = Field(default=None, description="Kinds of address.")
    ip_family_policy: Literal["SingleStack", "PreferDualStack", "RequireDualStack"] | None = Field(
        default=None, description="How many kinds of address."
    )
    publish_not_ready_addresses: bool | None = Field(
        default=None, description="Whether pods count before they are ready."
    )
    selector: Labels | None = Field(
        default=None,
        description="Labels of the pods that it leads to, where several components share it; the own pods by default.",
    )
    traffic_distribution: Literal["PreferClose", "PreferSameZone", "PreferSameNode"] | None = Field(
        default=None, description="Which pods are preferred."
    )


class FurtherService(ServiceSpec):
    """A Service beside the component's own."""

    name: ServiceName = Field(description="Name of the Service.")
    ports: Annotated[list[ServicePort], Field(min_length=1), AfterValidator(unique_by("name"))] | None = Field(
        default=None, description="Its ports. Required; a later layer may leave them out."
    )
