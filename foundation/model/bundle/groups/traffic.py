"""How a component is reached from outside, whom it calls and who calls it."""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from foundation.model.base import FrozenModel, KubernetesShape
from foundation.model.bundle.groups.services import Network, ServicePortName
from foundation.model.kubernetes.containers import Protocol
from foundation.model.kubernetes.scalars import (
    AbsolutePath,
    Annotations,
    DnsLabel,
    Labels,
    LabelText,
    ObjectName,
    PortNumber,
    QualifiedName,
    ServiceName,
)
from foundation.model.kubernetes.scheduling import LabelSelector
from foundation.model.names import DNS_SUBDOMAIN

PathType = Literal["Prefix", "Exact", "ImplementationSpecific"]
HostName = Annotated[str, Field(pattern=DNS_SUBDOMAIN, max_length=253)]
#: A host name whose first label may be a wildcard.
HostPattern = Annotated[str, Field(pattern=r"^(\*\.)?" + DNS_SUBDOMAIN[1:], max_length=253)]


class IngressPath(KubernetesShape):
    """A path of an Ingress host."""

    path: AbsolutePath | None = Field(default=None, description="Path; / by default.")
    path_type: PathType | None = Field(default=None, description="How the path matches; Prefix by default.")
    service: ServiceName | None = Field(default=None, description="Service; the component's by default.")
    port: PortNumber | ServicePortName | None = Field(
        default=None, description="Its port, by number or name; by default the transport's, else the first."
    )


class IngressHost(KubernetesShape):
    """A host of an Ingress."""

    host: HostPattern | None = Field(default=None, description="Host name; any host if it is left out.")
    paths: list[IngressPath] | None = Field(default=None, description="Paths; / by default.")


class IngressTls(KubernetesShape):
    """A certificate of an Ingress."""

    hosts: list[HostPattern] | None = Field(default=None, description="Hosts that it is for.")
    secret_name: ObjectName | None = Field(default=None, description="Secret with the certificate.")


class IngressSpec(KubernetesShape):
    """How the component is reached from outside the cluster."""

    host: HostName | None = Field(default=None, description="Host name.")
    path: AbsolutePath | None = Field(default=None, description="Path prefix.")
    path_type: PathType | None = Field(default=None, description="How the path matches.")
    hosts: list[IngressHost] | None = Field(default=None, description="Several hosts and paths instead.")
    tls: list[IngressTls] | None = Field(default=None, description="Certificates, instead of tls_secret_name.")
    class_name: DnsLabel | None = Field(default=None, description="Ingress class.")
    labels: Labels | None = Field(default=None, description="Labels of the Ingress.")
    annotations: Annotations | None = Field(default=None, description="Annotations of the Ingress.")

    @model_validator(mode="after")
    def _one_form(self) -> "IngressSpec":
        if self.hosts is not None and (self.host is not None or self.path is not None):
            raise ValueError("hosts excludes host and path")
        return self


class PeerPort(KubernetesShape):
    """A port of a NetworkPolicy rule (networking.k8s.io/v1 NetworkPolicyPort)."""

    port: PortNumber | DnsLabel | None = Field(default=None, description="Number or name; every port by default.")
    end_port: PortNumber | None = Field(default=None, description="Last port of a range.")
    protocol: Protocol | None = Field(default=None, description="TCP by default.")

    @model_validator(mode="after")
    def _range(self) -> "PeerPort":
        if self.end_port is not None and not (isinstance(self.port, int) and self.port <= self.end_port):
            raise ValueError("endPort needs a port by number that is not above it")
        return self


class IpBlock(KubernetesShape):
    """Addresses."""

    cidr: Network = Field(description="Network.")
    exceptions: list[Network] | None = Field(
        default=None, alias="except", description="Networks inside that are not meant."
    )


class NetworkPeer(KubernetesShape):
    """Who a NetworkPolicy rule is about (networking.k8s.io/v1 NetworkPolicyPeer)."""

    pod_selector: LabelSelector | None = Field(default=None, description="Pods by label.")
    namespace_selector: LabelSelector | None = Field(default=None, description="Namespaces by label.")
    ip_block: IpBlock | None = Field(default=None, description="Addresses.")


