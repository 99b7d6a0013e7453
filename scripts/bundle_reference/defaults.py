"""What the platform says where a bundle is silent, in words."""

from collections.abc import Iterator
from typing import Any

from foundation.model.bundle.layer import Layer
from foundation.model.kubernetes.probes import Probe
from foundation.model.policy.platform import PlatformPolicy, TransportPolicy
from scripts.bundle_reference.layout import code


def defaults_of(policy: PlatformPolicy, profiles: dict[str, Layer]) -> dict[str, str]:
    """Return the default of each setting for which the platform has one.

    Args:
        policy: the platform's policy.
        profiles: its profile of each environment.
    """
    general = _given(policy.defaults)
    found = {name: [code(value)] for name, value in general.items()}
    special = {f"type {kind}": overlay for kind, overlay in policy.defaults_by_type.items()}
    special |= {f"in {name}": overlay for name, overlay in sorted(profiles.items())}
    for label, overlay in special.items():
        for name, value in _given(overlay).items():
            if value != general.get(name):
                found.setdefault(name, []).append(f"{label}: {code(value)}")
    for transport, settings in policy.transports.items():
        for name, value in _of_transport(settings):
            found.setdefault(name, []).append(f"transport {transport}: {code(value)}")
    return {name: "; ".join(parts) for name, parts in found.items()}


def _given(overlay: Layer) -> dict[str, Any]:
    return overlay.model_dump(by_alias=True, exclude_unset=True, exclude_none=True)


def _of_transport(settings: TransportPolicy) -> Iterator[tuple[str, Any]]:
    if settings.port is not None:
        yield "ports", [settings.port.model_dump(by_alias=True, exclude_unset=True)]
    for name, probe in (
        ("liveness_probe", settings.liveness_probe),
        ("readiness_probe", settings.readiness_probe),
    ):
        if probe is not None:
            yield name, _on_first_port(probe)


def _on_first_port(probe: Probe) -> dict[str, Any]:
    """Return a probe without its port: the component's first takes its place."""
    data = probe.model_dump(by_alias=True, exclude_unset=True)
    return {key: {**value, "port": "(the first)"} if isinstance(value, dict) else value for key, value in data.items()}
