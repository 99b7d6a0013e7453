"""What recorded artifacts are read from."""

from typing import Protocol

from foundation.model.run.recorded import Record


class RecordedArtifacts(Protocol):
    """Recorded artifacts, wherever they are kept."""

    @property
    def place(self) -> str:
        """Where they are, as the user named it."""

    @property
    def folder(self) -> str | None:
        """The folder that they are in, if they are in one."""

    @property
    def flags(self) -> list[str]:
        """What the command line says for them."""

    def read(self) -> Record:
        """Read them.

        Returns:
            The artifacts, each verified by its digest, and what they tell of their run.

        Raises:
            InputError: with everything that is not as it was recorded, or that the record does not tell.
        """
        ...
