"""The overlay cache: what the platform sets for an environment, as it was when its source could last be read."""

from typing import Any

from foundation.model.base import FrozenModel


class OverlayRecord(FrozenModel):
    """The merged settings of one component in one environment.

    Attributes:
        component: the component.
        environment: the environment.
        source: digest of the folders that they were read from; empty if it is not known.
        settings: the settings, as the bundle writes them.
        origins: the layer that set each of them, by dotted path.
        recorded_at: when; UTC, ISO 8601.
    """

    component: str
    environment: str
    source: str
    settings: dict[str, Any]
    origins: dict[str, str] = {}
    recorded_at: str
