"""Wiring of `prompts diff`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.folders import build_prompts
from agent.bootstrap.use_cases.prompts.collaborators import examiner_of
from agent.evaluation.comparison import Difference, Uncompared
from agent.settings import Settings
from agent.use_cases.prompts.comparison import ComparePromptsCommand, compare_prompts


def build_compare_prompts(settings: Settings) -> Callable[[ComparePromptsCommand], list[Difference | Uncompared]]:
    """Wire the use case."""
    return partial(compare_prompts, library=build_prompts(settings), examiner=examiner_of(settings))
