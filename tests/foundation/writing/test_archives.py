"""Archives are those of the library, byte by byte."""

import gzip
import io
import tarfile

import pytest

from foundation.writing.archives import entries_of, stored_content, stored_gzip, tgz_of

_PATHS = ("a", "chart/templates/deployment.yaml", "x" * 100, "x" * 101, "x/" * 60 + "y", "é", "/a", "a/", "", "a\\b")


def _as_the_library_writes(path: str, content: bytes) -> bytes:
    entry = tarfile.TarInfo(path)
    entry.size, entry.mode, entry.mtime = len(content), 0o644, 0
    plain = entry.tobuf(tarfile.PAX_FORMAT) + content + bytes(-len(content) % 512) + bytes(1024)
    return stored_gzip(plain + bytes(-len(plain) % tarfile.RECORDSIZE))


@pytest.mark.parametrize("path", _PATHS)
@pytest.mark.parametrize("size", [0, 1, 511, 512, 100_000])
def test_an_archive_has_the_bytes_that_the_library_writes(path: str, size: int) -> None:
    assert tgz_of({path: b"x" * size}) == _as_the_library_writes(path, b"x" * size)


def test_what_is_larger_than_the_field_for_it_is_written_by_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foundation.writing.archives._LARGEST_SIZE", 9)
    assert tgz_of({"a": b"x" * 10}) == _as_the_library_writes("a", b"x" * 10)


@pytest.mark.parametrize("size", [0, 1, 0xFFFF, 0x10000, 3 * 0xFFFF])
def test_what_was_wrapped_is_had_back_and_nothing_of_other_bytes(size: int) -> None:
    content = b"x" * size
    stored = stored_gzip(content)
    assert gzip.decompress(stored) == content
    assert stored_content(stored) == content
    for other in (content, gzip.compress(content), stored[:-1], stored + b"x", stored[:12] + b"y" + stored[13:], b""):
        assert stored_content(other) is None


def _plain(*members: tuple[str, bytes]) -> bytes:
    return gzip.decompress(tgz_of({path: b"x" * len(content) for path, content in members}))


def test_entries_are_those_that_the_library_finds() -> None:
    archive = _plain(("a/b", b""), ("a/c", b"x" * 512), ("a/d/e", b"x" * 700))
    with tarfile.open(fileobj=io.BytesIO(archive)) as read:
        found = [(member.name, member.offset, member.offset_data, member.size) for member in read]
    entries = entries_of(archive)
    assert entries is not None
    assert [(entry.path, entry.header, entry.start, entry.size) for entry in entries] == found


@pytest.mark.parametrize(
    "change",
    [
        (156, b"2"),  # a link
        (100, b"0000777"),  # another mode
        (124, b"00000000009"),  # no number of eight digits
        (124, b"77777777777"),  # more than there is
        (1, b"\0b"),  # a path that ends twice
        (148, b"7"),  # another sum
        (512 + 512, b"x"),  # something behind the last file
    ],
)
def test_an_archive_that_is_not_as_ours_are_has_no_entries(change: tuple[int, bytes]) -> None:
    archive = bytearray(_plain(("abc", b"x" * 10)))
    place, other = change
    archive[place : place + len(other)] = other
    assert entries_of(bytes(archive)) is None
    assert entries_of(bytes(archive[:700])) is None
