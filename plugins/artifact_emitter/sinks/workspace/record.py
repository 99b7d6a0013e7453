"""What a run that is killed leaves word of: which folder it was about to put in place, and what it might remove."""

from pathlib import Path

from pydantic import ValidationError

from foundation.model.base import FrozenModel
from plugins.artifact_emitter.sinks.workspace.settling import Identity


class Record(FrozenModel):
    """Written before two folders change places, and removed when the old one is settled.

    Attributes:
        unknown: the new folder, as long as nobody else can know it: it may be deleted whole.
        ours: mark by path of what may be removed from the old folder.
    """

    unknown: Identity | None = None
    ours: dict[str, str] = {}

    def write(self, path: Path) -> None:
        """Write the record.

        Raises:
            OSError: it cannot be written.
        """
        path.write_bytes(self.model_dump_json().encode())


def read_record(path: Path) -> Record:
    """Return the record of a killed run; without one, nothing may be removed."""
    try:
        return Record.model_validate_json(path.read_bytes())
    except (FileNotFoundError, ValidationError):
        return Record()
