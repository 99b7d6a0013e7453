"""Containers listen on ports that they may listen on."""

from collections.abc import Iterator

from pydantic import Field

from foundation.model.base import FrozenModel
from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Container
from plugins.k8s_validator.objects.values import number
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_container

#: Below this port Linux asks for a capability (ip_unprivileged_port_start).
_UNPRIVILEGED = 1024


class Ports(FrozenModel):
    """Parameters."""

    lowest: int = Field(default=_UNPRIVILEGED, description="Lowest port; those below 1024 take a capability.")
    forbidden: list[int] = Field(default=[22], description="Ports that nothing may listen on.")

    @property
    def low(self) -> str:
        """Say which ports are too low."""
        return "a privileged port" if self.lowest == _UNPRIVILEGED else f"a port below {self.lowest}"


def _look(container: Container, check: Check) -> Iterator[Fault]:
    setting = check.setting(Ports)
    for index, port in container.ports():
        value = number(port.get("containerPort"))
        if value in setting.forbidden:
            yield container.fault(f"the port {value} is forbidden", "ports", index, "containerPort")
        elif value is not None and value < setting.lowest:
            message = f"the port {value} is below {setting.lowest}"
            yield container.fault(message, "ports", index, "containerPort")


CHECK = Check(
    code="port-number",
    severity="error",
    title="No container listens on {low} or on one that the policy forbids.",
    remedy="Listen on a port from {lowest}; the Service can still have the well-known one.",
    references=("mission: forbidden ports", "kube-linter privileged-ports", "kube-linter ssh-port", "Trivy KSV-0117"),
    run=each_container(_look),
    kinds=WORKLOADS,
    parameters=Ports(),
)
