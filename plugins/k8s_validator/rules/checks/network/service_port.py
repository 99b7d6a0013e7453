"""Services offer no port that the policy forbids."""

from collections.abc import Iterator

from pydantic import Field

from foundation.model.base import FrozenModel
from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.values import mappings, number
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.decisive import SERVICES
from plugins.k8s_validator.rules.for_each import each_object
from plugins.k8s_validator.rules.wording import either

#: Ports of SSH, Telnet and the Remote Desktop Protocol.
_LOGINS = (22, 23, 3389)


class ServicePorts(FrozenModel):
    """Parameters."""

    forbidden: list[int] = Field(default=list(_LOGINS), description="Ports that no Service may have or lead to.")

    @property
    def why(self) -> str:
        """Say what is wrong with these ports."""
        logins = set(self.forbidden) <= set(_LOGINS)
        return ": these are for logins to machines" if logins else f" than {either(self.forbidden)}"


def _look(item: KubernetesObject, check: Check) -> Iterator[Fault]:
    forbidden = check.setting(ServicePorts).forbidden
    for index, port in mappings(item.spec.get("ports")):
        for field in ("port", "targetPort"):
            value = number(port.get(field))
            if value in forbidden:
                yield item.fault(f"the port {value} is forbidden", "spec", "ports", index, field)


CHECK = Check(
    code="service-port",
    severity="error",
    title="No Service has or leads to a port that the policy forbids.",
    remedy="Use another port{why}.",
    references=("mission: forbidden ports", "kube-linter ssh-port"),
    run=each_object(_look, "Service"),
    kinds=("Service",),
    parameters=ServicePorts(),
    decided_by=SERVICES,
)
