"""Wiring of `templates pending`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.drafting import build_draft_locks
from agent.settings import Settings
from agent.use_cases.drafts.listing import list_drafts
from foundation.model.drafts.lock import ListedDraft


def build_list_drafts(settings: Settings) -> Callable[[bool], list[ListedDraft]]:
    """Wire the use case."""
    return partial(list_drafts, locks=build_draft_locks(settings))
