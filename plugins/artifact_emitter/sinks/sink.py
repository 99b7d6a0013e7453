"""What every sink does."""

from collections.abc import Mapping
from typing import Protocol

from foundation.model.destination import Destination, Receipt
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.earlier import Earlier


class PublishingSink(Protocol):
    """Publishes a set of files to where others take them from; the folder keeps them beside that.

    Publishing twice is publishing once: a run that came to an end halfway is run again, and goes on from there.
    """

    def prepare(self, artifacts: ArtifactSet, destination: Destination) -> None:
        """Make sure that the files can be published, and bring what nobody sees yet.

        Args:
            artifacts: all files, and what is signed of them.
            destination: where to, with what the user wants of this sink.

        Raises:
            InputError: the destination cannot be used, or holds what must not be replaced.
            OutsideError: the service failed; nothing can be seen of the files.
        """
        ...

    def publish(self, artifacts: ArtifactSet, digest: str, destination: Destination) -> Receipt:
        """Publish files that were prepared.

        Args:
            artifacts: all files, and what is signed of them.
            digest: digest of the files that the gate looked at.
            destination: where to.

        Raises:
            OutsideError: the service failed.
        """
        ...

    def holds(self, earlier: Earlier, destination: Destination) -> bool:
        """Tell whether what an earlier run saved is published, with what was signed of it.

        Args:
            earlier: what it saved.
            destination: where to.

        Raises:
            InputError: the destination cannot be used.
            OutsideError: the service failed.
        """
        ...


class ArtifactSink(Protocol):
    """Saves a set of files whole or not at all."""

    def prepare(self, artifacts: ArtifactSet, digest: str, destination: Destination) -> None:
        """Make sure that the files can be saved, without changing anything.

        Args:
            artifacts: all files.
            digest: digest of the files that the gate looked at.
            destination: where to, with what the user wants of this sink.

        Raises:
            InputError: the destination cannot be used, or holds what must not be replaced.
            OutsideError: the disk or the service failed.
        """
        ...

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
