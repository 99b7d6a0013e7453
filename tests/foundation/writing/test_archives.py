"""Archives are those of the library, byte by byte."""

import tarfile

import pytest

from foundation.writing.archives import stored_gzip, tgz_of

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
