"""The manifests once more, as a kustomize base with an overlay for each environment."""

from pydantic import Field

from foundation.model.base import FrozenModel


class KustomizationFile(FrozenModel):
    """One text file: path relative to the kustomize folder, such as ``overlays/prod/hpa.yaml``."""

    path: str
    text: str = Field(repr=False)


class KustomizationSet(FrozenModel):
    """Every file below the kustomize folder, sorted by path."""

    files: list[KustomizationFile]
