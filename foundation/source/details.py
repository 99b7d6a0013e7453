"""What pydantic found wrong, and where in the data that is."""

from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from foundation.model.base import RepeatedError
from foundation.source.tree import Path


def details_of(error: ValidationError) -> list[ErrorDetails]:
    """Return every mistake of an error; entries of a list that repeat others have one each."""
    found: list[ErrorDetails] = []
    for detail in error.errors(include_url=False):
        repeated = detail.get("ctx", {}).get("error")
        if not isinstance(repeated, RepeatedError):
            found.append(detail)
            continue
        for index, message in repeated.entries.items():
            again: ErrorDetails = {**detail, "loc": (*detail["loc"], index, repeated.field)}
            found.append({**again, "ctx": {"error": message, "repeated": True}})
    return found


def is_repeated(detail: ErrorDetails) -> bool:
    """Tell whether a mistake is that an entry repeats another: nothing that was left out can be why."""
    return bool(detail.get("ctx", {}).get("repeated"))


def source_path(data: Any, detail: ErrorDetails) -> Path:
    """Map pydantic's location, which names union branches too, to a path in the data."""
    location, path = detail["loc"], list[str | int]()
    for index, part in enumerate(location):
        inside = isinstance(data, dict) and part in data
        inside = inside or (isinstance(data, list) and isinstance(part, int) and part < len(data))
        if inside:
            data = data[part]
            path.append(part)
        elif index == len(location) - 1 and detail["type"] == "missing":
            path.append(part)
    return tuple(path)
