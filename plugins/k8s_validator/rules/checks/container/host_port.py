"""No container takes a port of its node."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Container
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_container


def _look(container: Container, check: Check) -> Iterator[Fault]:
    for index, port in container.ports():
        if port.get("hostPort") not in (None, 0):
            yield container.fault("the port is opened on the node", "ports", index, "hostPort")


CHECK = Check(
    code="host-port",
    severity="error",
    title="No container opens a port on its node.",
    remedy="Remove hostPort; a Service reaches the pod.",
    references=(
        "PSS baseline: Host Ports",
        "CIS 5.2.13",
        "Polaris hostPortSet",
        "Checkov CKV_K8S_26",
        "Trivy KSV-0024",
        "Kyverno disallow-host-ports",
    ),
    run=each_container(_look),
    kinds=WORKLOADS,
)
