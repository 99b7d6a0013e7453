"""What is asked of an index of components by what they are made of."""

from collections.abc import Collection, Sequence
from typing import Protocol

from foundation.model.base import FrozenModel
from foundation.model.digests import json_digest
from foundation.model.run.features import ComponentFeatures

#: Keeps the first ranks from deciding alone; the value of the paper, counted from rank 0.
_DAMPING = 61


class Point(FrozenModel):
    """A component in the index. Neither its name nor its trace can be read from it.

    Attributes:
        trace: anonymised prefix of its trace (see ``anonymous``).
        features: what it is made of.
    """

    trace: str
    features: ComponentFeatures


class Neighbour(FrozenModel):
    """A component that is like another.

    Attributes:
        point: the component.
        score: how alike they are; it orders neighbours of one question, and means nothing beyond.
    """

    point: Point
    score: float


class Embedding(Protocol):
    """Gives vectors of texts; see ``EmbeddingModel``."""

    @property
    def name(self) -> str:
        """What tells its vectors from those of others."""
        ...

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Return a vector of each text, all of one length.

        Raises:
            AgentError: it cannot be asked.
        """
        ...


def embedded_text(features: ComponentFeatures) -> str:
    """Return the text that a component is told to an embedding model by: its features, and nothing else of it."""
    return "\n".join(features.names) or features.component_type or "nothing"


class SimilarityIndex(Protocol):
    """Finds components that are made of the same things, within one tenant and workspace."""

    def put(self, points: Sequence[Point]) -> None:
        """Add points; one of the same trace is replaced.

        Raises:
            OutsideError: the index cannot be used.
        """
        ...

    def known(self) -> set[str]:
        """Return the anonymised traces that are in the index.

        Raises:
            OutsideError: the index cannot be used.
        """
        ...

    def remove(self, traces: Collection[str]) -> None:
        """Remove points by their anonymised traces.

        Raises:
            OutsideError: the index cannot be used.
        """
        ...

    def nearest(self, features: ComponentFeatures, limit: int, without: str | None = None) -> list[Neighbour]:
        """Return the components most like one, the most alike first.

        Args:
            features: what it is made of.
            limit: how many at most.
            without: anonymised trace of the component itself.

        Raises:
            OutsideError: the index cannot be used.
        """
        ...

    def of_scope(self, component_scope: str) -> list[Point]:
        """Return all components of a domain.

        Raises:
            OutsideError: the index cannot be used.
        """
        ...


def fused(orders: Sequence[Sequence[Neighbour]]) -> list[Neighbour]:
    """Return neighbours of several questions in one order, by reciprocal rank fusion (Cormack, Clarke, Büttcher 2009).

    Scores of different kinds of vectors cannot be compared, ranks can. Of equal scores the ranks are equal, so that
    the order does not depend on how an index breaks ties.

    Args:
        orders: the neighbours that each kind of vectors gives, the most alike first.
    """
    points = {one.point.trace: one.point for order in orders for one in order}
    scores = dict.fromkeys(points, 0.0)
    for order in orders:
        rounded = [round(one.score, 5) for one in order]
        for one, score in zip(order, rounded, strict=True):
            scores[one.point.trace] += 1 / (_DAMPING + rounded.index(score))
    best = sorted(points, key=lambda trace: (-scores[trace], trace))
    return [Neighbour(point=points[trace], score=scores[trace]) for trace in best]


def anonymous(tenant: str, workspace: str, component: str, trace_id: str, digest: str) -> str:
    """Return the prefix that stands for a component's artifacts of a trace.

    Args:
        tenant: owning tenant.
        workspace: the workspace.
        component: name of the component.
        trace_id: its trace.
        digest: digest of its artifacts, so that changed ones are another point.
    """
    return json_digest(["similarity", tenant, workspace, component, trace_id, digest]).removeprefix("sha256:")[:24]
