"""A policy bundle: one folder of files, each with a part of the policy.

``platform.yaml`` holds the platform's settings; a file that is named after one of them, such as
``ingress.yaml``, holds that one alone. ``profiles/*.yaml`` say which rules hold, and
``exceptions.yaml`` from which ones somebody is excepted.
"""

from collections.abc import Callable
from typing import Any

from pydantic import create_model

from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.names import did_you_mean
from foundation.model.policy.platform import (
    PlatformPolicy,
    PolicyAnswers,
    Positions,
    Profile,
    SourcedProfile,
    SourcedWaivers,
    WaiverList,
)
from foundation.source.tree import Document
from foundation.source.validation import validate

PLATFORM = "platform"
WAIVERS = "exceptions"
#: Files that are not called after their setting.
_SETTING_OF = {"security-profile": "security"}
_FILES = {
    name: _SETTING_OF.get(name, name)
    for name in (
        "naming",
        "replicas",
        "ingress",
        "meshes",
        "resources",
        "retry",
        "escalation",
        "approvals",
        "alerts",
        "memory",
        "delivery",
        "infrastructure",
        "security-profile",
    )
}
#: A folder that comes before others may leave settings out. Any: the fields are made from those of the whole.
_OPTIONAL: Any = {name: (field.annotation, None) for name, field in PolicyAnswers.model_fields.items()}
_Part: type[FrozenModel] = create_model("PolicyAnswers", __base__=FrozenModel, **_OPTIONAL)

#: Reads the documents of a file of the folder, and tells the file's full name.
Read = Callable[[str], tuple[list[Document], str]]


def read_policies(names: Callable[[str], list[str]], read: Read) -> dict[str, Any]:
    """Return the settings that a folder gives, by name.

    Args:
        names: returns the names of what is in the folder ``.``, or in ``profiles`` inside of it.
        read: reads one of its files, as ``naming.yaml`` or ``profiles/platform.yaml``.

    Raises:
        InputError: with every mistake in every file.
        TemplateLoadError: a file cannot be read.
    """
    parts: dict[str, Any] = {}
    problems: list[Problem] = []
    for name in _stems(names(".")):
        try:
            for setting, value in _file(name, read).items():
                if setting in parts:
                    problems.append(_twice(setting, name))
                parts[setting] = value
        except InputError as error:
            problems += error.problems
    for name in _stems(names("profiles")):
        try:
            parts.setdefault("profiles", {})[name] = _profile(name, read)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(*problems)
    return parts


def _stems(names: list[str]) -> list[str]:
    return [name.removesuffix(".yaml") for name in names if name.endswith(".yaml")]


def layered(upper: dict[str, Any], lower: dict[str, Any]) -> dict[str, Any]:
    """Lay the settings of one folder over those of another; profiles by their names."""
    profiles = {**lower.get("profiles", {}), **upper.get("profiles", {})}
    return {**lower, **upper, **({"profiles": profiles} if profiles else {})}


def compose_policy(parts: dict[str, Any], file: str) -> PlatformPolicy:
    """Make a policy of the settings of all folders.

    Args:
        parts: settings by name.
        file: file that should have what is missing.

    Raises:
        InputError: a setting is in no folder.
    """
    if not parts:
        message = "no template folder has policies/platform.yaml"
        remedy = "Add the policy, or keep the built-in folder on the search path."
        raise InputError(Problem(code="policy-missing", message=message, remedy=remedy))
    required = [name for name, field in PolicyAnswers.model_fields.items() if field.is_required()]
    missing = [name for name in required if name not in parts]
    if missing:
        raise InputError(*(_missing(name, file) for name in missing))
    return PlatformPolicy(**parts)


def _file(name: str, read: Read) -> dict[str, Any]:
    documents, file = read(f"{name}.yaml")
    if name not in (PLATFORM, WAIVERS, *_FILES):
        if documents and isinstance(documents[0].data, dict) and "apiVersion" in documents[0].data:
            return {}  # a policy in a format of the Kubernetes API; this module has no use for it
        raise InputError(_unknown(name, file))
    document = _single(documents, file)
    if document is None:
        return {}
    if name == PLATFORM:
        part = validate(_Part, document, file)
        return {key: getattr(part, key) for key in part.model_fields_set}
    if name == WAIVERS:
        exceptions = validate(WaiverList, document, file).policy_exceptions
        return {WAIVERS: SourcedWaivers(exceptions=exceptions, source=_positions(document, file))}
    model: Any = PolicyAnswers.model_fields[_FILES[name]].annotation
    return {_FILES[name]: validate(model, document, file)}


def _profile(name: str, read: Read) -> SourcedProfile:
    documents, file = read(f"profiles/{name}.yaml")
    document = _single(documents, file) or Document({})
    return SourcedProfile(profile=validate(Profile, document, file), source=_positions(document, file))


def _single(documents: list[Document], file: str) -> Document | None:
    if len(documents) > 1:
        raise InputError(
            Problem(
                code="many-documents", message="the file holds more than one document", remedy="Keep one.", file=file
            )
        )
    return documents[0] if documents else None


def _positions(document: Document, file: str) -> Positions:
    return Positions(file=file, lines=document.locations())


def _unknown(name: str, file: str) -> Problem:
    known = [PLATFORM, WAIVERS, *_FILES]
    files = ", ".join(f"{one}.yaml" for one in known)
    remedy = did_you_mean(name, known, f"Known files: {files}.", after=".yaml")
    return Problem(code="policy-file-unknown", message=f"no policy is called {name}", remedy=remedy, file=file)


def _twice(setting: str, name: str) -> Problem:
    message = f"{setting} is in {name}.yaml and in another file of the folder"
    return Problem(code="policy-twice", message=message, remedy="Keep one of them.", file=f"{name}.yaml", path=setting)


def _missing(name: str, file: str) -> Problem:
    return Problem(
        code="missing-key",
        message=f"{name} is missing",
        remedy=f"Add {name} to platform.yaml, or keep the built-in folder on the search path.",
        file=file,
        path=name,
    )
