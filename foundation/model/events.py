"""Lifecycle events with the payloads of the mission's specification."""

from collections.abc import Sequence
from typing import Any, Literal

from foundation.model.base import FrozenModel
from foundation.model.digests import json_digest
from foundation.model.errors import InputError, OutsideError, Problem

EventName = Literal[
    "InfrastructureGenerated",
    "HelmChartReady",
    "ManifestPublished",
    "InfraValidationFailed",
    "InfrastructureGenerationFailed",
    "TraceLinkValidated",
]


class Event(FrozenModel):
    """One lifecycle event.

    Attributes:
        id: the same for the same event of the same run, so that whoever gets it twice can tell. It stands beside the
            payload, whose fields are the specification's.
        event: its name.
        payload: its flat payload, which repeats the name.
    """

    id: str
    event: EventName
    payload: dict[str, Any]


class EventLog(FrozenModel):
    """The events of one run in the order of their emission."""

    events: list[Event]

    @property
    def payloads(self) -> list[dict[str, Any]]:
        """Return their payloads."""
        return [event.payload for event in self.events]

    @property
    def environments(self) -> list[str]:
        """Return the environments that were generated, in their order."""
        return [event.payload["env"] for event in self.events if event.event == "InfrastructureGenerated"]


def event_id(execution: str, event: EventName, environment: str, digest: str) -> str:
    """Return the id of an event.

    Args:
        execution: id of the run.
        event: name of the event.
        environment: the environment that it is about; empty if it is about all.
        digest: digest of what it tells of: the artifacts, or what failed.
    """
    return json_digest([execution, event, environment, digest])


class UndeliveredError(OutsideError):
    """Events did not reach everybody whom they are for; what they tell of is as they say all the same.

    Args:
        events: the events.
        problems: who did not get which of them, and why.
    """

    failure = "not_announced"

    def __init__(self, events: Sequence[Event], *problems: Problem) -> None:
        super().__init__(*problems)
        self.events = list(events)


class RefusedError(InputError):
    """Bundles were refused before there was a run, and that was announced.

    Args:
        error: what is wrong with them.
        log: the event that says so.
    """

    def __init__(self, error: InputError, log: EventLog) -> None:
        super().__init__(*error.problems)
        self.failure = error.failure
        self.log = log
