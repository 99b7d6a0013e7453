"""The effective values of an environment with the layer of each, for people."""

from collections.abc import Iterator
from typing import Any

from foundation.model.bundle.effective import EffectiveEnvironment
from foundation.model.bundle.layer import KEYED_LISTS
from foundation.model.bundle.origins import OriginRow


def origin_rows(environment: EffectiveEnvironment, prefix: str) -> list[OriginRow]:
    """Return the values at or below a path, sorted by path.

    Args:
        environment: the merged settings.
        prefix: a path such as ``autoscale``; empty returns everything.
    """
    values = dict(_values(environment.settings.model_dump(by_alias=True, exclude_none=True)))
    return [
        OriginRow(path=path, layer=layer, value=values.get(path))
        for path, layer in sorted(environment.origins.items())
        if not prefix or path == prefix or path.startswith((f"{prefix}.", f"{prefix}["))
    ]


def _values(settings: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield every value by the path that the merge gives it: ``env[ORDER_QUEUE].value``."""
    for key, value in settings.items():
        if key in KEYED_LISTS:
            for entry in value:
                yield from _below(entry, f"{key}[{entry.get(KEYED_LISTS[key])}]")
        else:
            yield from _below(value, key)


def _below(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    yield path, value  # a mapping too: what the policy fills in has one layer as a whole
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _below(inner, f"{path}.{key}")
