"""Secrets that are mounted, or read as variables, in the way of the chart."""

from typing import Any

from agent.importing.draft import Draft
from agent.importing.objects import mapping, mappings


def put_secrets(draft: Draft, mounted: dict[str, str]) -> None:
    """Give the references of Secrets that are mounted under the platform's path for them.

    The chart numbers the volumes by the list of references. Where a number is missing, that reference only fills
    variables: those at the beginning of the list.

    Args:
        draft: the bundle in the making.
        mounted: name of the Secret by the name of its volume, such as ``secret-1``.
    """
    names = {int(volume.rpartition("-")[2]): secret for volume, secret in mounted.items()}
    gaps = [index for index in range(max(names, default=-1)) if index not in names]
    groups = _groups(draft)[: len(gaps)]
    references = {index: {"name": name, "mount": True} for index, name in names.items()}
    for index, (name, variables) in zip(gaps, groups, strict=False):
        references[index] = {"name": name, "env": [_variable(draft, variable) for variable in variables]}
    if references:
        draft.settings["secrets"] = [references[index] for index in sorted(references)]
    if not draft.settings.get("env", True):
        del draft.settings["env"]


def _groups(draft: Draft) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the variables from Secrets at the beginning of the list, by Secret."""
    groups: list[tuple[str, list[dict[str, Any]]]] = []
    for variable in mappings(draft.settings.get("env")):
        reference = mapping(mapping(variable.get("valueFrom")).get("secretKeyRef"))
        if reference.keys() != {"name", "key"}:
            break
        if groups and groups[-1][0] == reference["name"]:
            groups[-1][1].append(variable)
        else:
            groups.append((reference["name"], [variable]))
    return groups


def _variable(draft: Draft, variable: dict[str, Any]) -> dict[str, Any]:
    draft.settings["env"].remove(variable)
    return {"name": variable["name"], "key": variable["valueFrom"]["secretKeyRef"]["key"]}
