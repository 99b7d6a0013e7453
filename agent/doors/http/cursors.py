"""Places in a list as text that a client gives back as it got it."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TypeVar

from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem

Place = TypeVar("Place", bound=FrozenModel)


def cursor_of(place: FrozenModel) -> str:
    """Return the text of a place."""
    return urlsafe_b64encode(json.dumps(list(place.model_dump().values())).encode()).decode().rstrip("=")


def place_of(cursor: str, kind: type[Place], name: str = "cursor") -> Place:
    """Return the place of a text.

    Args:
        cursor: the text.
        kind: the kind of place.
        name: the parameter that it was given by.

    Raises:
        InputError: it is none that ``cursor_of`` gave.
    """
    try:
        values = json.loads(urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)))
        return kind(**dict(zip(kind.model_fields, values, strict=True)))
    except (ValueError, TypeError, RecursionError):
        problem = Problem(
            code="cursor-unknown",
            message="this place in a list is none that this server gave",
            remedy="Give it as an answer had it, or leave it out to begin anew.",
            path=name,
        )
        raise InputError(problem) from None
