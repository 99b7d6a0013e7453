"""Wiring of `prompts eval`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.folders import build_prompts
from agent.bootstrap.use_cases.prompts.collaborators import build_endpoint, examiner_of
from agent.evaluation.outcome import CaseResult
from agent.evaluation.own_checks import own_checks
from agent.settings import Settings
from agent.use_cases.prompts.evaluation import EvaluateCommand, evaluate


def build_evaluate(
    settings: Settings, *, watch: Callable[[int, CaseResult], None]
) -> Callable[[EvaluateCommand], list[CaseResult]]:
    """Wire the use case.

    Args:
        settings: the settings.
        watch: called with the number of all runs and each result as it comes.
    """
    library = build_prompts(settings)
    return partial(
        evaluate,
        library=library,
        examiner=examiner_of(settings),
        endpoint=build_endpoint(settings),
        checks=partial(own_checks, settings.prompt_check_files),
        watch=watch,
    )
