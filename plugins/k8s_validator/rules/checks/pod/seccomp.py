"""System calls are filtered."""

from collections.abc import Iterator
from typing import Any

from pydantic import Field

from foundation.model.base import FrozenModel
from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Pod
from plugins.k8s_validator.objects.values import mapping, quoted
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_pod

_GOOD = ("RuntimeDefault", "Localhost")
_PATH = ("securityContext", "seccompProfile", "type")


class Seccomp(FrozenModel):
    """Parameters."""

    required: bool = Field(default=True, description="Whether a profile must be named; else Unconfined is forbidden.")

    @property
    def where(self) -> str:
        """Say for which containers it is asked."""
        return "" if self.required else ", where one is named"


def _type(security: dict[str, Any]) -> Any:
    return mapping(security.get("seccompProfile")).get("type")


def _look(pod: Pod, check: Check) -> Iterator[Fault]:
    required = check.setting(Seccomp).required
    if required and pod.windows:
        return
    own = _type(pod.security)
    if own is not None and own not in _GOOD:
        yield pod.fault(f"the pod's seccomp profile is {quoted(own)}", *_PATH)
    for container in pod.containers:
        value = _type(container.security)
        if value is not None and value not in _GOOD:
            yield container.fault(f"the seccomp profile is {quoted(value)}", *_PATH)
        elif value is None and own is None and required:
            yield container.fault("there is no seccomp profile", *_PATH)


CHECK = Check(
    code="seccomp",
    severity="error",
    title="The seccomp profile is RuntimeDefault or Localhost{where}.",
    remedy="Set securityContext.seccompProfile.type to RuntimeDefault in the pod.",
    references=(
        "PSS baseline and restricted: Seccomp",
        "CIS 5.7.2",
        "kube-score container-seccomp-profile",
        "Polaris linuxHardening",
        "Checkov CKV_K8S_31",
        "Trivy KSV-0030",
        "Kyverno restrict-seccomp-strict",
    ),
    run=each_pod(_look),
    kinds=WORKLOADS,
    parameters=Seccomp(),
)
