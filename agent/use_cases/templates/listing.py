"""Templates list: what the catalog offers."""

from foundation.catalog.library import TemplateLibrary
from foundation.model.chart.templates import ChartDefinition


def list_templates(*, library: TemplateLibrary) -> list[ChartDefinition]:
    """Return every chart template.

    Args:
        library: templates and policies.

    Raises:
        AgentError: a template folder is wrong, or cannot be read.
    """
    return list(library.charts.values())
