"""Packaged charts as the bytes that they are."""

import gzip
import io
import struct
import tarfile
import zlib
from functools import cached_property, lru_cache

#: What reading bytes that are no archive, or a broken one, may raise.
UNREADABLE = (tarfile.TarError, OSError, EOFError, zlib.error)
_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_LARGEST_BLOCK = 0xFFFF


class ChartArchive:
    """A packaged chart: its only folder is the chart.

    Args:
        content: the bytes of the archive.

    Raises:
        tarfile.TarError, OSError, EOFError, zlib.error: it cannot be read.
    """

    def __init__(self, content: bytes) -> None:
        self._plain = gzip.decompress(content)
        with tarfile.open(fileobj=io.BytesIO(self._plain), mode="r:") as opened:
            self._members = opened.getmembers()

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Content by path in the chart."""
        return {
            _path(member): self._plain[member.offset_data : member.offset_data + member.size]
            for member in self._members
            if member.isfile()
        }

    def without(self, path: str) -> bytes:
        """Return an archive that lacks a file and is the same otherwise."""
        plain = self._plain
        for member in reversed(self._members):
            if _path(member) == path:
                blocks = -(-member.size // tarfile.BLOCKSIZE)
                plain = plain[: member.offset] + plain[member.offset_data + blocks * tarfile.BLOCKSIZE :]
        return gzip.compress(plain, compresslevel=0, mtime=0)


@lru_cache(maxsize=2)
def opened(archive: bytes) -> ChartArchive:
    """Return an archive; Helm's engine and the gate look into the same one.

    Raises:
        tarfile.TarError, OSError, EOFError, zlib.error: it cannot be read.
    """
    return ChartArchive(archive)


def stored_gzip(content: bytes) -> bytes:
    """Wrap bytes in gzip without compressing them (RFC 1951, section 3.2.4; RFC 1952)."""
    blocks = [content[start : start + _LARGEST_BLOCK] for start in range(0, len(content), _LARGEST_BLOCK)] or [b""]
    body = b"".join(
        struct.pack("<BHH", index == len(blocks) - 1, len(block), len(block) ^ 0xFFFF) + block
        for index, block in enumerate(blocks)
    )
    return _GZIP_HEADER + body + struct.pack("<II", zlib.crc32(content), len(content) & 0xFFFFFFFF)


def _path(member: tarfile.TarInfo) -> str:
    return member.name.partition("/")[2]
