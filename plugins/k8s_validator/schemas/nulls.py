"""Null in manifests, as the API server decodes it: a field that is left out, and in a list the empty value."""

import copy
from typing import Any

_EMPTY: dict[str, Any] = {"string": "", "object": {}, "array": [], "integer": 0, "number": 0, "boolean": False}


def without_nulls(data: Any, validator: Any) -> Any:
    """Return data as the server decodes it.

    Args:
        data: plain data.
        validator: the compiled schema, which knows of what type the items of a list are.
    """
    given = _pruned(data)
    for error in list(validator.iter_errors(given)):
        if error.instance is None and error.kind.name == "type" and error.instance_path:
            *way, last = error.instance_path
            target = given
            for part in way:
                target = target[part]
            target[last] = copy.copy(_EMPTY.get(error.kind.types[0]))
    return given


def _pruned(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _pruned(value) for key, value in data.items() if value is not None}
    return [_pruned(item) for item in data] if isinstance(data, list) else data
