"""The form of a plan as a model answers with it."""

from collections.abc import Sequence

from pydantic import Field

from foundation.language_model.response_schema import ResponseForm, response_format
from foundation.model.base import FrozenModel


class PlanSteps(
    FrozenModel,
    json_schema_extra={"description": "A model's plan: names, and nothing that could be handed to them."},
):
    """A model's plan: names, and nothing that could be handed to them."""

    steps: list[str] = Field(description="Every function once, in the order in which they run.")


def plan_form(steps: Sequence[str]) -> ResponseForm:
    """Return the form of a plan of these functions alone.

    Args:
        steps: their names; their order is not told.
    """
    return response_format(PlanSteps, {"PlanSteps.steps": sorted(steps)})
