"""`templates approve`: a decision about a draft."""

import sys

from agent.doors.cli.templates.options import By, Draft, Reason

NAME = "approve"


def command(draft: Draft, by: By, reason: Reason = None) -> None:
    """Approve a draft: from now on it makes the templates of its component."""
    from agent.bootstrap import build_draft_locks
    from agent.settings import load_settings
    from plugins.llm_template_expander.decisions import decide

    locks = build_draft_locks(load_settings())
    name = locks.named(draft)
    lock = decide(locks, name, "approved", by, reason)
    sys.stdout.write(f"{name}: approved by {by.strip()} ({lock.draft.digest})\n")
