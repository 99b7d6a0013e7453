"""The chart as a .tgz whose bytes depend on its files alone.

Two things make ordinary archives differ: metadata (times, owners, modes), which is fixed
here, and the compressor, whose output changes between zlib versions and its forks. So the
gzip container holds stored blocks: larger by some kilobytes, the same on every machine.
"""

import tarfile

from foundation.helm.archives import stored_gzip
from foundation.model.chart.chart import Chart
from foundation.model.run.artifacts import Artifact, Part


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
    parts: list[bytes] = []
    for path, content in files.items():
        entry = tarfile.TarInfo(f"{name}/{path}")
        entry.size, entry.mode, entry.mtime = len(content), 0o644, 0
        parts += [entry.tobuf(tarfile.PAX_FORMAT), content, bytes(-len(content) % tarfile.BLOCKSIZE)]
    archive = b"".join([*parts, bytes(2 * tarfile.BLOCKSIZE)])
    return stored_gzip(archive + bytes(-len(archive) % tarfile.RECORDSIZE))
