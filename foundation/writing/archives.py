"""Archives whose bytes depend on their files alone.

Two things make ordinary archives differ: metadata (times, owners, modes), which is fixed
here, and the compressor, whose output changes between zlib versions and its forks. So nothing
is compressed: larger by some kilobytes, the same on every machine.
"""

import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Mapping

_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_LARGEST_BLOCK = 0xFFFF
_MODE = 0o644
#: Fields of a tar header as the library writes them for a file of ours: mode and owners; time; kind, format, the rest.
_OWNERS, _TIME = b"%07o\0" % _MODE + b"0000000\0" * 2, b"00000000000\0"
_REST = b"0" + bytes(100) + b"ustar\x0000" + bytes(247)
#: The sum counts its own field as eight blanks.
_SUM_OF_REST = sum(_REST) + 8 * ord(" ")
#: The most that the field for a size can say.
_LARGEST_SIZE = 8**11 - 1
#: The first moment that a zip file can name.
_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


def tgz_of(files: Mapping[str, bytes]) -> bytes:
    """Return files as a tar archive in gzip.

    Args:
        files: content by path, in the order of the archive.
    """
    parts: list[bytes] = []
    for path, content in files.items():
        parts += [_header(path, len(content)), content, bytes(-len(content) % tarfile.BLOCKSIZE)]
    archive = b"".join([*parts, bytes(2 * tarfile.BLOCKSIZE)])
    return stored_gzip(archive + bytes(-len(archive) % tarfile.RECORDSIZE))


def _header(path: str, size: int) -> bytes:
    """Return what stands before a file: plain fields where its path fits into them, as it nearly always does."""
    if not path.isascii() or len(path) > tarfile.LENGTH_NAME or size > _LARGEST_SIZE:
        entry = tarfile.TarInfo(path)
        entry.size, entry.mode, entry.mtime = size, _MODE, 0
        return entry.tobuf(tarfile.PAX_FORMAT)
    before = path.encode().ljust(tarfile.LENGTH_NAME, b"\0") + _OWNERS + b"%011o\0" % size + _TIME
    return before + b"%06o\0 " % (sum(before) + _SUM_OF_REST) + _REST


def zip_of(files: Mapping[str, bytes]) -> bytes:
    """Return files as a zip archive.

    Args:
        files: content by path, in the order of the archive.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, _FIRST_MOMENT)
            entry.create_system, entry.external_attr = _UNIX, _MODE << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


def stored_gzip(content: bytes) -> bytes:
    """Wrap bytes in gzip without compressing them (RFC 1951, section 3.2.4; RFC 1952)."""
    blocks = [content[start : start + _LARGEST_BLOCK] for start in range(0, len(content), _LARGEST_BLOCK)] or [b""]
    body = b"".join(
        struct.pack("<BHH", index == len(blocks) - 1, len(block), len(block) ^ 0xFFFF) + block
        for index, block in enumerate(blocks)
    )
    return _GZIP_HEADER + body + struct.pack("<II", zlib.crc32(content), len(content) & 0xFFFFFFFF)
