"""Patches by JSON pointers (RFC 6902), for what a strategic patch cannot say."""

import re
from typing import Any

from plugins.kustomize_builder.common import same
from plugins.kustomize_builder.objects import Identity

_SPECIAL = re.compile(r"[^A-Za-z0-9_-]")


def json_operations(base: Any, target: Any, pointer: str = "") -> list[dict[str, Any]]:
    """Return the operations that add to a base what a target has more."""
    if isinstance(base, dict):
        operations = []
        for key, value in target.items():
            place = f"{pointer}/{escaped(key)}"
            if key in base:
                operations += json_operations(base[key], value, place)
            else:
                operations.append({"op": "add", "path": place, "value": value})
        return operations
    if isinstance(base, list) and not same(base, target):
        pairs = enumerate(zip(base, target, strict=True))
        return [step for index, pair in pairs for step in json_operations(*pair, f"{pointer}/{index}")]
    return []


def escaped(key: str) -> str:
    """Write a key as part of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


def target_of(identity: Identity) -> dict[str, str]:
    """Return what selects exactly one object; kustomize takes names for regular expressions."""
    group, _, version = identity.api_version.rpartition("/")
    parts = {"group": group, "version": version, "kind": identity.kind}
    names = {"name": identity.name, "namespace": identity.namespace}
    target = {**parts, **{key: _SPECIAL.sub(r"\\\g<0>", name) for key, name in names.items()}}
    return {key: value for key, value in target.items() if value}