class IngressRule(KubernetesShape):
    """Traffic that may come in."""

    from_: list[NetworkPeer] | None = Field(
        default=None, alias="from", description="Who may call; everybody if left out."
    )
    ports: list[PeerPort] | None = Field(default=None, description="Which ports; all if left out.")


class EgressRule(KubernetesShape):
    """Traffic that may go out."""

    to: list[NetworkPeer] | None = Field(default=None, description="Who may be called; everybody if left out.")
    ports: list[PeerPort] | None = Field(default=None, description="Which ports; all if left out.")


class NetworkPolicySpec(KubernetesShape):
    """Rules of the component's NetworkPolicy beside those of ``calls`` and ``called_by``."""

    ingress: list[IngressRule] | None = Field(default=None, description="What may come in.")
    egress: list[EgressRule] | None = Field(default=None, description="What may go out.")
    defaults: bool | Literal["ingress", "egress"] | None = Field(
        default=None, description="Whether the platform's own rules are in, or in which direction; in both by default."
    )
    labels: Labels | None = Field(default=None, description="Labels of the NetworkPolicy.")
    annotations: Annotations | None = Field(default=None, description="Annotations of the NetworkPolicy.")

    def with_platform(self, direction: Literal["ingress", "egress"]) -> bool:
        """Tell whether the platform's own rules of a direction are in."""
        return self.defaults in (None, True, direction)


#: Port of a call: a number, or the name of the other component's port.
CallPort = PortNumber | DnsLabel
#: Labels of pods of others, whose names are not ours to choose.
ForeignLabels = dict[QualifiedName, LabelText]


class Peer(FrozenModel):
    """Somebody at the other end of a connection."""

    component: str | None = Field(default=None, max_length=100, description="Another component, by its name.")
    external: bool = Field(default=False, description="Whether it belongs to another application.")
    tenant: DnsLabel | None = Field(default=None, description="Its tenant; the own one by default.")
    namespace: DnsLabel | None = Field(default=None, description="A namespace of the cluster.")
    pod_labels: ForeignLabels | None = Field(default=None, description="Which pods of the namespace; all by default.")
    cidr: Network | None = Field(default=None, description="A network outside of the cluster.")


class Call(Peer):
    """Somebody whom the component calls."""

    host: HostName | None = Field(
        default=None, description="A host outside of the cluster; a NetworkPolicy restricts only its ports."
    )
    ports: list[CallPort] | None = Field(default=None, description="Ports, by number or name; all by default.")
    protocol: Protocol = Field(default="TCP", description="Transport protocol of the ports.")

    @model_validator(mode="after")
    def _one_target(self) -> "Call":
        if sum(value is not None for value in (self.component, self.namespace, self.cidr, self.host)) != 1:
            raise ValueError("exactly one of component, namespace, cidr, host is needed")
        if self.host is not None and not self.ports:
            raise ValueError("a host needs ports: a NetworkPolicy cannot restrict host names")
        return self


class External(FrozenModel):
    """Something that the component reaches and that is no component, such as a database."""

    name: ObjectName | None = Field(default=None, description="Name of the entry; the host by default.")
    host: HostName | None = Field(default=None, description="Its host, in the cluster or outside, or its address.")
    port: PortNumber | None = Field(default=None, description="Its port. Required; a later layer may leave it out.")
    protocol: Protocol = Field(default="TCP", description="Transport protocol.")
    cidr: Network | None = Field(
        default=None, description="Network that it is in; without one a host outside of the cluster may be anywhere."
    )

    @model_validator(mode="before")
    @classmethod
    def _named_by_its_host(cls, data: Any) -> Any:
        unnamed = isinstance(data, dict) and "name" not in data and isinstance(data.get("host"), str)
        return {"name": data["host"], **data} if unnamed else data

    @model_validator(mode="after")
    def _has_a_name(self) -> "External":
        if self.name is None:
            raise ValueError("one of name and host is needed")
        return self


class Caller(Peer):
    """Somebody who calls the component."""

    ports: list[CallPort] | None = Field(default=None, description="Ports that it calls; all by default.")

    @model_validator(mode="after")
    def _one_source(self) -> "Caller":
        if sum(value is not None for value in (self.component, self.namespace, self.cidr)) != 1:
            raise ValueError("exactly one of component, namespace, cidr is needed")
        return self
