"""A workload survives the loss of a pod."""

from collections.abc import Iterator

from pydantic import Field

from foundation.model.base import FrozenModel
from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import Pod
from plugins.k8s_validator.objects.scaling import autoscaler_of, holds_one_node_disk, replicas_of
from plugins.k8s_validator.objects.values import value_at
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.decisive import PODS
from plugins.k8s_validator.rules.for_each import each_related_pod
from plugins.k8s_validator.rules.wording import counted, in_words
from plugins.k8s_validator.subject.subject import Subject


class Minimum(FrozenModel):
    """Parameters."""

    replicas: int = Field(default=2, description="Fewest pods of a workload.")
    production: int = Field(default=3, description="Fewest pods in production; fewer are reported as advice.")

    @property
    def wanted(self) -> str:
        """Say how many pods there are at least, and how many in production if that is more."""
        more = f", in production {in_words(self.production)}" if self.production > self.replicas else ""
        return f"{counted(self.replicas, 'pod')}{more}"


def _look(pod: Pod, subject: Subject, check: Check) -> Iterator[Fault]:
    item, setting = pod.object, check.setting(Minimum)
    if item.kind not in CHECK.kinds or autoscaler_of(item, subject) is not None:
        return  # an autoscaler has a rule of its own
    replicas = replicas_of(item)
    production = item.environment in subject.policy.environments.production
    wanted = max(setting.replicas, setting.production) if production else setting.replicas
    if replicas is None or replicas >= wanted:
        return
    fault = item.fault(f"{replicas} of at least {wanted} pods", "spec", "replicas")
    # A disk that one node alone can have leaves no choice; an autoscaler may be in a file that was not given.
    unsaid = not subject.complete and value_at(item.data, ("spec", "replicas")) is None
    excused = replicas >= setting.replicas or unsaid or holds_one_node_disk(pod, subject)
    yield Fault(fault.object, fault.message, fault.path, at_most="advice" if excused else None)


CHECK = Check(
    code="replicas-minimum",
    severity="error",
    title="Deployments and StatefulSets run at least {wanted}.",
    remedy="Raise replicas, or scale by an HorizontalPodAutoscaler.",
    references=(
        "kube-linter minimum-three-replicas",
        "kube-score deployment-replicas",
        "Polaris deploymentMissingReplicas",
        "Kyverno require-replicas",
    ),
    run=each_related_pod(_look),
    kinds=("Deployment", "StatefulSet"),
    parameters=Minimum(),
    availability=True,
    decided_by=PODS,
)
