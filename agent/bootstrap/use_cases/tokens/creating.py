"""Wiring of `tokens create`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.access import build_tokens
from agent.bootstrap.clocks import real_time
from agent.settings import Settings
from agent.use_cases.tokens.creating import CreatedToken, CreateTokenCommand, create_token


def build_create_token(settings: Settings) -> Callable[[CreateTokenCommand], CreatedToken]:
    """Wire the use case."""
    return partial(create_token, tokens=build_tokens(settings), now=real_time)
