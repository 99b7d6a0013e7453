"""The Kubernetes API's own shapes that a bundle may use (core/v1 unless said otherwise)."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from agent.model.base import KubernetesShape
from agent.model.names import DNS_LABEL, DNS_SUBDOMAIN, LABEL_VALUE, QUALIFIED_NAME

#: Names that the API server accepts for an environment variable before its relaxed rule of 1.30.
EnvironmentName = Annotated[str, Field(pattern=r"^[-._A-Za-z][-._A-Za-z0-9]*$", max_length=253)]
PortNumber = Annotated[int, Field(ge=1, le=65535)]
#: IANA service name: at most 15 characters, at least one letter (RFC 6335).
PortName = Annotated[str, Field(pattern=r"^([0-9][0-9-]*)?[a-z]([a-z0-9-]*[a-z0-9])?$", max_length=15)]
QuantityText = Annotated[str, Field(pattern=r"^[0-9]+(\.[0-9]+)?(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$")]
Quantity = QuantityText | Annotated[int, Field(ge=0)] | Annotated[float, Field(ge=0)]
ObjectName = Annotated[str, Field(pattern=DNS_SUBDOMAIN, max_length=253)]
#: Key of a ConfigMap or a Secret.
DataKey = Annotated[str, Field(pattern=r"^[-._A-Za-z0-9]+$", max_length=253)]
QualifiedName = Annotated[str, Field(pattern=QUALIFIED_NAME)]
#: Value of a label or of a taint, which may be empty.
LabelText = Annotated[str, Field(pattern=rf"^$|{LABEL_VALUE}")]
#: Percentage of pods.
PercentText = Annotated[str, Field(pattern=r"^(100|[1-9]?[0-9])%$")]
#: A path inside a container; the API keeps the colon for itself.
MountPath = Annotated[str, Field(pattern=r"^/[^:\x00]*$")]
DnsLabel = Annotated[str, Field(pattern=DNS_LABEL)]
Seconds = Annotated[int, Field(ge=0, le=2**31 - 1)]
PositiveCount = Annotated[int, Field(ge=1, le=2**31 - 1)]


class KeySelector(KubernetesShape):
    """One key of a ConfigMap or a Secret."""

    name: ObjectName = Field(description="Name of the ConfigMap or Secret.")
    key: DataKey = Field(description="Key in it.")
    optional: bool | None = Field(default=None, description="Whether it may be missing.")


class ObjectFieldSelector(KubernetesShape):
    """A field of the pod itself."""

    field_path: str = Field(
        pattern=r"^(metadata\.(name|namespace|uid|(labels|annotations)\['[^']+'\])"
        r"|spec\.(nodeName|serviceAccountName)|status\.(hostIPs?|podIPs?))$",
        description="Path such as metadata.name.",
    )
    api_version: Literal["v1"] | None = Field(default=None, description="Version of the pod schema.")


class ResourceFieldSelector(KubernetesShape):
    """A resource of a container."""

    resource: str = Field(
        pattern=r"^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-[0-9]+[KMGT]i)$",
        description="Resource such as limits.cpu.",
    )
    container_name: DnsLabel | None = Field(default=None, description="Container; the own one by default.")
    divisor: Quantity | None = Field(default=None, description="Unit of the exposed figure.")


class EnvironmentVariableSource(KubernetesShape):
    """Where a variable's value comes from when it is not literal."""

    config_map_key_ref: KeySelector | None = Field(default=None, description="A ConfigMap's key.")
    secret_key_ref: KeySelector | None = Field(default=None, description="A Secret's key.")
    field_ref: ObjectFieldSelector | None = Field(default=None, description="A field of the pod.")
    resource_field_ref: ResourceFieldSelector | None = Field(default=None, description="A resource.")

    @model_validator(mode="after")
    def _exactly_one(self) -> "EnvironmentVariableSource":
        if len([name for name in type(self).model_fields if getattr(self, name) is not None]) != 1:
            raise ValueError("exactly one of configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef is needed")
        return self


