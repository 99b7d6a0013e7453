"""What a run asked language models, and what they answered."""

from foundation.model.base import FrozenModel
from foundation.model.conversation import FinishReason, Message, TokenUsage


class ModelRound(FrozenModel):
    """A question and its answer.

    Attributes:
        model: name of the model that was asked.
        provider: who serves it.
        messages: what was said to it; what the question before had said already is left out.
        repeated: number of the messages that are left out.
        answer: its text.
        refusal: why it refused, if it did.
        finish_reason: why it ended.
        usage: tokens taken, if the endpoint told.
        milliseconds: how long it took.
    """

    model: str
    provider: str
    messages: list[Message]
    repeated: int = 0
    answer: str
    refusal: str | None = None
    finish_reason: FinishReason = "stop"
    usage: TokenUsage | None = None
    milliseconds: float = 0.0
