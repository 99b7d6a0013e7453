"""Who owns the number of pods, and within which bounds."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

from foundation.model.bundle.effective import EffectiveEnvironment
from foundation.model.bundle.groups.keda import ONLY_SCALED_JOB, ONLY_SCALED_OBJECT, Keda
from foundation.model.bundle.groups.scaling import Autoscale
from foundation.model.errors import Problem
from foundation.model.names import did_you_mean
from plugins.overlay_merge.places import setting_path
from plugins.overlay_merge.watching import Rule

#: Scalers that see nothing of a component without pods.
_NEED_PODS = frozenset({"cpu", "memory"})


def scaling_rules(workload: Callable[[], str], environment: EffectiveEnvironment) -> list[Rule]:
    """Return the rules about the autoscalers of one environment.

    Args:
        workload: returns the kind that runs the component.
        environment: the merged settings.
    """
    return [
        lambda: _one_of_both(environment),
        lambda: _autoscaler(environment),
        *(partial(_of_keda, rule, environment) for rule in _keda_in_use(workload, environment)),
    ]


def _of_keda(rule: Rule, environment: EffectiveEnvironment) -> Iterator[Problem]:
    if environment.settings.enable_keda:
        yield from rule()


def _keda_in_use(workload: Callable[[], str], environment: EffectiveEnvironment) -> list[Rule]:
    return [
        lambda: _needed(environment),
        *keda_rules(workload, environment),
        lambda: _scale_to_zero(_keda(environment), workload(), environment),
    ]


def _keda(environment: EffectiveEnvironment) -> Keda:
    return environment.settings.keda or Keda()


def _one_of_both(environment: EffectiveEnvironment) -> Iterator[Problem]:
    settings = environment.settings
    if settings.enable_hpa and settings.enable_keda:
        yield Problem(
            code="autoscalers-twice",
            message=f"in {environment.name} enable_hpa and enable_keda are on, and both would own the number of pods",
            remedy="Switch one of them off; a trigger of type cpu or memory does in KEDA what the other did.",
            path=setting_path("enable_keda", environment),
        )


def _autoscaler(environment: EffectiveEnvironment) -> Iterator[Problem]:
    if not environment.settings.enable_hpa:
        return
    autoscale = environment.settings.autoscale
    if autoscale is None or autoscale.min_replicas is None or autoscale.max_replicas is None:
        yield Problem(
            code="missing-key",
            message=f"enable_hpa in {environment.name} needs autoscale.minReplicas and autoscale.maxReplicas",
            remedy="Add both to the environment's autoscale.",
            path=setting_path("enable_hpa", environment),
        )
    else:
        yield from autoscaler_bounds(environment)


def autoscaler_bounds(environment: EffectiveEnvironment) -> Iterator[Problem]:
    """Yield a problem if the bounds of the autoscaler cannot hold together."""
    autoscale = environment.settings.autoscale or Autoscale()
    least, most = autoscale.min_replicas, autoscale.max_replicas
    if least is not None and most is not None and least > most:
        yield Problem(
            code="autoscale-bounds",
            message=f"in {environment.name} minReplicas {least} is above maxReplicas {most}",
            remedy="Lower minReplicas or raise maxReplicas.",
            path=setting_path("autoscale.minReplicas", environment),
        )


def _needed(environment: EffectiveEnvironment) -> Iterator[Problem]:
    keda = _keda(environment)
    for name, value in (("maxReplicaCount", keda.max_replica_count), ("triggers", keda.triggers)):
        if not value:
            yield Problem(
                code="missing-key",
                message=f"enable_keda in {environment.name} needs keda.{name}",
                remedy=f"Add keda.{name}; nothing here is guessed.",
                path=setting_path("enable_keda", environment),
            )


def keda_rules(workload: Callable[[], str], environment: EffectiveEnvironment) -> list[Rule]:
    """Return the rules about the settings of KEDA, whatever else is given."""
    return [
        lambda: _foreign(workload(), environment),
        lambda: _bounds(_keda(environment), environment),
        lambda: _authentications(_keda(environment), environment),
    ]


def _foreign(workload: str, environment: EffectiveEnvironment) -> Iterator[Problem]:
    keda = _keda(environment)
    foreign = ONLY_SCALED_OBJECT if workload == "Job" else ONLY_SCALED_JOB
    for name in sorted(name for name in foreign if getattr(keda, name) is not None):
        written = Keda.model_fields[name].alias
        yield Problem(
            code="keda-setting",
            message=f"keda.{written} means nothing for a {workload}",
            remedy="Leave it out.",
            path=setting_path(f"keda.{written}", environment),
        )


def _bounds(keda: Keda, environment: EffectiveEnvironment) -> Iterator[Problem]:
    least, most, idle = keda.min_replica_count or 0, keda.max_replica_count, keda.idle_replica_count
    if most is not None and least > most:
        yield Problem(
            code="keda-bounds",
            message=f"in {environment.name} minReplicaCount {least} is above maxReplicaCount {most}",
            remedy="Lower minReplicaCount or raise maxReplicaCount.",
            path=setting_path("keda.minReplicaCount", environment),
        )
    if idle is not None and idle >= least:
        yield Problem(
            code="keda-bounds",
            message=f"in {environment.name} idleReplicaCount {idle} is not below minReplicaCount {least}",
            remedy="Raise minReplicaCount, or leave idleReplicaCount out.",
            path=setting_path("keda.idleReplicaCount", environment),
        )


def _scale_to_zero(keda: Keda, workload: str, environment: EffectiveEnvironment) -> Iterator[Problem]:
    least = keda.min_replica_count or 0
    if workload != "Job" and keda.triggers and least == 0 and {trigger.type for trigger in keda.triggers} <= _NEED_PODS:
        yield Problem(
            code="keda-scale-to-zero",
            message=f"in {environment.name} the triggers look at pods only, and none would be left to look at",
            remedy="Set keda.minReplicaCount to 1 or more, or add a trigger that looks at the work that waits.",
            path=setting_path("keda.minReplicaCount", environment),
        )


def _authentications(keda: Keda, environment: EffectiveEnvironment) -> Iterator[Problem]:
    names = [authentication.name for authentication in keda.authentications or []]
    for name in sorted(name for name, count in Counter(names).items() if count > 1):
        yield Problem(
            code="authentication-twice",
            message=f"two of keda.authentications are called {name}",
            remedy="Keep one of them.",
            path=setting_path(f"keda.authentications[{name}]", environment),
        )
    for index, trigger in enumerate(keda.triggers or []):
        reference = trigger.authentication_ref
        if names and reference and reference.kind != "ClusterTriggerAuthentication" and reference.name not in names:
            yield Problem(
                code="authentication-unknown",
                message=f"a trigger logs in with {reference.name!r}, which keda.authentications does not have",
                remedy=did_you_mean(reference.name, names, f"Use one of {', '.join(sorted(names))}, or add it."),
                path=setting_path(f"keda.triggers[{index}].authenticationRef", environment),
            )
