"""generate_infrastructure: a bundle, or an application, into a folder of the workspace."""

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, WithJsonSchema

from agent.doors.mcp.arguments import BundleArguments, Folder, KubeVersion
from agent.doors.mcp.bundle_schema import bundle_schema
from agent.doors.mcp.outcomes import GenerationOutcome
from agent.doors.mcp.summary import generation_outcome, refusal_outcome, together
from agent.doors.mcp.tools.command import Command
from agent.doors.places import OUTPUT
from agent.settings import Settings
from agent.use_cases.generate import GenerateCommand
from agent.use_cases.inputs.bundles import BundleContent
from foundation.model.access import Principal
from foundation.model.destination import published_at, workspace
from foundation.model.events import RefusedError
from foundation.model.run.outputs import OutputChoice
from foundation.model.run.request import Options

if TYPE_CHECKING:
    from agent.bootstrap import Agent


class GenerateArguments(BundleArguments, json_schema_extra=lambda schema: schema.pop("required")):
    """Arguments of generate_infrastructure; a call with an event is taken elsewhere (``agent.doors.mcp.incoming``)."""

    bundle: Annotated[dict[str, Any] | str, WithJsonSchema(bundle_schema())]
    event: dict[str, Any] | None = Field(
        default=None,
        description="Instead of all else, BlueprintReady or CommitCompleted: a CloudEvent or its payload.",
    )
    output: Folder | None = Field(
        default=None, description="Folder below the workspace to write; by default out/<component name>."
    )
    parts: OutputChoice | None = Field(
        default=None,
        description='Which parts to write, such as {"kustomize": true}; it wins over the bundle\'s output.',
    )
    publish: list[str] = Field(
        default=[],
        description="Where to publish as well, as far as the server allows: oci://HOST/PATH, "
        "blob+https://HOST/CONTAINER, git+https://HOST/PATH#BRANCH.",
    )
    merge: bool = Field(
        default=False, description="Keep what people edited in the chart: merged before the gate looks."
    )
    kube_version: KubeVersion = None
    dry_run: bool = Field(default=False, description="Generate and validate, but save nothing.")
    force: bool = Field(default=False, description="Do all the work, even if nothing has changed.")


def generate_infrastructure(agent: "Agent", arguments: GenerateArguments, asker: Principal) -> GenerationOutcome:
    """Generate a component, or each of an application, into a folder of the workspace.

    Raises:
        InputError: nothing is published to an address.
    """
    from agent.bootstrap.use_cases.generate import build_generate

    settings = agent.settings
    try:
        done = build_generate(settings, agent=agent)(_command(arguments, settings, asker))
        if done.total != 1:
            return together(done.results, settings.workspace)
        (result,) = done.results
    except RefusedError as error:
        return refusal_outcome(error)
    return generation_outcome(result, settings.workspace)


def _command(arguments: GenerateArguments, settings: Settings, asker: Principal) -> GenerateCommand:
    folder = str(settings.workspace / (arguments.output or OUTPUT))
    options = Options(
        environments=arguments.environments or [],
        kube_version=arguments.kube_version,
        destination=None if arguments.dry_run else workspace(folder),
        publish=published_at(arguments.publish),
        outputs=arguments.parts or OutputChoice(),
        merge_edits=arguments.merge,
    )
    return GenerateCommand(
        bundles=BundleContent(content=arguments.bundle) if arguments.component is None else arguments.one,
        options=options,
        own_folders=arguments.output is None,
        visible=asker.visible,
        force=arguments.force or arguments.merge,  # what a person added is no change to what was saved
    )


COMMAND = Command(
    name="generate_infrastructure",
    title="Generate infrastructure",
    description=(
        "Compile a component bundle, or an application of several, into a Helm chart and the Kubernetes manifests of "
        "each environment, hold them against the platform's checks, and write them below the workspace. Where a check "
        "fails, nothing is written: status is blocked, and the findings say what to mend. Equal bundles give equal "
        "files and digests. Files that a person edited are never replaced. The answer lists files with digests."
    ),
    arguments=GenerateArguments,
    outcome=GenerationOutcome,
    run=generate_infrastructure,
    role="operator",
    writes=True,
)
