"""The process file system stays masked."""

from collections.abc import Iterator

from pydantic import Field

from foundation.model.base import FrozenModel
from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Container
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_container

#: Since this version baseline lets pods with users of their own see all of /proc.
_RELAXED_SINCE = (1, 35)


class ProcMount(FrozenModel):
    """Parameters."""

    user_namespaces: bool = Field(default=False, description="Whether pods with hostUsers: false may unmask it.")

    @property
    def unless(self) -> str:
        """Say who is let off."""
        return ", unless its pod has users of its own" if self.user_namespaces else ""


def _look(container: Container, check: Check) -> Iterator[Fault]:
    pod = container.pod
    relaxed = check.setting(ProcMount).user_namespaces and pod.own_users and pod.standard >= _RELAXED_SINCE
    if container.security.get("procMount") not in (None, "Default") and not relaxed:
        yield container.fault("/proc is not masked", "securityContext", "procMount")


CHECK = Check(
    code="proc-mount",
    severity="error",
    title="No container unmasks the process file system{unless}.",
    remedy="Remove securityContext.procMount.",
    references=(
        "PSS baseline: /proc Mount Type",
        "kube-linter unsafe-proc-mount",
        "Polaris procMount",
        "Trivy KSV-0027",
        "Kyverno disallow-proc-mount",
    ),
    run=each_container(_look),
    kinds=WORKLOADS,
    parameters=ProcMount(),
)
