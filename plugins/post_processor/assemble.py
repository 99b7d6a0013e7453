"""The layout of the output folder."""

from agent.model.artifacts import Artifact, ArtifactSet
from agent.model.chart import Chart, ChartArchive, ManifestSet


def assemble(chart: Chart, archive: ChartArchive, manifests: ManifestSet) -> ArtifactSet:
    """Return every file of the run, sorted by path.

    ``charts/<name>/``, ``charts/<name>-<version>.tgz`` and ``manifests/<environment>/<kind>.yaml``.
    """
    files = [
        *(Artifact(path=f"charts/{chart.name}/{file.path}", content=file.text.encode()) for file in chart.files),
        Artifact(path=f"charts/{archive.filename}", content=archive.content),
        *(
            Artifact(path=f"manifests/{manifest.environment}/{manifest.filename}", content=manifest.text.encode())
            for manifest in manifests.files
        ),
    ]
    return ArtifactSet(files=sorted(files, key=lambda artifact: artifact.path))
