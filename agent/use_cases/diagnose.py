"""Diagnose: what works on this machine and with these settings, and what does not."""

import locale
import os
import platform
import shutil
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

from agent import __version__
from agent.release import release
from foundation.catalog.library import TemplateLibrary
from foundation.helm.engine import HelmEngine
from foundation.kubectl.program import KubectlUse, find_kubectl
from foundation.model.base import FrozenModel
from foundation.model.conversation import ModelIdentity
from foundation.model.diagnosis import Diagnosis
from foundation.model.errors import AgentError, InputError, OutsideError, Problem
from foundation.model.flags import Flag
from memory.memory import Memory
from plugins.k8s_validator.gate_setup import GateSetup
from plugins.k8s_validator.rules.checks.files.yamllint import find_yamllint
from plugins.k8s_validator.schemas.store import known_versions


class Programs(FrozenModel):
    """The programs that the settings name, and what the gate wants of them.

    Attributes:
        helm: the helm program, by name or path.
        kubectl: what kubectl is asked.
        yamllint: whether yamllint is asked.
    """

    helm: str
    kubectl: KubectlUse
    yamllint: bool


class ModelUse(FrozenModel):
    """What the settings want of language models.

    Attributes:
        provider: whose model is used; ``none`` for none.
        calls: whether one may be called: ``off``, ``loopback`` or ``on``.
        forbidden: whether only this machine may be called, whatever else is set.
        asked: whether every run asks a model, to plan or to review.
    """

    provider: str
    calls: str
    forbidden: bool
    asked: bool


class Workspace(FrozenModel):
    """Where the MCP server works, and where drafts are kept.

    Attributes:
        folder: the workspace.
        drafts: folder of the drafts, inside of it.
        named: whether the settings name any of the two.
    """

    folder: Path
    drafts: Path
    named: bool


def diagnose(
    *,
    settings: Callable[[], str],
    helm: Callable[[], HelmEngine],
    library: TemplateLibrary,
    prompts: Callable[[], list[str]],
    gate: Callable[[], GateSetup],
    model: Callable[[], ModelIdentity],
    model_use: ModelUse,
    state_folder: Path,
    memory: Memory,
    workspace: Workspace,
    programs: Programs,
    keys: Callable[[], str],
    access: Callable[[], str],
) -> list[Diagnosis]:
    """Look at everything that the agent needs or can use; what is wrong is told, never raised.

    Args:
        settings: says where the settings come from; raises an error if any of them is unknown.
        helm: gives the Helm engine that runs use.
        library: templates and policies.
        prompts: gives the names of the prompts.
        gate: sets the gate up as a run and `validate` do.
        model: says which model is set up; nothing is called.
        model_use: what the settings want of it.
        state_folder: folder for memory and the events of failed runs.
        memory: what is kept of runs; they do without it where it cannot be used.
        workspace: where the MCP server works.
        programs: the programs that the settings name.
        keys: says what is signed with; raises an error if a key cannot sign.
        access: says who may ask the server; raises an error if nobody could be told apart.
    """
    required: dict[str, Callable[[], str]] = {
        "agent": lambda: f"{__version__} (code {release()[:19]}) in {Path(__file__).resolve().parents[2]}",
        "system": lambda: f"{platform.platform()}, {os.cpu_count()} processors, {locale.getpreferredencoding(False)}",
        "settings": settings,
        "python": lambda: f"{platform.python_version()} at {sys.executable}",
        "semantic kernel": lambda: metadata.version("semantic-kernel"),
        "helm engine": lambda: helm().description,
        "kubernetes schemas": _schemas,
        "templates": lambda: _templates(library),
        "prompts": lambda: f"{len(prompts())} prompts",
        "gate": lambda: _gate(gate()),
        "state folder": lambda: _state(state_folder),
        "language model": lambda: _language_model(model, model_use),
        "signing keys": keys,
        "access": access,
    }
    results = [_attempt(name, look) for name, look in required.items()]
    results += [_optional(_attempt("memory", lambda: _memory(memory)))]
    results += _workspace(workspace)
    return [*results, _helm_program(programs.helm), _kubectl(programs.kubectl), _yamllint(programs.yamllint)]


def _attempt(name: str, look: Callable[[], str]) -> Diagnosis:
    try:
        return Diagnosis(name=name, status="ok", detail=look())
    except AgentError as error:
        return Diagnosis(name=name, status="failed", detail=str(error), problems=list(error.problems))
    except Exception as error:
        message = f"{name} cannot be used: {type(error).__name__}: {error}"
        remedy = "Install the agent again, as the README says."
        problem = Problem(code="installation-broken", message=message, remedy=remedy)
        return Diagnosis(name=name, status="failed", detail=message, problems=[problem])


def _schemas() -> str:
    versions = list(known_versions())
    return f"Kubernetes {versions[0]} to {versions[-1]}"


