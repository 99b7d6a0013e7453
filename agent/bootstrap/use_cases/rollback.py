"""Wiring of `rollback`."""

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from agent.bootstrap.agent import build_agent
from agent.bootstrap.events import announce_rejection
from agent.bootstrap.gate_setup import policies_of
from agent.settings import Settings
from agent.use_cases.recorded.output_folder import OutputFolder
from agent.use_cases.rollback import RollbackCommand, rollback
from foundation.catalog.folder import TemplateFolder
from foundation.catalog.library import TemplateLibrary
from foundation.model.run.publication import Publication

if TYPE_CHECKING:
    from plugins.k8s_validator.gate_setup import Policies


def build_rollback(
    settings: Settings, folder: str, *, event_stream: TextIO | None = None
) -> Callable[[RollbackCommand], Publication]:
    """Wire the use case; the agent is made when the record is found to be in order.

    Args:
        settings: the settings.
        folder: the folder of the earlier output.
        event_stream: text stream that gets the events too.
    """
    agent = cache(partial(build_agent, settings, event_stream=event_stream))

    def rolled_back(command: RollbackCommand) -> Publication:
        return rollback(
            command,
            source=OutputFolder(folder),
            policies=lambda: _policies(agent().library, command.policy),
            publish=lambda publishing: agent().publisher.publish(publishing),
            reject=partial(announce_rejection, settings, event_stream=event_stream),
        )

    return rolled_back


def _policies(library: TemplateLibrary, folder: str | None) -> "Policies":
    """Return the policies of a folder; admission policies that it does not hold came later, or are gone."""
    found = policies_of(library, folder)
    if folder is None:
        return found
    return found.model_copy(update={"admission": TemplateFolder(Path(folder)).admission_in(".")})
