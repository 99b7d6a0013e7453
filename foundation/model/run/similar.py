"""Components that are like another one, and how it differs from what its domain does."""

from foundation.model.base import FrozenModel


class SimilarComponent(FrozenModel):
    """A component that memory knows.

    Attributes:
        component: its name.
        trace_id: its trace.
        component_scope: its domain.
        component_type: its type.
        score: how alike it is; it orders the components of one answer.
        shared: number of features that both have.
        own: features that it has and the one that was asked about has not.
        missing: features that it lacks.
    """

    component: str
    trace_id: str
    component_scope: str
    component_type: str
    score: float
    shared: int
    own: list[str]
    missing: list[str]


class ScopePattern(FrozenModel):
    """What the other components of a domain do.

    Attributes:
        component_scope: the domain.
        components: number of the others; of too few there is no pattern.
        followed: features that most of them have, and this one too.
        departs_without: features that most of them have, and this one has not.
        departs_with: features that this one has, and hardly any of them.
    """

    component_scope: str
    components: int
    followed: list[str] = []
    departs_without: list[str] = []
    departs_with: list[str] = []


class SinceLastRun(FrozenModel):
    """What changed since the component was last generated.

    Attributes:
        trace_id: trace of that run.
        recorded_at: when it was; UTC, ISO 8601.
        same: whether the bytes of all artifacts are the same.
        added: features that came.
        removed: features that went.
    """

    trace_id: str
    recorded_at: str
    same: bool
    added: list[str] = []
    removed: list[str] = []


class Similar(FrozenModel):
    """The answer about one component.

    Attributes:
        component: its name.
        tenant: owning tenant; nothing of others is looked at.
        similar: what is like it, the most alike first.
        pattern: what its domain does.
        since: what changed since its last run; nothing, if memory knows of none.
    """

    component: str
    tenant: str
    similar: list[SimilarComponent]
    pattern: ScopePattern
    since: SinceLastRun | None = None
