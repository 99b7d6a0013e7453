"""The budget of a run, which is made when a model is first asked."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from foundation.model.conversation import Spending

if TYPE_CHECKING:
    from foundation.language_model.budget import Budget


class RunBudget:
    """The budget that everything in one run shares, whoever asks a model.

    Args:
        make: makes a budget; it is asked when a model first is.
    """

    def __init__(self, make: "Callable[[], Budget]") -> None:
        self._make = make
        self._current: Budget | None = None

    def current(self) -> "Budget":
        """Return the budget of the run.

        Raises:
            InputError: the price table is missing.
        """
        if self._current is None:
            self._current = self._make()
        return self._current

    def renew(self) -> None:
        """Begin a run: what was spent so far no longer counts."""
        self._current = None

    @property
    def spending(self) -> Spending:
        """Return what the run spent so far."""
        return self._current.spending if self._current is not None else Spending()
