"""From plain data to a model, with every mistake at its line and the nearest valid name."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from foundation.model.credentials import has_credentials
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.model.names import nearest
from foundation.model.wording import TYPES, should_be
from foundation.secrets.walk import literal_secrets
from foundation.source.details import details_of, source_path
from foundation.source.indentation import tell_indentation
from foundation.source.known_keys import meant_elsewhere, meant_key, valid_names
from foundation.source.tree import Document, Path, dotted, place, shown

Model = TypeVar("Model", bound=BaseModel)


def validate(model: type[Model], document: Document, file: str) -> Model:
    """Turn a document into a model.

    A plain scalar that stands where text is wanted keeps what is written in the file, so
    ``value: yes`` or ``value: 0123`` stays the same string.

    Args:
        model: the class wanted.
        document: parsed source; its data may be changed in place.
        file: name for messages.

    Raises:
        InputError: with one problem for each mistake, in the order of the file.
    """
    try:
        try:
            return model.model_validate(document.data)
        except ValidationError as error:
            if not restore_text(document.data, document.source_text, details_of(error)):
                raise
            return model.model_validate(document.data)
    except ValidationError as error:
        raise InputError(*problems_of(model, document, document.data, details_of(error), file)) from None


def restore_text(
    data: Any,
    source_text: dict[Path, str],
    details: Sequence[ErrorDetails],
    written: Callable[[Path], Path] = lambda path: path,
) -> bool:
    """Write scalars back as text where text is wanted, unless what is wrong is the value itself.

    Args:
        data: plain data; it is changed in place.
        source_text: what stands in the file for plain scalars, by path.
        details: the mistakes.
        written: returns where in the file a path of the data is.

    Returns:
        Whether anything was changed.
    """
    kinds: dict[Path, set[str]] = {}
    for detail in details:
        kinds.setdefault(source_path(data, detail), set()).add(detail["type"])
    restored = False
    for path, found in kinds.items():
        if "string_type" in found and found <= TYPES.keys() and written(path) in source_text:
            _replace(data, path, source_text[written(path)])
            restored = True
    return restored


def _replace(data: Any, path: Path, value: str) -> None:
    for part in path[:-1]:
        data = data[part]
    if path:
        data[path[-1]] = value


def problems_of(
    model: type[BaseModel],
    document: Document,
    data: Any,
    details: Sequence[ErrorDetails],
    file: str,
    written: Callable[[Path], Path] = lambda path: path,
) -> list[Problem]:
    """Return one problem for each mistake, in the order of the file.

    Args:
        model: the class wanted.
        document: where everything stands.
        data: what was given to the class.
        details: the mistakes.
        file: name for messages.
        written: returns where in the file a path of the data is.
    """
    by_path: dict[Path, dict[str, Problem]] = {}
    for detail in details:
        path = written(source_path(data, detail))
        problem = _problem(model, document, detail, path, file)
        found = by_path.setdefault(path, {})
        first = found.get(problem.code)
        if first and problem.code == "wrong-type" and problem.remedy not in first.remedy:
            # Branches of a union: one mistake, several ways to mend it.
            problem = first.model_copy(update={"remedy": f"{first.remedy[:-1]}, or {_lower(problem.remedy)}"})
        found[problem.code] = problem
    _name_misspelt(model, by_path)
    tell_indentation(model, document, by_path)
    # Where one branch of a union took the value and found the mistake in it, the others do not matter.
    entered = {path[:length] for path in by_path for length in range(len(path))}
    problems = [
        problem
        for path, found in by_path.items()
        for problem in found.values()
        if problem.code != "wrong-type" or (len(found) == 1 and path not in entered)
    ]
    return sorted(problems, key=lambda problem: (problem.line or 0, problem.column or 0, problem.path or ""))


def _name_misspelt(model: type[BaseModel], by_path: dict[Path, dict[str, Problem]]) -> None:
    """A needed key that is misspelt is one mistake: that it is missing says nothing more."""
    missing: dict[Path, set[str]] = defaultdict(set)
    for path, found in by_path.items():
        if "missing-key" in found:
            missing[path[:-1]].add(str(path[-1]))
    for path, found in by_path.items():
        problem, needed = found.get("unknown-key"), missing.get(path[:-1])
        if problem is None or not needed:
            continue
        meant = meant_key(str(path[-1]), valid_names(model, path[:-1]), needed)
        if meant in needed:
            found["unknown-key"] = problem.model_copy(update={"remedy": f"Did you mean {meant}?"})
            by_path[(*path[:-1], meant)].pop("missing-key", None)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _problem(model: type[BaseModel], document: Document, detail: ErrorDetails, path: Path, file: str) -> Problem:
    code, message, remedy = _describe(model, detail, path)
    elsewhere = meant_elsewhere(model, path, document.data) if code == "unknown-key" else None
    if elsewhere is not None:
        remedy = f"Did you mean {dotted(elsewhere)}?"
    assignment = document.assignment(path)
    if assignment is not None:
        return Problem(
            code=code, message=message, remedy=remedy, file=f"{Flag.SET} {shown(assignment)}", path=place(path)
        )
    line, column = document.position(path)
    if detail["type"] == "extra_forbidden" or detail["loc"][-1:] == ("[key]",):
        line, column = document.key_positions.get(path, (line, column))
    return Problem(code=code, message=message, remedy=remedy, file=file, line=line, column=column, path=place(path))


def _describe(model: type[BaseModel], detail: ErrorDetails, path: Path) -> tuple[str, str, str]:
    kind, name, context = detail["type"], _name(path), detail.get("ctx", {})
    if kind == "missing":
        return "missing-key", f"{name} is missing", f"Add {dotted(path)}."
    if kind == "extra_forbidden":
        valid = valid_names(model, path[:-1])
        meant = meant_key(str(path[-1]), valid)
        remedy = f"Did you mean {meant}?" if meant else f"Valid here: {', '.join(sorted(valid))}."
        return "unknown-key", f"{name} is not a known key", remedy
    if kind in TYPES:
        return "wrong-type", f"{name} must be {TYPES[kind]}", f"Write {TYPES[kind]}."
    if kind in ("value_error", "assertion_error"):
        return "wrong-value", f"{name}: {context.get('error', 'the value')}", "Change it as the message says."
    message = f"{_shown(detail['input'], path)} is not allowed for {name}"
    if kind == "literal_error":
        expected = should_be(kind, context)
        close = nearest(str(detail["input"]), expected.replace("'", "").replace(" or ", ", ").split(", "))
        return "wrong-value", message, f"Use {expected}.{f' Did you mean {close}?' if close else ''}"
    return "wrong-value", message, f"Write {should_be(kind, context)}."


def _name(path: Path) -> str:
    """Return the last key of a path with what follows it: ``env[0]``."""
    keys = [index for index, part in enumerate(path) if isinstance(part, str)]
    return shown(dotted(path[keys[-1] :] if keys else path)) or "the document"


def _shown(value: Any, path: Path) -> str:
    text = repr(value)
    if any(literal_secrets({path[-1] if path else "": value})) or has_credentials(text):
        return "a secret"
    return text if len(text) <= 60 else text[:57] + "..."
