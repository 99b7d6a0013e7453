"""The folder of lock files. They are reviewed and committed like code."""

import os
import re
from pathlib import Path

from agent.model.bundle import Bundle
from agent.model.drafts.definition import definition_digest
from agent.model.drafts.lock import DraftLock
from agent.model.errors import InputError, OutsideError, Problem
from agent.model.names import dns_label, nearest
from agent.source.document import decode, parse_documents
from agent.source.emit import to_yaml
from agent.source.paths import shown_path
from agent.source.validation import validate

_HEAD = """\
# A draft of infrastructure by a language model. It is used only after a review:
#   infra-engineer templates approve {name} --by YOU
# Editing the draft undoes the approval.
"""
_NAME = re.compile(r"[a-z0-9-]{1,120}\.[0-9a-f]{12}")
_DIGITS = 12


class DraftLocks:
    """Reads and writes lock files, one for each definition of a component.

    Args:
        folder: the folder; it is made when the first file is written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> list[str]:
        """Return the names of all lock files."""
        if not self.folder.is_dir():
            return []
        return sorted(path.stem for path in self.folder.glob("*.yaml") if _NAME.fullmatch(path.stem))

    def find(self, bundle: Bundle) -> DraftLock | None:
        """Return the lock of a bundle's component, if there is one.

        Raises:
            InputError: the file is wrong.
        """
        name = lock_name(bundle)
        if not (self.folder / f"{name}.yaml").is_file():
            return None
        lock = self.read(name)
        if lock.definition != definition_digest(bundle):
            message = "the lock file is of another definition than its name says"
            raise InputError(self._problem("draft-lock-misplaced", message, "Restore the file.", name))
        return lock

    def read(self, name: str) -> DraftLock:
        """Return a lock by its name.

        Raises:
            InputError: there is none, or the file is wrong.
        """
        path = self.folder / f"{name}.yaml"
        if _NAME.fullmatch(name) is None or not path.is_file():
            close = nearest(name, self.names())
            remedy = f"Did you mean {close}?" if close else "`templates pending` lists the drafts."
            raise InputError(Problem(code="draft-unknown", message=f"there is no draft {name!r}", remedy=remedy))
        try:
            documents = parse_documents(decode(path.read_bytes(), shown_path(path)), shown_path(path))
        except OSError as error:
            message = f"the lock file cannot be read: {error.strerror}"
            raise InputError(self._problem("draft-lock-unreadable", message, "Check the file.", name)) from None
        if len(documents) != 1:
            raise InputError(self._problem("draft-lock-unreadable", "a lock file is one document", "Keep one.", name))
        return validate(DraftLock, documents[0], shown_path(path))

    def write(self, name: str, lock: DraftLock) -> Path:
        """Write a lock, whole or not at all.

        Raises:
            OutsideError: the file cannot be written.
        """
        path = self.folder / f"{name}.yaml"
        beside = self.folder / f".{name}.{os.getpid()}.new"
        text = _HEAD.format(name=name) + to_yaml(lock.model_dump(mode="json", exclude_none=True))
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            beside.write_text(text, encoding="utf-8")
            beside.replace(path)
        except OSError as error:
            beside.unlink(missing_ok=True)
            message = f"the lock file cannot be written: {error.strerror}"
            raise OutsideError(self._problem("draft-lock-unwritable", message, "Check the folder.", name)) from None
        return path

    def _problem(self, code: str, message: str, remedy: str, name: str) -> Problem:
        return Problem(code=code, message=message, remedy=remedy, file=shown_path(self.folder / f"{name}.yaml"))


def lock_name(bundle: Bundle) -> str:
    """Return the name of a component's lock file: its own name and the beginning of its definition's digest."""
    digest = definition_digest(bundle).removeprefix("sha256:")
    return f"{dns_label(bundle.component.name)}.{digest[:_DIGITS]}"
