"""TemplateResolver as kernel functions."""

from foundation.catalog.library import TemplateLibrary
from foundation.model.bundle.bundle import Bundle
from foundation.model.chart.templates import TemplateSet
from plugins.step import step


class TemplateResolverPlugin:
    """Loads the templates and policies of a component.

    Args:
        library: the template folders.
    """

    def __init__(self, library: TemplateLibrary) -> None:
        self._library = library

    @step("load", produces="templates", description="Load the chart template, policies and profiles of a component.")
    def load(self, bundle: Bundle) -> TemplateSet:
        """Load the templates for the bundle's component type or template id."""
        return self._library.load(bundle.component.type, bundle.template_id)
