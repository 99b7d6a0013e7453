"""What is asked of an index of components by what they are made of."""

from collections.abc import Collection, Sequence
from typing import Protocol

from foundation.model.base import FrozenModel
from foundation.model.digests import json_digest
from foundation.model.run.features import ComponentFeatures


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
