"""What a failure is called."""

from foundation.model.errors import AgentError

#: The name of what nobody expected.
INTERNAL = "internal"


def failure_name(error: BaseException) -> str:
    """Return the name of a failure in the retry policy; the kernel wraps what steps raise.

    Args:
        error: what was raised.
    """
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, AgentError):
            return cause.failure
        cause = cause.__cause__
    return INTERNAL
