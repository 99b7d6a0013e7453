"""Values of environments side by side."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from foundation.model.base import FrozenModel
from foundation.model.bundle.origins import OriginRow

#: Longer values are cut.
_LONGEST = 300


class Cell(FrozenModel):
    """A value in an environment.

    Attributes:
        value: itself, as JSON.
        layer: the layer that set it.
    """

    value: str
    layer: str


class ValueRow(FrozenModel):
    """A value in all environments.

    Attributes:
        path: its path.
        cells: itself by environment; there is none where nothing sets it.
        differs: whether environments have different ones.
    """

    path: str
    cells: dict[str, Cell]
    differs: bool


def cells_of(found: Mapping[str, Sequence[OriginRow]], path: str, layer: str) -> list[ValueRow]:
    """Return values by their paths.

    Args:
        found: values by environment.
        path: only those whose path has this in it; all, if it is empty.
        layer: only those that this layer set somewhere; all, if it is empty.
    """
    cells: dict[str, dict[str, Cell]] = {}
    for environment, rows in found.items():
        for row in rows:
            cells.setdefault(row.path, {})[environment] = Cell(value=_text(row.value), layer=row.layer)
    return [
        ValueRow(
            path=name,
            cells=known,
            differs=len(known) < len(found) or len({cell.value for cell in known.values()}) > 1,
        )
        for name, known in cells.items()
        if path in name and (not layer or any(cell.layer == layer for cell in known.values()))
    ]


def _text(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
