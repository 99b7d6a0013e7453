"""What the API server, or the pod itself, would not survive: one rule a function."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from foundation.model.bundle.effective import EffectiveEnvironment
from foundation.model.bundle.ports import declared_ports, port_map
from foundation.model.errors import Problem
from foundation.model.kubernetes.probes import Probe
from plugins.overlay_merge.watching import Rule

_UNITS = {
    "": Decimal(1),
    "m": Decimal(1) / 1000,
    **{unit: Decimal(1000) ** power for power, unit in enumerate("kMGTPE", 1)},
    **{f"{unit}i": Decimal(1024) ** power for power, unit in enumerate("KMGTPE", 1)},
}
#: Most bytes of a ConfigMap's data (Kubernetes, api/core MaxSecretSize).
_MAX_CONFIG_BYTES = 1024 * 1024


def quantity(value: str | int | float) -> Decimal:
    """Return a Kubernetes quantity, such as ``100m`` or ``1Gi``, as a number."""
    text = str(value)
    number = text.rstrip("kKMGTPEim")
    return Decimal(number) * _UNITS[text[len(number) :]]


def container_rules(environment: EffectiveEnvironment) -> list[Rule]:
    """Return the rules about the container of one environment."""
    return [
        lambda: _requests_above_limits(environment),
        lambda: _probe_ports(environment),
        lambda: _large_config_maps(environment),
    ]


def _requests_above_limits(environment: EffectiveEnvironment) -> Iterator[Problem]:
    resources = environment.settings.resources
    requests, limits = (resources.requests or {}, resources.limits or {}) if resources else ({}, {})
    for name, wanted in requests.items():
        allowed = limits.get(name)
        if wanted is not None and allowed is not None and quantity(wanted) > quantity(allowed):
            yield Problem(
                code="requests-above-limits",
                message=f"in {environment.name} the request for {name}, {wanted}, is above its limit, {allowed}",
                remedy="Raise the limit or lower the request.",
                path=f"component.resources.requests.{name}",
            )


def _probe_ports(environment: EffectiveEnvironment) -> Iterator[Problem]:
    settings = environment.settings
    ports = {port.name for port in [*port_map(settings).container_ports, *declared_ports(settings)] if port.name}
    for name in ("startup_probe", "liveness_probe", "readiness_probe"):
        target = _named_port(getattr(settings, name))
        if target is not None and target not in ports:
            yield Problem(
                code="probe-port",
                message=f"in {environment.name} the {name} asks the port {target!r}, which the component does not have",
                remedy=f"Use one of {', '.join(sorted(ports))}." if ports else "Use a number, or add the port.",
                path=f"component.{name}",
            )


def _named_port(probe: Probe | None) -> str | None:
    action = (probe.http_get or probe.tcp_socket) if probe else None
    return action.port if action is not None and isinstance(action.port, str) else None


def _large_config_maps(environment: EffectiveEnvironment) -> Iterator[Problem]:
    settings = environment.settings
    yield from _too_large("component.config", settings.config or {})
    for files in settings.files or []:
        content = {**(files.data or {}), **(files.binary_data or {})}
        yield from _too_large(f"component.files[{files.name}]", content)


def _too_large(path: str, content: Mapping[str, str | None]) -> Iterator[Problem]:
    size = sum(len(f"{key}{value}".encode()) for key, value in content.items())
    if size > _MAX_CONFIG_BYTES:
        yield Problem(
            code="config-too-large",
            message=f"{path} has {size} bytes; a ConfigMap holds at most {_MAX_CONFIG_BYTES}",
            remedy="Put large content into a volume or an image.",
            path=path,
        )
