"""CPU limits are as the policy wants them."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from foundation.model.base import FrozenModel
from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import PLANNED, WORKLOADS, Container
from plugins.k8s_validator.objects.quantities import resource
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_container


class CpuLimit(FrozenModel):
    """Parameters."""

    wanted: Literal["required", "forbidden"] = Field(
        default="required", description="forbidden, where throttling is feared more than a busy neighbour."
    )

    @property
    def how(self) -> str:
        """Say what to do about a limit."""
        if self.wanted == "forbidden":
            return "Remove resources.limits.cpu; the policy wants none"
        return "Set or remove resources.limits.cpu; the policy says which"


def _look(container: Container, check: Check) -> Iterator[Fault]:
    wanted = check.setting(CpuLimit).wanted
    present = resource(container, "limits", "cpu") is not None
    if present != (wanted == "required"):
        message = "there is a CPU limit" if present else "there is no CPU limit"
        yield container.fault(message, "resources", "limits", "cpu")


CHECK = Check(
    code="cpu-limit",
    severity="error",
    title="Every container has a CPU limit, or none has, as the policy wants it.",
    remedy="{how}.",
    references=(
        "kube-score container-resources",
        "Polaris cpuLimitsMissing",
        "Checkov CKV_K8S_11",
        "Trivy KSV-0011",
        "Kyverno forbid-cpu-limits (the opposite)",
    ),
    run=each_container(_look, PLANNED),
    kinds=WORKLOADS,
    parameters=CpuLimit(),
)