class EnvironmentVariable(KubernetesShape):
    """One environment variable: literal, or from a source."""

    name: EnvironmentName = Field(description="Name of the variable.")
    value: str | None = Field(default=None, description="Literal text; it stays a string as written.")
    value_from: EnvironmentVariableSource | None = Field(default=None, description="Source of the value.")

    @model_validator(mode="after")
    def _one_value(self) -> "EnvironmentVariable":
        if self.value is not None and self.value_from is not None:
            raise ValueError("value and valueFrom exclude each other")
        return self


class Port(KubernetesShape):
    """A port that the component serves: the Service's and the container's side in one."""

    name: PortName = Field(description="Name of the port.")
    port: PortNumber = Field(description="Port of the Service.")
    target_port: PortNumber | None = Field(default=None, description="Port of the container; port by default.")
    protocol: Literal["TCP", "UDP", "SCTP"] = Field(default="TCP", description="Transport protocol.")


class ResourceRequirements(KubernetesShape):
    """What a container asks for and may use at most."""

    requests: dict[QualifiedName, Quantity | None] | None = Field(default=None, description="Guaranteed resources.")
    limits: dict[QualifiedName, Quantity | None] | None = Field(default=None, description="Upper bounds.")


class HttpHeader(KubernetesShape):
    """A header of a probe's request."""

    name: str = Field(pattern=r"^[-A-Za-z0-9]+$", description="Header name.")
    value: str = Field(description="Header value.")


class HttpGetAction(KubernetesShape):
    """A probe over HTTP."""

    path: str = Field(pattern=r"^/", description="Path to request.")
    port: PortNumber | PortName = Field(description="Port number or name.")
    scheme: Literal["HTTP", "HTTPS"] | None = Field(default=None, description="HTTP by default.")
    http_headers: list[HttpHeader] | None = Field(default=None, description="Extra headers.")


class TcpSocketAction(KubernetesShape):
    """A probe that opens a connection."""

    port: PortNumber | PortName = Field(description="Port number or name.")


class GrpcAction(KubernetesShape):
    """A probe over the gRPC health checking protocol."""

    port: PortNumber = Field(description="Port number; names are not allowed by the API.")
    service: str | None = Field(default=None, description="Service name sent in the check.")


class ExecAction(KubernetesShape):
    """A probe that runs a command in the container."""

    command: list[str] = Field(min_length=1, description="Command and its arguments.")


class Probe(KubernetesShape):
    """A health check of a container."""

    http_get: HttpGetAction | None = Field(default=None, description="Check over HTTP.")
    tcp_socket: TcpSocketAction | None = Field(default=None, description="Check by connecting.")
    grpc: GrpcAction | None = Field(default=None, description="Check over gRPC.")
    exec: ExecAction | None = Field(default=None, description="Check by a command.")
    initial_delay_seconds: Seconds | None = Field(default=None, description="Seconds before the first check.")
    period_seconds: PositiveCount | None = Field(default=None, description="Seconds between checks.")
    timeout_seconds: PositiveCount | None = Field(default=None, description="Seconds until a check has failed.")
    success_threshold: PositiveCount | None = Field(default=None, description="Successes that count as healthy.")
    failure_threshold: PositiveCount | None = Field(default=None, description="Failures that count as unhealthy.")
    termination_grace_period_seconds: PositiveCount | None = Field(default=None, description="Grace after a failure.")

    @model_validator(mode="after")
    def _exactly_one(self) -> "Probe":
        actions = [self.http_get, self.tcp_socket, self.grpc, self.exec]
        if len([action for action in actions if action is not None]) != 1:
            raise ValueError("exactly one of httpGet, tcpSocket, grpc, exec is needed")
        return self


class Toleration(KubernetesShape):
    """A taint that the pods accept."""

    key: QualifiedName | None = Field(default=None, description="Taint key.")
    operator: Literal["Exists", "Equal"] | None = Field(default=None, description="How to compare.")
    value: LabelText | None = Field(default=None, description="Taint value.")
    effect: Literal["NoSchedule", "PreferNoSchedule", "NoExecute"] | None = Field(
        default=None, description="Effect of the taint."
    )
    toleration_seconds: Annotated[int, Field(ge=-(2**31), le=2**31 - 1)] | None = Field(
        default=None, description="How long NoExecute is tolerated."
    )
