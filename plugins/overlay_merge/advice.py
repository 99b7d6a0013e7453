"""What is allowed but should be known about the merged settings of an environment."""

from collections.abc import Iterator

from agent.model.effective import EffectiveEnvironment
from agent.model.findings import Finding
from agent.model.policy import StoragePolicy
from agent.model.settings_shapes import ONE_NODE_MODES


def shared_volumes(environment: EffectiveEnvironment, policy: StoragePolicy) -> Iterator[Finding]:
    """Warn about several pods on a volume that only one node can have."""
    settings = environment.settings
    scale = settings.autoscale
    pods = scale.max_replicas if settings.enable_hpa and scale else settings.replicas
    for claim in settings.volumes or []:
        if (pods or 0) > 1 and ONE_NODE_MODES.issuperset(claim.access_modes or policy.access_modes):
            yield Finding(
                code="volume-shared",
                severity="warning",
                message=f"up to {pods} pods share the volume {claim.name}, which only one node can have at a time",
                remedy="Run one pod, or give the volume access_modes: [ReadWriteMany].",
                path=f"component.volumes[{claim.name}]",
                environment=environment.name,
            )
