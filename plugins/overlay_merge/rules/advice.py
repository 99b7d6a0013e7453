"""What is allowed but should be known about the merged settings of an environment."""

from collections.abc import Iterator

from foundation.model.bundle.api_token import mounts_token_itself, refuses_token
from foundation.model.bundle.effective import EffectiveEnvironment
from foundation.model.bundle.groups.security import SecurityProfile
from foundation.model.bundle.groups.storage import ONE_NODE_MODES
from foundation.model.bundle.layer import Layer
from foundation.model.bundle.replicas import most_pods
from foundation.model.findings import Finding
from foundation.model.policy.platform import PlatformPolicy, StoragePolicy
from plugins.overlay_merge.places import given_by_bundle, setting_path
from plugins.overlay_merge.rules.resource_advice import resource_defaults

#: What only an Ingress has; hosts and paths are for everything that publishes.
_INGRESS_ONLY = ("tls_secret_name", "ingress.tls", "ingress.className", "ingress.annotations", "ingress.labels")
_RUNS_TO_AN_END = ("Job", "CronJob")
_HPA = ("autoscale.minReplicas", "enable_hpa")


def advise(environment: EffectiveEnvironment, workload: str, policy: PlatformPolicy) -> Iterator[Finding]:
    """Return everything that should be known about one environment."""
    if workload != "StatefulSet":  # whose pods have a claim each
        yield from shared_volumes(environment, workload, policy.storage)
    yield from unused_replicas(environment)
    yield from roles_without_token(environment, policy.security.api_token.projected)
    yield from unused_ingress_settings(environment)
    yield from resource_defaults(environment)


def unused_replicas(environment: EffectiveEnvironment) -> Iterator[Finding]:
    """Say that a number of pods has no effect where an autoscaler owns it."""
    settings, layer = environment.settings, environment.origins.get("replicas", "")
    bound, switch = ("keda.minReplicaCount", "enable_keda") if settings.enable_keda else _HPA
    if (settings.enable_hpa or settings.enable_keda) and layer.startswith(("environment", "tenant")):
        yield Finding(
            code="replicas-unused",
            severity="advice",
            message=f"replicas {settings.replicas} of {layer} has no effect: the autoscaler owns the number of pods",
            remedy=f"Set {bound} instead, or {switch} to false.",
            path=f"environments.{environment.name}.replicas",
            environment=environment.name,
        )


def unused_ingress_settings(environment: EffectiveEnvironment) -> Iterator[Finding]:
    """Say that certificates, class and annotations of an Ingress have no effect where something else publishes."""
    settings = environment.settings
    if not settings.enable_ingress or settings.traffic in (None, "ingress"):
        return
    given = [name for name in _INGRESS_ONLY if given_by_bundle(name, environment)]
    if given:
        yield Finding(
            code="ingress-setting-unused",
            severity="advice",
            message=f"{', '.join(given)} in {environment.name} has no effect: traffic is {settings.traffic}, "
            "whose gateway holds the certificates",
            remedy="Leave it out of this environment, or set traffic to ingress.",
            path=setting_path(given[0], environment),
            environment=environment.name,
        )


def roles_without_token(environment: EffectiveEnvironment, projected: bool) -> Iterator[Finding]:
    """Say that Roles are of no use to a pod that gets no token for the API: by the bundle's word, or by the policy."""
    profile = environment.settings.security_profile or SecurityProfile()
    named = {"rbac_roles": profile.rbac_roles or [], "roles": [role.name for role in profile.roles or []]}
    roles = [name for names in named.values() for name in names] if profile.enable_rbac else []
    refused = not projected or refuses_token(environment)
    if roles and refused and not mounts_token_itself(environment):
        yield Finding(
            code="roles-without-token",
            severity="advice",
            message=f"the pods get the roles {', '.join(roles)}, but no token to use them with",
            remedy="Leave automount_service_account_token out and they get a projected one, "
            "or remove the roles if the component does not call the Kubernetes API."
            if projected
            else "Set automount_service_account_token to true if the component calls the Kubernetes API.",
            path=f"security_profile.{'rbac_roles' if profile.rbac_roles else 'roles'}",
        )


def shared_volumes(environment: EffectiveEnvironment, workload: str, policy: StoragePolicy) -> Iterator[Finding]:
    """Warn about several pods on a volume that only one node can have."""
    settings = environment.settings
    pods = _pods_of_a_run(settings) if workload in _RUNS_TO_AN_END else most_pods(settings)
    for claim in settings.claims or []:
        if pods > 1 and ONE_NODE_MODES.issuperset(claim.access_modes or policy.access_modes):
            yield Finding(
                code="volume-shared",
                severity="warning",
                message=f"up to {pods} pods share the volume {claim.name}, which only one node can have at a time",
                remedy="Run one pod, or give the volume access_modes: [ReadWriteMany].",
                path=f"component.claims[{claim.name}]",
                environment=environment.name,
            )


def _pods_of_a_run(settings: Layer) -> int:
    """Return how many pods a Job has at a time: replicas are none of its business."""
    return (settings.job.parallelism if settings.job else None) or 1
