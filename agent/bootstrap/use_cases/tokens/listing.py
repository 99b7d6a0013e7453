"""Wiring of `tokens list`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.access import build_tokens
from agent.bootstrap.clocks import real_time
from agent.settings import Settings
from agent.use_cases.tokens.listing import list_tokens
from foundation.model.access import ListedToken


def build_list_tokens(settings: Settings) -> Callable[[], list[ListedToken]]:
    """Wire the use case."""
    return partial(list_tokens, tokens=build_tokens(settings), now=real_time)
