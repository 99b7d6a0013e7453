"""`approvals approve`: allow what somebody asked for."""

from agent.doors.cli.approvals.decide import decide
from agent.doors.cli.approvals.options import Subject, Tenant
from agent.doors.cli.people import By, Reason

NAME = "approve"


def command(subject: Subject, reason: Reason, by: By = None, tenant: Tenant = None) -> None:
    """Approve what somebody asked for; who asked cannot decide."""
    decide(subject, "approved", by, reason, tenant)
