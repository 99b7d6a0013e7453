"""Where Argo CD and Flux fetch one environment from: a chart in a registry, or a folder in Git."""

from posixpath import normpath

from foundation.helm.registry_layout import ChartManifest
from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.model.policy.delivery import DeliveryPolicy
from foundation.model.run.outputs import Outputs

REGISTRY = "oci://"
#: Parts that have a folder for each environment, and that folder; the first that is written is taken.
_FOLDERS = {"kustomize": "kustomize/overlays/{env}", "manifests": "manifests/{env}"}


class ChartInRegistry(FrozenModel):
    """A chart in a registry.

    Attributes:
        address: its repository, with ``oci://``.
        tag: its version as a tag.
        digest: its manifest's digest; none, if it is named by its tag.
    """

    address: str
    tag: str
    digest: str | None


class FolderInGit(FrozenModel):
    """A folder in a Git repository.

    Attributes:
        address: the repository.
        branch: the branch.
        path: the folder in it.
    """

    address: str
    branch: str
    path: str


def source_of(
    words: dict[str, str], manifest: ChartManifest, outputs: Outputs, answers: DeliveryPolicy
) -> ChartInRegistry | FolderInGit:
    """Return where an environment is fetched from.

    Args:
        words: ``component``, ``tenant`` and ``env``, which the address may name.
        manifest: the chart's manifest as it is published.
        outputs: what is written; nothing else can be fetched.
        answers: how it is deployed.

    Raises:
        InputError: nobody said where, or what would be fetched is not written.
    """
    if answers.repository is None:
        raise InputError(_no_repository())
    address = answers.repository.format(**words)
    if address.startswith(REGISTRY):
        _require("chart", outputs)
        digest = manifest.digest if answers.sync.pin == "digest" else None
        return ChartInRegistry(address=f"{address}/{manifest.name}", tag=manifest.tag, digest=digest)
    part = next((name for name in _FOLDERS if name in outputs.parts), None)
    if part is None:
        raise InputError(_not_written("manifests"))
    path = normpath(f"{answers.root}/{_FOLDERS[part].format(**words)}").lstrip("/")
    return FolderInGit(address=address, branch=answers.sync.branch, path=path)


def _require(part: str, outputs: Outputs) -> None:
    if part not in outputs.parts:
        raise InputError(_not_written(part))


def _not_written(part: str) -> Problem:
    message = f"what is fetched is the {part}, which this output does not have"
    remedy = f"Write {part} too ({Flag.WITH} {part}), or name another repository in delivery."
    return Problem(code="gitops-files", message=message, remedy=remedy, path="delivery.repository")


def _no_repository() -> Problem:
    remedy = (
        "Set delivery.repository in the bundle or repository in the policy's delivery.yaml: "
        "oci://HOST/PATH for a registry, https://HOST/PATH or ssh://HOST/PATH for Git."
    )
    message = "nobody says where Argo CD or Flux fetches this output from"
    return Problem(code="gitops-repository", message=message, remedy=remedy, path="delivery.repository")
