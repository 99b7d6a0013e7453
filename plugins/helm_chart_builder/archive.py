"""The chart as a folder and as a .tgz whose bytes depend on its files alone."""

from foundation.model.chart.chart import Chart
from foundation.model.run.artifacts import Artifact, Part
from foundation.writing.archives import tgz_of


def package(chart: Chart) -> Part:
    """Return the chart's folder, and beside it the archive, laid out as ``helm package`` does."""
    content = {file.path: file.text.encode() for file in chart.files}
    files = [Artifact(path=f"{chart.name}/{path}", content=text) for path, text in content.items()]
    return Part(files=[*files, Artifact(path=chart.archive, content=archive_of(chart.name, content))])


def archive_of(name: str, files: dict[str, bytes]) -> bytes:
    """Return an archive of a chart's files.

    Args:
        name: the chart's name, which is the archive's only folder.
        files: content by path inside the chart, in the order of the archive.
    """
    return tgz_of({f"{name}/{path}": content for path, content in files.items()})
