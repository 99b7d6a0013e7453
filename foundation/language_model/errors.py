"""What can go wrong between this agent and a model."""

from typing import ClassVar

from foundation.model.errors import Fault, OutsideError, PermanentError, Problem


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
    """

    failure = "model_rejected"
    fault: ClassVar[Fault] = "outside"

    def __init__(self, problem: Problem, kind: str) -> None:
        super().__init__(problem)
        self.kind = kind


class ModelUnavailableError(OutsideError):
    """The endpoint does not answer, or only with what may pass: too many requests, a time-out, a server's error.

    Args:
        problem: what is wrong.
        kind: short name for telemetry: a status, ``timeout``, ``connection``, or a class.
        retry_after: seconds that the endpoint asks to wait.
    """

    failure = "model_unavailable"

    def __init__(self, problem: Problem, kind: str, retry_after: float | None = None) -> None:
        super().__init__(problem)
        self.kind = kind
        self.retry_after = retry_after


class RecordingError(PermanentError):
    """A request that has no recording."""

    failure = "recording_missing"


class RecordingStaleError(RecordingError):
    """There is a recording of this case, but of another request: the prompt was edited since."""

    failure = "recording_stale"
