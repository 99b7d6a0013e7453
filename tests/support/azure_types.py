"""What our Bicep writes of each type of Azure, held against what Azure's own types have.

``azure_types.json`` has the answer for every property that is written; ``scripts/azure_types.py`` makes it.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from plugins.k8s_validator.infrastructure.bicep import parsed

KNOWN = Path(__file__).with_suffix(".json")
#: What is Bicep's own in a resource, and no property of Azure.
_BICEP = {"parent", "scope", "dependsOn"}
#: Values of properties that are written, by their path; what is no text is ``None``.
Written = dict[str, set[str | None]]


def written_by(files: Mapping[str, str]) -> dict[str, Written]:
    """Return which properties of which types, with their versions, files of Bicep write.

    Args:
        files: text by path in the folder of Bicep.
    """
    found: dict[str, Written] = {}
    for path, text in files.items():
        data = parsed(text) if path.endswith(".bicep") else {}
        for resource in data.get("resources", {}).values():
            if resource["existing"]:
                continue  # nothing is written of what somebody else made
            of_type = found.setdefault(f"{resource['type']}@{resource['api_version']}", {})
            names = {*data.get("parameters", {})}
            for property_path, value in _properties(resource["config"], "", names):
                of_type.setdefault(property_path, set()).add(value)
    return found


def mistakes_in(written: dict[str, Written]) -> list[str]:
    """Return what Azure has not, or has otherwise.

    Args:
        written: what files write.
    """
    known: dict[str, Any] = json.loads(KNOWN.read_text(encoding="utf-8"))["types"]
    return [mistake for type_, properties in written.items() for mistake in _of_type(type_, properties, known)]


def values_of(type_: str, path: str) -> list[str]:
    """Return the texts that Azure takes as a property, whatever the version.

    Args:
        type_: the type, without a version.
        path: the property.
    """
    known: dict[str, Any] = json.loads(KNOWN.read_text(encoding="utf-8"))["types"]
    (facts,) = (facts for name, facts in known.items() if name.partition("@")[0] == type_)
    found: list[str] = facts["properties"][path]
    return found


def _of_type(type_: str, written: Written, known: dict[str, Any]) -> Iterator[str]:
    facts = known.get(type_)
    if facts is None:
        yield f"{type_} is not known; scripts/azure_types.py asks Azure's types"
        return
    for path, values in written.items():
        allowed = facts["properties"].get(path)
        if allowed is None:
            yield f"{type_} has no {path} that is known; scripts/azure_types.py asks Azure's types"
        elif isinstance(allowed, list):
            yield from (f"{type_} takes no {value} as {path}" for value in values - {None} if value not in allowed)
    for path in facts["required"]:
        above = path.rpartition(".")[0]
        if path not in written and (not above or above in written):
            yield f"{type_} needs {path}"


def _properties(value: Any, path: str, names: set[str]) -> Iterator[tuple[str, str | None]]:
    """Yield the path of each property, and its text if it is one and no name of a parameter or of a loop's item."""
    if isinstance(value, list):
        for item in value:
            yield from _properties(item, path, names)
    elif isinstance(value, dict) and "config" in value:  # a loop, or a condition
        item = value.get("loop_type", {}).get("detail", {}).get("item_name")
        yield from _properties(value["config"], path, {*names, str(item)})
    elif isinstance(value, dict) and not value.keys() & {"operator", "function"}:
        for key, inner in value.items():
            if path or key not in _BICEP:
                own = f"{path}.{key}" if path else key
                is_text = isinstance(inner, str) and inner not in names and "${" not in inner
                yield own, inner if is_text else None
                yield from _properties(inner, own, names)
