"""From a CustomResourceDefinition to the strict JSON Schema of each version that it serves; pure.

The API server drops fields that a definition does not name, or refuses them where it is asked to be strict; here they
are refused. What stands in ``allOf`` and its like only restricts what is named outside of it.
"""

from collections.abc import Iterator
from typing import Any

from plugins.k8s_validator.schemas.own.faults import Fault

#: Keywords of structural schemas that mean the same in JSON Schema.
_SAME = frozenset(
    [
        *("type", "enum", "pattern", "required", "minimum", "maximum", "multipleOf", "minLength", "maxLength"),
        *("minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties"),
    ]
)
#: Keywords that restrict nothing that is checked here.
_NOTES = frozenset(["description", "title", "default", "example", "externalDocs", "format", "nullable"])
_BRANCHES = ("allOf", "anyOf", "oneOf")
_NESTED = ("properties", "items", "additionalProperties", "not", *_BRANCHES)
_DEEPEST = 100
_METADATA = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"


def schemas_of(definition: dict[str, Any], metadata: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield API version, kind and schema of each version that a definition serves.

    Args:
        definition: the object.
        metadata: address of the schema of metadata.

    Raises:
        Fault: something is not as the API wants it.
    """
    if definition.get("apiVersion") != "apiextensions.k8s.io/v1":
        raise Fault("the definition is not of apiextensions.k8s.io/v1", ("apiVersion",))
    spec = _mapping(definition.get("spec"), ("spec",))
    group = _text(spec, "group", ("spec",))
    kind = _text(_mapping(spec.get("names"), ("spec", "names")), "kind", ("spec", "names"))
    versions = spec.get("versions")
    if not isinstance(versions, list) or not versions:
        raise Fault("versions is no list of versions", ("spec", "versions"))
    for number, version in enumerate(versions):
        place = ("spec", "versions", number)
        name = _text(_mapping(version, place), "name", place)
        if version.get("served") is not False:
            holder = _mapping(version.get("schema"), (*place, "schema"))
            inside = (*place, "schema", "openAPIV3Schema")
            schema = _mapping(holder.get("openAPIV3Schema"), inside)
            yield f"{group}/{name}", kind, _of_object(schema, inside, f"{group}/{name}", kind, metadata)


def _of_object(
    schema: dict[str, Any], place: tuple[str | int, ...], api_version: str, kind: str, metadata: str
) -> dict[str, Any]:
    strict = _strict(schema, place, closed=True)
    strict["properties"] = {
        **strict.get("properties", {}),
        "apiVersion": {"enum": [api_version]},
        "kind": {"enum": [kind]},
        "metadata": {"$ref": f"{metadata}#/$defs/{_METADATA}"},
    }
    strict["required"] = sorted({*strict.get("required", []), "apiVersion", "kind", "metadata"})
    return strict


def _strict(schema: Any, place: tuple[str | int, ...], *, closed: bool) -> dict[str, Any]:
    given = _mapping(schema, place)
    if len(place) > _DEEPEST:
        raise Fault("the schema is nested too deep", place[:6])
    unknown = sorted(set(map(str, given)) - _SAME - _NOTES - set(_NESTED) - {"exclusiveMinimum", "exclusiveMaximum"})
    unknown = [name for name in unknown if not name.startswith("x-")]
    if unknown:
        raise Fault(f"{unknown[0]} is no keyword of a structural schema", (*place, unknown[0]))
    result = {name: value for name, value in given.items() if name in _SAME}
    result |= _nested(given, place, closed=closed)
    _exclusive(result, given)
    _kubernetes(result, given)
    if closed and _is_object(given) and not given.get("x-kubernetes-preserve-unknown-fields"):
        result.setdefault("additionalProperties", False)
    return result


def _nested(given: dict[str, Any], place: tuple[str | int, ...], *, closed: bool) -> dict[str, Any]:
    result: dict[str, Any] = {}
    if "properties" in given:
        inside = (*place, "properties")
        properties = _mapping(given["properties"], inside)
        result["properties"] = {
            name: _strict(inner, (*inside, name), closed=closed) for name, inner in properties.items()
        }
    for name in ("items", "additionalProperties"):
        if name in given:
            inner = given[name]
            bare = name == "additionalProperties" and isinstance(inner, bool)
            result[name] = inner if bare else _strict(inner, (*place, name), closed=closed)
    if "not" in given:
        result["not"] = _strict(given["not"], (*place, "not"), closed=False)
    for name in _BRANCHES:
        if name in given:
            branches = given[name]
            if not isinstance(branches, list):
                raise Fault(f"{name} is no list", (*place, name))
            result[name] = [_strict(inner, (*place, name, index), closed=False) for index, inner in enumerate(branches)]
    return result


def _exclusive(result: dict[str, Any], given: dict[str, Any]) -> None:
    """OpenAPI 3.0 says by a switch that a bound is not among the values."""
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if given.get(exclusive) is True and bound in result:
            result[exclusive] = result.pop(bound)


def _kubernetes(result: dict[str, Any], given: dict[str, Any]) -> None:
    if given.get("x-kubernetes-int-or-string"):
        result["type"] = ["integer", "string"]
    if given.get("x-kubernetes-embedded-resource"):
        free = {"apiVersion": {"type": "string"}, "kind": {"type": "string"}, "metadata": {"type": "object"}}
        result["properties"] = {**free, **result.get("properties", {})}
    if given.get("nullable") is True:
        kinds = result.get("type")
        if kinds is not None:
            result["type"] = [*(kinds if isinstance(kinds, list) else [kinds]), "null"]
        if isinstance(result.get("enum"), list):
            result["enum"] = [*result["enum"], None]


def _is_object(given: dict[str, Any]) -> bool:
    return given.get("type") == "object" or "properties" in given


def _mapping(value: Any, place: tuple[str | int, ...]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Fault(f"{place[-1] if place else 'the document'} is no mapping", place)
    return value


def _text(holder: dict[str, Any], name: str, place: tuple[str | int, ...]) -> str:
    value = holder.get(name)
    if not isinstance(value, str) or not value:
        raise Fault(f"{name} is missing, or no text", (*place, name))
    return value
