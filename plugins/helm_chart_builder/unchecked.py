"""A chart that refuses nothing, to see what it would have made of the bundle.

The chart refuses for whoever turns its values later, and knows no bundle. What is wrong in a bundle the gate finds in
the objects, and says at the bundle's line.
"""

from foundation.helm.schema_references import SCHEMA_FILE
from foundation.model.chart.chart import Chart
from plugins.helm_chart_builder.archive import archive_of

#: How a template refuses, and the same words said to nobody.
_REFUSALS = {"fail (": "trunc 0 (", 'fail "': 'trunc 0 "'}
#: How Helm begins when the schema, or a template, refuses. All else is a chart that cannot be rendered.
_REFUSED = ("values don't meet the specifications", "execution error at")


def is_refusal(message: str) -> bool:
    """Tell whether a chart refused its values, and could be rendered.

    Args:
        message: Helm's words.
    """
    return any(words in message for words in _REFUSED)


def unchecked(chart: Chart) -> bytes:
    """Return the archive of a chart without its schema, and with templates that do not refuse.

    Args:
        chart: the chart.
    """
    files = {file.path: file.text for file in chart.files if file.path != SCHEMA_FILE}
    for refusal, silent in _REFUSALS.items():
        files = {path: text.replace(refusal, silent) if "/" in path else text for path, text in files.items()}
    return archive_of(chart.name, {path: text.encode() for path, text in files.items()})
