"""Users of containers are none of the node's."""

from collections.abc import Iterator

from pydantic import Field

from foundation.model.base import FrozenModel
from plugins.k8s_validator.objects.ids import low_id
from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Container
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_container


class UserId(FrozenModel):
    """Parameters."""

    lowest: int = Field(default=10001, description="Lowest user id that is allowed.")


def _look(container: Container, check: Check) -> Iterator[Fault]:
    yield from low_id(container, "runAsUser", check.setting(UserId).lowest)


CHECK = Check(
    code="user-id",
    severity="error",
    title="Every container runs as a user with a high id.",
    remedy="Set securityContext.runAsUser to {lowest} or more in the pod.",
    references=("kube-score container-security-context-user-group-id", "Checkov CKV_K8S_40", "Trivy KSV-0020"),
    run=each_container(_look),
    kinds=WORKLOADS,
    parameters=UserId(),
)
