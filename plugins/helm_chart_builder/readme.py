"""The chart's README, from a sandboxed template and the values' own descriptions."""

import json
from functools import cache
from typing import Any

from pydantic import BaseModel

from foundation.model.chart.chart import ChartFile
from foundation.model.chart.templates import ResourceTemplate
from foundation.model.chart.values import ChartValues
from foundation.model.errors import InputError, Problem
from foundation.rendering.bounded import TextTemplateError, render_text

_LONGEST_DEFAULT = 60
_as_json = json.JSONEncoder(ensure_ascii=False).encode


def readme(resource: ResourceTemplate, chart: dict[str, Any], values: dict[str, Any]) -> ChartFile:
    """Return README.md.

    Args:
        resource: the README's template.
        chart: name, version, app_version, namespace, description, template, environments.
        values: the common values; their defaults are shown.

    Raises:
        InputError: the template is wrong.
    """
    try:
        text = render_text(resource.text, {"chart": chart, "rows": _rows(ChartValues, values, "")})
    except TextTemplateError as error:
        message = f"the template {resource.id} cannot be rendered: {error.message}"
        remedy = "Mend the template: text, {{ names }}, if and for."
        raise InputError(
            Problem(code="template-text", message=message, remedy=remedy, file=resource.source, line=error.line)
        ) from None
    return ChartFile(path=resource.target, text=text)


def _rows(model: type[BaseModel], values: dict[str, Any], prefix: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for key, description, inner in _columns(model):
        if key not in values:
            continue
        if inner is not None:
            rows += _rows(inner, values[key], f"{prefix}{key}.")
        else:
            rows.append({"path": prefix + key, "default": _default(values[key]), "description": description})
    return rows


@cache
def _columns(model: type[BaseModel]) -> list[tuple[str, str, type[BaseModel] | None]]:
    """Return key, description and model of each field; no model where a field is shown as it is."""
    fields = [(field.alias or name, field) for name, field in model.model_fields.items()]
    return [(key, field.description or "", _model_of(field.annotation)) for key, field in fields]


def _model_of(annotation: Any) -> type[BaseModel] | None:
    return annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None


def _default(value: Any) -> str:
    text = _as_json(value)
    if len(text) > _LONGEST_DEFAULT:
        return "see values.yaml"
    return "`" + text.replace("|", "\\|").replace("`", "'") + "`"
