"""Recording what a model answers to a prompt's cases."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from agent.bootstrap import build_budget, build_chat_services, build_examiners, build_prompts
from agent.evaluation.outcome import CaseResult
from agent.evaluation.run import Evaluation, Matrix
from agent.evaluation.sources import Recorder
from agent.settings import Settings
from agent.use_cases.prompts.gathering import Gathering
from agent.use_cases.prompts.models import live_models
from agent.use_cases.prompts.selection import chosen_prompts, require_asked, select
from foundation.language_model.store import RecordingStore


@dataclass(frozen=True)
class RecordingRequest:
    """What to record; the fields are those of an evaluation."""

    prompt: str
    version: int | None = None
    models: Sequence[str] = ()
    cases: Sequence[str] = ()
    tags: Sequence[str] = ()
    repeat: int = 1
    mode: Literal["missing", "rewrite"] = "missing"


@dataclass(frozen=True)
class Recorded:
    """What came of it.

    Attributes:
        results: each answer, held against the case's assertions.
        removed: recordings that were deleted, because nothing asks for them any more.
    """

    results: list[CaseResult]
    removed: int


def record(request: RecordingRequest, settings: Settings) -> Recorded:
    """Ask the model of the settings, and keep what it answers.

    Recordings of the same cases and version that nothing asked for are deleted when all answers came.

    Args:
        request: what to record.
        settings: the settings.

    Raises:
        InputError: the prompt, a data set, a name or a setting is wrong.
        AgentError: models must not be called, or the budget is spent.
    """
    library, name = build_prompts(settings), request.prompt
    require_asked(library, name)
    store = RecordingStore(library.folder(name) / "recordings")
    with Gathering() as gathering:
        prompts = chosen_prompts(gathering, library, name, (request.version,))
        cases = gathering.run(lambda: select(library.folder(name), request.cases, request.tags))
        models = gathering.run(lambda: live_models(settings, request.models))
        gathering.run(lambda: library.prices)
        gathering.run(store.all)
    service = build_chat_services(settings, build_budget(settings, library))
    recorder = Recorder(store, lambda identity, _: service(identity), request.mode)
    matrix = Matrix([prompt.value for prompt in prompts], models.value, cases.value, request.repeat)
    results = asyncio.run(Evaluation(library, recorder, build_examiners(settings).get(name)).run(matrix))
    complete = all(result.status != "error" for result in results)
    return Recorded(results, recorder.prune() if complete else 0)
