"""What is known of a prompt, as plain data."""

from typing import Any

from foundation.prompting.library import PromptLibrary


def describe(library: PromptLibrary, name: str, version: int | None = None) -> dict[str, Any]:
    """Return everything that `list` and `show` tell.

    Args:
        library: the prompts.
        name: the prompt.
        version: its version; the newest by default.

    Raises:
        InputError: the prompt, a data set or a recording is wrong.
    """
    from agent.evaluation.loading import load_cases
    from foundation.language_model.store import RecordingStore
    from foundation.prompting.rendering import digest

    prompt = library.prompt(name, version)
    folder, source = library.folder(name), prompt.source
    cases, recordings = load_cases(folder), RecordingStore(folder / "recordings").all()
    return {
        "name": name,
        "version": source.version,
        "versions": library.versions(name),
        "description": source.description,
        "file": prompt.file,
        "digest": digest(library, prompt),
        "role": source.role,
        "system": source.system,
        "answer": source.answer,
        "variables": [variable.model_dump() for variable in source.input_variables],
        "settings": {
            model: settings.model_dump(exclude_none=True) for model, settings in source.execution_settings.items()
        },
        "notes": source.notes,
        "cases": len(cases),
        "recordings": sum(recording.subject.prompt == name for recording in recordings),
        "models": sorted({f"{recording.request.model} ({recording.made_by})" for recording in recordings}),
    }
