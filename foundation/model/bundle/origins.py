"""Where the values of an environment come from."""

from typing import Any

from foundation.model.base import FrozenModel


class OriginRow(FrozenModel):
    """One value: its path, the layer that set it, and itself."""

    path: str
    layer: str
    value: Any
