"""What the agent finds on the machine it runs on."""

import os
import platform
import shutil
from collections.abc import Callable
from importlib.metadata import version
from typing import Literal

from agent.bootstrap import build_connection, build_helm, build_library
from agent.settings import Settings
from foundation.model.base import FrozenModel


class Diagnosis(FrozenModel):
    """One thing that was looked at: ``missing`` things are optional, ``failed`` ones are not."""

    name: str
    status: Literal["ok", "missing", "failed"]
    detail: str


def diagnose(settings: Settings) -> list[Diagnosis]:
    """Look at everything the agent needs or can use."""
    required: dict[str, Callable[[], str]] = {
        "python": platform.python_version,
        "semantic kernel": lambda: version("semantic-kernel"),
        "helm engine": lambda: build_helm(settings).description,
        "kubernetes schemas": _schemas,
        "templates": lambda: _templates(settings),
        "state folder": lambda: _state(settings),
        "language model": lambda: _language_model(settings),
    }
    programs = {
        "helm program": (settings.helm_binary, "the in-process engine does not need it"),
        "kubectl": ("kubectl", "not needed to generate"),
    }
    results = [_attempt(name, look) for name, look in required.items()]
    results += [_program(name, program, why) for name, (program, why) in programs.items()]
    return [*results, _yamllint()]


def _attempt(name: str, look: Callable[[], str]) -> Diagnosis:
    try:
        return Diagnosis(name=name, status="ok", detail=look())
    except Exception as error:
        return Diagnosis(name=name, status="failed", detail=str(error))


def _program(name: str, program: str, why: str) -> Diagnosis:
    path = shutil.which(program)
    if path is None:
        return Diagnosis(name=name, status="missing", detail=f"{program} is not on the search path; {why}")
    return Diagnosis(name=name, status="ok", detail=path)


def _yamllint() -> Diagnosis:
    from plugins.k8s_validator.rules.checks.files.yamllint import find_yamllint

    path = find_yamllint()
    detail = path or "pip install yamllint, for generate --yamllint"
    return Diagnosis(name="yamllint", status="ok" if path else "missing", detail=detail)


def _schemas() -> str:
    from plugins.k8s_validator.schemas.store import known_versions

    versions = list(known_versions())
    return f"Kubernetes {versions[0]} to {versions[-1]}"


def _templates(settings: Settings) -> str:
    library = build_library(settings)
    for chart in library.charts.values():
        for resource in chart.resources:
            library.resource(resource)
    folders = ", ".join(str(folder.root) for folder in library.folders)
    return f"{len(library.charts)} charts for {', '.join(library.component_types)} from {folders}"


def _language_model(settings: Settings) -> str:
    """Nothing is called; only the settings are looked at."""
    if settings.model_provider == "none":
        return "none is set up; none is needed"
    identity = build_connection(settings, settings.model_name).identity
    forbidden = ", and forbidden outside this machine" if settings.forbid_model_calls else ""
    return f"{identity.model} at {identity.base_url}; calls: {settings.model_calls}{forbidden}"


def _state(settings: Settings) -> str:
    settings.state_dir.mkdir(parents=True, exist_ok=True)
    if not os.access(settings.state_dir, os.W_OK):
        raise PermissionError(f"{settings.state_dir} cannot be written")
    return str(settings.state_dir)
