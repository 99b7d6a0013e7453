"""What can go wrong between this agent and a model."""

import re
from dataclasses import dataclass
from typing import ClassVar

from foundation.model.errors import Fault, OutsideError, PermanentError, Problem
from foundation.model.expressions import expression

#: What servers say where a conversation and its answer do not fit: OpenAI, vLLM, llama.cpp, Ollama, Mistral; then those
#: who do not call it a context: vLLM, Anthropic, Text Generation Inference, Gemini.
_TOO_LONG = expression(
    r"context[ _](?:length|size|window)|exceed_context"
    r"|maximum model length|prompt is too long|\bmax_new_tokens\b.*\bmust be <=|\binput token count\b.*\bexceeds\b",
    re.IGNORECASE,
)
#: And where they answer in pieces only: models that think, at OpenAI's neighbours.
_STREAMS_ONLY = expression(r"\bonly supports? (?:the )?stream|\benable the stream\b|\bstream must be\b", re.IGNORECASE)


@dataclass(frozen=True)
class Told:
    """What an endpoint says of a request that it refuses.

    Attributes:
        status: HTTP status.
        code: its own code.
        kind: its own type of error.
        param: name of the parameter that it means.
        text: its message. It may repeat the request, so it is only searched, never shown.
    """

    status: int
    code: str = ""
    kind: str = ""
    param: str = ""
    text: str = ""

    @property
    def too_long(self) -> bool:
        """Tell whether the request does not fit into what the model can look at."""
        return any(_TOO_LONG.search(said) for said in (self.code, self.kind, self.text))

    @property
    def streams_only(self) -> bool:
        """Tell whether the endpoint gives answers in pieces only."""
        return self.param == "stream" or _STREAMS_ONLY.search(self.text) is not None


class ModelCallsDisabledError(PermanentError):
    """The settings do not allow this call; nothing was sent."""

    failure = "model_calls_disabled"
    fault: ClassVar[Fault] = "input"


class BudgetExceededError(PermanentError):
    """The run's budget does not hold one call more."""

    failure = "model_budget_exceeded"
    fault: ClassVar[Fault] = "outside"


class ModelRejectedError(PermanentError):
    """The endpoint refuses the request as it is: wrong key, unknown model, wrong parameter.

    Args:
        problem: what is wrong.
        kind: short name for telemetry, such as the status.
        told: what the endpoint says, if it says anything.
    """

    failure = "model_rejected"
    fault: ClassVar[Fault] = "outside"

    def __init__(self, problem: Problem, kind: str, told: Told | None = None) -> None:
        super().__init__(problem)
        self.kind = kind
        self.told = told


class ModelUnavailableError(OutsideError):
    """The endpoint does not answer, or only with what may pass: too many requests, a time-out, a server's error.

    Args:
        problem: what is wrong.
        kind: short name for telemetry: a status, ``timeout``, ``connection``, or a class.
        retry_after: seconds that the endpoint asks to wait.
        told: what the endpoint says, if it says anything.
    """

    failure = "model_unavailable"

    def __init__(self, problem: Problem, kind: str, retry_after: float | None = None, told: Told | None = None) -> None:
        super().__init__(problem)
        self.kind = kind
        self.retry_after = retry_after
        self.told = told


class RecordingError(PermanentError):
    """A request that has no recording."""

    failure = "recording_missing"


class RecordingStaleError(RecordingError):
    """There is a recording of this case, but of another request: the prompt was edited since."""

    failure = "recording_stale"
