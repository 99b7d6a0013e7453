"""A run that could not start in time is given up."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.values import number
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_object

#: The controller looks every ten seconds; a shorter deadline could miss every run.
_SHORTEST = 10


def _look(item: KubernetesObject, check: Check) -> Iterator[Fault]:
    deadline = number(item.spec.get("startingDeadlineSeconds"))
    if deadline is None or deadline < _SHORTEST:
        what = "is not set" if deadline is None else f"is below {_SHORTEST}"
        yield item.fault(f"startingDeadlineSeconds {what}", "spec", "startingDeadlineSeconds")


CHECK = Check(
    code="cronjob-deadline",
    severity="warning",
    title="A CronJob sets startingDeadlineSeconds.",
    remedy="Set startingDeadlineSeconds to how late a run may still start.",
    references=("kube-score cronjob-has-deadline",),
    run=each_object(_look, "CronJob"),
    kinds=("CronJob",),
)
