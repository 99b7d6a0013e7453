"""generate_infrastructure: one component into a folder of the workspace."""

from typing import TYPE_CHECKING

from agent.doors.mcp.arguments import OUTPUT, GenerateArguments
from agent.doors.mcp.outcomes import GenerationOutcome
from agent.doors.mcp.summary import generation_outcome, refusal_outcome
from agent.use_cases.generate import GenerateCommand
from foundation.model.destination import workspace
from foundation.model.events import RefusedError
from foundation.model.run.outputs import OutputChoice
from foundation.model.run.request import Options

if TYPE_CHECKING:
    from agent.bootstrap import Agent


def generate_infrastructure(agent: "Agent", arguments: GenerateArguments) -> GenerationOutcome:
    """Generate a component into a folder of the workspace."""
    # Imported here: a client's handshake need not wait for it.
    from agent.bootstrap.use_cases.generate import build_generate

    root = agent.settings.workspace
    options = Options(
        environments=arguments.environments or [],
        kube_version=arguments.kube_version,
        destination=None if arguments.dry_run else workspace(str(root / (arguments.output or OUTPUT))),
        outputs=arguments.parts or OutputChoice(),
    )
    own = arguments.output is None
    asked = GenerateCommand(bundles=arguments.one, options=options, own_folders=own, force=arguments.force)
    try:
        (result,) = build_generate(agent.settings, agent=agent)(asked).results
    except RefusedError as error:
        return refusal_outcome(error)
    return generation_outcome(result, root)
