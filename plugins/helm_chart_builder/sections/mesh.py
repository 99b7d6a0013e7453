"""Service mesh: what asks for the proxy, and Istio's objects of the component."""

from typing import Any

from agent.model.chart_values import DestinationRule, PeerAuthentication
from agent.model.effective import EffectiveComponent
from agent.model.overlay import Overlay
from agent.model.policy import MeshPolicy, PlatformPolicy
from agent.model.settings.mesh import ServiceMesh
from agent.model.workloads import LASTING
from plugins.helm_chart_builder.sections.plain import plain, texts
from plugins.helm_chart_builder.sections.services import has_service


def mesh_policy(settings: Overlay, policy: PlatformPolicy) -> MeshPolicy:
    """Return what the component's mesh asks of its pods; nothing outside of a mesh."""
    mesh = _mesh(settings)
    return (policy.meshes.named(mesh.provider) if mesh else None) or MeshPolicy()


def mesh_labels(settings: Overlay, policy: PlatformPolicy) -> dict[str, str]:
    """Return the labels of the pods that ask for the proxy."""
    return mesh_policy(settings, policy).pod_labels


def mesh_annotations(effective: EffectiveComponent, settings: Overlay, policy: PlatformPolicy) -> dict[str, str]:
    """Return the annotations of the pods that ask for the proxy and set it up."""
    mesh, wanted = _mesh(settings), mesh_policy(settings, policy)
    if mesh is None:
        return {}
    ending = {} if effective.workload in LASTING else wanted.job_annotations
    mode = wanted.mtls_annotations.get(mesh.mtls or "", {})
    return {**wanted.pod_annotations, **ending, **mode, **texts(mesh.annotations)}


def destination_rule(settings: Overlay) -> DestinationRule:
    """Return how the mesh calls the component's Service."""
    mesh = _mesh(settings)
    spec: dict[str, Any] = plain(mesh.destination_rule) if mesh else {}
    return DestinationRule(enabled=_is_istio(mesh) and has_service(settings), spec=spec)


def peer_authentication(settings: Overlay) -> PeerAuthentication:
    """Return whether callers outside the mesh are refused."""
    mesh = _mesh(settings)
    return PeerAuthentication(enabled=_is_istio(mesh), mode=mesh.mtls or "" if mesh else "")


def _mesh(settings: Overlay) -> ServiceMesh | None:
    return settings.service_mesh or ServiceMesh() if settings.service_mesh_enabled else None


def _is_istio(mesh: ServiceMesh | None) -> bool:
    return mesh is not None and mesh.provider == "istio"
