"""The chart as a .tgz whose bytes depend on its files alone.

Two things make ordinary archives differ: metadata (times, owners, modes), which is fixed
here, and the compressor, whose output changes between zlib versions and its forks. So the
gzip container holds stored blocks: larger by some kilobytes, the same on every machine.
"""

import io
import struct
import tarfile
import zlib

from agent.model.chart import Chart, ChartArchive

_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_LARGEST_BLOCK = 0xFFFF


def package(chart: Chart) -> ChartArchive:
    """Return the chart's archive, laid out as ``helm package`` does."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for file in chart.files:
            content = file.text.encode()
            entry = tarfile.TarInfo(f"{chart.name}/{file.path}")
            entry.size, entry.mode, entry.mtime = len(content), 0o644, 0
            archive.addfile(entry, io.BytesIO(content))
    return ChartArchive(
        name=chart.name, filename=f"{chart.name}-{chart.version}.tgz", content=stored_gzip(buffer.getvalue())
    )


def stored_gzip(content: bytes) -> bytes:
    """Wrap bytes in gzip without compressing them (RFC 1951, section 3.2.4; RFC 1952)."""
    blocks = [content[start : start + _LARGEST_BLOCK] for start in range(0, len(content), _LARGEST_BLOCK)] or [b""]
    body = b"".join(
        struct.pack("<BHH", index == len(blocks) - 1, len(block), len(block) ^ 0xFFFF) + block
        for index, block in enumerate(blocks)
    )
    return _GZIP_HEADER + body + struct.pack("<II", zlib.crc32(content), len(content) & 0xFFFFFFFF)
