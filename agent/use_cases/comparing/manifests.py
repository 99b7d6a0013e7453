"""The objects of the manifests that differ, by environment."""

from collections.abc import Sequence
from typing import Any

from agent.use_cases.comparing.meaning import meaning_of
from agent.use_cases.comparing.values import differences_of_values
from foundation.model.run.changes import Change
from foundation.model.run.meaning import Meaning
from plugins.k8s_validator.subject.documents import read_text

_FOLDER = "manifests/"
_Objects = dict[str, list[dict[str, Any]]]


def meaning_of_files(changes: Sequence[Change]) -> Meaning:
    """Return what changes in meaning by the files that differ; those that cannot be read as objects are named.

    Where no manifest says it, as in an output of a chart alone, the chart's values do.

    Args:
        changes: the files that differ.
    """
    before, after, others = _Objects(), _Objects(), list[str]()
    for change in changes:
        sides = _objects(change.before, change.path), _objects(change.after, change.path)
        environment = _environment(change.path)
        if environment is None or sides[0] is None or sides[1] is None:
            others.append(change.path)
            continue
        before.setdefault(environment, []).extend(sides[0])
        after.setdefault(environment, []).extend(sides[1])
    meaning = meaning_of(before, after)
    told = meaning.differences or list(differences_of_values(changes))
    return meaning.model_copy(update={"differences": told, "files": others})


def _environment(path: str) -> str | None:
    parts = path.split("/")
    return parts[1] if path.startswith(_FOLDER) and len(parts) > 2 and path.endswith((".yaml", ".yml")) else None


def _objects(text: str, path: str) -> list[dict[str, Any]] | None:
    if _environment(path) is None:
        return None
    parsed = read_text(text, path)
    return None if parsed.problems else [data for data in parsed.objects if isinstance(data, dict)]
