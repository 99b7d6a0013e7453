"""Publishing the files of a run into a container."""

from pydantic import SecretStr

from foundation.model.destination import Destination, Receipt
from foundation.model.errors import OutsideError, Problem
from foundation.model.flags import Flag
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.earlier import Earlier
from plugins.artifact_emitter.index import render_index
from plugins.artifact_emitter.sinks.blob.layout import (
    PublishedIndex,
    blob_name,
    component_of,
    earlier_component,
    index_name,
    latest_name,
    published_index,
)
from plugins.artifact_emitter.sinks.blob.place import blob_place
from plugins.artifact_emitter.sinks.blob.store import BlobStore, Found, opened_store


class BlobSink:
    """Publishes all files of a run, and what is signed of them.

    Args:
        key: key of the storage account; without one the machine's identity is taken.
    """

    def __init__(self, key: SecretStr | None) -> None:
        self._key = key
        self._seen: dict[str, Found | None] = {}

    def prepare(self, artifacts: ArtifactSet, destination: Destination) -> None:
        """See ``PublishingSink.prepare``; what no index lists nobody sees."""
        with opened_store(blob_place(destination.place), self._key) as store:
            self._seen[destination.place] = store.find(latest_name(component_of(artifacts)))
            files = {file.digest: file.content for file in (*artifacts.files, *artifacts.attestations)}
            for digest, content in files.items():
                store.put_once(blob_name(digest), content)

    def publish(self, artifacts: ArtifactSet, digest: str, destination: Destination) -> Receipt:
        """See ``PublishingSink.publish``."""
        component, index = component_of(artifacts), published_index(artifacts, digest)
        seen = self._seen[destination.place]
        with opened_store(blob_place(destination.place), self._key) as store:
            if seen is None or seen.content != render_index(index):
                store.put(index_name(component, digest), render_index(index))
                _make_latest(store, component, index, seen)
        return _receipt(index, _parsed(seen), destination)

    def holds(self, earlier: Earlier, destination: Destination) -> bool:
        """See ``PublishingSink.holds``."""
        with opened_store(blob_place(destination.place), self._key) as store:
            component = earlier_component(earlier)
            latest = _parsed(store.find(latest_name(component))) if component else None
        if latest is None or latest.digest != earlier.receipt.revision:
            return False
        return latest.digests.items() <= earlier.receipt.digests.items() and latest.lists(earlier.attestations)


def _make_latest(store: BlobStore, component: str, index: PublishedIndex, seen: Found | None) -> None:
    """Let the latest index be this one, unless another run came in between: one of the two would not know it."""
    name, content = latest_name(component), render_index(index)
    if store.replace(name, content, seen.mark if seen else None):
        return
    there = store.find(name)
    if there is None or there.content != content:
        message = f"another run has published {component} while this one did"
        remedy = "Run the same command again, if this run is the one that is wanted."
        raise OutsideError(Problem(code="publish-overtaken", message=message, remedy=remedy, file=Flag.PUBLISH))


def _receipt(index: PublishedIndex, before: PublishedIndex | None, destination: Destination) -> Receipt:
    old, new = _all_of(before) if before else {}, _all_of(index)
    written = [path for path, digest in new.items() if old.get(path) != digest]
    return Receipt(
        kind=destination.kind,
        place=destination.place,
        revision=index.digest,
        digests=new,
        written=written,
        unchanged=len(new) - len(written),
        removed=[path for path in old if path not in new],
    )


def _all_of(index: PublishedIndex) -> dict[str, str]:
    return {entry.path: entry.sha256 for entry in (*index.artifacts, *index.attestations)}


def _parsed(found: Found | None) -> PublishedIndex | None:
    """Return an index; what is none counts as nothing, and is replaced."""
    try:
        return PublishedIndex.model_validate_json(found.content) if found else None
    except ValueError:
        return None
