"""The journal of a save that replaces file by file: what was there, what comes, and how far it got."""

import os
from pathlib import Path

from pydantic import ValidationError

from foundation.model.base import FrozenModel

#: Folder inside the output folder; it has to be on the same file system as what it replaces.
STAGING = ".infra-engineer-staging"
_DRAFT = "draft.json"
_JOURNAL = "journal.json"
#: Name of the journal once every file is in its place.
_DONE = "done.json"
_SLOT = "file-"


class Operation(FrozenModel):
    """One file that is replaced, added or removed.

    Attributes:
        path: relative POSIX path of the file.
        before: its mark before; ``None`` if it was not there.
        after: its SHA-256 after; ``None`` if it goes.
    """

    path: str
    before: str | None
    after: str | None


class Journal(FrozenModel):
    """All of a save, in the order in which it is done."""

    operations: list[Operation]


class JournalFile:
    """The journal on disk, beside the files that wait for their turn or were replaced.

    Args:
        folder: the output folder.
    """

    def __init__(self, folder: Path) -> None:
        self.staging = folder / STAGING

    def slot(self, number: int) -> Path:
        """Return where an operation's file waits, and what it replaced is kept."""
        return self.staging / f"{_SLOT}{number}"

    def is_own(self, path: Path) -> bool:
        """Tell whether something in the staging folder is a save's own; nobody else uses these names."""
        return path.name in (_DRAFT, _JOURNAL, _DONE) or path.name.startswith(_SLOT)

    def begin(self, journal: Journal) -> None:
        """Write the journal; from here on a killed run is taken back."""
        draft = self.staging / _DRAFT
        draft.write_text(journal.model_dump_json(), encoding="utf-8")
        os.rename(draft, self.staging / _JOURNAL)

    def end(self) -> None:
        """Take note that everything is in its place; from here on a killed run is finished."""
        os.rename(self.staging / _JOURNAL, self.staging / _DONE)

    def read(self) -> tuple[Journal | None, bool]:
        """Return the journal, if one was begun, and whether everything is in its place."""
        for name, done in ((_DONE, True), (_JOURNAL, False)):
            try:
                return Journal.model_validate_json((self.staging / name).read_bytes()), done
            except (FileNotFoundError, ValidationError):
                continue
        return None, False
