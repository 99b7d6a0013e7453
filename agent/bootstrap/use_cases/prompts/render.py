"""Wiring of `prompts render`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.folders import build_prompts
from agent.bootstrap.use_cases.prompts.collaborators import examiner_of
from agent.settings import Settings
from agent.use_cases.prompts.render import RenderCommand, Rendering, render_prompt


def build_render_prompt(settings: Settings) -> Callable[[RenderCommand], Rendering]:
    """Wire the use case."""
    return partial(render_prompt, library=build_prompts(settings), examiner=examiner_of(settings))
