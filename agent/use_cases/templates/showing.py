"""Templates show: one template of the catalog."""

from foundation.catalog.library import TemplateLibrary
from foundation.model.chart.templates import ResourceTemplate, ShownChart


def show_template(identifier: str, *, library: TemplateLibrary) -> ShownChart | ResourceTemplate:
    """Return a chart template or a resource template.

    Args:
        identifier: its id; chart templates may have other names.
        library: templates and policies.

    Raises:
        InputError: there is none of the id.
    """
    by_name = {name: chart for chart in library.charts.values() for name in (chart.id, *chart.aliases)}
    chart = by_name.get(identifier)
    if chart is None:
        return library.resource(identifier)
    return ShownChart(
        chart=chart, descriptions={name: library.resources[name][1].description for name in chart.resources}
    )
