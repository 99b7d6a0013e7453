"""Patches that are parts of an object."""

from typing import Any

from plugins.k8s_validator.kustomize.refusal import KustomizeRefusal

_BY_NAME = frozenset({"containers", "initContainers", "volumes", "env"})


def apply_part(target: dict[str, Any], part: dict[str, Any], file: str) -> None:
    """Merge a part into an object.

    Only additions are known: a value that is there and differs, a null, and an order such as ``$patch``
    are refused, so what follows does not depend on how kustomize replaces and deletes.

    Args:
        target: the object; changed in place.
        part: what is added.
        file: path of the patch, for messages.

    Raises:
        KustomizeRefusal: the patch does more than add.
    """
    for key, value in part.items():
        if value is None or key.startswith("$"):
            raise KustomizeRefusal(file, f"{key} deletes or orders, which is not known here")
        present = target.get(key)
        if key not in target:
            target[key] = value
        elif isinstance(present, dict) and isinstance(value, dict):
            apply_part(present, value, file)
        elif isinstance(present, list) and isinstance(value, list) and key in _BY_NAME:
            _apply_elements(present, value, file)
        elif type(present) is not type(value) or present != value:
            raise KustomizeRefusal(file, f"{key} is in the base with another value")


def require_apart(value: Any, file: str, field: str = "") -> None:
    """Refuse an object with two elements of one name: merging a part, kustomize would drop one of them.

    Args:
        value: the patched object, or a value inside it.
        file: path of the patch, for messages.
        field: field that the value is of.

    Raises:
        KustomizeRefusal: a list names an element twice.
    """
    if isinstance(value, dict):
        for key, inner in value.items():
            require_apart(inner, file, key)
    elif isinstance(value, list):
        names = [item.get("name") for item in value if isinstance(item, dict)]
        if field in _BY_NAME and len(set(map(str, names))) < len(names):
            raise KustomizeRefusal(file, f"{field} of the patched object names an element twice")
        for inner in value:
            require_apart(inner, file)


def _apply_elements(present: list[Any], elements: list[Any], file: str) -> None:
    # kustomize moves the elements that a patch names to the front, so they must be there already.
    if len(elements) > len(present):
        raise KustomizeRefusal(file, "a list of the patch is longer than the base's")
    for target, part in zip(present, elements, strict=False):
        if not isinstance(target, dict) or not isinstance(part, dict) or target.get("name") != part.get("name"):
            raise KustomizeRefusal(file, "a list of the patch does not name the base's first elements in their order")
        apply_part(target, part, file)
