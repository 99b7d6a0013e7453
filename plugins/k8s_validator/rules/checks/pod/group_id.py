"""Groups of containers are none of the node's."""

from collections.abc import Iterator

from pydantic import Field

from foundation.model.base import FrozenModel
from plugins.k8s_validator.objects.ids import low_id
from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Container
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_container


class GroupId(FrozenModel):
    """Parameters."""

    lowest: int = Field(default=10001, description="Lowest group id that is allowed.")


def _look(container: Container, check: Check) -> Iterator[Fault]:
    yield from low_id(container, "runAsGroup", check.setting(GroupId).lowest)


CHECK = Check(
    code="group-id",
    severity="error",
    title="Every container runs as a group with a high id.",
    remedy="Set securityContext.runAsGroup to {lowest} or more in the pod.",
    references=("kube-score container-security-context-user-group-id", "Trivy KSV-0021"),
    run=each_container(_look),
    kinds=WORKLOADS,
    parameters=GroupId(),
)
