"""The JSON Schemas of bundles and applications."""

import json
from typing import Any

from pydantic import BaseModel

from foundation.model.bundle.application import Application
from foundation.model.bundle.bundle import Bundle


def bundle_schema() -> str:
    """Return the schema of the bundle of one component as JSON text."""
    return _schema(Bundle, "Component bundle")


def application_schema() -> str:
    """Return the schema of a bundle of many components as JSON text."""
    return _schema(Application, "Application bundle")


def _schema(model: type[BaseModel], title: str) -> str:
    return schema_text(model.model_json_schema(by_alias=True), title)


def schema_text(schema: dict[str, Any], title: str) -> str:
    """Return a schema that pydantic made as JSON text, with a title of its own."""
    content = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **{key: value for key, value in _without_titles(schema).items() if key != "title"},
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _without_titles(schema: Any) -> Any:
    """Drop the titles that pydantic makes of field names; they say nothing new."""
    if isinstance(schema, dict):
        return {
            key: _without_titles(value)
            for key, value in schema.items()
            if not (key == "title" and isinstance(value, str))
        }
    return [_without_titles(item) for item in schema] if isinstance(schema, list) else schema
