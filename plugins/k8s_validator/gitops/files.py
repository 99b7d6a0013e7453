"""The objects for Argo CD and Flux among an output's files."""

from typing import Any

from plugins.k8s_validator.objects.values import mapping
from plugins.k8s_validator.rules.check import NothingToCheck
from plugins.k8s_validator.subject.chart_values import ValuesFile
from plugins.k8s_validator.subject.subject import Subject

#: API version of each kind that is written.
KINDS = {
    "Application": "argoproj.io/v1alpha1",
    "ApplicationSet": "argoproj.io/v1alpha1",
    "OCIRepository": "source.toolkit.fluxcd.io/v1",
    "GitRepository": "source.toolkit.fluxcd.io/v1",
    "HelmRelease": "helm.toolkit.fluxcd.io/v2",
    "Kustomization": "kustomize.toolkit.fluxcd.io/v1",
}


def gitops_files(subject: Subject) -> list[ValuesFile]:
    """Return the files, each of which holds one object.

    Raises:
        NothingToCheck: there are none.
    """
    if not subject.gitops:
        raise NothingToCheck("the output has nothing for Argo CD or Flux; output.gitops writes it")
    return [ValuesFile(path, text) for path, text in sorted(subject.gitops.items())]


def environment_of(file: ValuesFile) -> str:
    """Return the environment that a file is for: the folder that it is in."""
    return file.path.split("/")[-2]


def is_read(data: dict[str, Any], subject: Subject) -> bool:
    """Tell whether Argo CD or Flux takes an object: one of the kinds that are written, in its form."""
    kind = str(data.get("kind"))
    known = KINDS.get(kind) is not None and KINDS[kind] == data.get("apiVersion")
    return known and bool(mapping(data.get("spec"))) and not subject.setup.schemas.faults(KINDS[kind], kind, data)
