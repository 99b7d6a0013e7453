"""What comes in over HTTP: one event or several, in any of the forms that CloudEvents and Event Grid have for it."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from agent.use_cases.incoming.reading import event_of, read_json
from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.incoming import IncomingEvent

#: ``structured`` is a CloudEvent or a flat payload, ``binary`` the data of one whose attributes are headers, ``batch``
#: a list of CloudEvents, ``event-grid`` a list of events in Event Grid's own schema.
Form = Literal["structured", "binary", "batch", "event-grid"]
#: Event Grid asks with this event whether a subscription is wanted (its documentation, "Endpoint validation").
_VALIDATION = "Microsoft.EventGrid.SubscriptionValidationEvent"
#: It says with this one that a subscription is deleted; nothing is to be done then.
_FAREWELL = "Microsoft.EventGrid.SubscriptionDeletedEvent"
_MOST = 100


class Delivery(FrozenModel):
    """What came in.

    Attributes:
        events: the events.
        validation: the code that Event Grid wants to have back, if that is what it asked.
    """

    events: list[IncomingEvent] = []
    validation: str | None = None


def read_delivery(content: bytes, form: Form, attributes: Mapping[str, str]) -> Delivery:
    """Read what came in: all of it, or it is refused as a whole.

    Args:
        content: the body.
        form: its form.
        attributes: the attributes of a CloudEvent whose data the body is.

    Raises:
        InputError: with every mistake of every event.
    """
    data = read_json(content)
    if form in ("structured", "binary"):
        return Delivery(events=[event_of({**attributes, "data": data} if form == "binary" else _object(data))])
    items = [_object(item) for item in data] if isinstance(data, list) else [_object(data)]
    if len(items) > _MOST:
        raise _wrong(f"there are {len(items)} events at once; the limit is {_MOST}")
    if form == "batch":
        return Delivery(events=_each(items, event_of))
    validation = [item for item in items if item.get("eventType") == _VALIDATION]
    if validation and len(items) > 1:
        raise _wrong("the event that asks whether a subscription is wanted comes with others")
    if validation:
        return Delivery(validation=_code(validation[0]))
    asking = [item for item in items if item.get("eventType") != _FAREWELL]
    return Delivery(events=_each(asking, lambda item: event_of(_envelope(item))))


def _each(items: list[dict[str, Any]], read: Callable[[dict[str, Any]], IncomingEvent]) -> list[IncomingEvent]:
    events, problems = list[IncomingEvent](), list[Problem]()
    for index, item in enumerate(items):
        try:
            events.append(read(item))
        except InputError as error:
            problems += [problem.model_copy(update={"file": f"event {index + 1}"}) for problem in error.problems]
    if problems:
        raise InputError(*problems)
    return events


def _envelope(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return an event of Event Grid's own schema as a CloudEvent."""
    names = {"id": "id", "eventType": "type", "data": "data"}  # theirs and ours
    found = {ours: item[theirs] for theirs, ours in names.items() if theirs in item}
    return {"specversion": "1.0", "source": item.get("topic") or item.get("subject") or "event-grid", **found}


def _code(item: Mapping[str, Any]) -> str:
    data = item.get("data")
    code = data.get("validationCode") if isinstance(data, dict) else None
    if not isinstance(code, str) or not 0 < len(code) <= _MOST:
        raise _wrong("the validation event has no validationCode")
    return code


def _object(data: object) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise _wrong("it is no JSON object")
    return data


def _wrong(reason: str) -> InputError:
    return InputError(
        Problem(
            code="event-unreadable",
            message=f"the event cannot be read: {reason}",
            remedy="Send CloudEvents in structured, binary or batched mode, or Event Grid's own schema.",
        )
    )
