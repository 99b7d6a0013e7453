"""What a SecretProviderClass asks Azure Key Vault for: YAML in a string, whose entries are YAML in strings too.

The provider reads these strings when a pod mounts the volume. Nothing earlier sees a mistake in them.
"""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import jsonschema_rs

from foundation.model.errors import InputError
from foundation.model.findings import Finding
from foundation.source.document import Path, parse_documents
from foundation.source.tree import place, shown
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.schemas.faults import SchemaFault, schema_faults
from plugins.k8s_validator.subject.subject import Subject

_GROUP = "secrets-store.csi.x-k8s.io/"
_PARAMETERS: Path = ("spec", "parameters")
_OBJECTS: Path = (*_PARAMETERS, "objects")
#: The provider takes both spellings of the tenant.
_REQUIRED = (("keyvaultName",), ("tenantID", "tenantId"), ("objects",))


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    for item in subject.objects:
        if item.kind != "SecretProviderClass" or not str(item.data.get("apiVersion", "")).startswith(_GROUP):
            continue
        spec = item.data.get("spec")
        if isinstance(spec, dict) and spec.get("provider") == "azure":
            for path, message in _mistakes(spec):
                yield subject.finding(check, message, object=item, path=path)


def _mistakes(spec: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    parameters = spec.get("parameters")
    parameters = parameters if isinstance(parameters, dict) else {}
    for names in _REQUIRED:
        if not any(parameters.get(name) for name in names):
            yield _PARAMETERS, f"{names[0]} is missing"
    if not isinstance(parameters.get("objects"), str):
        return
    outer, mistakes = _read(parameters["objects"], *_list())
    yield from ((_OBJECTS, message) for message in mistakes)
    if mistakes:
        return
    entries = [_read(text, *_entry()) for text in outer["array"]]
    for number, (_, mistakes) in enumerate(entries):
        yield from ((_OBJECTS, f"array[{number}]: {message}") for message in mistakes)
    if not any(mistakes for _, mistakes in entries):
        yield from _files([entry for entry, _ in entries], spec.get("secretObjects"))


def _files(entries: list[dict[str, Any]], secret_objects: Any) -> Iterator[tuple[Path, str]]:
    """Yield what is wrong with the files that the entries become."""
    files = Counter(entry.get("objectAlias") or entry["objectName"] for entry in entries)
    for name, count in files.items():
        if count > 1:
            yield _OBJECTS, f"{count} entries become the file {shown(name)}"
    for path, name in _used(secret_objects):
        if name not in files and name.partition("/")[0] not in files:
            yield path, f"no entry of objects becomes the file {shown(name)}"


def _used(secret_objects: Any) -> Iterator[tuple[Path, str]]:
    """Yield the files that Secrets are filled from; what has another shape is the schema's matter."""
    for number, secret in enumerate(secret_objects if isinstance(secret_objects, list) else ()):
        data = secret.get("data") if isinstance(secret, dict) else None
        for index, entry in enumerate(data if isinstance(data, list) else ()):
            name = entry.get("objectName") if isinstance(entry, dict) else None
            if isinstance(name, str):
                yield ("spec", "secretObjects", number, "data", index, "objectName"), name


def _read(text: str, schema: dict[str, Any], validator: Any) -> tuple[Any, list[str]]:
    """Parse YAML in a string; return the data and what is wrong with it."""
    try:
        documents = parse_documents(text, "objects")
    except InputError as error:
        return None, [f"line {problem.line or 1}: {problem.message}" for problem in error.problems]
    if len(documents) != 1:
        return None, [f"{len(documents)} YAML documents stand where one is wanted"]
    data = documents[0].data
    return data, [_message(fault) for fault in schema_faults(validator, data, schema)]


def _message(fault: SchemaFault) -> str:
    path = place(fault.path)
    hint = f"; {fault.remedy[:1].lower()}{fault.remedy[1:-1]}" if fault.remedy else ""
    return f"{path}: {fault.message}{hint}" if path else fault.message


def _compiled(properties: dict[str, Any], required: list[str], **more: Any) -> tuple[dict[str, Any], Any]:
    schema = {"type": "object", "additionalProperties": False, "properties": properties, "required": required, **more}
    # An entry may hold anything, even a secret that somebody pasted there: messages show no values.
    return schema, jsonschema_rs.Draft202012Validator(schema, mask="the value")


@lru_cache(maxsize=1)
def _list() -> tuple[dict[str, Any], Any]:
    return _compiled(
        {"array": {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}}}, ["array"]
    )


#: Properties of an entry.
ENTRY = {
    "objectName": {"type": "string", "pattern": "^[0-9A-Za-z-]{1,127}$"},
    "objectType": {"enum": ["secret", "key", "cert"]},
    "objectAlias": {"type": "string", "minLength": 1},
    "objectVersion": {"type": ["string", "null"]},
    "objectVersionHistory": {"type": "integer", "minimum": 0, "maximum": 2**31 - 1},
    "objectFormat": {"enum": ["pem", "pfx"]},
    "objectEncoding": {"enum": ["utf-8", "hex", "base64"]},
    "filePermission": {"type": "string", "pattern": "^0?[0-7]{3}$"},
}


@lru_cache(maxsize=1)
def _entry() -> tuple[dict[str, Any], Any]:
    only_text = {"properties": {"objectFormat": {"enum": ["pem"]}, "objectEncoding": {"enum": ["utf-8"]}}}
    no_secret = {"properties": {"objectType": {"enum": ["key", "cert"]}}, "required": ["objectType"]}
    # The provider knows other formats and encodings for secrets only.
    return _compiled(ENTRY, ["objectName", "objectType"], **{"if": no_secret, "then": only_text})


CHECK = Check(
    code="secret-provider-objects",
    severity="error",
    title="What a SecretProviderClass asks Azure Key Vault for is well-formed.",
    remedy="Write objects as array: with one text block (- |) an entry, each with objectName and objectType.",
    references=("Azure Key Vault provider for Secrets Store CSI Driver, Usage",),
    run=_run,
    decided_by=(),
)
