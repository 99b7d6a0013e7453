"""What every sink does."""

from typing import Protocol

from foundation.model.run.artifacts import ArtifactSet, Receipt


class ArtifactSink(Protocol):
    """Saves a set of files whole or not at all."""

    def save(self, artifacts: ArtifactSet, digest: str, location: str, overwrite: bool) -> Receipt:
        """Save the files.

        Args:
            artifacts: all files.
            digest: digest of the files that the gate looked at.
            location: where to, as the user named it.
            overwrite: whether files that a person edited may be replaced.

        Raises:
            InputError: the location cannot be used, or holds edited files.
            OutsideError: the disk or the service failed; nothing was changed.
        """
        ...
