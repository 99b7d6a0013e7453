"""Effective values with the layers that set them."""

import json
from collections.abc import Mapping, Sequence

from foundation.model.bundle.origins import OriginRow


def origins_text(rows: Mapping[str, Sequence[OriginRow]]) -> str:
    """Return the values of each environment, in columns: path, layer, value.

    Args:
        rows: by environment, each value with the layer that set it.
    """
    return "".join(line for name, found in rows.items() for line in _of_environment(name, found))


def _of_environment(name: str, found: Sequence[OriginRow]) -> list[str]:
    width = max((len(row.path) for row in found), default=0)
    layer = max((len(row.layer) for row in found), default=0)
    lines = [
        f"  {row.path:<{width}}  {row.layer:<{layer}}  {json.dumps(row.value, ensure_ascii=False)}\n" for row in found
    ]
    return [f"{name}\n", *(lines or ["  (no value is set)\n"])]
