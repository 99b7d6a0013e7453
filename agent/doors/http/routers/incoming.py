"""Events of other agents that ask for infrastructure; their work is in the queue when they are answered."""

import re
from typing import Annotated, Any
from urllib.parse import unquote

from fastapi import APIRouter, Header, Request, Response

from agent.doors.http.answers import Answer, json_answer
from agent.doors.http.bodies import EVENT_TYPES, EventDocument
from agent.doors.http.callers import Operator
from agent.doors.http.json_bytes import as_json
from agent.doors.http.schemas import EventsTaken
from agent.doors.worker.duties import Sent, Source
from agent.doors.worker.events_in import EventsIn
from foundation.model.incoming import Envelope

router = APIRouter(prefix="/v1/events", tags=["events"])

STRUCTURED, BATCH = "application/cloudevents+json", "application/cloudevents-batch+json"
#: What Event Grid sends as the origin of its handshake: host names, never a wildcard.
_ORIGIN = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(:[0-9]{1,5})?")
#: Events a minute that a sender may deliver, which the handshake lets it know.
_RATE = "120"
#: Headers of binary mode that are read; whatever else begins with ``ce-`` is an extension.
_ATTRIBUTES = [name for name in Envelope.model_fields if name not in ("data", "datacontenttype")]
#: What the description of the API says of the body, and of the answer to Event Grid's validation event.
_BODY = {
    "required": True,
    "content": {name: {"schema": {"type": "array" if name == BATCH else "object"}} for name in EVENT_TYPES},
}
_VALIDATED: dict[str, Any] = {
    "description": "The answer to Event Grid's validation event.",
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["validationResponse"],
                "properties": {"validationResponse": {"type": "string"}},
            }
        }
    },
}
Kind = Annotated[str | None, Header(alias="aeg-event-type", description="What Event Grid sends.", max_length=100)]


@router.post(
    "",
    status_code=202,
    summary="Ask for infrastructure with an event",
    responses={200: _VALIDATED, 202: {"model": EventsTaken, "description": "Their work waits, or is done."}},
    openapi_extra={"requestBody": _BODY},
)
async def take_events(request: Request, document: EventDocument, caller: Operator, kind: Kind = None) -> Response:
    """Take BlueprintReady and CommitCompleted, as CloudEvents (structured, binary, batched) or as Event Grid has them.

    202 says that all of their work waits for the workers, or is done where the server itself does it. 4xx says what is
    wrong for good, and 503 that the events have to be sent again.
    """
    visible = [caller.tenant] if caller.tenant is not None else caller.visible
    own = frozenset(visible) if visible is not None else None
    source = Source(channel=f"http {caller.name}", tenants=own, buries=False)
    events_in: EventsIn = request.app.state.events_in
    sent = _sent(request, document, kind)
    taken = await events_in(sent, source, request.headers.get("traceparent"))
    if taken.validation is not None:
        return json_answer({"validationResponse": taken.validation})
    return Answer(as_json({"keys": [one.key for one in taken.work]}), 202).response


@router.options("", summary="Event Grid's handshake", include_in_schema=False)
async def handshake(
    caller: Operator,
    origin: Annotated[str | None, Header(alias="webhook-request-origin", max_length=260)] = None,
) -> Response:
    """Say that a sender may deliver events (CloudEvents, HTTP 1.1 Web Hooks, 4.1)."""
    allowed = {"Allow": "GET, POST, OPTIONS"}
    if origin is not None and _ORIGIN.fullmatch(origin):
        allowed |= {"WebHook-Allowed-Origin": origin, "WebHook-Allowed-Rate": _RATE}
    return Response(status_code=200, headers=allowed)


def _sent(request: Request, content: bytes, kind: str | None) -> Sent:
    """Return the body with the form that its headers say."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == BATCH:
        return Sent(content, "batch")
    if media_type == STRUCTURED:
        return Sent(content)
    if kind is not None:
        return Sent(content, "event-grid")
    if "ce-specversion" in request.headers:
        found = {name: value for name in _ATTRIBUTES if (value := request.headers.get(f"ce-{name}")) is not None}
        return Sent(content, "binary", {name: unquote(value) for name, value in found.items()})
    return Sent(content)
