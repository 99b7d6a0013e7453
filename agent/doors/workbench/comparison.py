"""Comparing two versions of a prompt, offline."""

import asyncio
from collections.abc import Sequence

from agent.bootstrap import build_examiners, build_prompts
from agent.doors.workbench.gathering import Gathering
from agent.doors.workbench.selection import select
from agent.evaluation.comparison import Difference, Uncompared, message_differences, result_differences
from agent.evaluation.loading import load_cases
from agent.evaluation.outcome import CaseResult
from agent.evaluation.run import Evaluation, Matrix
from agent.evaluation.sources import Recordings
from agent.language_model.store import RecordingStore
from agent.model.conversation import ModelIdentity
from agent.model.errors import InputError, Problem
from agent.prompting.library import PromptLibrary
from agent.prompting.prompt import Prompt
from agent.prompting.rendering import render
from agent.settings import Settings

#: Whose rendered text is compared when there are no recordings: nobody's.
_NOBODY = ModelIdentity(provider="none", model="none", base_url="none:none")


def compare(
    name: str, old: int, new: int, cases: Sequence[str], models: Sequence[str], settings: Settings
) -> list[Difference | Uncompared]:
    """Return what differs between two versions: rendered text, and with recordings drafts and manifests.

    Args:
        name: the prompt.
        old: a version.
        new: another one.
        cases: names of cases; all by default.
        models: whose recordings; by default the first model that has some.
        settings: the settings.

    Raises:
        InputError: the prompt, a data set or a name is wrong.
    """
    library = build_prompts(settings)
    store = RecordingStore(library.folder(name) / "recordings")
    with Gathering() as gathering:
        before = gathering.run(lambda: library.prompt(name, old))
        after = gathering.run(lambda: library.prompt(name, new))
        known = gathering.run(lambda: load_cases(library.folder(name)))
        chosen = gathering.run(lambda: select(library.folder(name), cases)) if known or cases else []
        model = gathering.run(lambda: _model(store, name, models))
    if before is None or after is None or chosen is None or model is None:
        raise RuntimeError("mistakes that nobody raised")
    if not chosen:
        return _sample_differences(library, before, after)
    evaluation = Evaluation(library, Recordings(store), build_examiners(settings).get(name))
    found: list[Difference | Uncompared] = []
    results = asyncio.run(evaluation.run(Matrix([before, after], [model], chosen)))
    for case, one, other in zip(chosen, results[: len(chosen)], results[len(chosen) :], strict=True):
        found += message_differences(case.case.name, one, other)
        found += result_differences(case.case.name, one, other)
    return found


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
    known = [recording.identity for recording in store.all() if recording.subject.prompt == name]
    wanted = [identity for identity in known if not models or identity.model in models]
    unknown = [model for model in models if all(identity.model != model for identity in known)]
    if unknown:
        there = ", ".join(sorted({identity.model for identity in known})) or "none"
        raise InputError(
            *(
                Problem(
                    code="model-unknown",
                    message=f"nothing was recorded of the model {model!r}",
                    remedy=f"Leave --model out, or record first. There is: {there}.",
                )
                for model in unknown
            )
        )
    return wanted[0] if wanted else _NOBODY
