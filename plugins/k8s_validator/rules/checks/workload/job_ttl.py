"""Finished Jobs go away, and the controller of a CronJob is not disturbed."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.values import mapping, value_at
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_object

_FIELD = "ttlSecondsAfterFinished"


def _look(item: KubernetesObject, check: Check) -> Iterator[Fault]:
    if item.kind == "Job":
        if not item.metadata.get("ownerReferences") and item.spec.get(_FIELD) is None:
            yield item.fault(f"{_FIELD} is not set", "spec", _FIELD)
    elif mapping(value_at(item.spec, ("jobTemplate", "spec"))).get(_FIELD) is not None:
        yield item.fault(f"{_FIELD} takes away what the history limits keep", "spec", "jobTemplate", "spec", _FIELD)


CHECK = Check(
    code="job-ttl",
    severity="warning",
    title="A Job of its own sets ttlSecondsAfterFinished; a CronJob's Jobs do not.",
    remedy="Set it on Jobs; on CronJobs use successfulJobsHistoryLimit and failedJobsHistoryLimit.",
    references=("kube-linter job-ttl-seconds-after-finished", "Kyverno require-ttlsecondsafterfinished"),
    run=each_object(_look, "Job", "CronJob"),
    kinds=("Job", "CronJob"),
)
