"""The overlay cache: what the platform sets for environments, as it was when its source could last be read."""

from typing import Any

from foundation.model.base import FrozenModel


class EnvironmentOverlay(FrozenModel):
    """The merged settings of one environment.

    Attributes:
        settings: the settings, as the bundle writes them.
        origins: the layer that set each of them, by dotted path.
    """

    settings: dict[str, Any]
    origins: dict[str, str] = {}


class OverlayRecord(FrozenModel):
    """The merged settings of one component.

    Attributes:
        component: the component.
        source: digest of what they were merged from; empty if it is not known.
        environments: the settings by environment.
        recorded_at: when; UTC, ISO 8601.
    """

    component: str
    source: str
    environments: dict[str, EnvironmentOverlay]
    recorded_at: str
