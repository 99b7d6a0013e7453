"""What memory knows of components, and what they are made of."""

import json

from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.features import ComponentFeatures, structural_features
from foundation.model.run.trace import KnownTrace
from memory.memory import ScopedMemory
from memory.similarity import Point, SimilarityIndex, anonymous
from plugins.k8s_validator.subject.documents import read_text

#: So many of the last runs that came to the same artifacts are looked at for what they were asked.
_LOOKED_AT = 20


def refreshed(memory: ScopedMemory, index: SimilarityIndex) -> dict[str, KnownTrace]:
    """Let an index know what memory knows now; a run itself writes nothing to it.

    Args:
        memory: the memory of a tenant.
        index: the index of the same tenant.

    Returns:
        The last state of each component, by its anonymous name in the index.

    Raises:
        OutsideError: memory or the index cannot be used.
    """
    last: dict[str, KnownTrace] = {}
    for known in memory.traces.newest():
        last.setdefault(known.component, known)
    names = {point_of(memory, known): known for known in last.values()}
    there = index.known()
    index.remove(there - names.keys())
    points = []
    for name in sorted(names.keys() - there):
        features = known_features(names[name], memory)
        points += [Point(trace=name, features=features)] if features is not None else []
    index.put(points)
    return names


def point_of(memory: ScopedMemory, known: KnownTrace) -> str:
    """Return the anonymous name of a component's state."""
    scope = memory.scope
    return anonymous(scope.tenant, scope.workspace, known.component, known.trace_id, known.digest)


def known_features(known: KnownTrace, memory: ScopedMemory) -> ComponentFeatures | None:
    """Return what a component of a trace is made of; nothing, if its bytes are gone.

    Args:
        known: what memory knows of it.
        memory: the memory of its tenant.

    Raises:
        OutsideError: memory cannot be read.
    """
    artifacts = memory.artifacts.get(known.digest)
    if artifacts is None or not known.environments:
        return None
    kind, transport = _asked(memory, known)
    return features_in(artifacts, known.environments[-1], kind, known.component_scope, transport)


def features_in(
    artifacts: ArtifactSet, environment: str, component_type: str, component_scope: str, transport: str
) -> ComponentFeatures:
    """Return the features of a component by its manifests.

    Args:
        artifacts: its artifacts.
        environment: the environment whose manifests are looked at.
        component_type: its type.
        component_scope: its domain.
        transport: how it is called; empty if that is not known.
    """
    objects = [
        one
        for file in artifacts.under(f"manifests/{environment}/")
        for one in read_text(file.content.decode("utf-8", "replace"), file.path).objects
        if isinstance(one, dict)
    ]
    return structural_features(component_type, component_scope, transport, objects)


def _asked(memory: ScopedMemory, known: KnownTrace) -> tuple[str, str]:
    """Return type and transport as the bundle of the run gave them."""
    for run in memory.runs.of_artifacts(known.digest, _LOOKED_AT):
        if run.request is not None:
            component = json.loads(run.request.bundle).get("component", {})
            return component.get("type") or "", component.get("transport") or ""
    return "", ""
