"""The values that a caller gives a chart: files, then single assignments, later ones win (as helm's -f and --set)."""

import copy
from pathlib import Path
from typing import Any

from agent.use_cases.validation.bounded_reading import problem, read_bounded
from foundation.model.errors import InputError, Problem
from foundation.source.assignment import Assignment, apply
from foundation.source.document import decode, parse_documents
from foundation.source.emit import to_yaml
from foundation.source.scalars import read_for_cluster
from foundation.source.tree import Document


def given_values(paths: list[str], assignments: list[Assignment]) -> dict[str, Any]:
    """Return the values of all files, merged, with the assignments made.

    Raises:
        InputError: with every mistake of every file and assignment.
    """
    merged: dict[str, Any] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            merged = _merge(merged, _mapping(path))
        except InputError as error:
            problems += error.problems
    document = Document(data=merged)
    try:
        apply(document, assignments)
    except InputError as error:
        problems += error.problems
    if problems:
        raise InputError(*problems)
    return merged


def with_assignments(text: str, file: str, assignments: list[Assignment]) -> str:
    """Return a values file's text with assignments made; without any it stays as it is.

    Raises:
        InputError: the text is no mapping, or an assignment has no place in it.
    """
    if not assignments:
        return text
    document = Document(data=_data(text, file))
    apply(document, assignments)
    return to_yaml(document.data)


def _mapping(path: str) -> dict[str, Any]:
    return _data(decode(read_bounded(Path(path)), path), path)


def _data(text: str, file: str) -> dict[str, Any]:
    documents = parse_documents(text, file, read_for_cluster)
    data = documents[0].data if documents else {}
    if len(documents) > 1 or not isinstance(data, dict):
        raise InputError(problem("wrong-values", "a values file is one mapping", "Write one mapping.", file))
    return data


def _merge(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Merge mappings key by key; all else, null too, replaces (null removes a chart's own default in Helm)."""
    merged = copy.copy(below)
    for key, value in above.items():
        held = merged.get(key)
        merged[key] = _merge(held, value) if isinstance(held, dict) and isinstance(value, dict) else value
    return merged
