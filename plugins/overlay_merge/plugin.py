"""OverlayMerge as kernel functions."""

from foundation.model.bundle.bundle import Bundle
from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.chart.templates import TemplateSet
from foundation.model.run.outputs import chosen_outputs
from foundation.model.run.request import Options
from foundation.model.run.trace import Trace
from plugins.overlay_merge.handing_on import without_handed_on
from plugins.overlay_merge.merge import merge_component
from plugins.step import step


class OverlayMergePlugin:
    """Merges the layers of settings."""

    @step("merge", produces="effective", description="Merge defaults, profiles, component, environments and tenant.")
    def merge(
        self, bundle: Bundle, templates: TemplateSet, options: Options, trace: Trace | None = None
    ) -> EffectiveComponent:
        """Merge the bundle's layers; the scope may have come from memory, so the trace decides it.

        Without a trace the run has failed already, and this only finds what else is wrong.
        """
        scope = trace.component_scope if trace is not None else bundle.component_scope
        scoped = bundle.model_copy(update={"component_scope": scope})
        merged = merge_component(scoped, templates, options.environments)
        if bundle.resources is None:
            return merged
        return without_handed_on(merged, bundle, templates, chosen_outputs(bundle.output, options.outputs))
