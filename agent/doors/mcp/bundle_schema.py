"""The form of a bundle for a model that has to write one: its keys, and those of its component, with their types.

It is made from the model and says less than the whole schema, which is a resource: what it says holds for every bundle
and every application.
"""

from typing import Any

from foundation.model.bundle.bundle import Bundle

_DESCRIPTION = (
    "The component bundle, as an object or as YAML or JSON text of at most 4 MB; an application has components instead "
    "of component. describe_schema has all further keys. Wrong keys are answered with the nearest valid ones."
)
_LEAST = ("name", "type", "transport", "container_image")
#: Keys of a component that most bundles have; the others are in the whole schema.
_COMMON = (
    *_LEAST,
    *("replicas", "ports", "env", "config", "files", "secrets", "claims", "calls", "schedule", "resources"),
    *("liveness_probe", "readiness_probe", "enable_ingress", "ingress", "enable_hpa", "autoscale"),
)
_EXAMPLE = {
    "trace_id": "trace-1",
    "blueprint_id": "usecase-1",
    "component_scope": "Order",
    "component": {
        "name": "OrderService",
        "type": "microservice",
        "transport": "http",
        "container_image": "registry/order:1.0.0",
    },
}


def bundle_schema() -> dict[str, Any]:
    """Return the schema of an argument that is a bundle."""
    whole = Bundle.model_json_schema()
    named = _properties(whole, whole)
    keys = _properties(_resolved(whole["properties"]["component"], whole), whole)
    component = {
        "type": "object",
        "properties": {name: keys[name] for name in _COMMON},
        "required": list(_LEAST),
    }
    form = {
        "type": "object",
        "properties": {**named, "component": component, "components": {"type": "array"}},
        "examples": [_EXAMPLE],
    }
    return {"anyOf": [form, {"type": "string"}], "description": _DESCRIPTION}


def _properties(schema: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    return {name: _kind(part, whole) for name, part in schema["properties"].items()}


def _kind(schema: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    """Return what values a key has: its types, or a few words to choose from."""
    resolved = _resolved(schema, whole)
    if "enum" in resolved:
        return {"enum": resolved["enum"]}
    choices = [_kind(choice, whole) for choice in resolved.get("anyOf", resolved.get("oneOf", []))]
    if choices:
        types = [kind.get("type") for kind in choices]
        return {} if None in types else _of_types(types)
    return {"type": resolved["type"]} if "type" in resolved else {}


def _of_types(types: list[Any]) -> dict[str, Any]:
    flat = dict.fromkeys(one for kind in types for one in (kind if isinstance(kind, list) else [kind]))
    return {"type": next(iter(flat)) if len(flat) == 1 else list(flat)}


def _resolved(schema: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = whole["$defs"][schema["$ref"].rpartition("/")[2]]
    return schema
