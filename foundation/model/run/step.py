"""How far something has come, step by step."""

from foundation.model.base import FrozenModel


class Step(FrozenModel):
    """A step that begins.

    Attributes:
        name: name of the kernel function, as in ``overlay_merge.merge``.
        number: how many have begun, this one included; it rises with each.
        total: how many there are, as far as is known by now.
    """

    name: str
    number: int
    total: int
