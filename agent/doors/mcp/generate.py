"""generate_infrastructure: one component into a folder of the workspace."""

from agent.bootstrap import Agent
from agent.bootstrap.use_cases.generate import build_generate
from agent.doors.mcp.arguments import OUTPUT, GenerateArguments
from agent.doors.mcp.outcomes import GenerationOutcome
from agent.doors.mcp.summary import generation_outcome
from agent.use_cases.generate import GenerateCommand
from foundation.model.destination import workspace
from foundation.model.run.request import Options


def generate_infrastructure(agent: Agent, arguments: GenerateArguments) -> GenerationOutcome:
    """Generate a component into a folder of the workspace.

    Raises:
        InputError: the bundle cannot be read, or holds several components and none is named.
    """
    root = agent.settings.workspace
    options = Options(
        environments=arguments.environments or [],
        kube_version=arguments.kube_version,
        destination=None if arguments.dry_run else workspace(str(root / (arguments.output or OUTPUT))),
    )
    asked = GenerateCommand(bundles=arguments.one, options=options, own_folders=arguments.output is None)
    (result,) = build_generate(agent.settings, agent=agent)(asked).results
    return generation_outcome(result, root)
