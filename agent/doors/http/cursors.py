"""Places in a list as text that a client gives back as it got it."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from agent.use_cases.history.listing import RunPosition
from foundation.model.errors import InputError, Problem


def cursor_of(place: RunPosition) -> str:
    """Return the text of a place."""
    return urlsafe_b64encode(json.dumps(list(place.model_dump().values())).encode()).decode().rstrip("=")


def place_of(cursor: str) -> RunPosition:
    """Return the place of a text.

    Raises:
        InputError: it is none that ``cursor_of`` gave.
    """
    try:
        values = json.loads(urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)))
        return RunPosition(**dict(zip(RunPosition.model_fields, values, strict=True)))
    except (ValueError, TypeError):
        problem = Problem(
            code="cursor-unknown",
            message="the cursor is none of this server",
            remedy="Give the next_cursor of an answer as it is, or none to begin anew.",
            file="query",
            path="cursor",
        )
        raise InputError(problem) from None
