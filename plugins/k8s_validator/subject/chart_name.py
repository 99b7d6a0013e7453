"""Templates without their chart's name: what hangs on the templates alone is found once for charts of all names."""

#: Helm's own convention for starter charts.
MARK = "<CHARTNAME>"


def without_name(template: str, chart: str) -> str:
    """Return a template whose named templates do not bear the chart's name; nothing else in it is touched.

    Args:
        template: its text; line breaks stay where they are.
        chart: the chart's name.
    """
    return template.replace(f'"{chart}.', f'"{MARK}.') if chart else template
