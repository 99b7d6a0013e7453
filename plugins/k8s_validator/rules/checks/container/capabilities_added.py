"""Only harmless Linux capabilities are added."""

from collections.abc import Iterator

from pydantic import Field

from foundation.model.base import FrozenModel
from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Container
from plugins.k8s_validator.objects.values import items, mapping, quoted
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_container


class Capabilities(FrozenModel):
    """Parameters."""

    allowed: list[str] = Field(default=["NET_BIND_SERVICE"], description="Capabilities that may be added.")
    windows: bool = Field(default=False, description="Whether Windows pods are held to it, which know none.")


def _look(container: Container, check: Check) -> Iterator[Fault]:
    setting = check.setting(Capabilities)
    if container.pod.windows and not setting.windows:
        return
    for index, added in enumerate(items(mapping(container.security.get("capabilities")).get("add"))):
        if added not in setting.allowed:
            yield container.fault(
                f"the container adds the capability {quoted(added)}", "securityContext", "capabilities", "add", index
            )


CHECK = Check(
    code="capabilities-added",
    severity="error",
    title="Containers add no capability but those that the policy allows.",
    remedy="Take the capability out of securityContext.capabilities.add.",
    references=(
        "PSS baseline and restricted: Capabilities",
        "CIS 5.2.9",
        "Polaris dangerousCapabilities",
        "Checkov CKV_K8S_39",
        "Trivy KSV-0106",
        "Kyverno disallow-capabilities",
    ),
    run=each_container(_look),
    kinds=WORKLOADS,
    parameters=Capabilities(),
)
