"""Health checks, and what a container does when it starts and stops (core/v1)."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from foundation.model.base import KubernetesShape, exactly_one
from foundation.model.kubernetes.scalars import Count, PortName, PortNumber, PositiveCount


class HttpHeader(KubernetesShape):
    """A header of a probe's request."""

    name: str = Field(pattern=r"^[-A-Za-z0-9]+$", description="Header name.")
    value: str = Field(description="Header value.")


class HttpGetAction(KubernetesShape):
    """A request over HTTP."""

    path: str | None = Field(default=None, pattern=r"^/", description="Path to request; / by default.")
    port: PortNumber | PortName = Field(description="Port number or name.")
    host: str | None = Field(default=None, description="Host to connect to; the pod by default.")
    scheme: Literal["HTTP", "HTTPS"] | None = Field(default=None, description="HTTP by default.")
    http_headers: list[HttpHeader] | None = Field(default=None, description="Extra headers.")


class TcpSocketAction(KubernetesShape):
    """A connection that is opened."""

    port: PortNumber | PortName = Field(description="Port number or name.")
    host: str | None = Field(default=None, description="Host to connect to; the pod by default.")


class GrpcAction(KubernetesShape):
    """The gRPC health checking protocol."""

    port: PortNumber = Field(description="Port number; names are not allowed by the API.")
    service: str | None = Field(default=None, description="Service name sent in the check.")


class ExecAction(KubernetesShape):
    """A command in the container."""

    command: list[str] = Field(min_length=1, description="Command and its arguments.")


class Probe(KubernetesShape):
    """A health check of a container."""

    http_get: HttpGetAction | None = Field(default=None, description="Check over HTTP.")
    tcp_socket: TcpSocketAction | None = Field(default=None, description="Check by connecting.")
    grpc: GrpcAction | None = Field(default=None, description="Check over gRPC.")
    exec: ExecAction | None = Field(default=None, description="Check by a command.")
    initial_delay_seconds: Count | None = Field(default=None, description="Seconds before the first check.")
    period_seconds: PositiveCount | None = Field(default=None, description="Seconds between checks.")
    timeout_seconds: PositiveCount | None = Field(default=None, description="Seconds until a check has failed.")
    success_threshold: PositiveCount | None = Field(default=None, description="Successes that count as healthy.")
    failure_threshold: PositiveCount | None = Field(default=None, description="Failures that count as unhealthy.")
    termination_grace_period_seconds: PositiveCount | None = Field(default=None, description="Grace after a failure.")

    _one = model_validator(mode="after")(exactly_one("http_get", "tcp_socket", "grpc", "exec"))


def _restarts(probe: Probe) -> Probe:
    """Refuse what the API server allows for readiness alone."""
    if probe.success_threshold not in (None, 1):
        raise ValueError("successThreshold must be 1 here: only readiness may need several successes")
    return probe


def _keeps(probe: Probe) -> Probe:
    """Refuse what has a meaning only where a failure ends the container."""
    if probe.termination_grace_period_seconds is not None:
        raise ValueError("terminationGracePeriodSeconds means nothing here: readiness ends no container")
    return probe


#: A probe whose failure restarts the container: liveness and startup.
RestartProbe = Annotated[Probe, AfterValidator(_restarts)]
ReadinessProbe = Annotated[Probe, AfterValidator(_keeps)]


class SleepAction(KubernetesShape):
    """A pause."""

    seconds: Count = Field(description="Seconds to wait.")


class LifecycleHandler(KubernetesShape):
    """What is done at one moment of a container's life."""

    exec: ExecAction | None = Field(default=None, description="A command.")
    http_get: HttpGetAction | None = Field(default=None, description="A request.")
    tcp_socket: TcpSocketAction | None = Field(default=None, description="A connection; kept by the API, not used.")
    sleep: SleepAction | None = Field(default=None, description="A pause.")

    _one = model_validator(mode="after")(exactly_one())


class Lifecycle(KubernetesShape):
    """What a container does when it starts and before it stops."""

    post_start: LifecycleHandler | None = Field(default=None, description="Right after the start.")
    pre_stop: LifecycleHandler | None = Field(default=None, description="Before the signal to stop.")
    stop_signal: str | None = Field(default=None, pattern=r"^SIG[A-Z0-9+-]+$", description="Signal to stop by.")
