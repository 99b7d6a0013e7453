"""What remains of a document with mistakes, so that its other mistakes are found in the same run.

A value that is wrong is left out, a value that is missing gets a stand-in. What comes of that is looked at and thrown
away: it is never saved, and what it says of the places left out does not count.
"""

import copy
from collections.abc import Collection
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.names import nearest
from foundation.source.tree import Path, dotted
from foundation.source.validation import source_path, valid_names

Model = TypeVar("Model", bound=BaseModel)
#: Mistakes hide behind each other only a few deep.
_ROUNDS = 10
#: Stand-ins for what a component cannot be without.
STAND_INS = {
    "name": "component",
    "type": "microservice",
    "transport": "http",
    "container_image": "registry.example.com/image:1.0.0",
}


class Salvaged(FrozenModel):
    """A bundle that could be read in part.

    Attributes:
        source: the bundle of what remains, a ``SourcedBundle``.
        left_out: dotted paths of what is not in it as it was written.
    """

    source: Any
    left_out: list[str]


class PartlyReadError(InputError):
    """Input with mistakes, of which something remains.

    Args:
        problems: every mistake.
        rest: what remains of the bundles, for finding what else is wrong.
    """

    def __init__(self, *problems: Problem, rest: tuple[Salvaged, ...] = ()) -> None:
        super().__init__(*problems)
        self.rest = rest


def rest_of(error: InputError) -> tuple[Salvaged, ...]:
    """Return what remains of the bundles that an error is about."""
    return error.rest if isinstance(error, PartlyReadError) else ()


def salvage(model: type[Model], data: Any) -> tuple[Model, list[Path]] | None:
    """Leave out what a model refuses, until it takes the rest.

    Args:
        model: the class wanted.
        data: plain data; it stays as it is.

    Returns:
        The model, and the paths of what was left out or stands in for something; ``None`` if nothing useful remains.
    """
    data, left_out = copy.deepcopy(data), list[Path]()
    for _ in range(_ROUNDS):
        try:
            return model.model_validate(data), left_out
        except ValidationError as error:
            details = error.errors(include_url=False, include_context=False)
            kinds: dict[Path, set[str]] = {}
            for detail in details:
                kinds.setdefault(source_path(data, detail), set()).add(detail["type"])
        # From the end, so that the numbers of a list's entries hold.
        for path in sorted(kinds, key=_order, reverse=True):
            if not path:
                return None
            left_out += _leave_out(model, data, path, kinds[path])
    return None


def _order(path: Path) -> list[tuple[bool, int, str]]:
    return [(isinstance(part, int), part if isinstance(part, int) else 0, str(part)) for part in path]


def _leave_out(model: type[BaseModel], data: Any, path: Path, kinds: set[str]) -> list[Path]:
    if kinds == {"missing"}:
        stand_in = STAND_INS.get(str(path[-1])) if _is_component(path[:-1]) else None
        if stand_in is not None and put(data, path, stand_in):
            return [path]
        remove(data, path[:-1])
        return [path[:-1]]
    remove(data, path)
    # Whoever writes `port` may well mean `ports`: nothing that is said of those counts either.
    meant = nearest(str(path[-1]), valid_names(model, path[:-1])) if "extra_forbidden" in kinds else None
    return [path, (*path[:-1], meant)] if meant is not None else [path]


def _is_component(path: Path) -> bool:
    return path == ("component",) or (len(path) == 2 and path[0] == "components")


def inside(data: Any, path: Path) -> Any:
    """Return what is at a path of plain data; ``None`` if nothing is."""
    for part in path:
        if part not in _places(data):
            return None
        data = data[part]
    return data


def _places(data: Any) -> Collection[Any]:
    return data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()


def put(data: Any, path: Path, value: Any) -> bool:
    """Put a value at a path whose parent is a mapping, and tell whether that could be done."""
    parent = inside(data, path[:-1])
    if isinstance(parent, dict):
        parent[path[-1]] = value
    return isinstance(parent, dict)


def remove(data: Any, path: Path) -> bool:
    """Take out what is at a path, and tell whether something was there."""
    parent: Any = inside(data, path[:-1]) if path else None
    there = bool(path) and path[-1] in _places(parent)
    if there:
        del parent[path[-1]]
    return there


def shown_paths(paths: list[Path]) -> list[str]:
    """Return paths as messages write them, each once."""
    return list(dict.fromkeys(map(dotted, paths)))
