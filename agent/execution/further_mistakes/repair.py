"""What remains of a bundle when the values that a run refused are left out."""

from collections.abc import Callable, Iterator
from typing import Any

from pydantic import ValidationError

from foundation.model.bundle.bundle import Bundle
from foundation.model.bundle.layer import KEYED_LISTS
from foundation.model.errors import Problem
from foundation.model.expressions import expression
from foundation.source.salvage import STAND_INS, put, remove
from foundation.source.tree import Path, dotted, inside

#: What a run cannot be without, and what stands in for it.
_STAND_INS: dict[str, Any] = {
    "trace_id": "unknown",
    "blueprint_id": "unknown",
    "component_scope": "unknown",
    "component.schedule": "@daily",
    "component.ports": [{"name": "tcp", "port": 9, "targetPort": 9}],
    "component.container_image": STAND_INS["container_image"],
    "component.name": STAND_INS["name"],
}
_STEP = expression(r"\[([^\]]*)\]|\.?([^.\[]+)")
_LAYERS = expression(
    r"^(?:application\.)?(?:shared|component|tenants\.[^.\[]+\.environments\.[^.\[]+|tenants\.[^.\[]+|"
    r"environments\.[^.\[]+)\."
)


def without(
    bundle: Bundle, problems: list[Problem], type_like: Callable[[str], str]
) -> tuple[Bundle, list[str]] | None:
    """Leave the places of problems out of a bundle.

    Args:
        bundle: the bundle.
        problems: what a run refused.
        type_like: returns a component type that the catalog covers for one that it does not.

    Returns:
        What remains, and the paths that are not in it as they were; ``None`` if nothing could be left out.
    """
    data = bundle.model_dump(mode="json", by_alias=True, exclude_unset=True)
    left_out: list[str] = []
    for problem in problems:
        if problem.path == "component.type":
            data["component"]["type"] = type_like(bundle.component.type)
            left_out.append(problem.path)
        elif problem.path:
            left_out += _leave_out(bundle, data, problem.path)
    remains = _valid(bundle, data) if left_out else None
    return (remains, left_out) if remains is not None else None


def _leave_out(bundle: Bundle, data: Any, path: str) -> list[str]:
    exact = _found(data, path)
    found = [exact] if exact is not None else list(_in_any_layer(data, path))
    done: list[str] = []
    for place in found:
        named = _named(data, place)
        before = inside(data, place[:-1])
        kept = dict(before) if isinstance(before, dict) else list(before)
        remove(data, place)
        if _valid(bundle, data) is None:
            _restore(before, kept)
            done += _leave_out_whole(bundle, data, place)
        else:
            done.append(named)
    if not done and path in _STAND_INS and put(data, tuple(path.split(".")), _STAND_INS[path]):
        return [path]
    return done


def _leave_out_whole(bundle: Bundle, data: Any, place: Path) -> list[str]:
    """Leave out the nearest thing around a place without which the bundle is one; or put a stand-in there."""
    named = _named(data, place)
    if dotted(place) in _STAND_INS and put(data, place, _STAND_INS[dotted(place)]):
        return [named]
    if len(place) < 3:  # a whole layer is too much
        return []
    parent = inside(data, place[:-2])
    kept = dict(parent) if isinstance(parent, dict) else list(parent)
    around = _named(data, place[:-1])
    remove(data, place[:-1])
    if _valid(bundle, data) is not None:
        return [around]
    _restore(parent, kept)
    return _leave_out_whole(bundle, data, place[:-1])


def _restore(container: Any, kept: Any) -> None:
    container.clear()
    if isinstance(container, dict):
        container.update(kept)
    else:
        container.extend(kept)


def _valid(bundle: Bundle, data: Any) -> Bundle | None:
    try:
        return type(bundle).model_validate(data)
    except ValidationError:
        return None


def _in_any_layer(data: Any, path: str) -> Iterator[Path]:
    """Yield a setting's places in every layer: a message may name the component where a layer is at fault."""
    setting = _LAYERS.sub("", path)
    while setting:
        found = [place for layer in _layers(data) if (place := _found(data, f"{layer}{setting}"))]
        if found:
            yield from found
            return
        setting = setting[: max(setting.rfind("."), setting.rfind("["), 0)]


def _layers(data: Any) -> Iterator[str]:
    yield from ("", "component.")
    application = data.get("application") or {}
    owners = [("", data), ("application.", application)]
    if application:
        yield "application.shared."
    for prefix, owner in owners:
        for name in owner.get("environments") or {}:
            yield f"{prefix}environments.{name}."
        for tenant, layer in (owner.get("tenants") or {}).items():
            yield f"{prefix}tenants.{tenant}."
            for name in (layer or {}).get("environments") or {}:
                yield f"{prefix}tenants.{tenant}.environments.{name}."


def _found(data: Any, path: str) -> Path | None:
    """Return where a dotted path with numbers or names of entries is in the data; ``None`` if nothing is there."""
    found: list[str | int] = []
    while path:
        keys = [key for key in data if path == key or path.startswith((f"{key}.", f"{key}["))] if _is(data) else []
        if keys:
            key = max(keys, key=len)
            found.append(key)
            data, path = data[key], path[len(key) :].removeprefix(".")
            continue
        step = _STEP.match(path)
        index = _index(data, step[1]) if step is not None and step[1] is not None else None
        if step is None or index is None:
            return None
        found.append(index)
        data, path = data[index], path[step.end() :].removeprefix(".")
    return tuple(found) or None


def _is(data: Any) -> bool:
    return isinstance(data, dict)


def _index(data: Any, name: str) -> int | None:
    if not isinstance(data, list):
        return None
    if name.isdigit() and int(name) < len(data):
        return int(name)
    labels = set(KEYED_LISTS.values())
    entries = enumerate(data)
    return next(
        (number for number, entry in entries if _is(entry) and name in {entry.get(label) for label in labels}), None
    )


def _named(data: Any, place: Path) -> str:
    """Write a place with the names of entries, as the causes of findings do."""
    text = ""
    for part in place:
        entry = data[part]
        if isinstance(part, int):
            key = next(
                (label for label in ("mountPath", "name") if _is(entry) and isinstance(entry.get(label), str)), ""
            )
            text += f"[{entry[key] if key else part}]"
        else:
            text += f".{part}" if text else part
        data = entry
    return text
