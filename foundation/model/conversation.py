"""What is said to a language model and what it answers: plain values of no one vendor."""

from typing import Literal

from pydantic import Field

from foundation.model.base import FrozenModel

FinishReason = Literal["stop", "length", "content_filter", "tool_calls"]


class ModelIdentity(FrozenModel):
    """Which model answers, and where.

    Attributes:
        provider: who serves it, in the words of OpenTelemetry: ``openai``, ``azure.ai.openai``; ``stand-in`` for
            answers that no model gave.
        model: its name; on Azure that of the deployment.
        base_url: address of the endpoint, without credentials.
    """

    provider: str
    model: str = Field(min_length=1)
    base_url: str


class Message(FrozenModel):
    """One part of a conversation."""

    role: Literal["system", "user", "assistant"]
    text: str


class TokenUsage(FrozenModel):
    """Tokens that a call took, as the endpoint counted them."""

    input_tokens: int = Field(default=0, ge=0)
    output_tokens: int = Field(default=0, ge=0)

    @property
    def total(self) -> int:
        """Return both together."""
        return self.input_tokens + self.output_tokens

    def __add__(self, other: "TokenUsage") -> "TokenUsage":
        return TokenUsage(
            input_tokens=self.input_tokens + other.input_tokens, output_tokens=self.output_tokens + other.output_tokens
        )


class Spending(FrozenModel):
    """What asking models took.

    Attributes:
        calls: requests sent, repeated ones included.
        usage: tokens taken.
        cost: US dollars; calls of models without a price count nothing.
    """

    calls: int = 0
    usage: TokenUsage = TokenUsage()
    cost: float = 0.0

    def since(self, earlier: "Spending") -> "Spending":
        """Return what was spent after an earlier account."""
        return Spending(
            calls=self.calls - earlier.calls,
            usage=TokenUsage(
                input_tokens=self.usage.input_tokens - earlier.usage.input_tokens,
                output_tokens=self.usage.output_tokens - earlier.usage.output_tokens,
            ),
            cost=round(self.cost - earlier.cost, 9),
        )


class ToolCall(FrozenModel):
    """A function that the model wants to have called; whether it is, others decide."""

    id: str
    name: str
    arguments: str = Field(description="JSON text as the model wrote it; it need not be JSON.")


class Answer(FrozenModel):
    """What a model answered.

    Attributes:
        text: its text; empty with a refusal.
        refusal: why it refused, if it did.
        finish_reason: why it ended; ``length`` means that the text is cut.
        tool_calls: functions that it wants to have called.
        usage: tokens taken, if the endpoint told.
        model: name of the model that answered, as the endpoint told it.
        response_id: the endpoint's id of the answer.
    """

    text: str = ""
    refusal: str | None = None
    finish_reason: FinishReason = "stop"
    tool_calls: list[ToolCall] = []
    usage: TokenUsage | None = None
    model: str | None = None
    response_id: str | None = None
