"""What recorded artifacts are read from."""

from typing import Protocol

from foundation.model.run.recorded import Record


class RecordedArtifacts(Protocol):
    """Recorded artifacts, wherever they are kept."""

    @property
    def place(self) -> str:
        """Where they are, as the user named it."""

    def read(self) -> Record:
        """Read them.

        Returns:
            The artifacts, each verified by its digest, and what they tell of their run.

        Raises:
            InputError: with everything that is not as it was recorded, or that the record does not tell.
        """
        ...
