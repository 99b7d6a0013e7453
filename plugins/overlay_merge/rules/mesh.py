"""What a service mesh asks of the pods that are in it."""

from collections.abc import Iterator

from foundation.model.bundle.effective import EffectiveEnvironment
from foundation.model.bundle.groups.mesh import ServiceMesh
from foundation.model.bundle.workloads import LASTING
from foundation.model.errors import Problem
from foundation.model.policy.platform import MeshPolicy, PlatformPolicy
from plugins.overlay_merge.places import given_by_bundle, setting_path


def mesh_problems(workload: str, policy: PlatformPolicy, environment: EffectiveEnvironment) -> Iterator[Problem]:
    """Yield what is wrong with the component's part in the mesh in one environment."""
    settings = environment.settings
    if not settings.service_mesh_enabled:
        return
    mesh = settings.service_mesh or ServiceMesh()
    wanted = policy.meshes.named(mesh.provider)
    if wanted is None:
        yield Problem(
            code="mesh-provider",
            message=f"service_mesh_enabled in {environment.name} needs a mesh that the platform runs",
            remedy=f"Set service_mesh.provider to one of {', '.join(policy.meshes.model_dump(exclude_none=True))}.",
            path=setting_path("service_mesh.provider", environment),
        )
        return
    if workload not in LASTING and not wanted.job_annotations:
        yield Problem(
            code="mesh-job",
            message=f"a {workload} in {mesh.provider} would never end: its proxy runs on when the work is done",
            remedy="Switch service_mesh_enabled off, or have the policy name what makes the proxy a native sidecar.",
            path=setting_path("service_mesh_enabled", environment),
        )
    if settings.host_network:
        yield Problem(
            code="mesh-host-network",
            message="pods on the node's network get no proxy",
            remedy="Switch host_network or service_mesh_enabled off.",
            path=setting_path("host_network", environment),
        )
    if mesh.provider != "istio" and given_by_bundle("service_mesh.destination_rule", environment):
        yield Problem(
            code="mesh-setting",
            message=f"destination_rule is Istio's, and the mesh in {environment.name} is {mesh.provider}",
            remedy="Leave it out, or set service_mesh.provider to istio.",
            path=setting_path("service_mesh.destination_rule", environment),
        )
    yield from _switches(wanted, environment)


def _switches(mesh: MeshPolicy, environment: EffectiveEnvironment) -> Iterator[Problem]:
    settings = environment.settings
    for setting, wanted, given in (
        ("pod_labels", mesh.pod_labels, settings.pod_labels or {}),
        ("pod_annotations", mesh.pod_annotations, settings.pod_annotations or {}),
    ):
        for name, value in wanted.items():
            if given.get(name, value) != value:
                yield Problem(
                    code="mesh-setting",
                    message=f"{setting} keeps the pods out of the mesh that service_mesh_enabled puts them in: {name}",
                    remedy="Leave it out, or switch service_mesh_enabled off.",
                    path=f"component.{setting}.{name}",
                )
