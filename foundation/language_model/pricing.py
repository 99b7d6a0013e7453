"""What tokens cost. The prices are data (prompts/prices.yaml)."""

from pydantic import Field

from foundation.model.base import FrozenModel
from foundation.model.conversation import TokenUsage
from foundation.model.expressions import expression

_MILLION = 1_000_000
#: Endpoints name a model with the date of its release: gpt-4o-2024-08-06.
_DATE = expression(r"-\d{4}-\d{2}-\d{2}$")


class ModelPrice(FrozenModel):
    """List price of one model, in US dollars a million tokens."""

    input_per_million: float = Field(ge=0)
    output_per_million: float = Field(ge=0)


class PriceTable(FrozenModel):
    """Prices by model."""

    as_of: str = Field(description="Date of the prices, as in 2025-11-01.")
    models: dict[str, ModelPrice]

    def price(self, model: str) -> ModelPrice | None:
        """Return a model's price, whether or not the name ends with the date of its release."""
        return self.models.get(model) or self.models.get(_DATE.sub("", model))

    def cost(self, model: str, usage: TokenUsage) -> float | None:
        """Return what a call cost in US dollars; ``None`` if the model has no price here."""
        price = self.price(model)
        if price is None:
            return None
        dollars = usage.input_tokens * price.input_per_million + usage.output_tokens * price.output_per_million
        return round(dollars / _MILLION, 9)


class OwnMachinePrices(PriceTable):
    """Prices where the model runs on this machine: one that stands in no table costs nothing."""

    def price(self, model: str) -> ModelPrice:
        """Return a model's price."""
        return super().price(model) or ModelPrice(input_per_million=0.0, output_per_million=0.0)
