"""Running an evaluation."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from agent.bootstrap import build_examiners, build_prompts
from agent.evaluation.outcome import CaseResult
from agent.evaluation.reports.results import failing_cases
from agent.evaluation.run import Evaluation, Matrix
from agent.settings import Settings
from agent.use_cases.prompts.gathering import Gathering
from agent.use_cases.prompts.models import source_of
from agent.use_cases.prompts.selection import chosen_prompts, require_asked, select


@dataclass(frozen=True)
class EvaluationRequest:
    """What to evaluate.

    Attributes:
        prompt: name of the prompt.
        versions: its versions; the newest by default.
        models: names of models; all that recordings exist of by default, or the one of the settings.
        cases: names of cases; all by default.
        tags: only cases with one of these.
        repeat: how often each is asked.
        live: whether the model itself is asked.
        failing: results of an earlier run; only what did not pass there is asked.
    """

    prompt: str
    versions: Sequence[int] = ()
    models: Sequence[str] = ()
    cases: Sequence[str] = ()
    tags: Sequence[str] = ()
    repeat: int = 1
    live: bool = False
    failing: Path | None = field(default=None)


def evaluate(
    request: EvaluationRequest, settings: Settings, watch: Callable[[int, CaseResult], None] = lambda _n, _r: None
) -> list[CaseResult]:
    """Run an evaluation.

    Args:
        request: what to evaluate.
        settings: the settings.
        watch: called with the number of all runs and each result as it comes.

    Raises:
        InputError: the prompt, a data set, a name or a setting is wrong.
        AgentError: models must not be called, or the budget is spent.
    """
    library, name = build_prompts(settings), request.prompt
    require_asked(library, name)
    with Gathering() as gathering:
        prompts = chosen_prompts(gathering, library, name, request.versions)
        failing = gathering.run(lambda: failing_cases(request.failing, name) if request.failing else None)
        cases = gathering.run(
            lambda: select(library.folder(name), request.cases, request.tags, next(iter(failing.found), None))
        )
        answers = gathering.run(lambda: source_of(settings, library, name, request.models, live=request.live))
        gathering.run(lambda: library.prices)
    source, models = answers.value
    matrix = Matrix([prompt.value for prompt in prompts], models, cases.value, request.repeat)
    evaluation = Evaluation(library, source, build_examiners(settings).get(name))
    return asyncio.run(evaluation.run(matrix, lambda result: watch(len(matrix), result)))
