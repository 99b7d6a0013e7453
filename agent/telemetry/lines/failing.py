"""The failure of a place that does not take log lines."""

from foundation.model.errors import OutsideError, Problem


def not_taken(place: str, reason: str) -> OutsideError:
    """Return the failure.

    Args:
        place: the place's address, without a password.
        reason: why; it holds nothing of what was sent.
    """
    return OutsideError(
        Problem(
            code="logs-not-taken",
            message=f"{place} does not take log lines: {reason}",
            remedy="Start what is there, or mend its address in INFRA_ENGINEER_LOG_SINKS.",
            file="environment",
            path="INFRA_ENGINEER_LOG_SINKS",
        )
    )
