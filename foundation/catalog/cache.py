"""The last good version of each template folder, for when one cannot be loaded.

One file a folder: its first line is the digest of the rest, so that a version is only written
when it is another one, and only taken when it is whole. The file is exchanged in one step.
"""

import hashlib
import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from foundation.model.errors import InputError, Problem
from foundation.writing.whole import write_whole

_A_DAY = 86_400.0


@dataclass(frozen=True)
class KeptFiles:
    """The files of a template folder as they were when it was last loaded; see ``TemplateFiles``.

    Attributes:
        digest: digest of all of them.
        texts: text by path, relative to the folder.
        origin: where they were kept, for people, if that is not this machine.
    """

    digest: str
    texts: dict[str, str]
    origin: str = ""

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


class Shelf(Protocol):
    """Keeps versions where other machines find them, too; it tells its failures by itself."""

    def keep(self, folder: str, digest: str, texts: Mapping[str, str]) -> None:
        """Keep the files of a folder in the place of what is kept of it.

        Args:
            folder: absolute path of the template folder.
            digest: digest of all files.
            texts: text by path, relative to it.
        """
        ...

    def last(self, folder: str) -> KeptFiles | None:
        """Return what is kept of a folder, if anything is."""
        ...


class TemplateCache:
    """Keeps versions in a folder of its own, and on a shelf that machines share.

    Args:
        place: the folder; it is made when something is to be kept.
        report: takes a message when a version cannot be kept: a run that succeeds is worth more.
        shelf: gets a version when it is a new one, or was last put there a day ago; it is asked where the folder has
            none.
    """

    def __init__(self, place: Path, report: Callable[[str], None], shelf: Shelf | None = None) -> None:
        self._place = place
        self._report = report
        self._shelf = shelf
        self._last: dict[Path, KeptFiles | None] = {}

    def keep(self, root: Path, texts: dict[str, str]) -> None:
        """Keep a template folder's files, if they are not what is kept already.

        Args:
            root: the template folder.
            texts: text by path, relative to it.
        """
        self._last.pop(root, None)
        content = _content(texts)
        digest = _digest(content)
        path = self._path(root)
        try:
            known = _first_line(path) == digest.encode()
            if known and (self._shelf is None or time.time() - path.stat().st_mtime < _A_DAY):
                return
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, digest.encode() + b"\n" + content)
        except OSError as error:
            self._report(f"the templates cannot be kept in {self._place}: {error.strerror}")
        if self._shelf is not None:
            self._shelf.keep(os.path.abspath(root), digest, texts)

    def last(self, root: Path) -> KeptFiles | None:
        """Return the last good version of a template folder; ``None`` if none is kept, or it is not whole."""
        if root not in self._last:
            self._last[root] = self._kept(root) or self._shelved(root)
        return self._last[root]

    def forget(self, *, dry_run: bool = False) -> int:
        """Remove every version from the folder, so that none of them is used any more.

        Args:
            dry_run: whether it is only told how many there are.

        Returns:
            Their number.

        Raises:
            OSError: one cannot be removed.
        """
        kept = sorted(self._place.glob("*.kept"))
        for path in [] if dry_run else kept:
            path.unlink(missing_ok=True)
        return len(kept)

    def _shelved(self, root: Path) -> KeptFiles | None:
        kept = self._shelf.last(os.path.abspath(root)) if self._shelf is not None else None
        whole = kept is not None and _digest(_content(kept.texts)) == kept.digest
        return kept if whole else None

    def _kept(self, root: Path) -> KeptFiles | None:
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


def _content(texts: Mapping[str, str]) -> bytes:
    return json.dumps(texts, ensure_ascii=False, sort_keys=True).encode()


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _first_line(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.readline(100).rstrip(b"\n")
    except FileNotFoundError:
        return b""
