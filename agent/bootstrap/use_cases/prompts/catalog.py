"""Wiring of `prompts list` and `prompts show`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.folders import build_prompts
from agent.settings import Settings
from agent.use_cases.prompts.catalog import PromptCatalog, list_prompts, show_prompt
from foundation.model.prompts import PromptDescription


def build_list_prompts(settings: Settings) -> Callable[[], PromptCatalog]:
    """Wire the use case."""
    return partial(list_prompts, library=build_prompts(settings))


def build_show_prompt(settings: Settings) -> Callable[[str, int | None], PromptDescription]:
    """Wire the use case."""
    return partial(show_prompt, library=build_prompts(settings))
