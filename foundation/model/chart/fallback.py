"""The second attempt at a chart, with the values that its template keeps for that."""

from typing import Any

from pydantic import Field

from foundation.model.base import FrozenModel
from foundation.model.findings import Finding


class Fallback(FrozenModel):
    """What the second attempt does differently.

    Attributes:
        values: values of the chart template that go over the generated ones, in every environment.
        finding: says why, in the report on the second attempt.
    """

    values: dict[str, Any] = Field(repr=False)
    finding: Finding
