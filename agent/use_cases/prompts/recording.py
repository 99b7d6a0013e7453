"""Prompts record: keeping what a model answers to a prompt's cases."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Literal

from agent.evaluation.examiner import Examiner
from agent.evaluation.outcome import CaseResult
from agent.evaluation.own_checks import OwnCheck
from agent.evaluation.run import Evaluation, Matrix
from agent.evaluation.sources import Recorder
from agent.use_cases.prompts.gathering import Gathering
from agent.use_cases.prompts.models import Endpoint
from agent.use_cases.prompts.selection import chosen_prompts, chosen_systems, require_asked, select, with_systems
from foundation.language_model.store import RecordingStore
from foundation.model.base import FrozenModel
from foundation.prompting.library import PromptLibrary


class RecordCommand(FrozenModel):
    """What to record.

    Attributes:
        prompt: name of the prompt.
        version: its version; the newest by default.
        systems: versions to try of prompts in its system message, as in ``system/v3``; its own by default.
        models: names of models; the one of the settings by default.
        cases: names of cases; all by default.
        tags: only cases with one of these.
        repeat: how often each is asked.
        mode: whether what has a recording is asked again.
    """

    prompt: str
    version: int | None = None
    systems: list[str] = []
    models: list[str] = []
    cases: list[str] = []
    tags: list[str] = []
    repeat: int = 1
    mode: Literal["missing", "rewrite"] = "missing"


class Recorded(FrozenModel):
    """What came of it.

    Attributes:
        results: each answer, held against the case's assertions.
        removed: recordings that were deleted, because nothing asks for them any more.
    """

    results: list[CaseResult]
    removed: int


def record(
    command: RecordCommand,
    *,
    library: PromptLibrary,
    examiner: Callable[[str], Examiner | None],
    endpoint: Endpoint,
    checks: Callable[[], Mapping[str, OwnCheck]],
) -> Recorded:
    """Ask the model of the settings, and keep what it answers.

    Recordings of the same cases and version that nothing asked for are deleted when all answers came.

    Args:
        command: what to record.
        library: the prompts.
        examiner: returns what knows the meaning of a prompt's answers.
        endpoint: the models.
        checks: returns the assertions of one's own that are allowed, by name.

    Raises:
        InputError: the prompt, a data set, a name or a setting is wrong.
        AgentError: models must not be called, or the budget is spent.
    """
    name = command.prompt
    require_asked(library, name)
    store = RecordingStore(library.folder(name) / "recordings")
    with Gathering() as gathering:
        prompts = chosen_prompts(gathering, library, name, (command.version,))
        cases = gathering.run(lambda: select(library.folder(name), command.cases, command.tags))
        models = gathering.run(lambda: endpoint.identities(command.models))
        own = gathering.run(checks)
        gathering.run(lambda: chosen_systems(library, name, command.systems))
        gathering.run(lambda: library.prices)
        gathering.run(store.all)
    service = endpoint.connect()
    recorder = Recorder(store, lambda identity, _: service(identity), command.mode)
    tried = with_systems([prompt.value for prompt in prompts], command.systems)
    matrix = Matrix(tried, models.value, cases.value, command.repeat)
    results = asyncio.run(Evaluation(library, recorder, examiner(name), own.value).run(matrix))
    complete = all(result.status != "error" for result in results)
    return Recorded(results=results, removed=recorder.prune() if complete else 0)
