"""The chart as a .tgz whose bytes depend on its files alone.

Two things make ordinary archives differ: metadata (times, owners, modes), which is fixed
here, and the compressor, whose output changes between zlib versions and its forks. So the
gzip container holds stored blocks: larger by some kilobytes, the same on every machine.
"""

import io
import struct
import tarfile
import zlib

from foundation.model.chart.chart import Chart
from foundation.model.run.artifacts import Artifact, Part

_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_LARGEST_BLOCK = 0xFFFF


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
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path, content in files.items():
            entry = tarfile.TarInfo(f"{name}/{path}")
            entry.size, entry.mode, entry.mtime = len(content), 0o644, 0
            archive.addfile(entry, io.BytesIO(content))
    return stored_gzip(buffer.getvalue())


def stored_gzip(content: bytes) -> bytes:
    """Wrap bytes in gzip without compressing them (RFC 1951, section 3.2.4; RFC 1952)."""
    blocks = [content[start : start + _LARGEST_BLOCK] for start in range(0, len(content), _LARGEST_BLOCK)] or [b""]
    body = b"".join(
        struct.pack("<BHH", index == len(blocks) - 1, len(block), len(block) ^ 0xFFFF) + block
        for index, block in enumerate(blocks)
    )
    return _GZIP_HEADER + body + struct.pack("<II", zlib.crc32(content), len(content) & 0xFFFFFFFF)
