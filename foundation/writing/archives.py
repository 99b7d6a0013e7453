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
from dataclasses import dataclass

_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_LARGEST_BLOCK = 0xFFFF
_BLOCK_HEADER, _GZIP_END = struct.Struct("<BHH"), struct.Struct("<II")
_MODE = 0o644
#: Fields of a tar header as the library writes them for a file of ours: mode and owners; time; kind, format, the rest.
_OWNERS, _TIME = b"%07o\0" % _MODE + b"0000000\0" * 2, b"00000000000\0"
_REST = b"0" + bytes(100) + b"ustar\x0000" + bytes(247)
#: The sum counts its own field as eight blanks.
_SUM_OF_REST = sum(_REST) + 8 * ord(" ")
#: Where the size stands, and the most that it can say.
_SIZE = slice(124, 135)
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


@dataclass(frozen=True)
class Entry:
    """A file in a tar archive.

    Attributes:
        path: its path.
        header: where its header begins.
        start: where its content begins.
        size: bytes of its content.
    """

    path: str
    header: int
    start: int
    size: int

    def content_in(self, archive: bytes) -> bytes:
        """Return its content."""
        return archive[self.start : self.start + self.size]


def entries_of(archive: bytes) -> list[Entry] | None:
    """Return the files of a tar archive that ``tgz_of`` wrote, or ``None`` for one that has any other header.

    The library's own reader takes ten times as long.
    """
    entries: list[Entry] = []
    place = 0
    while (header := archive[place : place + tarfile.BLOCKSIZE]).strip(b"\0"):
        path, octal = header[: tarfile.LENGTH_NAME].rstrip(b"\0"), header[_SIZE]
        if not path.isascii() or b"\0" in path or not octal or octal.strip(b"01234567"):
            return None
        entry = Entry(path.decode(), place, place + tarfile.BLOCKSIZE, int(octal, 8))
        if header != _header(entry.path, entry.size):
            return None
        entries.append(entry)
        place = entry.start + entry.size + -entry.size % tarfile.BLOCKSIZE
    return entries if place < len(archive) and not archive[place:].strip(b"\0") else None


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
    parts = [_GZIP_HEADER]
    for start in range(0, len(content) or 1, _LARGEST_BLOCK):
        block = content[start : start + _LARGEST_BLOCK]
        is_last = start + _LARGEST_BLOCK >= len(content)
        parts += [_BLOCK_HEADER.pack(is_last, len(block), len(block) ^ 0xFFFF), block]
    return b"".join([*parts, _GZIP_END.pack(zlib.crc32(content), len(content) & 0xFFFFFFFF)])


def stored_content(stored: bytes) -> bytes | None:
    """Return what ``stored_gzip`` wrapped, or ``None`` for bytes that it does not give."""
    first, end = len(_GZIP_HEADER) + _BLOCK_HEADER.size, len(stored) - _GZIP_END.size
    starts = range(first, end, _LARGEST_BLOCK + _BLOCK_HEADER.size)
    content = b"".join(stored[start : min(start + _LARGEST_BLOCK, end)] for start in starts)
    return content if stored_gzip(content) == stored else None
