"""Laying the restrictions over the definitions of a Kubernetes version.

The server takes null for a field that is left out, so schemas do not allow it: who validates takes nulls out first.
"""

from collections.abc import Collection
from typing import Any, cast

from plugins.k8s_validator.validity.restrictions import of_kind, of_type, restrictions

Schema = dict[str, Any]

#: Bounds that formats of OpenAPI stand for.
_BOUNDS: dict[str, Schema] = {
    "int32": {"minimum": -(2**31), "maximum": 2**31 - 1},
    "int64": {"minimum": -(2**63), "exclusiveMaximum": 2**63},
}
#: Ending of the names of definitions that nothing is laid over.
FREE = "~free"
_INT_OR_STRING = "io.k8s.apimachinery.pkg.util.intstr.IntOrString"
_QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity"


def laid_over(name: str, definition: Schema) -> Schema:
    """Return a definition as the server holds values to it.

    Args:
        name: its name in the OpenAPI document.
        definition: the definition.
    """
    schema: Schema = _without_null(definition)
    if name.endswith(FREE):
        return cast("Schema", _pointing_free(schema))
    if name == _INT_OR_STRING:
        return {**schema, **_BOUNDS["int32"]}
    if name == _QUANTITY:
        return {
            **schema,
            "allOf": [{"format": "quantity", "x-allowed": "it has to be a quantity such as 100m, 1.5 or 64Mi"}],
        }
    if name.endswith("Status"):
        # The server fills a status in; what comes with an object is not asked for.
        return {key: value for key, value in schema.items() if key != "required"}
    entry = restrictions().get(name)
    if entry is None:
        return schema
    schema = {**schema, "properties": _freed(schema.get("properties", {}), entry.get("free", ()))}
    required = [field for field in schema.get("required", []) if field not in entry.get("optional", [])]
    return {**schema, "required": required, "allOf": [*schema.get("allOf", []), *of_type(entry)]}


def kind_laid_over(name: str, kind: str, schema: Schema) -> Schema:
    """Return the schema of a kind as the server holds objects to it.

    Args:
        name: the kind's name in the OpenAPI document.
        kind: the kind.
        schema: its schema.
    """
    laid = laid_over(name, schema)
    own = of_kind(kind)
    return {**laid, "allOf": [*laid.get("allOf", []), *own]} if own else laid


def _freed(properties: Schema, names: Collection[str]) -> Schema:
    return {name: _pointing_free(value) if name in names else value for name, value in properties.items()}


def _pointing_free(node: Any) -> Any:
    """Return a schema whose references lead to definitions without restrictions."""
    if isinstance(node, list):
        return [_pointing_free(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {key: f"{value}{FREE}" if key == "$ref" else _pointing_free(value) for key, value in node.items()}


def _without_null(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_null(item) for item in node]
    if not isinstance(node, dict):
        return node
    found = {key: _without_null(value) for key, value in node.items() if key != "description"}
    types = found.get("type")
    if isinstance(types, list):
        left = [name for name in types if name != "null"]
        found["type"] = left[0] if len(left) == 1 else left
    bounds = _BOUNDS.get(found.get("format", ""), {}) if found.get("type") == "integer" else {}
    return {**found, **bounds}
