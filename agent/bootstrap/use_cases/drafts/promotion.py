"""Wiring of `templates promote`."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from agent.bootstrap.drafting import build_draft_locks
from agent.bootstrap.folders import build_library
from agent.settings import Settings
from agent.use_cases.drafts.promotion import PromoteCommand, promote_draft


def build_promote_draft(settings: Settings) -> Callable[[PromoteCommand], list[Path]]:
    """Wire the use case."""
    return partial(promote_draft, locks=build_draft_locks(settings), library=build_library(settings))
