"""Vectors of structural features in Qdrant: sparse ones of the names, and dense ones where a model gives them."""

import uuid
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foundation.model.digests import json_digest
from foundation.model.errors import AgentError, OutsideError, Problem
from foundation.model.run.features import ComponentFeatures
from memory.qdrant.folder import Turn
from memory.similarity import Embedding, Neighbour, Point, embedded_text, fused

if TYPE_CHECKING:
    from qdrant_client import QdrantClient

_VECTOR = "features"
_DENSE = "meaning"
_PAGE = 512
#: So many points are written at once where a model has to be asked for each.
_EMBEDDED = 32
#: So many times as many are taken of each kind of vectors as are wanted, before the two orders become one.
_MORE = 4
_TIMEOUT_SECONDS = 10


def load_client() -> None:
    """Load the client's library, which takes longer than most questions do."""
    import qdrant_client  # noqa: F401


class QdrantIndex:
    """An index of one tenant and workspace: a collection of its own, so that nothing of others can be found.

    Args:
        location: ``http(s)://`` address of a server, or a folder of this machine.
        tenant: owning tenant.
        workspace: the workspace.
        api_key: key of the server, if it asks for one.
        embedding: gives dense vectors, which are asked beside the sparse ones; without it there are none. Each model
            has a collection of its own.
        patience: seconds that others who use the folder are waited for.
    """

    def __init__(
        self,
        location: str,
        tenant: str,
        workspace: str,
        api_key: str | None = None,
        embedding: Embedding | None = None,
        patience: float = 0.0,
    ) -> None:
        self._location = location
        self._turn = None if location.startswith(("http://", "https://")) else Turn(Path(location), patience)
        whose = [tenant, workspace, *([embedding.name] if embedding is not None else [])]
        self._collection = "components-" + json_digest(whose).removeprefix("sha256:")[:24]
        self._api_key = api_key
        self._embedding = embedding

    def put(self, points: Sequence[Point]) -> None:
        """See ``SimilarityIndex.put``."""
        from qdrant_client import models

        with self._usable():
            # What a model has given is kept before it is asked for more, which the budget may not hold.
            step = _PAGE if self._embedding is None else _EMBEDDED
            for first in range(0, len(points), step):
                page = points[first : first + step]
                structs = [
                    models.PointStruct(id=_identity(one.trace), vector=vector, payload=one.model_dump(mode="json"))
                    for one, vector in zip(page, self._vectors([one.features for one in page]), strict=True)
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
        others = models.Filter(must_not=[models.HasIdCondition(has_id=list(own))]) if own else None
        with self._usable():
            (asked,) = self._vectors([features])
            more = limit if self._embedding is None else limit * _MORE
            found = [self._nearest(name, vector, others, more) for name, vector in asked.items()]
        return (found[0] if self._embedding is None else fused(found))[:limit]

    def _nearest(self, name: str, vector: Any, others: Any, limit: int) -> list[Neighbour]:
        found = self._client.query_points(self._collection, query=vector, using=name, query_filter=others, limit=limit)
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
        """Let go of the folder, so that others can use it."""
        if "_client" in self.__dict__:
            self._let_go(self._client)
            del self.__dict__["_client"]

    def _vectors(self, features: Sequence[ComponentFeatures]) -> list[dict[str, Any]]:
        """Return the vectors of components by their names in the collection."""
        sparse = [{_VECTOR: _vector(one.names)} for one in features]
        if self._embedding is None:
            return sparse
        dense = self._embedding.embed([embedded_text(one) for one in features])
        return [{**one, _DENSE: vector} for one, vector in zip(sparse, dense, strict=True)]

    def _dense_config(self) -> dict[str, Any]:
        """Return how dense vectors are kept; of a model nobody knows how long they are before it is asked."""
        from qdrant_client import models

        if self._embedding is None:
            return {}
        size = len(self._embedding.embed(["component"])[0])
        return {_DENSE: models.VectorParams(size=size, distance=models.Distance.COSINE)}

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
        from qdrant_client import QdrantClient

        if self._turn is None:
            client = QdrantClient(url=self._location, api_key=self._api_key, timeout=_TIMEOUT_SECONDS)
        else:
            self._turn.take()
            try:
                client = QdrantClient(path=self._location)
            except BaseException:
                self._turn.end()
                raise
        try:
            self._require_collection(client)
        except Exception:  # the folder would stay taken for as long as this process lives
            self._let_go(client)
            raise
        return client

    def _let_go(self, client: "QdrantClient") -> None:
        client.close()
        if self._turn is not None:
            self._turn.end()

    def _require_collection(self, client: "QdrantClient") -> None:
        from qdrant_client import models

        if not client.collection_exists(self._collection):
            sparse = {_VECTOR: models.SparseVectorParams(modifier=models.Modifier.IDF)}
            dense = self._dense_config()
            client.create_collection(self._collection, vectors_config=dense, sparse_vectors_config=sparse)

    @contextmanager
    def _usable(self) -> Iterator[None]:
        """Say in our words what Qdrant's client raises; in its local form that is anything."""
        try:
            yield
        except AgentError:  # of the embedding model, which says itself what is to be done
            raise
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
