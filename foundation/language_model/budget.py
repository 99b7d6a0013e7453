"""A hard budget for the model calls of one run: calls, tokens, cost."""

from pydantic import Field

from foundation.language_model.errors import BudgetExceededError
from foundation.language_model.pricing import PriceTable
from foundation.model.base import FrozenModel
from foundation.model.conversation import Spending, TokenUsage
from foundation.model.errors import Problem


class BudgetLimits(FrozenModel):
    """The most that a run may spend."""

    calls: int = Field(ge=0, description="Requests, repeated ones included.")
    tokens: int = Field(ge=0, description="Tokens in and out.")
    cost: float | None = Field(default=None, ge=0, description="US dollars; without a limit cost is only counted.")


class Budget:
    """Keeps account of one run and refuses the call that would go beyond it.

    Args:
        limits: the most that may be spent.
        prices: what tokens cost.
    """

    def __init__(self, limits: BudgetLimits, prices: PriceTable) -> None:
        self._limits = limits
        self._prices = prices
        self.spending = Spending()

    def reserve(self, model: str, estimate: TokenUsage) -> None:
        """Take one call out of the budget, before it is made.

        Args:
            model: name of the model in the price table.
            estimate: the most tokens that the call is expected to take.

        Raises:
            BudgetExceededError: the budget does not hold it, or it cannot be told because the model has no price.
        """
        spent, limits = self.spending, self._limits
        if spent.calls + 1 > limits.calls:
            raise _exceeded("calls", f"{limits.calls} calls are spent", "MODEL_MAX_CALLS")
        if spent.usage.total + estimate.total > limits.tokens:
            detail = f"{spent.usage.total} of {limits.tokens} tokens are spent and the next call may take"
            raise _exceeded("tokens", f"{detail} {estimate.total}", "MODEL_MAX_TOKENS")
        if limits.cost is not None:
            self._check_cost(model, estimate, limits.cost)
        self.spending = spent.model_copy(update={"calls": spent.calls + 1})

    def _check_cost(self, model: str, estimate: TokenUsage, limit: float) -> None:
        cost = self._prices.cost(model, estimate)
        if cost is None:
            message = f"the model {model!r} has no price, so the budget in dollars cannot be kept"
            remedy = (
                "Name a model of the price table in INFRA_ENGINEER_MODEL_PRICED_AS, add a price to the table, "
                "or set INFRA_ENGINEER_MODEL_MAX_COST=0 to go by calls and tokens alone."
            )
            raise BudgetExceededError(Problem(code="model-price-unknown", message=message, remedy=remedy))
        if self.spending.cost + cost > limit:
            detail = f"${self.spending.cost:.4f} of ${limit:.4f} are spent and the next call may cost ${cost:.4f}"
            raise _exceeded("cost", detail, "MODEL_MAX_COST")

    def settle(self, model: str, usage: TokenUsage) -> float | None:
        """Book what a reserved call took, and return its cost in US dollars if it is known."""
        cost = self._prices.cost(model, usage)
        self.spending = Spending(
            calls=self.spending.calls,
            usage=self.spending.usage + usage,
            cost=round(self.spending.cost + (cost or 0.0), 9),
        )
        return cost


def _exceeded(what: str, detail: str, variable: str) -> BudgetExceededError:
    return BudgetExceededError(
        Problem(
            code="model-budget-exceeded",
            message=f"the run's budget of {what} does not hold another model call: {detail}",
            remedy=f"Raise INFRA_ENGINEER_{variable}, or ask for less.",
        )
    )
