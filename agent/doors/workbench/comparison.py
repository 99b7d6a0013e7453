"""Comparing two versions of a prompt, offline."""

import asyncio
from collections.abc import Sequence

from agent.bootstrap import build_examiners, build_prompts
from agent.doors.workbench.selection import select
from agent.evaluation.comparison import Difference, Uncompared, message_differences, result_differences
from agent.evaluation.run import Evaluation, Matrix
from agent.evaluation.sources import Recordings
from agent.language_model.store import RecordingStore
from agent.model.conversation import ModelIdentity
from agent.model.errors import InputError, Problem
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
    prompts = [library.prompt(name, version) for version in (old, new)]
    store = RecordingStore(library.folder(name) / "recordings")
    evaluation = Evaluation(library, Recordings(store), build_examiners().get(name))
    found: list[Difference | Uncompared] = []
    for case in select(library.folder(name), cases):
        matrix = Matrix(prompts, [_model(store, name, models)], [case])
        before, after = asyncio.run(evaluation.run(matrix))
        found += message_differences(case.case.name, before, after)
        found += result_differences(case.case.name, before, after)
    return found


def _model(store: RecordingStore, name: str, models: Sequence[str]) -> ModelIdentity:
    known = [recording.identity for recording in store.all() if recording.subject.prompt == name]
    wanted = [identity for identity in known if not models or identity.model in models]
    if models and not wanted:
        message = f"nothing was recorded of {', '.join(models)}"
        remedy = "Leave --model out, or record first."
        raise InputError(Problem(code="model-unknown", message=message, remedy=remedy))
    return wanted[0] if wanted else _NOBODY
