"""Users of containers are none of the node's."""

from collections.abc import Iterator

from pydantic import Field

from agent.model.base import FrozenModel
from plugins.k8s_validator.check import Check
from plugins.k8s_validator.looking import each_container
from plugins.k8s_validator.objects import Fault
from plugins.k8s_validator.pods import WORKLOADS, Container
from plugins.k8s_validator.values import number


class UserId(FrozenModel):
    """Parameters."""

    lowest: int = Field(default=10001, description="Lowest user id that is allowed.")


def _look(container: Container, check: Check) -> Iterator[Fault]:
    if container.pod.windows:
        return
    lowest, user = check.setting(UserId).lowest, number(container.inherited("runAsUser"))
    if user is None or user < lowest:
        message = "runAsUser is not set" if user is None else f"runAsUser is {user}, below {lowest}"
        yield container.fault(message, "securityContext", "runAsUser")


CHECK = Check(
    code="user-id",
    severity="error",
    title="Every container runs as a user with a high id.",
    remedy="Set securityContext.runAsUser to 10001 or more in the pod.",
    references=("kube-score container-security-context-user-group-id", "Checkov CKV_K8S_40", "Trivy KSV-0020"),
    run=each_container(_look),
    kinds=WORKLOADS,
    parameters=UserId(),
)
