"""OpenTelemetry."""

from typing import Any

from foundation.model.chart.features import TelemetryFeatures
from foundation.model.chart.values import OpenTelemetry, Sidecar
from foundation.model.policy.platform import PlatformPolicy


def open_telemetry(policy: PlatformPolicy, telemetry: TelemetryFeatures) -> OpenTelemetry:
    """Return the SDK's variables and the collector beside the container."""
    resources: dict[str, Any] = dict(policy.telemetry.collector_resources) if telemetry.sidecar else {}
    return OpenTelemetry(
        enabled=telemetry.enabled,
        environment=telemetry.variables,
        sidecar=Sidecar(
            enabled=telemetry.sidecar,
            image=policy.telemetry.collector_image if telemetry.sidecar else "",
            resources=resources,
            config=telemetry.collector,
        ),
    )
