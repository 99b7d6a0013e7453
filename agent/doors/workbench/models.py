"""Which models a command line means, and where their answers come from."""

from collections.abc import Sequence

from agent.bootstrap import build_budget, build_chat_services, build_connection
from agent.evaluation.sources import LiveModels, ModelSource, Recordings
from agent.language_model.store import RecordingStore
from agent.model.conversation import ModelIdentity
from agent.model.errors import InputError, Problem
from agent.model.names import nearest
from agent.prompting.library import PromptLibrary
from agent.settings import Settings


def recorded_models(store: RecordingStore, prompt: str, names: Sequence[str]) -> list[ModelIdentity]:
    """Return the models that recordings of a prompt exist of.

    Args:
        store: the recordings.
        prompt: name of the prompt.
        names: only these models; all by default.

    Raises:
        InputError: there are none, or not of these.
    """
    known = {recording.identity: None for recording in store.all() if recording.subject.prompt == prompt}
    if not known:
        remedy = "Record some with `infra-engineer prompts record`, or ask a model with --live."
        message = f"nothing was recorded for the prompt {prompt}"
        raise InputError(Problem(code="no-recordings", message=message, remedy=remedy))
    found = {identity.model for identity in known}
    problems = [_unknown(name, found) for name in names if name not in found]
    if problems:
        raise InputError(*problems)
    wanted = [identity for identity in known if not names or identity.model in names]
    return sorted(wanted, key=lambda identity: (identity.model, identity.base_url))


def live_models(settings: Settings, names: Sequence[str]) -> list[ModelIdentity]:
    """Return models at the endpoint of the settings, by default the one that they name.

    Raises:
        InputError: the settings lack something.
    """
    return [build_connection(settings, name).identity for name in names or [settings.model_name]]


def source_of(
    settings: Settings, library: PromptLibrary, prompt: str, names: Sequence[str], *, live: bool
) -> tuple[ModelSource, list[ModelIdentity]]:
    """Return where answers come from, and whose they are.

    Raises:
        InputError: there are no recordings, or no model is set up.
    """
    if live:
        identities = live_models(settings, names)
        return LiveModels(build_chat_services(settings, build_budget(settings, library))), identities
    store = RecordingStore(library.folder(prompt) / "recordings")
    return Recordings(store), recorded_models(store, prompt, names)


def _unknown(name: str, known: set[str]) -> Problem:
    close = nearest(name, known)
    remedy = f"Did you mean {close}?" if close else f"There is: {', '.join(sorted(known))}."
    return Problem(code="model-unknown", message=f"nothing was recorded of the model {name!r}", remedy=remedy)
