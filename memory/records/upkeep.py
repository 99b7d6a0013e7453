"""When memory last took away by itself what it need not keep."""

from foundation.model.base import FrozenModel


class UpkeepRecord(FrozenModel):
    """The mark of a scope.

    Attributes:
        pruned_at: when; UTC, ISO 8601.
    """

    pruned_at: str
