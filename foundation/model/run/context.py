"""The context of a run, as it is passed on to another agent (mission: short-term memory, context passing)."""

from typing import Any, Literal

from pydantic import Field

from foundation.model.base import FrozenModel
from foundation.model.run.artifacts import IndexEntry
from foundation.model.run.request import GenerationResult


class ComponentContext(FrozenModel):
    """The component, as it was understood."""

    name: str = Field(description="Name in the bundle, such as OrderService.")
    slug: str = Field(description="Name of the chart and of its objects.")
    type: str = Field(description="Component type.")
    transport: str = Field(description="How it is called.")
    workload: str = Field(description="Kind that runs it, such as Deployment.")
    tenant: str = Field(description="Owning tenant.")
    team: str = Field(description="Owning team.")
    namespace: str = Field(description="Namespace of its objects.")
    chart_version: str = Field(description="Version of the chart.")


class MergedOverlay(FrozenModel):
    """The merged settings of one environment."""

    settings: dict[str, Any] = Field(description="Settings as a bundle writes them, all layers merged.")
    origins: dict[str, str] = Field(description="The layer that set each of them, by dotted path.")


class GeneratedArtifacts(FrozenModel):
    """Where the files are."""

    place: str | None = Field(description="Where they are, as the user named it; nothing, if nothing was saved.")
    digest: str = Field(description="Digest of all of them.")
    files: list[IndexEntry] = Field(description="Path, SHA-256 and size of each.")


class ExecutionContext(FrozenModel):
    """All that another agent needs to go on from a run. No secret is in it: a run with one comes to none."""

    trace_id: str = Field(description="Trace of the originating blueprint.")
    blueprint_id: str = Field(description="The blueprint.")
    component_scope: str = Field(description="Owning domain.")
    agent_origin: str = Field(description="Agent that asked.")
    execution_id: str = Field(description="Id of the run, as in artifacts and events.")
    component_context: ComponentContext
    template_id: str = Field(description="Chart template that was used.")
    merged_overlay_config: dict[str, MergedOverlay] = Field(description="Merged settings by environment.")
    generated_artifacts: GeneratedArtifacts


class PassedContexts(FrozenModel):
    """The file: the contexts of all runs of a command that the gate let pass, in their order."""

    format: Literal["infra-engineer-context"] = "infra-engineer-context"
    version: Literal[1] = 1
    contexts: list[ExecutionContext]


def context_of(result: GenerationResult) -> ExecutionContext | None:
    """Return what can be passed on of a run; nothing, if it did not come to artifacts that the gate let pass."""
    effective, artifacts, trace = result.effective, result.artifacts, result.trace
    if result.status not in ("generated", "saved") or effective is None or artifacts is None or trace is None:
        return None
    return ExecutionContext(
        trace_id=trace.trace_id,
        blueprint_id=trace.blueprint_id,
        component_scope=trace.component_scope,
        agent_origin=trace.agent_origin,
        execution_id=trace.execution_id,
        component_context=ComponentContext(
            **{name: getattr(effective, name) for name in ComponentContext.model_fields},
        ),
        template_id=result.template_id or "",
        merged_overlay_config={
            environment.name: MergedOverlay(
                settings=environment.settings.model_dump(mode="json", by_alias=True, exclude_unset=True),
                origins=environment.origins,
            )
            for environment in effective.environments
        },
        generated_artifacts=GeneratedArtifacts(
            place=result.receipt.place if result.receipt else None,
            digest=artifacts.digest,
            files=[file.entry for file in artifacts.files],
        ),
    )
