"""The Helm template of a kind that the catalog has none for: our metadata, the draft's spec as plain data."""

import textwrap
from typing import Any

from foundation.model.chart.templates import DRAFTED, ResourceTemplate
from foundation.model.drafts.policy import DraftableKind
from foundation.source.emit import to_yaml

CHART_NAME_MARK = "<CHARTNAME>"
#: What renders as the mark that stands for the chart's name in templates: in a draft it is a text like any other.
_MARK_AS_TEXT = '{{ "<CHART" }}NAME>'
_FILLED = {
    "selector": '{{{{- include "<CHARTNAME>.selectorLabels" . | nindent {indent} }}}}',
    "name": '{{{{- include "<CHARTNAME>.name" . | nindent {indent} }}}}',
}


def generated_template(component_type: str, kind: str, about: DraftableKind, spec: dict[str, Any]) -> ResourceTemplate:
    """Return the template of a generated kind.

    Args:
        component_type: type that it is drafted for.
        kind: the kind.
        about: its API version and the fields that are filled in.
        spec: the draft's fields; plain text without any template expression.

    Raises:
        ValueError: the spec holds what Helm would read as an expression.
    """
    body = to_yaml({"spec": spec}) if spec else "spec:\n"
    if "{{" in body:
        raise ValueError("a draft with template expressions is refused before it gets here")
    body = body.replace(CHART_NAME_MARK, _MARK_AS_TEXT)
    name = kind.lower()
    text = (
        f"apiVersion: {about.api_version}\n"
        f"kind: {kind}\n"
        "metadata:\n"
        '  {{- include "<CHARTNAME>.metadata" (dict "root" .) | nindent 2 }}\n'
        f"{body}{''.join(_filled(path, what) for path, what in about.filled.items())}"
    )
    return ResourceTemplate(
        id=f"{DRAFTED}{component_type}-{name}-v1",
        source=f"helm/{component_type}-{name}/v1.yaml",
        target=f"templates/{name}.yaml",
        sections=[],
        text=text,
    )


def _filled(path: str, what: str) -> str:
    keys = path.split(".")
    lines = [f"{'  ' * depth}{key}:" for depth, key in enumerate(keys)]
    lines.append("  " * len(keys) + _FILLED[what].format(indent=2 * len(keys) + 2))
    return textwrap.indent("\n".join(lines) + "\n", "  ")
