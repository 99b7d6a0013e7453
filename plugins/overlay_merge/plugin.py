"""OverlayMerge as kernel functions."""

from agent.model.bundle import Bundle
from agent.model.effective import EffectiveComponent
from agent.model.request import Options
from agent.model.templates import TemplateSet
from agent.model.trace import Trace
from plugins.overlay_merge.merge import merge_component
from plugins.step import step


class OverlayMergePlugin:
    """Merges the layers of settings."""

    @step("merge", produces="effective", description="Merge defaults, profiles, component, environments and tenant.")
    def merge(self, bundle: Bundle, templates: TemplateSet, trace: Trace, options: Options) -> EffectiveComponent:
        """Merge the bundle's layers; the scope may have come from memory, so the trace decides it."""
        resolved = bundle.model_copy(update={"component_scope": trace.component_scope})
        return merge_component(resolved, templates, options.environments)
