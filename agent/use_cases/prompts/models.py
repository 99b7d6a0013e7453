"""Which models a command line means, and where their answers come from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from semantic_kernel.connectors.ai.chat_completion_client_base import ChatCompletionClientBase

from agent.evaluation.sources import LiveModels, ModelSource, Recordings
from agent.use_cases.prompts.unknown import unknown_names
from foundation.language_model.store import RecordingStore
from foundation.model.conversation import ModelIdentity
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.prompting.library import PromptLibrary


@dataclass(frozen=True)
class Endpoint:
    """The models that the settings name.

    Attributes:
        identities: returns models by name, by default the one of the settings; raises an ``InputError`` where settings
            lack something.
        connect: returns what connects to models, all within the budget of a run.
    """

    identities: Callable[[Sequence[str]], list[ModelIdentity]]
    connect: Callable[[], Callable[[ModelIdentity], ChatCompletionClientBase]]


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
        remedy = f"Record some with `infra-engineer prompts record`, or ask a model with {Flag.LIVE}."
        message = f"nothing was recorded for the prompt {prompt}"
        raise InputError(Problem(code="no-recordings", message=message, remedy=remedy))
    return sorted(chosen_models(known, names), key=lambda identity: (identity.model, identity.base_url))


def source_of(
    endpoint: Endpoint, library: PromptLibrary, prompt: str, names: Sequence[str], *, live: bool
) -> tuple[ModelSource, list[ModelIdentity]]:
    """Return where answers come from, and whose they are.

    Args:
        endpoint: the models themselves.
        library: the prompts.
        prompt: name of the prompt.
        names: only these models.
        live: whether the models themselves are asked, and not their recordings.

    Raises:
        InputError: there are no recordings, or no model is set up.
    """
    if live:
        identities = endpoint.identities(names)
        return LiveModels(endpoint.connect()), identities
    store = RecordingStore(library.folder(prompt) / "recordings")
    return Recordings(store), recorded_models(store, prompt, names)
