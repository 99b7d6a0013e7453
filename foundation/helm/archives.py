"""Packaged charts as the bytes that they are, within bounds: a small archive can hold very much."""

import gzip
import io
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache

from foundation.writing.archives import Entry, entries_of

#: What reading bytes that are no archive, or a broken one, may raise.
UNREADABLE = (tarfile.TarError, OSError, EOFError, zlib.error)
#: How a packaged chart is called.
ARCHIVES = (".tgz", ".tar.gz")
#: How much a chart may be when it is unpacked, with all charts inside it, of how many files, and how deep charts may be
#: inside each other. Helm itself reads up to 100 MiB, and releases of more than 1 MiB cannot be installed.
MOST_BYTES, MOST_MEMBERS, MOST_DEPTH = 32 * 1024 * 1024, 10_000, 8


class ArchiveTooLarge(tarfile.TarError):
    """An archive holds more than what is read."""

    def __init__(self) -> None:
        super().__init__(f"it holds more than {MOST_MEMBERS} files or {MOST_BYTES // 2**20} MiB")


class ChartArchive:
    """A packaged chart: its only folder is the chart.

    Args:
        content: the bytes of the archive.

    Raises:
        tarfile.TarError, OSError, EOFError, zlib.error: it cannot be read.
    """

    def __init__(self, content: bytes) -> None:
        self._plain = decompressed(content)
        self._entries = _entries(self._plain)

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Content by path in the chart."""
        return {_path(entry): entry.content_in(self._plain) for entry in self._entries}

    def without(self, path: str) -> bytes:
        """Return an archive that lacks a file and is the same otherwise."""
        plain = self._plain
        for entry in reversed(self._entries):
            if _path(entry) == path:
                blocks = -(-entry.size // tarfile.BLOCKSIZE)
                plain = plain[: entry.header] + plain[entry.start + blocks * tarfile.BLOCKSIZE :]
        return gzip.compress(plain, compresslevel=0, mtime=0)


def decompressed(content: bytes, most: int = MOST_BYTES) -> bytes:
    """Return what a gzip stream holds, of which no more is unpacked than is allowed.

    Args:
        content: the stream.
        most: bytes that it may hold.

    Raises:
        ArchiveTooLarge: it holds more.
        OSError, EOFError, zlib.error: it cannot be read.
    """
    with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
        plain = stream.read(most + 1)
    if len(plain) > most:
        raise ArchiveTooLarge
    return plain


def with_inner_charts(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return a chart's files with those of the charts that are packed inside it, each below its archive's path.

    Args:
        files: content by path in the chart.

    Raises:
        ArchiveTooLarge: they hold too much, or stand too deep inside each other.
        tarfile.TarError, OSError, EOFError, zlib.error: one cannot be read.
    """
    found = dict(files)
    left = MOST_BYTES
    waiting = [(path, content, 1) for path, content in _packed(files)]
    while waiting:
        path, content, depth = waiting.pop()
        plain = decompressed(content, left)
        left -= len(plain)
        inner = {_path(entry): entry.content_in(plain) for entry in _entries(plain)}
        found |= {f"{path}/{name}": text for name, text in inner.items()}
        waiting += [(f"{path}/{name}", text, depth + 1) for name, text in _packed(inner)]
        if depth > MOST_DEPTH or len(found) > MOST_MEMBERS:
            raise ArchiveTooLarge
    return found


def _packed(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield the packed charts of a chart: Helm loads each archive in the folders ``charts``."""
    for path, content in files.items():
        if "charts" in path.split("/")[:-1] and path.endswith(ARCHIVES):
            yield path, content


def _entries(plain: bytes) -> list[Entry]:
    """Return the files of a tar archive."""
    ours = entries_of(plain)
    if ours is not None and len(ours) <= MOST_MEMBERS:
        return ours
    with tarfile.open(fileobj=io.BytesIO(plain), mode="r:") as archive:
        members = list(_members(archive))
    return [Entry(member.name, member.offset, member.offset_data, member.size) for member in members if member.isfile()]


def _members(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    for number, member in enumerate(archive):
        if number >= MOST_MEMBERS:
            raise ArchiveTooLarge
        yield member


@lru_cache(maxsize=2)
def opened(archive: bytes) -> ChartArchive:
    """Return an archive; Helm's engine and the gate look into the same one.

    Raises:
        tarfile.TarError, OSError, EOFError, zlib.error: it cannot be read.
    """
    return ChartArchive(archive)


def _path(entry: Entry) -> str:
    return entry.path.partition("/")[2]
