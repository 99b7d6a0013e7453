"""From plain data to a model, with every mistake at its line and the nearest valid name."""

import types
import typing
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from foundation.model.credentials import has_credentials
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.model.names import did_you_mean, nearest
from foundation.model.patterns import form_of
from foundation.secrets.walk import literal_secrets
from foundation.source.tree import Document, Path, dotted, place, shown

Model = TypeVar("Model", bound=BaseModel)

_EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
}


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
            if not _restore_text(document, error):
                raise
            return model.model_validate(document.data)
    except ValidationError as error:
        raise InputError(*_problems(model, document, error, file)) from None


def _restore_text(document: Document, error: ValidationError) -> bool:
    """Write scalars back as text where text is wanted, unless what is wrong is the value itself."""
    kinds: dict[Path, set[str]] = {}
    for detail in error.errors(include_url=False, include_context=False):
        kinds.setdefault(source_path(document.data, detail), set()).add(detail["type"])
    restored = False
    for path, found in kinds.items():
        if "string_type" in found and found <= _EXPECTED.keys() and path in document.source_text:
            _replace(document.data, path, document.source_text[path])
            restored = True
    return restored


def _replace(data: Any, path: Path, value: str) -> None:
    for part in path[:-1]:
        data = data[part]
    if path:
        data[path[-1]] = value


def source_path(data: Any, detail: ErrorDetails) -> Path:
    """Map pydantic's location, which names union branches too, to a path in the data."""
    location, path = detail["loc"], list[str | int]()
    for index, part in enumerate(location):
        inside = isinstance(data, dict) and part in data
        inside = inside or (isinstance(data, list) and isinstance(part, int) and part < len(data))
        if inside:
            data = data[part]
            path.append(part)
        elif index == len(location) - 1 and detail["type"] == "missing":
            path.append(part)
    return tuple(path)


def _problems(model: type[BaseModel], document: Document, error: ValidationError, file: str) -> list[Problem]:
    by_path: dict[Path, dict[str, Problem]] = {}
    for detail in error.errors(include_url=False):
        path = source_path(document.data, detail)
        problem = _problem(model, document, detail, path, file)
        found = by_path.setdefault(path, {})
        first = found.get(problem.code)
        if first and problem.code == "wrong-type" and problem.remedy not in first.remedy:
            # Branches of a union: one mistake, several ways to mend it.
            problem = first.model_copy(update={"remedy": f"{first.remedy[:-1]}, or {_lower(problem.remedy)}"})
        found[problem.code] = problem
    # Where one branch of a union took the value and found the mistake in it, the others do not matter.
    entered = {path[:length] for path in by_path for length in range(len(path))}
    problems = [
        problem
        for path, found in by_path.items()
        for problem in found.values()
        if problem.code != "wrong-type" or (len(found) == 1 and path not in entered)
    ]
    return sorted(problems, key=lambda problem: (problem.line or 0, problem.column or 0, problem.path or ""))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _problem(model: type[BaseModel], document: Document, detail: ErrorDetails, path: Path, file: str) -> Problem:
    code, message, remedy = _describe(model, detail, path)
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
    kind, name = detail["type"], _name(path)
    if kind == "missing":
        return "missing-key", f"{name} is missing", f"Add {dotted(path)}."
    if kind == "extra_forbidden":
        valid = valid_names(model, path[:-1])
        remedy = did_you_mean(str(path[-1]), valid, f"Valid here: {', '.join(sorted(valid))}.")
        return "unknown-key", f"{name} is not a known key", remedy
    if kind in _EXPECTED:
        return "wrong-type", f"{name} must be {_EXPECTED[kind]}", f"Write {_EXPECTED[kind]}."
    if kind == "string_pattern_mismatch":
        remedy = f"Write {form_of(detail.get('ctx', {}).get('pattern', '')) or 'another value'}."
        return "wrong-value", f"{_shown(detail['input'], path)} is not allowed for {name}", remedy
    if kind == "literal_error":
        expected = str(detail.get("ctx", {}).get("expected", ""))
        close = nearest(str(detail["input"]), expected.replace("'", "").replace(" or ", ", ").split(", "))
        hint = f" Did you mean {close}?" if close else ""
        return "wrong-value", f"{_shown(detail['input'], path)} is not allowed for {name}", f"Use {expected}.{hint}"
    if kind == "value_error":
        return (
            "wrong-value",
            f"{name}: {detail.get('ctx', {}).get('error', detail['msg'])}",
            "Change it as the message says.",
        )
    return "wrong-value", f"{_shown(detail['input'], path)} is not allowed for {name}", f"{detail['msg']}."


def _name(path: Path) -> str:
    """Return the last key of a path with what follows it: ``env[0]``."""
    keys = [index for index, part in enumerate(path) if isinstance(part, str)]
    return shown(dotted(path[keys[-1] :] if keys else path)) or "the document"


def _shown(value: Any, path: Path) -> str:
    text = repr(value)
    if any(literal_secrets({path[-1] if path else "": value})) or has_credentials(text):
        return "a secret"
    return text if len(text) <= 60 else text[:57] + "..."


def valid_names(model: Any, path: Path) -> list[str]:
    """Return the keys that are valid at ``path`` inside ``model``."""
    current: Any = model
    for part in path:
        current = _step(current, part)
    found = _model_in(current)
    return [] if found is None else [field.alias or name for name, field in found.model_fields.items()]


def _step(annotation: Any, part: str | int) -> Any:
    found = _model_in(annotation)
    if found is not None and isinstance(part, str):
        for name, field in found.model_fields.items():
            if (field.alias or name) == part:
                return field.annotation
    for option in _options(annotation):
        arguments = typing.get_args(option)
        if typing.get_origin(option) is list and isinstance(part, int):
            return arguments[0]
        if typing.get_origin(option) is dict:
            return arguments[1]
    return None


def _model_in(annotation: Any) -> type[BaseModel] | None:
    for option in _options(annotation):
        if isinstance(option, type) and issubclass(option, BaseModel):
            return option
    return None


def _options(annotation: Any) -> list[Any]:
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _options(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return [inner for option in typing.get_args(annotation) for inner in _options(option)]
    return [annotation]
