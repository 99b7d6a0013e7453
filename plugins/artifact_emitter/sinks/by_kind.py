"""The one place where a destination finds its sink."""

from collections.abc import Callable, Iterable, Mapping

from foundation.model.destination import Destination, Receipt
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.model.names import did_you_mean
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.earlier import Earlier
from plugins.artifact_emitter.sinks.sink import ArtifactSink, PublishingSink


class SinksByKind:
    """Saves at any destination of which there is a sink.

    Args:
        makers: what makes the sink of each kind of destination; it is asked when the first artifacts go there,
            because the libraries of most sinks take time to load.
        publishers: the same of what publishes beside a folder.
        require_open: refuses destinations that nothing may be published to.
    """

    def __init__(
        self,
        makers: Mapping[str, Callable[[], ArtifactSink]],
        publishers: Mapping[str, Callable[[], PublishingSink]] | None = None,
        require_open: Callable[[Destination], None] = lambda _: None,
    ) -> None:
        self._makers = makers
        self._publishers = dict(publishers or {})
        self._require_open = require_open
        self._sinks: dict[str, ArtifactSink] = {}

    def save(self, artifacts: ArtifactSet, digest: str, destination: Destination) -> Receipt:
        """See ``ArtifactSink.save``.

        Raises:
            InputError: no sink knows the destination, or the sink refuses it.
            OutsideError: the sink failed.
        """
        return self._sink(destination.kind).save(artifacts, digest, destination)

    def prepare(self, artifacts: ArtifactSet, digest: str, destination: Destination) -> None:
        """See ``ArtifactSink.prepare``."""
        self._sink(destination.kind).prepare(artifacts, digest, destination)

    def publisher(self, destination: Destination) -> PublishingSink:
        """Return what publishes to a destination.

        Raises:
            InputError: nothing does, or may.
        """
        self._require_open(destination)
        if destination.kind not in self._publishers:
            raise _no_sink(destination.kind, self._publishers)
        return self._publishers[destination.kind]()

    def holds(self, earlier: Earlier, destinations: Iterable[Destination]) -> bool:
        """Tell whether what an earlier run saved is published everywhere; see ``PublishingSink.holds``."""
        return all(self.publisher(destination).holds(earlier, destination) for destination in destinations)

    def find(self, request: str, destination: Destination) -> Earlier | None:
        """See ``ArtifactSink.find``.

        Raises:
            InputError: no sink knows the destination, or the sink refuses it.
            OutsideError: the sink failed.
        """
        return self._sink(destination.kind).find(request, destination)

    def manifests(self, destination: Destination) -> Mapping[str, str]:
        """See ``ArtifactSink.manifests``.

        Raises:
            InputError: no sink knows the destination, or the sink refuses it.
            OutsideError: the sink failed.
        """
        return self._sink(destination.kind).manifests(destination)

    def _sink(self, kind: str) -> ArtifactSink:
        if kind not in self._makers:
            raise _no_sink(kind, self._makers)
        if kind not in self._sinks:
            self._sinks[kind] = self._makers[kind]()
        return self._sinks[kind]


def _no_sink(kind: str, known: Mapping[str, object]) -> InputError:
    message = f"nothing can be saved at a destination of the kind {kind!r}"
    remedy = did_you_mean(kind, known, f"There are: {', '.join(sorted(known))}.")
    return InputError(Problem(code="destination-unknown", message=message, remedy=remedy, file=Flag.OUTPUT))
