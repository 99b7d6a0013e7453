"""compare_outputs: what a new run would change in an output folder, or in the files of a run."""

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from agent.doors.mcp.arguments import BundleArguments, Folder, KubeVersion, readable
from agent.doors.mcp.bounds import bounded, bounded_notes
from agent.doors.mcp.outcomes import Outcome
from agent.doors.mcp.tools.command import Command
from agent.doors.places import OUTPUT
from agent.use_cases.compare import CompareCommand, Compared
from agent.use_cases.inputs.bundles import load_one
from agent.use_cases.inputs.ownership import visible_place
from foundation.model.access import Principal
from foundation.model.base import FrozenModel
from foundation.model.errors import InputError
from foundation.model.findings import Finding
from foundation.model.names import dns_label
from foundation.model.run.meaning import Difference
from foundation.model.run.request import Options

if TYPE_CHECKING:
    from agent.bootstrap import Agent


class CompareArguments(BundleArguments):
    """Arguments of compare_outputs."""

    folder: Folder | None = Field(
        default=None, description="Output folder below the workspace; by default out/<component name>."
    )
    run: str | None = Field(default=None, description="Id of a run whose files are taken instead of the folder's.")
    kube_version: KubeVersion = None


class ChangedFile(FrozenModel):
    """A file that differs."""

    path: str
    kind: Literal["added", "changed", "removed"]


class CompareOutcome(Outcome):
    """Answer of compare_outputs."""

    status: Literal["same", "different", "failed"]
    differences: list[Difference] = Field(default=[], description="What changes in meaning; Secrets without values.")
    differences_left_out: int = 0
    files: list[ChangedFile] = []
    files_left_out: int = 0
    refused: list[Finding] = Field(default=[], description="What of it an API server refuses, with the way there.")
    refused_left_out: int = 0


def compare_outputs(agent: "Agent", arguments: CompareArguments, asker: Principal) -> CompareOutcome:
    """Generate a bundle without saving it, and hold the files against those of a folder or a run.

    Raises:
        InputError: with every mistake of the bundle; or the folder can be none, or there is no such run.
        OutsideError: memory cannot be read.
    """
    from agent.bootstrap.use_cases.compare import build_compare

    asked = CompareCommand(
        bundle=arguments.one,
        folder=_place(agent, arguments, asker),
        run=arguments.run,
        options=Options(environments=arguments.environments or [], kube_version=arguments.kube_version),
    )
    return _told(build_compare(agent.settings, agent=agent)(asked))


def _place(agent: "Agent", arguments: CompareArguments, asker: Principal) -> str:
    """Return the folder that is looked at; of a bundle that cannot be read the comparison tells."""
    try:
        bundle = load_one(arguments.one).bundle
    except InputError:
        return str(agent.settings.workspace)
    root = str(agent.settings.workspace)
    folder = arguments.folder or f"{OUTPUT}/{dns_label(bundle.component.name)}"
    tenant = bundle.tenant or agent.library.policy.default_tenant
    place = visible_place(f"{root}/{folder}", tenant, root, asker.visible)
    return readable(agent.settings.workspace, place.removeprefix(f"{root}/"), "folder")


def _told(compared: Compared) -> CompareOutcome:
    content: dict[str, Any] = {"status": "different" if compared.changes else "same"}
    if compared.result.status != "generated":
        content["status"] = "failed"
        content["problems"], content["problems_left_out"] = bounded_notes(compared.result.problems)
    content["differences"], content["differences_left_out"] = bounded(compared.meaning.differences)
    files = [ChangedFile(path=change.path, kind=change.kind) for change in compared.changes if not change.of_run_alone]
    content["files"], content["files_left_out"] = bounded(files)
    content["refused"], content["refused_left_out"] = bounded_notes(compared.refused)
    return CompareOutcome(**content)


COMMAND = Command(
    name="compare_outputs",
    title="Compare outputs",
    description=(
        "Show what generating a bundle would change in an output folder or in the files of an earlier run: objects and "
        "fields first, then files, then what an API server would refuse. Nothing is written."
    ),
    arguments=CompareArguments,
    outcome=CompareOutcome,
    run=compare_outputs,
)
