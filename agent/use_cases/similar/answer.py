"""Similar: what is like a component, what its domain does, and what changed since its last run."""

from collections import Counter
from collections.abc import Mapping, Sequence

from agent.use_cases.similar.known import known_features, point_of, refreshed
from agent.use_cases.similar.subject import Subject
from foundation.model.run.features import ComponentFeatures
from foundation.model.run.similar import ScopePattern, Similar, SimilarComponent, SinceLastRun
from foundation.model.run.trace import KnownTrace
from memory.memory import Memory, ScopedMemory
from memory.similarity import Neighbour, Point, SimilarityIndex

#: Fewer components have no pattern.
_FEWEST = 3
#: A feature of so many of the others belongs to the pattern; one of so few departs from it.
_MOST, _HARDLY_ANY = 0.8, 0.2


def similar(subject: Subject, limit: int, *, memory: Memory, index: SimilarityIndex) -> Similar:
    """Answer what there is to know beside a component.

    Args:
        subject: the component.
        limit: greatest number of similar components.
        memory: the memory.
        index: the index of the component's tenant.

    Raises:
        OutsideError: memory or the index cannot be used.
    """
    scoped = memory.of(subject.tenant)
    names = refreshed(scoped, index)
    last = next((known for known in names.values() if known.component == subject.component), None)
    own = point_of(scoped, last) if last is not None else None
    scope = subject.features.component_scope
    others = [point for point in index.of_scope(scope) if point.trace != own]
    near = index.nearest(subject.features, limit, without=own)
    return Similar(
        component=subject.component,
        tenant=subject.tenant,
        similar=[_told(one, names, subject.features) for one in near if one.point.trace in names],
        pattern=_pattern(scope, subject.features, others),
        since=_since(subject, last, scoped),
    )


def _told(one: Neighbour, names: Mapping[str, KnownTrace], features: ComponentFeatures) -> SimilarComponent:
    known, theirs, ours = names[one.point.trace], set(one.point.features.names), set(features.names)
    return SimilarComponent(
        component=known.component,
        trace_id=known.trace_id,
        component_scope=known.component_scope,
        component_type=one.point.features.component_type,
        score=round(one.score, 4),
        shared=len(theirs & ours),
        own=sorted(theirs - ours),
        missing=sorted(ours - theirs),
    )


def _pattern(scope: str, features: ComponentFeatures, others: Sequence[Point]) -> ScopePattern:
    if len(others) < _FEWEST:
        return ScopePattern(component_scope=scope, components=len(others))
    counts = Counter(name for point in others for name in point.features.names)
    most = {name for name, count in counts.items() if count >= _MOST * len(others)}
    ours = set(features.names)
    return ScopePattern(
        component_scope=scope,
        components=len(others),
        followed=sorted(most & ours),
        departs_without=sorted(most - ours),
        departs_with=sorted(name for name in ours if counts[name] <= _HARDLY_ANY * len(others)),
    )


def _since(subject: Subject, last: KnownTrace | None, memory: ScopedMemory) -> SinceLastRun | None:
    """Compare with the last run; of a trace with the component's run before it."""
    if subject.known is not None:
        earlier = [one for one in memory.traces.of_component(subject.component) if one != subject.known]
        last = next((one for one in earlier if one.recorded_at <= subject.known.recorded_at), None)
    if last is None:
        return None
    same = last.digest == subject.digest
    before = None if same else known_features(last, memory)
    then, now = set(before.names if before is not None else subject.features.names), set(subject.features.names)
    return SinceLastRun(
        trace_id=last.trace_id,
        recorded_at=last.recorded_at,
        same=same,
        added=sorted(now - then),
        removed=sorted(then - now),
    )
