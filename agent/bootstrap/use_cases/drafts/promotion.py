"""Wiring of `templates promote`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.approvals import build_remembering
from agent.bootstrap.drafting import build_draft_locks
from agent.bootstrap.folders import build_library
from agent.settings import Settings
from agent.use_cases.drafts.promotion import PromoteCommand, Promoted, promote_draft


def build_promote_draft(settings: Settings) -> Callable[[PromoteCommand], Promoted]:
    """Wire the use case."""
    return partial(
        promote_draft,
        locks=build_draft_locks(settings),
        library=build_library(settings),
        remember=build_remembering(settings),
    )
