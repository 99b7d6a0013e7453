"""JSON Schemas of prompt files and data sets, for editors."""

from typing import Any

from agent.evaluation.dataset import Dataset
from foundation.model.prompts import PromptSource
from foundation.source.json_schema import schema_text

_BUNDLE = "../docs/bundle.schema.json"
_REFERENCE = "#/$defs/"


def prompt_schema() -> str:
    """Return the schema of prompt files as JSON text."""
    return schema_text(PromptSource.model_json_schema(by_alias=True), "Prompt")


def dataset_schema() -> str:
    """Return the schema of data sets as JSON text; bundles are described by their own schema."""
    schema = _with_bundle_elsewhere(Dataset.model_json_schema(by_alias=True))
    return schema_text(_pruned(schema), "Data set of a prompt")


def _with_bundle_elsewhere(schema: Any) -> Any:
    if isinstance(schema, dict):
        if schema.get("$ref") == f"{_REFERENCE}Bundle":
            return {**schema, "$ref": _BUNDLE}
        return {key: _with_bundle_elsewhere(value) for key, value in schema.items()}
    return [_with_bundle_elsewhere(item) for item in schema] if isinstance(schema, list) else schema


def _pruned(schema: dict[str, Any]) -> dict[str, Any]:
    """Drop definitions that nothing refers to."""
    definitions: dict[str, Any] = schema.pop("$defs", {})
    wanted, queue = dict[str, Any](), [schema]
    while queue:
        for name in _references(queue.pop()):
            if name not in wanted:
                wanted[name] = definitions[name]
                queue.append(definitions[name])
    return {**schema, "$defs": dict(sorted(wanted.items()))}


def _references(schema: Any) -> set[str]:
    if isinstance(schema, dict):
        own = schema.get("$ref")
        found = {own.removeprefix(_REFERENCE)} if isinstance(own, str) and own.startswith(_REFERENCE) else set()
        return found.union(*(_references(value) for value in schema.values()))
    return set().union(*(_references(item) for item in schema)) if isinstance(schema, list) else set()
