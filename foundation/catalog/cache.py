"""The last good version of each template folder, for when one cannot be loaded.

One file a folder: its first line is the digest of the rest, so that a version is only written
when it is another one, and only taken when it is whole. The file is exchanged in one step.
"""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from foundation.model.errors import InputError, Problem
from foundation.writing.whole import write_whole


@dataclass(frozen=True)
class KeptFiles:
    """The files of a template folder as they were when it was last loaded; see ``TemplateFiles``.

    Attributes:
        digest: digest of all of them.
        texts: text by path, relative to the folder.
    """

    digest: str
    texts: dict[str, str]

    def names(self, place: str) -> list[str]:
        """See ``TemplateFiles.names``."""
        return sorted(path.rpartition("/")[2] for path in self.texts if path.rpartition("/")[0] == place)

    def exists(self, source: str) -> bool:
        """See ``TemplateFiles.exists``."""
        return source in self.texts

    def text(self, source: str, catalog: str | None = None) -> str:
        """See ``TemplateFiles.text``."""
        if source not in self.texts:
            message = f"the last good version of the templates has no file {source!r}"
            remedy = "Mend the template folder."
            raise InputError(
                Problem(code="template-file-missing", message=message, remedy=remedy, file=catalog or source)
            )
        return self.texts[source]


class TemplateCache:
    """Keeps versions in a folder of its own.

    Args:
        place: the folder; it is made when something is to be kept.
        report: takes a message when a version cannot be kept: a run that succeeds is worth more.
    """

    def __init__(self, place: Path, report: Callable[[str], None]) -> None:
        self._place = place
        self._report = report

    def keep(self, root: Path, texts: dict[str, str]) -> None:
        """Keep a template folder's files, if they are not what is kept already.

        Args:
            root: the template folder.
            texts: text by path, relative to it.
        """
        content = json.dumps(texts, ensure_ascii=False, sort_keys=True).encode()
        digest = _digest(content)
        path = self._path(root)
        try:
            if _first_line(path) != digest.encode():
                path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(path, digest.encode() + b"\n" + content)
        except OSError as error:
            self._report(f"the templates cannot be kept in {self._place}: {error.strerror}")

    def last(self, root: Path) -> KeptFiles | None:
        """Return the last good version of a template folder; ``None`` if none is kept, or it is not whole."""
        try:
            digest, _, content = self._path(root).read_bytes().partition(b"\n")
            if digest.decode() != _digest(content):
                return None
            texts = json.loads(content)
        except (OSError, ValueError):
            return None
        return KeptFiles(digest.decode(), texts)

    def _path(self, root: Path) -> Path:
        return self._place / f"{hashlib.sha256(os.fsencode(os.path.abspath(root))).hexdigest()}.kept"


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _first_line(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.readline(100).rstrip(b"\n")
    except FileNotFoundError:
        return b""
