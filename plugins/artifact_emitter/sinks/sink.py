"""What every sink does."""

from collections.abc import Mapping
from typing import Protocol

from foundation.model.destination import Destination, Receipt
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.earlier import Earlier


class ArtifactSink(Protocol):
    """Saves a set of files whole or not at all."""

    def save(self, artifacts: ArtifactSet, digest: str, destination: Destination) -> Receipt:
        """Save the files.

        Args:
            artifacts: all files.
            digest: digest of the files that the gate looked at.
            destination: where to, with what the user wants of this sink.

        Raises:
            InputError: the destination cannot be used, or holds what must not be replaced.
            OutsideError: the disk or the service failed; its problem says whether anything was changed.
        """
        ...

    def find(self, request: str, destination: Destination) -> Earlier | None:
        """Return what an earlier run saved, if it answers the same request and is whole; otherwise nothing.

        Args:
            request: digest of the request.
            destination: where it would be.

        Raises:
            InputError: the destination cannot be used.
            OutsideError: the disk or the service failed.
        """
        ...

    def manifests(self, destination: Destination) -> Mapping[str, str]:
        """Return the texts of the manifests that an earlier run saved, by path; none, where there was no such run.

        Args:
            destination: where they would be.

        Raises:
            InputError: the destination cannot be used.
            OutsideError: the disk or the service failed.
        """
        ...
