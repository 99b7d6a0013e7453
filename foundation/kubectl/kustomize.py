"""Building a kustomization with kubectl."""

from pathlib import Path

from foundation.kubectl.errors import KubectlError, missing
from foundation.kubectl.program import find_kubectl, run_kubectl
from foundation.model.errors import Problem

#: The names that kustomize itself looks for.
FILES = ("kustomization.yaml", "kustomization.yml", "Kustomization")


def is_kustomization(folder: Path) -> bool:
    """Tell whether a folder is a kustomization."""
    return any((folder / name).is_file() for name in FILES)


def build(folder: Path, program: str) -> str:
    """Return the manifests that a kustomization builds.

    Files outside the folder, plugins and remote bases stay out of reach: kustomize's own root
    restriction holds, nothing switches plugins on, and there is no network and no git. What names an address is for
    the caller to refuse: those of this machine are within reach.

    Args:
        folder: the kustomization.
        program: kubectl, by name or path.

    Raises:
        KubectlMissingError: there is no kubectl.
        KubectlTimeoutError: it took too long.
        KubectlError: the kustomization does not build.
    """
    executable = find_kubectl(program)
    if executable is None:
        raise missing(program)
    answer = run_kubectl(executable, ["kustomize", str(folder)])
    if answer.code != 0:
        message = f"the kustomization does not build: {answer.err.strip()}"
        remedy = "Mend what kubectl names; remote bases and files outside the folder are not loaded here."
        raise KubectlError(Problem(code="kustomize-build", message=message, remedy=remedy, file=str(folder)))
    return answer.out
