"""CloudEvents 1.0 around the flat payloads, for those who are not at the other end of a file or a pipe."""

from typing import Any, Literal

from foundation.model.base import FrozenModel
from foundation.model.events import Event
from foundation.model.run.trace import GENERATED_BY

#: Reverse DNS name that types of our events begin with (CloudEvents 1.0, attribute ``type``).
TYPE_PREFIX = "dev.connectsoft.infrastructure"
#: Media type of one event in structured mode (CloudEvents 1.0, JSON event format).
MEDIA_TYPE = "application/cloudevents+json"


class CloudEvent(FrozenModel):
    """One event as it travels (https://github.com/cloudevents/spec, version 1.0.2).

    Attributes:
        specversion: version of the specification.
        id: id of the event: the same for the same event of the same run, by which receivers drop what comes twice.
        source: who sends it, as a URI reference.
        type: what happened, such as ``dev.connectsoft.infrastructure.HelmChartReady``.
        subject: the component that it is about; left out where none is known.
        time: when it happened, RFC 3339.
        datacontenttype: media type of the data.
        partitionkey: the trace, by which brokers keep the order (extension of the specification's documents).
        data: the payload of the mission's specification, flat.
    """

    specversion: Literal["1.0"] = "1.0"
    id: str
    source: str = f"/{GENERATED_BY}"
    type: str
    subject: str | None = None
    time: str
    datacontenttype: Literal["application/json"] = "application/json"
    partitionkey: str | None = None
    data: dict[str, Any]

    @property
    def text(self) -> str:
        """Return the event in structured mode; attributes without a value are left out."""
        return self.model_dump_json(exclude_none=True)


def cloud_event(event: Event) -> CloudEvent:
    """Return the envelope of an event.

    Args:
        event: the event; its payload stays as it is.
    """
    payload = event.payload
    return CloudEvent(
        id=event.id,
        type=f"{TYPE_PREFIX}.{event.event}",
        subject=payload.get("component") or None,
        time=payload["timestamp"],
        partitionkey=payload.get("trace_id") or None,
        data=payload,
    )
