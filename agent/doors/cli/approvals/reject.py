"""`approvals reject`: refuse what somebody asked for."""

from agent.doors.cli.approvals.decide import decide
from agent.doors.cli.approvals.options import Subject, Tenant
from agent.doors.cli.people import By, Reason

NAME = "reject"


def command(subject: Subject, reason: Reason, by: By = None, tenant: Tenant = None) -> None:
    """Reject what somebody asked for; who asked cannot decide."""
    decide(subject, "rejected", by, reason, tenant)
