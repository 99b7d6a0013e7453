"""`templates approve`: a decision about a draft."""

from agent.doors.cli.templates.decide import decide
from agent.doors.cli.templates.options import By, Draft, Reason

NAME = "approve"


def command(draft: Draft, by: By, reason: Reason = None) -> None:
    """Approve a draft: from now on it makes the templates of its component."""
    decide(draft, "approved", by, reason)