def _templates(library: TemplateLibrary) -> str:
    for chart in library.charts.values():
        for resource in chart.resources:
            library.resource(resource)
    folders = ", ".join(str(folder.root) for folder in library.folders)
    return f"{len(library.charts)} charts for {', '.join(library.component_types)} from {folders}"


def _gate(setup: GateSetup) -> str:
    rules = f"profile {setup.rules.profile} ({len(setup.rules.checks)} rules) for Kubernetes {setup.kube_version}"
    admission = f"; {len(setup.policies.admission)} files of admission policies" if setup.policies.admission else ""
    schemas = "; schemas of your own" if setup.schemas.digest else ""
    cluster = f"; dry runs in the cluster of {setup.kubectl.kubeconfig}" if setup.kubectl.kubeconfig else ""
    return f"{rules}{admission}{schemas}{cluster}"


def _language_model(model: Callable[[], ModelIdentity], use: ModelUse) -> str:
    if use.provider == "none" and not use.asked:
        return "none is set up; none is needed"
    identity = model()
    forbidden = ", and forbidden outside this machine" if use.forbidden else ""
    return f"{identity.model} at {identity.base_url}; calls: {use.calls}{forbidden}"


def _state(folder: Path) -> str:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        reason = None if os.access(folder, os.W_OK) else "it is read-only"
    except OSError as error:
        reason = error.strerror
    if reason is not None:
        message = f"the state folder cannot be written: {reason}"
        remedy = "Set INFRA_ENGINEER_STATE_DIR to a folder that can be written."
        raise OutsideError(Problem(code="state-unwritable", message=message, remedy=remedy, file=str(folder)))
    return str(folder)


def _workspace(workspace: Workspace) -> list[Diagnosis]:
    """Look at the workspace; the present folder, which nobody named, may be read-only for all but the MCP server."""
    looks: dict[str, Callable[[], str]] = {
        "workspace": lambda: _folder(workspace.folder, "workspace", "INFRA_ENGINEER_WORKSPACE"),
        "drafts folder": lambda: _drafts(workspace.folder, workspace.drafts),
    }
    found = [_attempt(name, look) for name, look in looks.items()]
    if workspace.named:
        return found
    return list(map(_optional, found))


def _optional(result: Diagnosis) -> Diagnosis:
    """Return what was found of something that runs can do without."""
    return result.model_copy(update={"status": "missing"}) if result.problems else result


def _memory(memory: Memory) -> str:
    records = sum(size.rows for size in memory.backend.sizes())
    return f"{records} records in {memory.backend.place}, workspace {memory.workspace}"


def _drafts(workspace: Path, folder: Path) -> str:
    variable = "INFRA_ENGINEER_DRAFTS_DIR"
    try:
        root = Path(os.path.abspath(workspace))
    except OSError:  # the present folder is deleted
        return _folder(workspace / folder, "drafts folder", variable)
    place = Path(os.path.normpath(root / folder))
    if not place.is_relative_to(root):
        message = "the drafts folder is outside the workspace"
        remedy = f"Set {variable} to a folder inside it."
        raise InputError(Problem(code="folder-unusable", message=message, remedy=remedy, file=str(place)))
    return _folder(place, "drafts folder", variable)


def _folder(folder: Path, called: str, variable: str) -> str:
    """Return a folder that can be written in, or made where it is wanted; nothing is made here."""
    try:
        there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
        reason = None if os.access(there, os.R_OK | os.W_OK | os.X_OK) else f"{there} cannot be written"
        reason = reason if there.is_dir() else f"{there} is no folder"
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "there can be no folder of this name"
    if reason is not None:
        message = f"the {called} cannot be used: {reason}"
        remedy = f"Set {variable} to a folder that can be written."
        raise InputError(Problem(code="folder-unusable", message=message, remedy=remedy, file=str(folder)))
    return str(folder)


def _helm_program(program: str) -> Diagnosis:
    why = f"{_named(program, 'HELM_BINARY')}; the in-process engine does not need it"
    return _program("helm program", shutil.which(program), why)


def _kubectl(use: KubectlUse) -> Diagnosis:
    wanted = use.client or use.kubeconfig
    needed = "the gate skips the dry runs that it is to do" if wanted else "not needed to generate"
    return _program("kubectl", find_kubectl(use.program), f"{_named(use.program, 'KUBECTL')}; {needed}")


def _named(program: str, variable: str) -> str:
    if program == Path(program).name:
        return f"{program} is not on the search path"
    return f"there is no program {program}, which INFRA_ENGINEER_{variable} names"


def _yamllint(wanted: bool) -> Diagnosis:
    needed = "the gate skips what it is to look at" if wanted else f"for generate {Flag.YAMLLINT}"
    return _program("yamllint", find_yamllint(), f"pip install yamllint, {needed}")


def _program(name: str, path: str | None, without: str) -> Diagnosis:
    return Diagnosis(name=name, status="ok" if path else "missing", detail=path or without)
