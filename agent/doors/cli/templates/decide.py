"""What `templates approve` and `templates reject` share."""

import sys
from typing import Literal

from agent.doors.cli.people import audited, named_or_user


def decide(draft: str, verdict: Literal["approved", "rejected"], by: str, reason: str | None) -> None:
    """Have a decision written, and say so."""
    from agent.bootstrap.use_cases.drafts.decision import build_decide_draft
    from agent.doors.cli.errors import report_findings
    from agent.reporting.drafts import decision_text
    from agent.settings import load_settings
    from agent.use_cases.drafts.decision import DecideCommand

    settings, asked = load_settings(), DecideCommand(draft=draft, verdict=verdict, by=by, reason=reason)
    action = "templates approve" if verdict == "approved" else "templates reject"
    with audited(settings, named_or_user(by), action, reason or "", draft) as noted:
        done = build_decide_draft(settings)(asked)
        noted.target = done.name
    report_findings(done.notices)
    sys.stdout.write(decision_text(done.name, verdict, by, done.digest))
