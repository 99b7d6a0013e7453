"""How people are told of what they have to mend (templates/policies/alerts.yaml)."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from foundation.model.base import FrozenModel
from foundation.model.policy.escalation import AgentName

Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class QuietHours(FrozenModel):
    """A time of day in which alerts wait for its end; it may span midnight."""

    start: Clock = Field(description="When it begins, as 22:00.")
    end: Clock = Field(description="When it ends.")
    utc_offset: str = Field(
        default="+00:00", pattern=r"^[+-](0[0-9]|1[0-4]):[0-5][0-9]$", description="Of the clock that it goes by."
    )
    never_for: list[AgentName] = Field(default=[], description="Recipients who are told at any hour.")

    @model_validator(mode="after")
    def _check_length(self) -> Self:
        if self.start == self.end:
            raise ValueError("quiet hours must end at another time than they begin")
        return self


class AlertPolicy(FrozenModel):
    """The file."""

    repeat_after_minutes: int = Field(
        default=30, ge=0, le=1440, description="Minutes in which the same cause is told once, and then with its count."
    )
    most_mistakes: int = Field(default=10, ge=1, le=50, description="How many mistakes an alert names.")
    link: str = Field(
        default="",
        max_length=500,
        pattern=r"^(https?://[^\s<>\"]+)?$",
        description="Where to see more; {trace_id} and {component} are filled in. Empty for none.",
    )
    quiet_hours: QuietHours | None = Field(default=None, description="When alerts wait; never by default.")
