"""The manifests of runs as one stream of YAML documents, as `kubectl apply -f -` takes them."""

import re
from collections.abc import Sequence

from agent.reporting.counts import counted
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.model.run.artifacts import Artifact
from foundation.model.run.request import GenerationResult

#: Kinds in the order in which Helm installs them (InstallOrder in its pkg/release/util/kind_sorter.go): who makes pods
#: comes after what pods need. Kinds that are not here come last, as they do there.
_ORDER = (
    *("NetworkPolicy", "PodDisruptionBudget", "ServiceAccount", "Secret", "ConfigMap", "PersistentVolumeClaim"),
    *("Role", "RoleBinding", "Service", "DaemonSet", "Deployment", "HorizontalPodAutoscaler", "StatefulSet"),
    *("Job", "CronJob", "Ingress"),
)
_KIND = re.compile(rb"^kind: *\"?([A-Za-z]+)", re.MULTILINE)


def require_one_environment(result: GenerationResult) -> None:
    """Refuse to put the objects of several environments into one stream: they have the same names.

    Args:
        result: what became of a run.

    Raises:
        InputError: it is for several environments.
    """
    if len(result.environments) <= 1:
        return
    message = f"{result.component} is for {', '.join(result.environments)}; a stream holds the objects of one of them"
    remedy = f"Name it with {Flag.ENVIRONMENT}, as in {Flag.ENVIRONMENT} {result.environments[0]}."
    raise InputError(Problem(code="many-environments", message=message, remedy=remedy, file=f"{Flag.OUTPUT} -"))


def manifest_stream(results: Sequence[GenerationResult]) -> str:
    """Return the manifests of runs, each of one environment, as a stream of documents.

    Each file begins with ``---`` and a comment that names it, as ``helm template`` writes them.

    Args:
        results: what became of runs that passed.
    """
    return "".join(_document(file, result) for result in results for file in _files(result))


def stream_line(result: GenerationResult) -> str:
    """Return one line that says what of a run is in the stream, and what has to be there before it is applied."""
    number = counted(len(_files(result)), "file")
    needed = f"; the namespace {result.effective.namespace} has to be there" if result.effective else ""
    return f"{result.component}: {number} for {', '.join(result.environments)} to standard output{needed}"


def _files(result: GenerationResult) -> list[Artifact]:
    if result.artifacts is None:
        return []
    (environment,) = result.environments
    folder = f"manifests/{environment}/"
    # Whoever has chosen parts without manifests has chosen what goes into a folder.
    found = result.artifacts.under(folder) or result.artifacts.complete.under(folder)
    return sorted(found, key=lambda file: (_rank(file), file.path))


def _rank(file: Artifact) -> int:
    found = _KIND.search(file.content)
    kind = found[1].decode() if found else ""
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)


def _document(file: Artifact, result: GenerationResult) -> str:
    text = file.content.decode().removeprefix("---\n")
    return f"---\n# Source: {result.component}/{file.path}\n{text}"
