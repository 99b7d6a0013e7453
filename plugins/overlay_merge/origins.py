"""The effective values of an environment with the layer of each, for people."""

import re
from typing import Any

from agent.model.base import FrozenModel
from agent.model.effective import EffectiveEnvironment


class OriginRow(FrozenModel):
    """One value: its path, the layer that set it, and itself."""

    path: str
    layer: str
    value: Any


def origin_rows(environment: EffectiveEnvironment, prefix: str) -> list[OriginRow]:
    """Return the values at or below a path, sorted by path.

    Args:
        environment: the merged settings.
        prefix: a path such as ``autoscale``; empty returns everything.
    """
    settings = environment.settings.model_dump(by_alias=True, exclude_none=True)
    return [
        OriginRow(path=path, layer=layer, value=_value(settings, path))
        for path, layer in sorted(environment.origins.items())
        if not prefix or path == prefix or path.startswith((f"{prefix}.", f"{prefix}["))
    ]


def _value(settings: Any, path: str) -> Any:
    """Follow a path whose list entries are named: ``env[ORDER_QUEUE].value``."""
    current = settings
    for match in re.finditer(r"\[([^\]]*)\]|[^.\[\]]+", path):
        name = match[1] if match[1] is not None else match[0]
        if isinstance(current, list):
            current = next((entry for entry in current if str(entry.get("name")) == name), None)
        elif isinstance(current, dict) and name in current:
            current = current[name]
        elif isinstance(current, dict):
            # A key of a mapping may itself hold dots: take the rest of the path as one key.
            rest = path[match.start() :]
            return current.get(rest)
    return current
