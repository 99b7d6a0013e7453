"""The folder of lock files. They are reviewed and committed like code."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from foundation.model.bundle.bundle import Bundle
from foundation.model.drafts.definition import definition_digest
from foundation.model.drafts.lock import DraftLock
from foundation.model.errors import InputError, OutsideError, Problem
from foundation.model.flags import Flag
from foundation.model.names import did_you_mean, dns_label
from foundation.source.document import MAX_BYTES, decode, parse_documents
from foundation.source.emit import to_yaml
from foundation.source.paths import shown_path
from foundation.source.tree import shown
from foundation.source.validation import validate
from foundation.writing.alone import alone_in
from plugins.llm_template_expander.writing import write_together

_HEAD = f"""\
# A draft of infrastructure by a language model. It is used only after a review:
#   infra-engineer templates approve {{name}} {Flag.BY} YOU
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

    def named(self, said: str) -> str:
        """Return the name of a lock that somebody typed: its component is enough while there is one draft of it.

        Args:
            said: a name, or the beginning of one that has the whole component.

        Raises:
            InputError: several locks are meant, or none.
        """
        beginning = said if "." in said else f"{said}."
        meant = [name for name in self.names() if name.startswith(beginning)]
        if said in meant or len(meant) == 1:
            return said if said in meant else meant[0]
        if meant:
            message = f"{len(meant)} drafts are called {shown(said)}"
            remedy = f"Say which: {', '.join(meant)}."
            raise InputError(Problem(code="draft-ambiguous", message=message, remedy=remedy))
        components = [name.partition(".")[0] for name in self.names()]
        remedy = did_you_mean(said, components, f"`templates pending {Flag.ALL}` lists the drafts.")
        raise InputError(Problem(code="draft-unknown", message=f"there is no draft {shown(said)!r}", remedy=remedy))

    def earlier(self, bundle: Bundle) -> list[str]:
        """Return the names of the locks that a bundle's component has for other definitions of it."""
        name = lock_name(bundle)
        component = name.partition(".")[0]
        return [known for known in self.names() if known != name and known.partition(".")[0] == component]

    def find(self, bundle: Bundle) -> DraftLock | None:
        """Return the lock of a bundle's component, if there is one.

        Raises:
            InputError: the file is wrong.
        """
        name = lock_name(bundle)
        if not (self.folder / f"{name}.yaml").is_file():
            return None
        lock = self.read(name)
        about = (bundle.component.name, bundle.component.type, definition_digest(bundle))
        if (lock.component, lock.type, lock.definition) != about:
            raise self._misplaced(name)
        return lock

    def read(self, name: str) -> DraftLock:
        """Return a lock by its name.

        Raises:
            InputError: there is none, or the file is wrong.
        """
        path = self.folder / f"{name}.yaml"
        if _NAME.fullmatch(name) is None or not path.is_file():
            remedy = did_you_mean(name, self.names(), f"`templates pending {Flag.ALL}` lists the drafts.")
            message = f"there is no draft {shown(name)!r}"
            raise InputError(Problem(code="draft-unknown", message=message, remedy=remedy))
        documents = parse_documents(decode(self._content(path, name), shown_path(path)), shown_path(path))
        if len(documents) != 1:
            raise InputError(self._problem("draft-lock-unreadable", "a lock file is one document", "Keep one.", name))
        lock = validate(DraftLock, documents[0], shown_path(path))
        if _name(lock.component, lock.definition) != name:
            raise self._misplaced(name)
        return lock

    def _content(self, path: Path, name: str) -> bytes:
        """Return a file's bytes, and no more than are looked at.

        Raises:
            InputError: it cannot be read.
        """
        try:
            with path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except OSError as error:
            message = f"the lock file cannot be read: {error.strerror}"
            raise InputError(self._problem("draft-lock-unreadable", message, "Check the file.", name)) from None

    def add(self, bundle: Bundle, lock: DraftLock) -> DraftLock:
        """Write the lock of a new draft and return it; if there is one by now, it stays, and is returned.

        Two runs may draft the same component at once, and somebody may have decided about the first draft before the
        second is there.

        Raises:
            InputError: there is a file by now, and it is wrong.
            OutsideError: the file cannot be written.
        """
        with self._alone(lock_name(bundle)):
            found = self.find(bundle)
            if found is None:
                self._write(lock_name(bundle), lock)
            return found or lock

    def change(self, name: str, change: Callable[[DraftLock], DraftLock]) -> DraftLock:
        """Write a lock that is there already anew, and return it; nobody else writes in between.

        Args:
            name: name of the lock.
            change: returns the new lock.

        Raises:
            InputError: there is none, or the file is wrong.
            OutsideError: the file cannot be written.
        """
        # Looked at before as well: a folder is not made for a name that is not there.
        self.read(name)
        with self._alone(name):
            lock = change(self.read(name))
            self._write(name, lock)
            return lock

    @contextmanager
    def _alone(self, name: str) -> Iterator[None]:
        try:
            with alone_in(self.folder):
                yield
        except OSError as error:
            message = f"the lock file cannot be written: {error.strerror}"
            raise OutsideError(self._problem("draft-lock-unwritable", message, "Check the folder.", name)) from None

    def _write(self, name: str, lock: DraftLock) -> None:
        text = _HEAD.format(name=name) + to_yaml(lock.model_dump(mode="json", exclude_none=True))
        write_together({self.folder / f"{name}.yaml": text.encode()})

    def _misplaced(self, name: str) -> InputError:
        message = "the lock file is of another component, type or definition than its place says"
        return InputError(self._problem("draft-lock-misplaced", message, "Restore the file.", name))

    def _problem(self, code: str, message: str, remedy: str, name: str) -> Problem:
        return Problem(code=code, message=message, remedy=remedy, file=shown_path(self.folder / f"{name}.yaml"))


def lock_name(bundle: Bundle) -> str:
    """Return the name of a component's lock file: its own name and the beginning of its definition's digest."""
    return _name(bundle.component.name, definition_digest(bundle))


def _name(component: str, definition: str) -> str:
    return f"{dns_label(component)}.{definition.removeprefix('sha256:')[:_DIGITS]}"
