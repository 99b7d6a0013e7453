"""What remains of a document with mistakes, so that its other mistakes are found in the same run.

A value that is wrong is left out, a value that is missing gets a stand-in. What comes of that is looked at and thrown
away: it is never saved, and what it says of the places left out does not count.
"""

import copy
from bisect import insort
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.source.details import details_of, is_repeated, source_path
from foundation.source.known_keys import meant_key, valid_names
from foundation.source.tree import Document, Path, dotted, inside
from foundation.source.validation import problems_of, restore_text

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


class Remains(FrozenModel):
    """What a model takes of a document with mistakes.

    Attributes:
        model: the model; ``None`` if nothing useful remains.
        left_out: paths of what was left out, or has something standing in for it.
        problems: every mistake: those that came to light when others were out of the way too, if they are not
            only a consequence of that.
    """

    model: Any
    left_out: list[Path]
    problems: list[Problem]


def salvage(model: type[BaseModel], document: Document, file: str, left_out: Collection[Path] = ()) -> Remains:
    """Leave out what a model refuses, until it takes the rest.

    Args:
        model: the class wanted.
        document: the document; it stays as it is.
        file: name for messages.
        left_out: paths of what nobody can make anything of.
    """
    return _Salvage(model, document, file).remains(left_out)


class _Salvage:
    def __init__(self, model: type[BaseModel], document: Document, file: str) -> None:
        self._model, self._document, self._file = model, document, file
        self._data = copy.deepcopy(document.data)
        #: Numbers, in the file, of the entries of each list that are gone.
        self._gone: dict[Path, list[int]] = defaultdict(list)
        self._left_out: list[Path] = []
        self._out: set[Path] = set()
        self._around: set[Path] = set()
        self._problems: list[Problem] = []

    def remains(self, left_out: Collection[Path]) -> Remains:
        if () in left_out:
            return self._result(None)
        for path in sorted(left_out, key=_order, reverse=True):
            self._remove(path)
            self._note(path)
        for _ in range(_ROUNDS):
            try:
                return self._result(self._model.model_validate(self._data))
            except ValidationError as error:
                details = details_of(error)
            if not restore_text(self._data, self._document.source_text, details, self._written):
                self._tell(details)
                if not self._leave_out_all(details):
                    break
        return self._result(None)

    def _result(self, model: BaseModel | None) -> Remains:
        return Remains(model=model, left_out=self._left_out, problems=self._problems)

    def _tell(self, details: list[ErrorDetails]) -> None:
        """Keep mistakes that are no consequence of what was left out."""
        new = [detail for detail in details if not self._is_consequence(detail)]
        self._problems += problems_of(self._model, self._document, self._data, new, self._file, self._written)

    def _is_consequence(self, detail: ErrorDetails) -> bool:
        """Tell whether something that was left out may be why there is a mistake; entries do not repeat for that."""
        path = self._written(source_path(self._data, detail))
        below = any(path[:length] in self._out for length in range(1, len(path) + 1))
        if is_repeated(detail):
            return below or any(path[: len(out)] == out for out in self._document.uncertain)
        return below or path in self._around

    def _note(self, path: Path) -> None:
        self._left_out.append(path)
        self._out.add(path)
        self._around |= {path[:length] for length in range(len(path))}

    def _leave_out_all(self, details: list[ErrorDetails]) -> bool:
        kinds: dict[Path, set[str]] = {}
        for detail in details:
            kinds.setdefault(source_path(self._data, detail), set()).add(detail["type"])
        if () in kinds:
            return False
        # From the end, so that the numbers of a list's entries hold.
        for path in sorted(kinds, key=_order, reverse=True):
            self._leave_out(path, kinds[path])
        return True

    def _leave_out(self, path: Path, kinds: set[str]) -> None:
        written = self._written(path)
        stand_in = _stand_in(path)
        if kinds == {"missing"} and stand_in is None:
            self._note(written[:-1])
            self._remove(path[:-1])
        elif stand_in is not None and inside(self._data, path) != stand_in:
            self._note(written)
            put(self._data, path, stand_in)
        else:
            self._note(written)
            self._remove(path)
        # Whoever writes `port` may well mean `ports`: nothing that is said of those counts either.
        valid = valid_names(self._model, path[:-1]) if "extra_forbidden" in kinds else []
        meant = meant_key(str(path[-1]), valid)
        if meant is not None:
            self._note((*written[:-1], meant))

    def _remove(self, path: Path) -> None:
        *around, last = self._written(path)
        if remove(self._data, path) and isinstance(last, int):
            insort(self._gone[tuple(around)], last)

    def _written(self, path: Path) -> Path:
        """Return where in the file a path of the data is: entries before it may be gone."""
        found: Path = ()
        for part in path:
            found = (*found, part if isinstance(part, str) else _shifted(part, self._gone.get(found, ())))
        return found


def _shifted(index: int, gone: Iterable[int]) -> int:
    for other in gone:
        if other > index:
            break
        index += 1
    return index


def _order(path: Path) -> list[tuple[bool, int, str]]:
    return [(isinstance(part, int), part if isinstance(part, int) else 0, str(part)) for part in path]


def _stand_in(path: Path) -> Any:
    """Return what stands in for a component, or for what it cannot be without; two of them are never called alike."""
    number = f"-{path[1]}" if path[:1] == ("components",) and len(path) > 1 else ""
    component = STAND_INS | {"name": f"{STAND_INS['name']}{number}"}
    if path == ("components",):
        return [component]
    depth = 2 if number else 1
    if path[:1] not in (("component",), ("components",)) or not depth <= len(path) <= depth + 1:
        return None
    return component.get(str(path[-1])) if len(path) > depth else component


def _places(data: Any) -> Collection[Any]:
    return data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()


def put(data: Any, path: Path, value: Any) -> bool:
    """Put a value at a path whose parent is a mapping, or has such an entry, and tell whether that could be done."""
    parent = inside(data, path[:-1])
    fits = isinstance(parent, dict) or path[-1] in _places(parent)
    if fits:
        parent[path[-1]] = value
    return fits


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
