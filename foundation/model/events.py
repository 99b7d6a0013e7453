"""Lifecycle events with the payloads of the mission's specification."""

from typing import Any, Literal

from foundation.model.base import FrozenModel

EventName = Literal[
    "InfrastructureGenerated",
    "HelmChartReady",
    "ManifestPublished",
    "InfraValidationFailed",
    "InfrastructureGenerationFailed",
    "TraceLinkValidated",
]


class Event(FrozenModel):
    """One lifecycle event: its name and its flat payload (which repeats the name)."""

    event: EventName
    payload: dict[str, Any]


class EventLog(FrozenModel):
    """The events of one run in the order of their emission."""

    events: list[Event]
