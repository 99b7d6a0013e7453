"""What use cases about prompts work with."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from agent.bootstrap.examining import build_examiners
from agent.bootstrap.models import build_budget, build_chat_services, build_connection
from agent.settings import Settings

if TYPE_CHECKING:
    from agent.evaluation.examiner import Examiner
    from agent.use_cases.prompts.models import Endpoint
    from foundation.model.conversation import ModelIdentity


def examiner_of(settings: Settings) -> "Callable[[str], Examiner | None]":
    """Return what gives the examiner of a prompt; they are wired when the first one is wanted."""
    examiners = cache(lambda: build_examiners(settings))
    return lambda name: examiners().get(name)


def build_endpoint(settings: Settings) -> "Endpoint":
    """Wire the models of the settings.

    Args:
        settings: the settings.
    """
    from agent.use_cases.prompts.models import Endpoint

    def identities(names: Sequence[str]) -> "list[ModelIdentity]":
        return [build_connection(settings, name).identity for name in names or [settings.model_name]]

    return Endpoint(identities, lambda: build_chat_services(settings, build_budget(settings)))
