"""What every bundle's data must be, whichever door it came through: plain, bounded and portable.

Files are bounded by the composer already; ``--set`` and MCP clients bring data of their own.
"""

import math
from collections.abc import Iterator
from typing import Any

from foundation.model.errors import InputError, Problem
from foundation.model.expressions import expression
from foundation.model.flags import Flag
from foundation.source.composer import MAX_DEPTH
from foundation.source.tree import Document, Path, place, shown

#: An object of the cluster has at most 1.5 MB, and Helm takes a millisecond for some of these values.
MAX_VALUES = 20_000
#: Characters that some YAML writer or reader on the way to a cluster drops, folds or refuses; Helm's
#: ``toYaml`` among them. NUL ends every text that reaches a process.
_UNPORTABLE = expression("[\0\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")

#: Larger ones are rounded on the way.
_INTEGER_LIMIT = 2**63


def is_portable(text: str) -> bool:
    """Tell whether text arrives unharmed through every YAML tool on its way."""
    return _UNPORTABLE.search(text) is None


def check_bounds(document: Document, file: str) -> None:
    """Refuse data that is nested too deep or too large to be looked at.

    Raises:
        InputError: the data is out of bounds.
    """
    level, count = [document.data], 0
    for _ in range(MAX_DEPTH + 1):
        count += len(level)
        if count > MAX_VALUES:
            raise _out_of_bounds("yaml-too-large", f"the bundle has more than {MAX_VALUES} values", file)
        level = [child for value in level for child in _children(value)]
        if not level:
            return
    raise _out_of_bounds("yaml-too-deep", f"values are nested more than {MAX_DEPTH} deep", file)


def _children(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _out_of_bounds(code: str, message: str, file: str) -> InputError:
    return InputError(Problem(code=code, message=message, remedy="Write a smaller, flatter bundle.", file=file))


def data_problems(document: Document, file: str) -> list[Problem]:
    """Return a problem for each value that is not plain data, or text that would not arrive unharmed."""
    return [problem for _, problem in unfit(document, file)]


def unfit(document: Document, file: str) -> Iterator[tuple[Path, Problem]]:
    """Yield the same problems, each with its path; of a key that is not plain, the path of its value."""
    stack: list[tuple[Path, Any]] = [((), document.data)]
    while stack:
        path, value = stack.pop()
        if isinstance(value, dict):
            for key, child in value.items():
                where = (*path, str(key))
                if not isinstance(key, str):
                    wrong = _problem(
                        document, file, where, "wrong-type", "a key must be text", "Write the key as text."
                    )
                    yield (*path, key), wrong
                else:
                    yield from _text_problems(document, file, where, key)
                stack.append((where, child))
        elif isinstance(value, list):
            stack.extend(((*path, index), child) for index, child in enumerate(value))
        elif isinstance(value, str):
            yield from _text_problems(document, file, path, value)
        elif not _is_plain(value):
            remedy = "Use text, finite numbers, true, false, null, lists and mappings."
            yield path, _problem(document, file, path, "wrong-type", "the value is not plain data", remedy)


def _is_plain(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or (isinstance(value, int) and abs(value) < _INTEGER_LIMIT)


def _text_problems(document: Document, file: str, path: Path, text: str) -> Iterator[tuple[Path, Problem]]:
    found = _UNPORTABLE.search(text)
    if found:
        message = f"the text holds the character U+{ord(found[0]):04X}, which YAML tools do not carry unharmed"
        yield path, _problem(document, file, path, "character-not-allowed", message, "Remove the character.")


def _problem(document: Document, file: str, path: Path, code: str, message: str, remedy: str) -> Problem:
    line, column = document.positions.get(path, (None, None))
    assignment = document.assignment(path)
    if assignment is not None:
        file, line, column = f"{Flag.SET} {shown(assignment)}", None, None
    return Problem(code=code, message=message, remedy=remedy, file=file, line=line, column=column, path=place(path))
