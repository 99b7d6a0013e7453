"""What `approvals approve` and `approvals reject` share."""

import sys
from typing import Literal

from agent.doors.cli.people import audited, principal


def decide(
    subject: str, verdict: Literal["approved", "rejected"], by: str | None, reason: str, tenant: str | None
) -> None:
    """Have a decision written down, and say so."""
    from agent.bootstrap.use_cases.approvals.deciding import build_decide_approval
    from agent.reporting.leaves import decided_text
    from agent.settings import load_settings
    from agent.use_cases.approvals.deciding import DecideApprovalCommand

    settings, who = load_settings(), principal(by)
    asked = DecideApprovalCommand(subject=subject, verdict=verdict, by=who, reason=reason, tenant=tenant)
    with audited(settings, who, "approve" if verdict == "approved" else "reject", reason, subject) as noted:
        done = build_decide_approval(settings)(asked)
        noted.tenant = done.tenant
    sys.stdout.write(decided_text(done))
