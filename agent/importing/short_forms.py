"""What the API server and the kubelet make of short forms, written out: a bundle takes the long ones."""

import re
from dataclasses import replace
from typing import Any

from agent.importing.objects import SourceObject, mapping

#: A number whose zero before or after the point, or whose sign, is left to the reader (resource.Quantity takes it).
_SHORT_NUMBER = re.compile(r"\+?(?P<whole>[0-9]*)(?:\.(?P<rest>[0-9]*))?(?P<unit>[a-zA-Z]*)")
_AMOUNTS = ("limits", "requests")
#: Fields of a mount that say nothing where they are empty (core/v1 VolumeMount).
_EMPTY_IS_NONE = frozenset({"subPath", "subPathExpr", "mountPropagation"})
_STRATEGIES = ("strategy", "updateStrategy")


def as_the_server_reads(item: SourceObject) -> SourceObject:
    """Return a workload with its short forms written out; any other object as it is.

    A strategy without a type is RollingUpdate (apps/v1 defaulting), ``.5`` is ``0.5`` (resource.Quantity), a mount
    path without a slash starts at the root (kubelet, makeAbsolutePath), and an empty sub-path is none.
    """
    if not item.is_workload:
        return item
    spec = {key: _strategy(value) if key in _STRATEGIES else _written(value) for key, value in item.spec.items()}
    kept = {key: value for key, value in spec.items() if not (key in _STRATEGIES and value == {})}
    return replace(item, data={**item.data, "spec": kept} if "spec" in item.data else item.data)


def quantity(value: Any) -> Any:
    """Return a quantity with its zeros; what is none as it is."""
    found = _SHORT_NUMBER.fullmatch(value) if isinstance(value, str) else None
    if found is None or not (found["whole"] or found["rest"]):
        return value
    return f"{found['whole'] or '0'}{'.' + found['rest'] if found['rest'] else ''}{found['unit']}"


def _strategy(value: Any) -> Any:
    given = mapping(value)
    return {"type": "RollingUpdate", **given} if given.get("rollingUpdate") and "type" not in given else value


def _written(data: Any, key: str = "") -> Any:
    if isinstance(data, list):
        return [_written(entry, key) for entry in data]
    if not isinstance(data, dict):
        return data
    if key in _AMOUNTS:
        return {name: quantity(amount) for name, amount in data.items()}
    found = {name: _written(value, name) for name, value in data.items()}
    return _mount(found) if key == "volumeMounts" else found


def _mount(mount: dict[str, Any]) -> dict[str, Any]:
    """Write out where a mount is; an empty sub-path, as a chart may render it, is none."""
    found = {key: value for key, value in mount.items() if not (value == "" and key in _EMPTY_IS_NONE)}
    path = found.get("mountPath")
    if isinstance(path, str) and path and not path.startswith("/"):
        found["mountPath"] = f"/{path}"
    return found
