"""Wiring of `templates approve` and `templates reject`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.approvals import build_remembering
from agent.bootstrap.drafting import build_draft_locks
from agent.settings import Settings
from agent.use_cases.drafts.decision import DecideCommand, Decided, decide_draft


def build_decide_draft(settings: Settings) -> Callable[[DecideCommand], Decided]:
    """Wire the use case."""
    return partial(decide_draft, locks=build_draft_locks(settings), remember=build_remembering(settings))
