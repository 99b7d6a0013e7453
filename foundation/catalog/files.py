"""The files of one template folder, as they are on disk now."""

import os
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Protocol

from foundation.model.errors import InputError, OutsideError, Problem
from foundation.source.document import decode


class TemplateLoadError(OutsideError):
    """A template could not be read; trying again may help.

    Args:
        root: the template folder.
        source: the file, relative to it.
        reason: why, without a path of this machine.
    """

    failure = "template_load_failure"

    def __init__(self, root: Path, source: str, reason: str) -> None:
        self.root, self.source, self.reason = root, source, reason
        remedy = "Check that it is there and may be read, and try again."
        message = f"the templates cannot be read: {reason}"
        super().__init__(Problem(code="template-load-failure", message=message, remedy=remedy, file=str(root / source)))


class TemplateFiles(Protocol):
    """Where a template folder's texts come from."""

    def names(self, place: str) -> list[str]:
        """Return the names of what is in a folder of the template folder, sorted; none if there is no such folder.

        Raises:
            TemplateLoadError: the folder cannot be read.
        """
        ...

    def exists(self, source: str) -> bool:
        """Tell whether there is something of this path, readable or not."""
        ...

    def text(self, source: str, catalog: str | None = None) -> str:
        """Return a file's text.

        Args:
            source: its path, relative to the template folder.
            catalog: the file that names it, to which a wrong name is put down; by default the file itself.

        Raises:
            InputError: the path leaves the folder, or the file is missing or not text.
            TemplateLoadError: the file cannot be read.
        """
        ...


class DiskFiles:
    """Reads a template folder on disk, and nothing outside of it.

    Args:
        root: the folder.
        known: tells whether a file, or the folder itself for an empty path, was there when the folder was last
            loaded: what was there and is gone is a failure that may pass, what never was is somebody's mistake.
        named_by: the flag or variable that names the folder.
    """

    def __init__(self, root: Path, known: Callable[[str], bool], named_by: str) -> None:
        self._root = root
        self._known = known
        self._named_by = named_by

    def names(self, place: str) -> list[str]:
        """See ``TemplateFiles.names``."""
        self._require_root()
        try:
            return sorted(os.listdir(self._root / place))
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise TemplateLoadError(self._root, place, f"{place}: {error.strerror}") from error

    def exists(self, source: str) -> bool:
        """See ``TemplateFiles.exists``."""
        self._require_root()
        return os.path.lexists(self._root / source)

    def text(self, source: str, catalog: str | None = None) -> str:
        """See ``TemplateFiles.text``."""
        blamed = str(self._root / (catalog or source))
        try:
            path = (self._root / source).resolve()
            if not path.is_relative_to(self._real_root):
                message, remedy = f"the template path {source!r} leaves its folder", "Use a path inside the folder."
                raise _wrong("template-outside", message, remedy, blamed)
            return decode(path.read_bytes(), str(path))
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError, RuntimeError, ValueError):
            if self._known(source):
                raise TemplateLoadError(self._root, source, f"{source} is no file any more") from None
            message, remedy = f"there is no file {source!r}", "Add the file, or mend what names it."
            raise _wrong("template-file-missing", message, remedy, blamed) from None
        except OSError as error:
            raise TemplateLoadError(self._root, source, f"{source}: {error.strerror}") from error

    @cached_property
    def _real_root(self) -> Path:
        return self._root.resolve()

    def _require_root(self) -> None:
        """Refuse a folder that is not there, or that lost all that was in it: an unmounted one is empty."""
        try:
            with os.scandir(self._root) as entries:
                if next(entries, None) is not None or not self._known(""):
                    return
            reason = "the folder is empty"
        except (FileNotFoundError, NotADirectoryError, ValueError):
            if not self._known(""):
                message = "there is no such template folder"
                remedy = f"Check {self._named_by}."
                raise _wrong("template-folder-missing", message, remedy, str(self._root)) from None
            reason = "the folder is gone"
        except OSError as error:
            reason = f"the folder: {error.strerror}"
        raise TemplateLoadError(self._root, "", reason)


def _wrong(code: str, message: str, remedy: str, file: str) -> InputError:
    return InputError(Problem(code=code, message=message, remedy=remedy, file=file))
