"""What `republish` and `rollback` are wired with."""

from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from agent.bootstrap.agent import Agent, build_agent
from agent.bootstrap.events import announce_rejection
from agent.settings import Settings
from agent.use_cases.recorded.source import RecordedArtifacts
from foundation.catalog.folder import TemplateFolder
from foundation.catalog.library import TemplateLibrary
from plugins.k8s_validator.policy_folders import policies_of

if TYPE_CHECKING:
    from plugins.k8s_validator.gate_setup import Policies


def recorded_collaborators(
    settings: Settings, source: RecordedArtifacts, event_stream: TextIO | None, agent: Agent | None = None
) -> dict[str, Any]:
    """Return the collaborators of both use cases; the agent is made when the record is found to be in order.

    Args:
        settings: the settings.
        source: the recorded artifacts.
        event_stream: text stream that gets the events too.
        agent: the agent of a process that lives on; by default one is made.
    """
    wired = cache(lambda: agent or build_agent(settings, event_stream=event_stream))
    return {
        "source": source,
        "policies": lambda named: _policies(wired().library, named),
        "publish": lambda publishing: wired().publisher().publish(publishing),
        "reject": partial(announce_rejection, settings, event_stream=event_stream),
    }


def _policies(library: TemplateLibrary, folder: str | None) -> "Policies":
    """Return the policies of a folder; admission policies that it does not hold came later, or are gone."""
    found = policies_of(library, folder)
    if folder is None:
        return found
    return found.model_copy(update={"admission": TemplateFolder(Path(folder)).admission_in(".")})
