"""JSON as it is defined, and not as Python takes it."""

import json
from collections.abc import Callable
from typing import Any, NoReturn


def parse_json(text: str, pairs: Callable[[list[tuple[str, Any]]], Any] | None = None) -> Any:
    """Return JSON as plain data; NaN and Infinity are none.

    Args:
        text: the JSON.
        pairs: makes something of the keys and values of each object; a dictionary by default.

    Raises:
        ValueError: it is no JSON.
        RecursionError: it is nested too deep.
    """
    return json.loads(text, object_pairs_hook=pairs, parse_constant=_no_number)


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")
