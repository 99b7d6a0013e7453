"""Chart templates as text: what the catalog offers, and one with its resources."""

from collections.abc import Sequence

from agent.reporting.runs import columns
from foundation.model.chart.templates import ChartDefinition, ShownChart
from memory.records.templates import KnownUse


def charts_text(charts: Sequence[ChartDefinition]) -> str:
    """Return two lines for each chart template: the component types that it serves, and what it is."""
    width = max(len(chart.id) for chart in charts)
    return "".join(f"{chart.id:<{width}}  {_served(chart)}\n{'':<{width}}  {chart.description}\n" for chart in charts)


def _served(chart: ChartDefinition) -> str:
    return ", ".join(chart.serves) + ("" if chart.default else " (only by template_id)")


def chart_text(shown: ShownChart) -> str:
    """Return a chart template with what each of its resources is."""
    chart = shown.chart
    head = f"{chart.id}: {chart.description}\nserves: {', '.join(chart.serves)}\n"
    return head + "".join(f"  {name:<28} {text}\n" for name, text in shown.descriptions.items())


def uses_text(uses: Sequence[KnownUse]) -> str:
    """Return a line for each component that was made with a template: whose it is, its type, when it was made."""
    return columns([[one.use.component, one.tenant, one.use.component_type, one.use.recorded_at] for one in uses])
