"""Prompts diff: what a new version of a prompt changes, offline."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from agent.evaluation.comparison import Difference, Uncompared, message_differences, result_differences
from agent.evaluation.examiner import Examiner
from agent.evaluation.loading import LoadedCase, load_cases
from agent.evaluation.outcome import CaseResult
from agent.evaluation.run import Evaluation, Matrix
from agent.evaluation.sources import Recordings
from agent.use_cases.prompts.gathering import Gathering
from agent.use_cases.prompts.models import chosen_models, known_models
from agent.use_cases.prompts.selection import select
from foundation.language_model.store import RecordingStore
from foundation.model.base import FrozenModel
from foundation.model.conversation import ModelIdentity
from foundation.prompting.library import PromptLibrary
from foundation.prompting.prompt import Prompt
from foundation.prompting.rendering import render

#: Whose rendered text is compared when there are no recordings: nobody's.
_NOBODY = ModelIdentity(provider="none", model="none", base_url="none:none")


class ComparePromptsCommand(FrozenModel):
    """What to compare.

    Attributes:
        prompt: the prompt.
        old: a version.
        new: another one.
        cases: names of cases; all by default.
        models: whose recordings; by default the first model that has some.
    """

    prompt: str
    old: int
    new: int
    cases: list[str] = []
    models: list[str] = []


def compare_prompts(
    command: ComparePromptsCommand, *, library: PromptLibrary, examiner: Callable[[str], Examiner | None]
) -> list[Difference | Uncompared]:
    """Return what differs between two versions: rendered text, and with recordings drafts and manifests.

    Args:
        command: what to compare.
        library: the prompts.
        examiner: returns what knows the meaning of a prompt's answers.

    Raises:
        InputError: the prompt, a data set or a name is wrong.
    """
    name = command.prompt
    store = RecordingStore(library.folder(name) / "recordings")
    with Gathering() as gathering:
        before = gathering.run(lambda: library.prompt(name, command.old))
        after = gathering.run(lambda: library.prompt(name, command.new))
        chosen = gathering.run(lambda: _chosen(library.folder(name), command.cases))
        model = gathering.run(lambda: _model(store, name, command.models))
    if not chosen.value:
        return _sample_differences(library, before.value, after.value)
    matrix = Matrix([before.value, after.value], [model.value], chosen.value)
    evaluation = Evaluation(library, Recordings(store), examiner(name))
    results = asyncio.run(evaluation.run(matrix))
    half = len(chosen.value)
    return [
        difference
        for one, other in zip(results[:half], results[half:], strict=True)
        for difference in (*message_differences(one.case, one, other), *result_differences(one.case, one, other))
    ]


def _chosen(folder: Path, names: Sequence[str]) -> list[LoadedCase]:
    """Return the cases to compare; a prompt that has none is compared all the same, unless some are asked for."""
    return select(folder, names) if names or load_cases(folder) else []


def _sample_differences(library: PromptLibrary, before: Prompt, after: Prompt) -> list[Difference | Uncompared]:
    """A prompt without cases, such as a system message, is compared with its own sample."""
    one, other = (
        CaseResult(
            prompt=prompt.source.name,
            version=prompt.source.version,
            model=_NOBODY,
            dataset="sample",
            case="sample",
            status="missing",
            messages=render(library, prompt, prompt.source.sample, prompt.file, "sample").messages,
        )
        for prompt in (before, after)
    )
    return list(message_differences("sample", one, other))


def _model(store: RecordingStore, name: str, models: Sequence[str]) -> ModelIdentity:
    return next(iter(chosen_models(known_models(store, name), models)), _NOBODY)
