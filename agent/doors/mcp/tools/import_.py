"""import_manifests: bundles from manifests or a compose file."""

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from agent.doors.mcp.bounds import bounded, bounded_notes
from agent.doors.mcp.outcomes import Outcome
from agent.doors.mcp.tools.command import Command
from agent.importing.manner import Additions, Manner, NamespaceChoice
from agent.importing.trace import Identity
from agent.use_cases.import_ import Form, ImportCommand
from foundation.model.access import Principal
from foundation.model.base import FrozenModel
from foundation.model.bundle.imported import Imported
from foundation.model.findings import Finding

if TYPE_CHECKING:
    from agent.bootstrap import Agent


class ImportArguments(FrozenModel):
    """Arguments of import_manifests."""

    text: str = Field(description="Manifests, the output of helm template, or a compose file; at most 4 MB.")
    form: Form | None = Field(default=None, description="What it is; told by its content by default.")
    trace_id: str | None = Field(default=None, description="Trace that the components belong to.")
    blueprint_id: str | None = Field(default=None, description="Their blueprint.")
    component_scope: str | None = Field(default=None, description="Domain that owns them.")
    team: str | None = Field(default=None, description="Team that owns them.")
    tenant: str | None = Field(default=None, description="Their tenant.")
    environment: str | None = Field(default=None, description="Environment that the input is of.")
    namespace: NamespaceChoice = Field(default="own", description="One for each component, or keep the input's.")
    additions: Additions = Field(
        default="tell",
        description="What the platform adds: tell what changes; adopt keeps today's behaviour, with exceptions from "
        "what the gate forbids; harden takes it all.",
    )
    approver: str | None = Field(default=None, description="Who allows these exceptions.")
    expires: str | None = Field(default=None, description="Their last day, such as 2027-06-30; in 90 days by default.")


class ImportedBundle(FrozenModel):
    """A bundle that was made."""

    component: str
    bundle: str = Field(description="Its YAML.")
    fill_in: list[str] = Field(default=[], description="Keys to be filled in before it compiles.")
    findings: list[Finding] = Field(default=[], description="What a bundle cannot hold, with the reason.")
    findings_left_out: int = 0


class ImportOutcome(Outcome):
    """Answer of import_manifests."""

    status: Literal["imported", "failed"]
    bundles: list[ImportedBundle] = []
    bundles_left_out: int = 0


def import_manifests(agent: "Agent", arguments: ImportArguments, _: Principal) -> ImportOutcome:
    """Turn manifests or a compose file into bundles, one for each workload.

    Raises:
        InputError: with every mistake of the text.
    """
    from agent.bootstrap.use_cases.import_ import build_import

    asked = ImportCommand(
        paths=["-"],
        stdin=arguments.text.encode(errors="surrogatepass"),
        form=arguments.form,
        said=arguments.model_dump(include=set(Identity.model_fields)),
        manner=Manner(namespace=arguments.namespace, additions=arguments.additions),
        approver=arguments.approver,
        expires=arguments.expires,
    )
    done = build_import(agent.settings, agent=agent)(asked)
    bundles, left_out = bounded([_told(imported) for imported in done.bundles])
    return ImportOutcome(status="imported", bundles=bundles, bundles_left_out=left_out)


def _told(imported: Imported) -> ImportedBundle:
    findings, left_out = bounded_notes(imported.findings)
    return ImportedBundle(
        component=imported.component,
        bundle=imported.text,
        fill_in=imported.fill_in,
        findings=findings,
        findings_left_out=left_out,
    )


COMMAND = Command(
    name="import_manifests",
    title="Import manifests",
    description=(
        "Turn Kubernetes manifests, the output of helm template or a compose file into bundles, one for each workload. "
        "What a bundle cannot hold is listed with the reason; values of Secrets are never carried. Nothing is written."
    ),
    arguments=ImportArguments,
    outcome=ImportOutcome,
    run=import_manifests,
)
