"""Patches by JSON pointers (RFC 6902): the operation ``add`` of a new key, and no other."""

from typing import Any

from plugins.k8s_validator.kustomize.refusal import KustomizeRefusal


def apply_operations(target: dict[str, Any], operations: list[Any], file: str) -> None:
    """Apply operations to an object.

    Args:
        target: the object; changed in place.
        operations: the operations, in their order.
        file: path of the patch, for messages.

    Raises:
        KustomizeRefusal: an operation is no ``add``, or its place is not there or is taken.
    """
    for operation in operations:
        if not isinstance(operation, dict) or operation.keys() != {"op", "path", "value"} or operation["op"] != "add":
            raise KustomizeRefusal(file, "an operation is no add with path and value")
        pointer = str(operation["path"])
        first, *parts = pointer.split("/")
        keys = [part.replace("~1", "/").replace("~0", "~") for part in parts]
        owner = _owner(target, keys[:-1])
        if first or not keys or not isinstance(owner, dict) or keys[-1] in owner:
            raise KustomizeRefusal(file, f"{pointer} is not a place where a key can be added")
        owner[keys[-1]] = operation["value"]


def _owner(value: Any, keys: list[str]) -> Any:
    for key in keys:
        if isinstance(value, dict):
            value = value.get(key)
        elif isinstance(value, list) and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
        else:
            return None
    return value
