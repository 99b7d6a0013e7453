"""Wiring of `prompts lint`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.folders import build_prompts
from agent.bootstrap.use_cases.prompts.collaborators import examiner_of
from agent.settings import Settings
from agent.use_cases.prompts.linting import LintCommand, Linted, lint_prompts


def build_lint_prompts(settings: Settings) -> Callable[[LintCommand], Linted]:
    """Wire the use case."""
    return partial(lint_prompts, library=build_prompts(settings), examiner=examiner_of(settings))
