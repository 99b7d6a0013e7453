"""`templates reject`: a decision about a draft."""

import sys

from agent.doors.cli.templates.options import By, Draft, Reason

NAME = "reject"


def command(draft: Draft, by: By, reason: Reason = None) -> None:
    """Reject a draft: its component is not generated until somebody writes a template."""
    from agent.bootstrap import build_draft_locks
    from agent.settings import load_settings
    from plugins.llm_template_expander.decisions import decide

    locks = build_draft_locks(load_settings())
    name = locks.named(draft)
    lock = decide(locks, name, "rejected", by, reason)
    sys.stdout.write(f"{name}: rejected by {by.strip()} ({lock.draft.digest})\n")
