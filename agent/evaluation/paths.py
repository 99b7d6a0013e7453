"""Places inside an answer's JSON, written as people do: ``objects[0].kind``."""

import re
from typing import Any

_PART = re.compile(r"([^.\[\]]+)|\[(-?[0-9]{1,6})\]")
PATTERN = r"^[^.\[\]]+(\.[^.\[\]]+|\[-?[0-9]{1,6}\])*$"


class NoSuchPlace(LookupError):
    """There is nothing at a path."""


def value_at(data: Any, path: str) -> Any:
    """Return what stands at a path.

    Raises:
        NoSuchPlace: there is nothing.
    """
    for name, index in _PART.findall(path):
        try:
            data = data[name] if name else data[int(index)]
        except (LookupError, TypeError):
            raise NoSuchPlace(f"there is no {path}") from None
    return data
