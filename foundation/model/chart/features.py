"""What security and telemetry add to a component, per environment."""

from typing import Any

from foundation.model.base import FrozenModel


class Role(FrozenModel):
    """A Role to create and bind.

    Attributes:
        name: what follows the component's name in the names of its objects.
        role: name of the Role, where it is another.
        binding: name of the RoleBinding, likewise.
        rules: what it allows.
    """

    name: str
    role: str = ""
    binding: str = ""
    rules: list[dict[str, Any]]


class SecurityFeatures(FrozenModel):
    """Security of one environment.

    Attributes:
        pod_security_context: securityContext of the pod.
        container_security_context: securityContext of the component's container.
        container_baseline: what every container starts from.
        automount_token: whether every container of the pod gets a token for the Kubernetes API.
        projected_token_seconds: life of the token that the component's own container gets; 0 for none.
        service_account_annotations: annotations of the ServiceAccount, such as the identity's.
        pod_labels: labels of the pod, such as the identity webhook's switch.
        roles: Roles to create and bind.
    """

    pod_security_context: dict[str, Any]
    container_security_context: dict[str, Any]
    container_baseline: dict[str, Any]
    automount_token: bool
    projected_token_seconds: int
    service_account_annotations: dict[str, str]
    pod_labels: dict[str, str]
    roles: list[Role]


class Security(FrozenModel):
    """Security without an environment, and of each environment."""

    common: SecurityFeatures
    environments: dict[str, SecurityFeatures]


class TelemetryFeatures(FrozenModel):
    """Telemetry of one environment.

    Attributes:
        enabled: whether there is any.
        variables: OTEL_* variables of the container.
        sidecar: whether a collector runs beside the container.
        collector: the collector's configuration, if it does.
        endpoint_host: host of the platform's collector, for the network policy.
        endpoint_port: its port, likewise.
    """

    enabled: bool
    variables: dict[str, str]
    sidecar: bool
    collector: dict[str, Any]
    endpoint_host: str | None
    endpoint_port: int | None


class Telemetry(FrozenModel):
    """Telemetry without an environment, and of each environment."""

    common: TelemetryFeatures
    environments: dict[str, TelemetryFeatures]
