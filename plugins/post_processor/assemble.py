"""The layout of the output folder."""

from foundation.model.chart.chart import Chart, ChartArchive, ManifestSet
from foundation.model.chart.kustomization import KustomizationSet
from foundation.model.errors import InputError, Problem
from foundation.model.run.artifacts import Artifact, ArtifactSet
from foundation.model.run.outputs import Outputs


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

    Raises:
        InputError: nothing would be written.
    """
    parts = [
        (outputs.chart, _chart(chart, archive)),
        (outputs.manifests, _manifests(manifests)),
        (outputs.kustomize, _kustomization(kustomization) if kustomization is not None else []),
    ]
    files, unsaved = list[Artifact](), list[Artifact]()
    for wanted, made in parts:
        for artifact in made:
            chosen = wanted and (not outputs.config_only or _is_configuration(artifact.path))
            (files if chosen else unsaved).append(artifact)
    if not files:
        raise _nothing_to_write()
    return ArtifactSet(files=_sorted(files), unsaved=_sorted(unsaved))


def _is_configuration(path: str) -> bool:
    """Tell whether a file is one of the chart's values or a ConfigMap."""
    name = path.rpartition("/")[2]
    return name.startswith("values") or (path.startswith("manifests/") and name.endswith("configmap.yaml"))


def _nothing_to_write() -> InputError:
    return InputError(
        Problem(
            code="output-empty",
            message="the component has no ConfigMap, so nothing would be written",
            remedy="Give it config, files or observability, or write the chart's values too.",
            path="output",
        )
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
