"""Prompts list and show: which prompts there are, and what is known of each."""

from functools import partial

from agent.evaluation.loading import load_cases
from agent.use_cases.prompts.gathering import Gathering
from foundation.language_model.store import RecordingStore
from foundation.model.base import FrozenModel
from foundation.model.errors import Problem
from foundation.model.prompts import PromptDescription
from foundation.prompting.library import PromptLibrary
from foundation.prompting.rendering import digest


class PromptCatalog(FrozenModel):
    """Every prompt.

    Attributes:
        prompts: those that can be read, each with its newest version.
        problems: what is wrong with the others.
    """

    prompts: list[PromptDescription]
    problems: list[Problem] = []


def list_prompts(*, library: PromptLibrary) -> PromptCatalog:
    """Describe every prompt; wrong files of some keep nobody from seeing the others.

    Args:
        library: the prompts.
    """
    gathering = Gathering()
    found = [gathering.run(partial(show_prompt, name, library=library)) for name in library.names()]
    described = [entry for gathered in found for entry in gathered.found]
    return PromptCatalog(prompts=described, problems=gathering.problems)


def show_prompt(name: str, version: int | None = None, *, library: PromptLibrary) -> PromptDescription:
    """Describe a prompt.

    Args:
        name: the prompt.
        version: its version; the newest by default.
        library: the prompts.

    Raises:
        InputError: the prompt, a data set or a recording is wrong.
    """
    prompt = library.prompt(name, version)
    folder, source = library.folder(name), prompt.source
    cases, recordings = load_cases(folder), RecordingStore(folder / "recordings").all()
    return PromptDescription(
        name=name,
        version=source.version,
        versions=library.versions(name),
        description=source.description,
        file=prompt.file,
        digest=digest(library, prompt),
        role=source.role,
        systems=source.systems,
        answer=source.answer,
        variables=source.input_variables,
        settings={
            model: settings.model_dump(exclude_none=True) for model, settings in source.execution_settings.items()
        },
        notes=source.notes,
        cases=len(cases),
        recordings=sum(recording.subject.prompt == name for recording in recordings),
        models=sorted({f"{recording.request.model} ({recording.made_by})" for recording in recordings}),
    )
