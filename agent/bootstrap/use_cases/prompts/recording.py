"""Wiring of `prompts record`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.folders import build_prompts
from agent.bootstrap.use_cases.prompts.collaborators import build_endpoint, examiner_of
from agent.evaluation.own_checks import own_checks
from agent.settings import Settings
from agent.use_cases.prompts.recording import RecordCommand, Recorded, record


def build_record(settings: Settings) -> Callable[[RecordCommand], Recorded]:
    """Wire the use case."""
    library = build_prompts(settings)
    return partial(
        record,
        library=library,
        examiner=examiner_of(settings),
        endpoint=build_endpoint(settings),
        checks=partial(own_checks, settings.prompt_check_files),
    )
