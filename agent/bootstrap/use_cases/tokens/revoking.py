"""Wiring of `tokens revoke`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.access import build_tokens
from agent.bootstrap.clocks import real_time
from agent.settings import Settings
from agent.use_cases.tokens.revoking import RevokeTokenCommand, revoke_token
from foundation.model.access import ListedToken


def build_revoke_token(settings: Settings) -> Callable[[RevokeTokenCommand], ListedToken]:
    """Wire the use case."""
    return partial(revoke_token, tokens=build_tokens(settings), now=real_time)
