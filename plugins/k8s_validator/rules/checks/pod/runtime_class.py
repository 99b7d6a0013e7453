"""Containers run in the sandbox that the policy wants."""

from collections.abc import Iterator

from pydantic import Field

from foundation.model.base import FrozenModel
from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Pod
from plugins.k8s_validator.objects.values import quoted
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_pod


class RuntimeClasses(FrozenModel):
    """Parameters."""

    allowed: list[str] = Field(default=[], description="Runtime classes to choose from; empty asks for none.")


def _look(pod: Pod, check: Check) -> Iterator[Fault]:
    allowed, name = check.setting(RuntimeClasses).allowed, pod.spec.get("runtimeClassName")
    if allowed and name not in allowed:
        what = "there is no runtime class" if name is None else f"the runtime class is {quoted(name)}"
        yield pod.fault(f"{what}; the policy wants {' or '.join(allowed)}", "runtimeClassName")


CHECK = Check(
    code="runtime-class",
    severity="error",
    title="Pods run in a runtime class that the policy wants, where it wants one.",
    remedy="Set runtimeClassName to one that the policy names.",
    references=("mission: RuntimeClass enforcement", "Kyverno require-runtimeclass"),
    run=each_pod(_look),
    kinds=WORKLOADS,
    parameters=RuntimeClasses(),
)
