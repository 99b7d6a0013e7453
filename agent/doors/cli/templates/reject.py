"""`templates reject`: a decision about a draft."""

from agent.doors.cli.templates.decide import decide
from agent.doors.cli.templates.options import By, Draft, Reason

NAME = "reject"


def command(draft: Draft, by: By, reason: Reason = None) -> None:
    """Reject a draft: its component is not generated until somebody writes a template."""
    decide(draft, "rejected", by, reason)
