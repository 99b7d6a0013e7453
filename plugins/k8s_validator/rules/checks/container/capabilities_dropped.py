"""Every container gives up all Linux capabilities."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Container
from plugins.k8s_validator.objects.values import items, mapping
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_container


def _look(container: Container, check: Check) -> Iterator[Fault]:
    dropped = items(mapping(container.security.get("capabilities")).get("drop"))
    if "ALL" not in dropped and not container.pod.windows:
        yield container.fault("the container does not drop ALL capabilities", "securityContext", "capabilities", "drop")


CHECK = Check(
    code="capabilities-dropped",
    severity="error",
    title="Every container drops ALL capabilities.",
    remedy="Set securityContext.capabilities.drop to [ALL] in the container.",
    references=(
        "PSS restricted: Capabilities",
        "CIS 5.2.10",
        "kube-linter drop-net-raw-capability",
        "Polaris insecureCapabilities",
        "Checkov CKV_K8S_37",
        "Trivy KSV-0003",
        "Kyverno disallow-capabilities-strict",
    ),
    run=each_container(_look),
    kinds=WORKLOADS,
)
