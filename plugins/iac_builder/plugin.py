"""IacBuilder as kernel functions."""

from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.chart.templates import TemplateSet
from foundation.model.run.artifacts import Part
from foundation.model.run.trace import TraceMetadata
from plugins.iac_builder.build import build_back_end
from plugins.step import step


class IacBuilderPlugin:
    """Writes the plan of a component's resources; all three back ends write the same one."""

    @step("bicep", produces="parts.bicep", description="Write the Azure resources in Bicep.")
    def bicep(self, effective: EffectiveComponent, templates: TemplateSet, trace_metadata: TraceMetadata) -> Part:
        """Write a main file, its modules, and parameters of each environment."""
        return build_back_end("bicep", effective, templates, trace_metadata)

    @step("terraform", produces="parts.terraform", description="Write the Azure resources in Terraform.")
    def terraform(self, effective: EffectiveComponent, templates: TemplateSet, trace_metadata: TraceMetadata) -> Part:
        """Write resources, variables, outputs, and values of each environment."""
        return build_back_end("terraform", effective, templates, trace_metadata)

    @step("pulumi", produces="parts.pulumi", description="Write the Azure resources in Pulumi's YAML.")
    def pulumi(self, effective: EffectiveComponent, templates: TemplateSet, trace_metadata: TraceMetadata) -> Part:
        """Write a project, and a stack of each environment."""
        return build_back_end("pulumi", effective, templates, trace_metadata)
