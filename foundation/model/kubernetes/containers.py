"""Containers beside and before the component's own, and what any container has (core/v1)."""

from typing import Literal

from pydantic import Field

from foundation.model.base import KubernetesShape
from foundation.model.kubernetes.environment import EnvironmentVariable, EnvironmentVariables
from foundation.model.kubernetes.images import ImageReference
from foundation.model.kubernetes.probes import Lifecycle, ReadinessProbe, RestartProbe
from foundation.model.kubernetes.scalars import DnsLabel, PortName, PortNumber, QualifiedName, Quantity
from foundation.model.kubernetes.security import SecurityContext
from foundation.model.kubernetes.volumes import VolumeDevice, VolumeMount

PullPolicy = Literal["Always", "IfNotPresent", "Never"]
Protocol = Literal["TCP", "UDP", "SCTP"]


class ResourceRequirements(KubernetesShape):
    """What a container asks for and may use at most."""

    requests: dict[QualifiedName, Quantity | None] | None = Field(default=None, description="Guaranteed resources.")
    limits: dict[QualifiedName, Quantity | None] | None = Field(default=None, description="Upper bounds.")


class ResizePolicy(KubernetesShape):
    """What a change of resources does to a running container."""

    resource_name: QualifiedName = Field(description="Resource.")
    restart_policy: Literal["NotRequired", "RestartContainer"] = Field(description="Whether it restarts.")


class ContainerPort(KubernetesShape):
    """A port that a container listens on."""

    name: PortName | None = Field(default=None, description="Name of the port.")
    container_port: PortNumber = Field(description="Number.")
    protocol: Protocol | None = Field(default=None, description="TCP by default.")
    host_port: PortNumber | None = Field(default=None, description="Port of the node; only by a policy exception.")
    host_ip: str | None = Field(default=None, alias="hostIP", description="Address of the node.")


class Container(KubernetesShape):
    """An init container or a sidecar, in the Kubernetes shape."""

    name: DnsLabel = Field(description="Name of the container.")
    image: ImageReference | None = Field(
        default=None, description="Image with tag or digest. Required; a later layer may leave it out."
    )
    image_pull_policy: PullPolicy | None = Field(default=None, description="When to pull; the component's by default.")
    command: list[str] | None = Field(default=None, description="Entry point instead of the image's.")
    args: list[str] | None = Field(default=None, description="Arguments of the entry point.")
    working_dir: str | None = Field(default=None, description="Working folder.")
    env: list[EnvironmentVariable] | None = Field(default=None, description="Environment variables.")
    env_from: list[EnvironmentVariables] | None = Field(default=None, description="Variables from whole objects.")
    ports: list[ContainerPort] | None = Field(default=None, description="Ports that it listens on.")
    resources: ResourceRequirements | None = Field(
        default=None, description="Requests and limits; the policy's by default."
    )
    resize_policy: list[ResizePolicy] | None = Field(default=None, description="What a change of resources does.")
    restart_policy: Literal["Always"] | None = Field(
        default=None, description="Always makes an init container a native sidecar, which runs beside the others."
    )
    liveness_probe: RestartProbe | None = Field(default=None, description="When to restart it.")
    readiness_probe: ReadinessProbe | None = Field(default=None, description="When it is ready.")
    startup_probe: RestartProbe | None = Field(default=None, description="When the other probes begin.")
    lifecycle: Lifecycle | None = Field(default=None, description="What it does when it starts and stops.")
    security_context: SecurityContext | None = Field(
        default=None, description="Security; what is given goes over the policy's baseline."
    )
    volume_mounts: list[VolumeMount] | None = Field(default=None, description="Where it sees volumes.")
    volume_devices: list[VolumeDevice] | None = Field(default=None, description="Block devices.")
    termination_message_path: str | None = Field(default=None, description="File with its last words.")
    termination_message_policy: Literal["File", "FallbackToLogsOnError"] | None = Field(
        default=None, description="Where its last words come from."
    )
    stdin: bool | None = Field(default=None, description="Whether standard input stays open.")
    stdin_once: bool | None = Field(default=None, description="Whether it closes after the first client.")
    tty: bool | None = Field(default=None, description="Whether it has a terminal.")
