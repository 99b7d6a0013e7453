"""The JSON Schema of bundles."""

import json
from typing import Any

from agent.model.bundle import Bundle


def bundle_schema() -> str:
    """Return the schema as JSON text."""
    schema = Bundle.model_json_schema(by_alias=True)
    content = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Component bundle",
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
