"""The layout of the output folder."""

from agent.model.artifacts import Artifact, ArtifactSet
from agent.model.chart import Chart, ChartArchive, ManifestSet
from agent.model.kustomization import KustomizationSet
from agent.model.outputs import Outputs


def assemble(
    chart: Chart,
    archive: ChartArchive,
    manifests: ManifestSet,
    kustomization: KustomizationSet | None,
    outputs: Outputs,
) -> ArtifactSet:
    """Return every file of the run, sorted by path; what is not to be written is kept for the gate.

    ``charts/<name>/``, ``charts/<name>-<version>.tgz``, ``manifests/<environment>/<kind>.yaml`` and
    ``kustomize/``.
    """
    parts = [
        (outputs.chart, _chart(chart, archive)),
        (outputs.manifests, _manifests(manifests)),
        (outputs.kustomize, _kustomization(kustomization) if kustomization is not None else []),
    ]
    return ArtifactSet(
        files=_sorted([artifact for wanted, files in parts if wanted for artifact in files]),
        unsaved=_sorted([artifact for wanted, files in parts if not wanted for artifact in files]),
    )


def _chart(chart: Chart, archive: ChartArchive) -> list[Artifact]:
    files = [Artifact(path=f"charts/{chart.name}/{file.path}", content=file.text.encode()) for file in chart.files]
    return [*files, Artifact(path=f"charts/{archive.filename}", content=archive.content)]


def _manifests(manifests: ManifestSet) -> list[Artifact]:
    return [
        Artifact(path=f"manifests/{manifest.environment}/{manifest.filename}", content=manifest.text.encode())
        for manifest in manifests.files
    ]


def _kustomization(kustomization: KustomizationSet) -> list[Artifact]:
    return [Artifact(path=f"kustomize/{file.path}", content=file.text.encode()) for file in kustomization.files]


def _sorted(files: list[Artifact]) -> list[Artifact]:
    return sorted(files, key=lambda artifact: artifact.path)
