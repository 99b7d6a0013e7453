"""Service mesh: what asks for the proxy, and Istio's objects of the component."""

from functools import lru_cache
from typing import Any

from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.bundle.groups.mesh import ServiceMesh
from foundation.model.bundle.layer import Layer
from foundation.model.bundle.workloads import LASTING
from foundation.model.chart.values import DestinationRule, PeerAuthentication
from foundation.model.policy.platform import MeshPolicy, PlatformPolicy
from plugins.helm_chart_builder.sections.plain import plain, texts
from plugins.helm_chart_builder.sections.services import has_service


def mesh_policy(settings: Layer, policy: PlatformPolicy) -> MeshPolicy:
    """Return what the component's mesh asks of its pods; nothing outside of a mesh."""
    mesh = _mesh(settings)
    return (policy.meshes.named(mesh.provider) if mesh else None) or _nothing()


@lru_cache(maxsize=1)
def _nothing() -> MeshPolicy:
    return MeshPolicy()


def mesh_labels(settings: Layer, policy: PlatformPolicy) -> dict[str, str]:
    """Return the labels of the pods that ask for the proxy."""
    return mesh_policy(settings, policy).pod_labels


def mesh_annotations(effective: EffectiveComponent, settings: Layer, policy: PlatformPolicy) -> dict[str, str]:
    """Return the annotations of the pods that ask for the proxy and set it up."""
    mesh, wanted = _mesh(settings), mesh_policy(settings, policy)
    if mesh is None:
        return {}
    ending = {} if effective.workload in LASTING else wanted.job_annotations
    mode = wanted.mtls_annotations.get(mesh.mtls or "", {})
    return {**wanted.pod_annotations, **ending, **mode, **texts(mesh.annotations)}


def destination_rule(settings: Layer) -> DestinationRule:
    """Return how the mesh calls the component's Service."""
    mesh = _mesh(settings)
    spec: dict[str, Any] = plain(mesh.destination_rule) if mesh else {}
    return DestinationRule(enabled=_is_istio(mesh) and has_service(settings), spec=spec)


def peer_authentication(settings: Layer) -> PeerAuthentication:
    """Return whether callers outside the mesh are refused."""
    mesh = _mesh(settings)
    return PeerAuthentication(enabled=_is_istio(mesh), mode=mesh.mtls or "" if mesh else "")


def _mesh(settings: Layer) -> ServiceMesh | None:
    return settings.service_mesh or ServiceMesh() if settings.service_mesh_enabled else None


def _is_istio(mesh: ServiceMesh | None) -> bool:
    return mesh is not None and mesh.provider == "istio"
