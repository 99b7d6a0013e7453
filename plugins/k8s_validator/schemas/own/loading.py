"""A folder of schemas, loaded strictly: whoever wrote them may be careless or hostile."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jsonschema_rs

from foundation.model.errors import InputError, Problem
from foundation.model.run.artifacts import sha256
from foundation.source.document import MAX_BYTES, decode
from foundation.source.tree import place, shown
from plugins.k8s_validator.schemas.own.definitions import schemas_of
from plugins.k8s_validator.schemas.own.faults import Fault
from plugins.k8s_validator.schemas.own.json_schemas import check, kind_of
from plugins.k8s_validator.subject.documents import parse_text

_ENDINGS = (".yaml", ".yml", ".json")
_MAX_FILES = 1000
_MAX_BYTES = 64 * 1024 * 1024
_REMEDY = "Write a CustomResourceDefinition, or a JSON Schema with the only apiVersion and kind in its properties."


@dataclass(frozen=True)
class OwnSchemas:
    """Schemas by API version and kind.

    Attributes:
        digest: digest of what they say; two folders that say the same have the same.
        kinds: the schemas.
    """

    digest: str
    kinds: dict[tuple[str, str], dict[str, Any]] = field(compare=False, repr=False)


def load_schemas(
    folder: Path,
    named_by: str,
    definitions: str,
    is_kubernetes: Callable[[str, str], bool],
    compile_schema: Callable[[Any], Any],
) -> OwnSchemas:
    """Load every schema of a folder and of the folders in it.

    Args:
        folder: the folder.
        named_by: the flag or variable that names it.
        definitions: address of Kubernetes' own types.
        is_kubernetes: tells whether a kind is one of Kubernetes itself, whose schema nobody replaces.
        compile_schema: compiles a schema; what it raises tells that it cannot be used.

    Raises:
        InputError: with every mistake of every file; or there is no schema.
    """
    kinds: dict[tuple[str, str], dict[str, Any]] = {}
    files: dict[tuple[str, str], str] = {}
    problems: list[Problem] = []
    if not folder.is_dir():
        raise InputError(_problem("schemas-missing", "there is no such folder", f"Check {named_by}.", folder))
    for name, document in _documents(folder, problems):
        try:
            for api_version, kind, schema in _schemas(document, definitions):
                key = (api_version, kind)
                _require_new(key, files, is_kubernetes)
                _require_usable(schema, compile_schema)
                kinds[key], files[key] = schema, name
        except Fault as fault:
            problems.append(_problem("schema-wrong", fault.message, _REMEDY, name, place(fault.path)))
    if not kinds and not problems:
        message = "there is no schema in this folder"
        remedy = f"Add files that end in {', '.join(_ENDINGS)}, or check {named_by}."
        problems.append(_problem("schemas-missing", message, remedy, folder))
    if problems:
        raise InputError(*problems)
    return OwnSchemas(_digest(kinds), kinds)


def _schemas(document: Any, definitions: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    if not isinstance(document, dict):
        raise Fault("the document is no mapping")
    if document.get("kind") == "CustomResourceDefinition":
        yield from schemas_of(document, definitions)
    elif isinstance(document.get("properties"), dict):
        check(document, definitions)
        yield *kind_of(document), document
    else:
        raise Fault("the document is neither a CustomResourceDefinition nor a JSON Schema of a kind")


def _require_new(
    key: tuple[str, str], files: dict[tuple[str, str], str], is_kubernetes: Callable[[str, str], bool]
) -> None:
    if key in files:
        raise Fault(f"{shown(files[key])} has a schema of {shown(key[1])} in {shown(key[0])} already")
    if is_kubernetes(*key):
        raise Fault(f"{shown(key[1])} in {shown(key[0])} is of Kubernetes itself; its schema is not replaced")


def _require_usable(schema: dict[str, Any], compile_schema: Callable[[Any], Any]) -> None:
    try:
        compile_schema(schema)
    except (ValueError, RecursionError, jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError) as unusable:
        reason = shown(str(unusable).partition("\n")[0])
        raise Fault(f"the schema cannot be used: {reason}") from None


def _documents(folder: Path, problems: list[Problem]) -> Iterator[tuple[str, Any]]:
    for name, path in _files(folder, problems):
        try:
            with path.open("rb") as file:
                text = decode(file.read(MAX_BYTES + 1), name)
        except OSError as error:
            problems.append(_problem("file-missing", f"it cannot be read: {error.strerror}", "Check the file.", name))
            continue
        except InputError as error:
            problems += error.problems
            continue
        parsed = parse_text(text, name)
        problems += parsed.problems
        for document in parsed.objects:
            yield name, document


def _files(folder: Path, problems: list[Problem]) -> list[tuple[str, Path]]:
    """Return the schema files by their name in the folder; a link out of it is a mistake."""
    root, found, total = folder.resolve(), list[tuple[str, Path]](), 0
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.resolve().is_relative_to(root):
            problems.append(_problem("link-outside", "the link leads out of the folder", "Replace it.", name))
        elif path.suffix in _ENDINGS and path.is_file():
            found.append((name, path))
            total += path.stat().st_size
        if len(found) > _MAX_FILES or total > _MAX_BYTES:
            message = f"the folder holds more than {_MAX_FILES} schemas or {_MAX_BYTES // 2**20} MiB"
            raise InputError(_problem("folder-too-large", message, "Check the path.", folder))
    return found


def _digest(kinds: dict[tuple[str, str], dict[str, Any]]) -> str:
    content = [[*key, kinds[key]] for key in sorted(kinds)]
    return "sha256:" + sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode())


def _problem(code: str, message: str, remedy: str, file: Path | str, path: str | None = None) -> Problem:
    return Problem(code=code, message=message, remedy=remedy, file=shown(str(file)), path=path)
