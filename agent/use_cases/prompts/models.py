"""Which models a command line means, and where their answers come from."""

from collections.abc import Sequence

from agent.bootstrap import build_budget, build_chat_services, build_connection
from agent.evaluation.sources import LiveModels, ModelSource, Recordings
from agent.settings import Settings
from agent.use_cases.prompts.unknown import unknown_names
from foundation.language_model.store import RecordingStore
from foundation.model.conversation import ModelIdentity
from foundation.model.errors import InputError, Problem
from foundation.prompting.library import PromptLibrary


def known_models(store: RecordingStore, prompt: str) -> list[ModelIdentity]:
    """Return the models that recordings of a prompt exist of, in the order of their files.

    Raises:
        InputError: a recording is wrong.
    """
    return list(dict.fromkeys(recording.identity for recording in store.all() if recording.subject.prompt == prompt))


def chosen_models(known: Sequence[ModelIdentity], names: Sequence[str]) -> list[ModelIdentity]:
    """Return the known models of these names; all by default.

    Raises:
        InputError: with every name that none of them has.
    """
    found = {identity.model for identity in known}
    problems = unknown_names("model", names, found, "nothing was recorded of the model")
    if problems:
        raise InputError(*problems)
    return [identity for identity in known if not names or identity.model in names]


def recorded_models(store: RecordingStore, prompt: str, names: Sequence[str]) -> list[ModelIdentity]:
    """Return the models whose recordings of a prompt are to be replayed, by name and address.

    Args:
        store: the recordings.
        prompt: name of the prompt.
        names: only these models; all by default.

    Raises:
        InputError: there are none, or not of these.
    """
    known = known_models(store, prompt)
    if not known:
        remedy = "Record some with `infra-engineer prompts record`, or ask a model with --live."
        message = f"nothing was recorded for the prompt {prompt}"
        raise InputError(Problem(code="no-recordings", message=message, remedy=remedy))
    return sorted(chosen_models(known, names), key=lambda identity: (identity.model, identity.base_url))


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

    Args:
        settings: the settings.
        library: the prompts, and the prices.
        prompt: name of the prompt.
        names: only these models.
        live: whether the models themselves are asked, and not their recordings.

    Raises:
        InputError: there are no recordings, or no model is set up.
    """
    if live:
        identities = live_models(settings, names)
        return LiveModels(build_chat_services(settings, build_budget(settings, library))), identities
    store = RecordingStore(library.folder(prompt) / "recordings")
    return Recordings(store), recorded_models(store, prompt, names)
