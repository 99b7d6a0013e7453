"""What `retry` and `runs finish` say of a run that was tried again."""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.use_cases.retrying.retry import Retried


def tell(done: "Retried", *, as_json: bool, preview: bool, full: bool = False) -> None:
    """Write what was changed, what that changes, and what became of the run.

    Args:
        done: what came of it.
        as_json: whether it is written as JSON.
        preview: whether it was only looked at.
        full: whether every line that changes is shown.
    """
    from agent.doors.cli.errors import report_findings, report_problems
    from agent.doors.cli.output import write_json
    from agent.reporting.changes import changes_text
    from agent.reporting.generation import beyond_report
    from agent.reporting.retrying import effect_text, override_text, retried_data

    result = done.result
    if as_json:
        found = done.changes, done.meaning, done.refused
        write_json(retried_data(done.before, done.bundle, done.against, found, result, done.approved_by))
        return
    report_findings(result.blocking if result.status == "blocked" else [])
    report_problems(beyond_report(result))
    if preview or done.bundle:
        sys.stdout.write(override_text(done.before, done.bundle, waivers=done.waivers))
    report_findings(done.refused)
    if full:
        sys.stdout.write(changes_text(done.changes, done.against or ""))
    sys.stdout.write(effect_text(done.against, done.meaning, result))
