"""Definitions of the custom kinds that a cluster does not know, made from the schemas that the gate goes by."""

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from plugins.k8s_validator.objects.resources import plural
from plugins.k8s_validator.schemas.store import CUSTOM_RESOURCES, DEFINITIONS, known_versions

#: By this label everything that is made here is found again.
LABEL = "app.kubernetes.io/managed-by=infra-engineer-cluster-test"
_KEPT = (
    "type", "enum", "format", "nullable", "minimum", "maximum", "minLength", "maxLength",
    "minItems", "maxItems", "minProperties", "maxProperties", "required",
)  # fmt: skip
_ANYTHING = {"x-kubernetes-preserve-unknown-fields": True}
#: Groups that Kubernetes keeps for itself want to know who approved a kind.
_APPROVAL = {"api-approved.kubernetes.io": "unapproved, for a test"}

Schema = dict[str, Any]


def is_custom(api_version: str, kind: str) -> bool:
    """Tell whether the gate has a schema of a custom kind."""
    return _path(api_version, kind).is_file()


def definitions(kinds: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """Return a CustomResourceDefinition for each custom kind, with all versions of it that are asked for.

    Args:
        kinds: API version and kind.
    """
    by_name: dict[tuple[str, str], list[str]] = {}
    for api_version, kind in sorted(set(kinds)):
        group, _, version = api_version.rpartition("/")
        by_name.setdefault((group, kind), []).append(version)
    return [_definition(group, kind, versions) for (group, kind), versions in by_name.items()]


def structural(schema: Schema, scope: Schema, seen: tuple[str, ...] = ()) -> Schema:
    """Return a schema as a definition may hold it: without references, and open where it is a choice of several.

    Args:
        schema: the schema.
        scope: the document that it stands in.
        seen: references on the way to it; one that comes back is open.
    """
    reference = schema.get("$ref")
    if reference is not None:
        if reference in seen:
            return _ANYTHING
        document, target = _followed(reference, scope)
        return structural(target, document, (*seen, reference))
    kinds = schema.get("type")
    names = [name for name in ([kinds] if isinstance(kinds, str) else kinds or []) if name != "null"]
    if set(names) == {"integer", "string"}:
        return {"x-kubernetes-int-or-string": True}
    if len(names) != 1 or schema.keys() & {"anyOf", "oneOf", "allOf", "not"}:
        return _ANYTHING
    found = {key: schema[key] for key in _KEPT if key in schema} | {"type": names[0]}
    return found | _inside(schema, names[0], scope, seen)


def _inside(schema: Schema, kind: str, scope: Schema, seen: tuple[str, ...]) -> Schema:
    if kind == "array":
        return {"items": structural(schema.get("items") or {}, scope, seen)}
    if kind != "object":
        return {}
    if schema.get("properties"):
        return {"properties": {key: structural(value, scope, seen) for key, value in schema["properties"].items()}}
    others = schema.get("additionalProperties")
    return {"additionalProperties": structural(others, scope, seen)} if isinstance(others, dict) else _ANYTHING


def _followed(reference: str, scope: Schema) -> tuple[Schema, Schema]:
    address, _, pointer = reference.partition("#/")
    document = _kubernetes() if address == DEFINITIONS else scope
    target = document
    for part in pointer.split("/"):
        target = target[part]
    return document, target


@lru_cache(maxsize=1)
def _kubernetes() -> Schema:
    newest = list(known_versions().values())[-1]
    found: Schema = json.loads((newest / "_definitions.json").read_bytes())
    return found


def _definition(group: str, kind: str, versions: list[str]) -> dict[str, Any]:
    names = {"kind": kind, "listKind": f"{kind}List", "plural": plural(kind), "singular": kind.lower()}
    key, _, value = LABEL.partition("=")
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{names['plural']}.{group}", "labels": {key: value}, "annotations": _APPROVAL},
        "spec": {
            "group": group,
            "names": names,
            "scope": "Namespaced",
            "versions": [
                {
                    "name": version,
                    "served": True,
                    "storage": version == versions[0],
                    "schema": _schema(group, version, kind),
                }
                for version in versions
            ],
        },
    }


def _path(api_version: str, kind: str) -> Path:
    group, _, version = api_version.rpartition("/")
    return CUSTOM_RESOURCES / f"{kind.lower()}-{group}-{version}.json"


def _schema(group: str, version: str, kind: str) -> Schema:
    document = json.loads(_path(f"{group}/{version}", kind).read_bytes())
    found = structural(document, document)
    # The server holds the head of every object to its own rules.
    found["properties"]["metadata"] = {"type": "object"}
    return {"openAPIV3Schema": found}
