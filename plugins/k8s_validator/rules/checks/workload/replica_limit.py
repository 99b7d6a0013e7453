"""No environment runs more pods than the policy allows."""

from collections.abc import Iterator

from foundation.model.findings import Finding
from foundation.model.policy.platform import PlatformPolicy
from foundation.source.document import Path
from plugins.k8s_validator.objects.values import value_at
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.decisive import PODS
from plugins.k8s_validator.subject.subject import Subject

_REPLICAS: dict[str, Path] = {
    "Deployment": ("spec", "replicas"),
    "StatefulSet": ("spec", "replicas"),
    "ReplicaSet": ("spec", "replicas"),
    "HorizontalPodAutoscaler": ("spec", "maxReplicas"),
    "ScaledObject": ("spec", "maxReplicaCount"),
    "ScaledJob": ("spec", "maxReplicaCount"),
    "Job": ("spec", "parallelism"),
    "CronJob": ("spec", "jobTemplate", "spec", "parallelism"),
}


def replica_limit(policy: PlatformPolicy, environment: str) -> int:
    """Return the most pods that an environment may run."""
    replicas = policy.replicas
    default = replicas.production if environment in policy.environments.production else replicas.non_production
    return replicas.by_environment.get(environment, default)


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    for item in subject.of_kind(*_REPLICAS):
        environment, path = item.environment, _REPLICAS[item.kind]
        wanted = value_at(item.data, path)
        if environment is None or not isinstance(wanted, int):
            continue
        limit = replica_limit(subject.policy, environment)
        if wanted > limit:
            yield subject.finding(check, f"{wanted} pods; {environment} allows {limit}", object=item, path=path)


CHECK = Check(
    code="replica-limit",
    severity="error",
    title="Replicas stay under the policy's maximum for the environment.",
    remedy="Lower replicas, autoscale.maxReplicas or keda.maxReplicaCount, or have the platform's limit raised.",
    references=("mission: max replicas",),
    run=_run,
    kinds=tuple(_REPLICAS),
    decided_by=PODS,
)
