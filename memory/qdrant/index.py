"""Sparse vectors of structural features in Qdrant."""

import fcntl
import uuid
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foundation.model.digests import json_digest
from foundation.model.errors import OutsideError, Problem
from foundation.model.run.features import ComponentFeatures
from memory.similarity import Neighbour, Point

if TYPE_CHECKING:
    from qdrant_client import QdrantClient

_VECTOR = "features"
_PAGE = 512
_TIMEOUT_SECONDS = 10


class QdrantIndex:
    """An index of one tenant and workspace: a collection of its own, so that nothing of others can be found.

    Args:
        location: ``http(s)://`` address of a server, or a folder of this machine.
        tenant: owning tenant.
        workspace: the workspace.
        api_key: key of the server, if it asks for one.
    """

    def __init__(self, location: str, tenant: str, workspace: str, api_key: str | None = None) -> None:
        self._location = location
        self._collection = "components-" + json_digest([tenant, workspace]).removeprefix("sha256:")[:24]
        self._api_key = api_key

    def put(self, points: Sequence[Point]) -> None:
        """See ``SimilarityIndex.put``."""
        from qdrant_client import models

        with self._usable():
            for first in range(0, len(points), _PAGE):
                structs = [
                    models.PointStruct(
                        id=_identity(point.trace),
                        vector={_VECTOR: _vector(point.features.names)},
                        payload=point.model_dump(mode="json"),
                    )
                    for point in points[first : first + _PAGE]
                ]
                self._client.upsert(self._collection, structs, wait=True)

    def known(self) -> set[str]:
        """See ``SimilarityIndex.known``."""
        with self._usable():
            return {str(payload["trace"]) for payload in self._scroll(None, ["trace"])}

    def remove(self, traces: Collection[str]) -> None:
        """See ``SimilarityIndex.remove``."""
        if not traces:
            return
        from qdrant_client import models

        with self._usable():
            chosen = models.PointIdsList(points=[_identity(trace) for trace in sorted(traces)])
            self._client.delete(self._collection, chosen, wait=True)

    def nearest(self, features: ComponentFeatures, limit: int, without: str | None = None) -> list[Neighbour]:
        """See ``SimilarityIndex.nearest``."""
        from qdrant_client import models

        own = [_identity(without)] if without else []
        with self._usable():
            found = self._client.query_points(
                self._collection,
                query=_vector(features.names),
                using=_VECTOR,
                query_filter=models.Filter(must_not=[models.HasIdCondition(has_id=list(own))]) if own else None,
                limit=limit,
            )
            near = [Neighbour(point=Point.model_validate(one.payload), score=one.score) for one in found.points]
        return sorted(near, key=lambda one: (-one.score, one.point.trace))

    def of_scope(self, component_scope: str) -> list[Point]:
        """See ``SimilarityIndex.of_scope``."""
        from qdrant_client import models

        same = models.FieldCondition(key="features.component_scope", match=models.MatchValue(value=component_scope))
        with self._usable():
            found = [Point.model_validate(payload) for payload in self._scroll(models.Filter(must=[same]), True)]
        return sorted(found, key=lambda point: point.trace)

    def close(self) -> None:
        """Let go of the folder, so that another process can use it."""
        if "_client" in self.__dict__:
            self._client.close()
            del self.__dict__["_client"]

    def _scroll(self, chosen: Any, fields: Any) -> Iterator[dict[str, Any]]:
        offset: Any = None
        while True:
            records, offset = self._client.scroll(
                self._collection, scroll_filter=chosen, limit=_PAGE, offset=offset, with_payload=fields
            )
            yield from (record.payload for record in records if record.payload)
            if offset is None:
                return

    @cached_property
    def _client(self) -> "QdrantClient":
        from qdrant_client import QdrantClient, models

        if self._location.startswith(("http://", "https://")):
            client = QdrantClient(url=self._location, api_key=self._api_key, timeout=_TIMEOUT_SECONDS)
        else:
            _require_free(Path(self._location))
            client = QdrantClient(path=self._location)
        if not client.collection_exists(self._collection):
            sparse = models.SparseVectorParams(modifier=models.Modifier.IDF)
            client.create_collection(self._collection, vectors_config={}, sparse_vectors_config={_VECTOR: sparse})
        return client

    @contextmanager
    def _usable(self) -> Iterator[None]:
        """Say in our words what Qdrant's client raises; in its local form that is anything."""
        try:
            yield
        except Exception as error:
            reason = str(error).partition("\n")[0] or type(error).__name__
            raise OutsideError(
                Problem(
                    code="similarity-unavailable",
                    message=f"the index of similar components at {self._location} cannot be used: {reason}",
                    remedy="Let the other process end that uses the folder, or start the server; the index is made anew"
                    " from memory when its folder is removed.",
                )
            ) from error


def _require_free(folder: Path) -> None:
    """Look at the lock of a folder before the client does, which would leave the file open when it is taken.

    Raises:
        OSError: another process uses the folder.
    """
    try:
        with (folder / ".lock").open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return
    except BlockingIOError:
        raise BlockingIOError("another process uses it") from None


def _identity(trace: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, trace))


def _vector(names: Sequence[str]) -> Any:
    """Return a vector of length one with the same weight for each name; Qdrant weighs rare ones higher.

    Names have numbers of 32 bits; two that share one count as one.
    """
    from qdrant_client import models

    numbers = sorted({int(json_digest([name]).removeprefix("sha256:")[:8], 16) for name in names})
    weight = 1.0 / max(len(numbers), 1) ** 0.5
    return models.SparseVector(indices=numbers, values=[weight] * len(numbers))
