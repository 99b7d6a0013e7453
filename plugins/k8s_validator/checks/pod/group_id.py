"""Groups of containers are none of the node's."""

from collections.abc import Iterator

from pydantic import Field

from agent.model.base import FrozenModel
from plugins.k8s_validator.check import Check
from plugins.k8s_validator.looking import each_container
from plugins.k8s_validator.objects import Fault
from plugins.k8s_validator.pods import WORKLOADS, Container
from plugins.k8s_validator.values import number


class GroupId(FrozenModel):
    """Parameters."""

    lowest: int = Field(default=10001, description="Lowest group id that is allowed.")


def _look(container: Container, check: Check) -> Iterator[Fault]:
    if container.pod.windows:
        return
    lowest, group = check.setting(GroupId).lowest, number(container.inherited("runAsGroup"))
    if group is None or group < lowest:
        message = "runAsGroup is not set" if group is None else f"runAsGroup is {group}, below {lowest}"
        yield container.fault(message, "securityContext", "runAsGroup")


CHECK = Check(
    code="group-id",
    severity="error",
    title="Every container runs as a group with a high id.",
    remedy="Set securityContext.runAsGroup to 10001 or more in the pod.",
    references=("kube-score container-security-context-user-group-id", "Trivy KSV-0021"),
    run=each_container(_look),
    kinds=WORKLOADS,
    parameters=GroupId(),
)
