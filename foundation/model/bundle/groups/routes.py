"""Routes of the Gateway API and of Istio: how a component is published when it is not by an Ingress.

Hosts and paths stand in ``ingress`` for every kind of traffic; what stands here is in the shape of
the API itself.
"""

from typing import Annotated, Any, Literal

from pydantic import Field

from foundation.model.base import KubernetesShape
from foundation.model.kubernetes.scalars import Annotations, DnsLabel, Labels, ObjectName, PortNumber

TrafficKind = Literal["ingress", "gateway-api", "istio"]

#: An Istio gateway, with or without its namespace; mesh stands for the pods of the mesh.
GatewayName = Annotated[str, Field(pattern=r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?/)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?$")]
#: A namespace, the own one, or all.
ExportTarget = Annotated[str, Field(pattern=r"^([.*~]|[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)$")]


class ParentReference(KubernetesShape):
    """A gateway that a route is attached to (gateway.networking.k8s.io/v1 ParentReference)."""

    group: ObjectName | None = Field(default=None, description="API group; gateway.networking.k8s.io by default.")
    kind: str | None = Field(
        default=None, pattern=r"^[A-Za-z]([-A-Za-z0-9]{0,62})$", description="Kind; Gateway by default."
    )
    namespace: DnsLabel | None = Field(default=None, description="Its namespace; the component's by default.")
    name: ObjectName = Field(description="Its name.")
    section_name: ObjectName | None = Field(default=None, description="Its listener; all of them by default.")
    port: PortNumber | None = Field(default=None, description="Port of the listener.")


class GatewaySpec(KubernetesShape):
    """Routes of the Gateway API.

    A rule without backendRefs goes to the port named after the transport, else the first, unless it redirects.
    """

    parent_refs: list[ParentReference] | None = Field(default=None, description="Gateways; the policy's by default.")
    http_rules: list[dict[str, Any]] | None = Field(default=None, description="Rules of http (HTTPRouteRule).")
    grpc_rules: list[dict[str, Any]] | None = Field(default=None, description="Rules of grpc (GRPCRouteRule).")
    tcp_rules: list[dict[str, Any]] | None = Field(default=None, description="Rules of tcp (TCPRouteRule).")
    tls_rules: list[dict[str, Any]] | None = Field(
        default=None, description="Rules of tcp with TLS that the component ends itself (TLSRouteRule)."
    )
    labels: Labels | None = Field(default=None, description="Labels of the routes.")
    annotations: Annotations | None = Field(default=None, description="Annotations of the routes.")


class VirtualServiceSpec(KubernetesShape):
    """An Istio VirtualService.

    A route without destinations goes to the port named after the transport, else the first, unless it redirects,
    answers itself or delegates.
    """

    gateways: list[GatewayName] | None = Field(
        default=None, description="Gateways, as namespace/name; the policy's by default."
    )
    http: list[dict[str, Any]] | None = Field(default=None, description="Routes of http and grpc (HTTPRoute).")
    tls: list[dict[str, Any]] | None = Field(default=None, description="Routes of tcp by server name (TLSRoute).")
    tcp: list[dict[str, Any]] | None = Field(default=None, description="Routes of tcp (TCPRoute).")
    export_to: list[ExportTarget] | None = Field(default=None, description="Namespaces that see it; all by default.")
    labels: Labels | None = Field(default=None, description="Labels of the VirtualService.")
    annotations: Annotations | None = Field(default=None, description="Annotations of the VirtualService.")
